"""On to the next stage of a change, or back: what helps and what hinders."""

from __future__ import annotations

from itertools import pairwise

import pytest

from joinedup.codes import Leadership
from joinedup.rules.adoption import (
    Advance,
    fit_after_review,
    moves_a_week,
    relapses_a_week,
    share_of_moves_left,
)

HALVES = (0.0, 0.5, 1.0)
EVERY_MOVE = list(Advance)
KEEPING = (Advance.TO_CHANGE, Advance.TO_MAINTENANCE)


def moves(
    p,
    move: Advance,
    style: Leadership = Leadership.INSPIRATIONAL,
    *,
    peers: float = 0.2,
    engaged: float = 0.5,
    training: float = 0.0,
    fit: float = 0.7,
    wins: float = 0.5,
) -> float:
    return moves_a_week(p.adoption, move, style, peers, engaged, training, fit, wins)


@pytest.mark.parametrize("move", EVERY_MOVE)
def test_peers_who_have_changed_make_every_move_faster(p, rises, move):
    """000: peers show that it can be done."""
    assert rises([moves(p, move, peers=x) for x in HALVES])
    alone, among = moves(p, move, peers=0.0), moves(p, move, peers=1.0)
    assert among / alone == pytest.approx(1.0 + p.adoption.by_peers)


@pytest.mark.parametrize("move", EVERY_MOVE)
def test_nobody_is_led_more_slowly_than_by_laissez_faire(p, move):
    """000: laissez-faire gives little direction."""
    slowest = moves(p, move, Leadership.LAISSEZ_FAIRE)
    assert all(moves(p, move, style) > slowest for style in list(Leadership)[:3])


def test_charisma_wins_followers_and_transformation_gets_others_to_step_forward(p):
    """000: the one is faster at first, the other in the end."""
    charisma, transformation = Leadership.CHARISMATIC, Leadership.TRANSFORMATIONAL
    first, last = Advance.TO_ORIENTATION, Advance.TO_MAINTENANCE
    assert moves(p, first, charisma) > moves(p, first, transformation)
    assert moves(p, last, charisma) < moves(p, last, transformation)


@pytest.mark.parametrize("move", EVERY_MOVE)
def test_being_asked_helps_to_understand_and_accept(p, rises, move):
    found = [moves(p, move, engaged=x) for x in HALVES]
    if move in (Advance.TO_INSIGHT, Advance.TO_ACCEPTANCE):
        assert rises(found)
    else:
        assert len(set(found)) == 1


@pytest.mark.parametrize("move", EVERY_MOVE)
def test_early_wins_help_to_accept(p, rises, move):
    found = [moves(p, move, wins=x) for x in HALVES]
    assert rises(found) if move == Advance.TO_ACCEPTANCE else len(set(found)) == 1


@pytest.mark.parametrize("move", EVERY_MOVE)
def test_training_and_a_fit_with_routine_help_to_try_and_keep(p, rises, move):
    trained = [moves(p, move, training=x) for x in (0.0, 1.0, 3.0)]
    fitting = [moves(p, move, fit=x) for x in HALVES]
    if move in KEEPING:
        assert rises(trained)
        assert rises(fitting)
        assert fitting[0] == 0.0, "what fits in nowhere is never done"
    else:
        assert len(set(trained)) == len(set(fitting)) == 1


def test_upheaval_strain_and_fatigue_hinder_and_a_clear_purpose_helps(p, rises):
    p = p.adoption
    assert rises([share_of_moves_left(p, x, 0.3, 0.2, 0.8) for x in HALVES[::-1]])
    assert rises([share_of_moves_left(p, 0.3, x, 0.2, 0.8) for x in HALVES[::-1]])
    assert rises([share_of_moves_left(p, 0.3, 0.3, x, 0.8) for x in HALVES[::-1]])
    assert rises([share_of_moves_left(p, 0.3, 0.3, 0.2, x) for x in HALVES])


def test_with_nothing_in_the_way_every_move_is_left_and_never_fewer_than_none(p):
    assert share_of_moves_left(p.adoption, 0.0, 0.0, 0.0, 1.0) == 1.0
    assert share_of_moves_left(p.adoption, 1.0, 1.0, 1.0, 1.0) >= 0.0
    assert share_of_moves_left(p.adoption, 0.0, 0.0, 0.0, 0.0) == pytest.approx(
        1.0 - p.adoption.vision_needed
    )


def test_routine_a_review_peers_and_leaders_keep_from_falling_back(p, rises):
    """000: monitoring, feedback and reminders."""
    p = p.adoption
    alone = relapses_a_week(p, False, False, 0.0, 1.0)
    assert alone == p.relapse
    assert relapses_a_week(p, True, False, 0.0, 1.0) == pytest.approx(
        p.maintenance_multiplier * alone
    )
    assert relapses_a_week(p, False, True, 0.0, 1.0) == pytest.approx(p.review_multiplier * alone)
    assert rises([relapses_a_week(p, False, False, x, 1.0) for x in HALVES[::-1]])
    assert rises([relapses_a_week(p, False, False, 0.5, x) for x in (1.4, 1.0, 0.4)])


def test_a_review_finds_what_those_who_are_asked_can_tell(p, rises):
    """000: engage those who use services and their carers. It never passes a full fit."""
    p = p.adoption
    assert rises([fit_after_review(p, 0.5, x, 0.0) for x in HALVES])
    assert rises([fit_after_review(p, 0.5, 0.5, x) for x in HALVES])
    assert fit_after_review(p, 0.5, 0.0, 0.0) == 0.5
    assert fit_after_review(p, 1.0, 1.0, 1.0) == 1.0
    steps = [0.3]
    for _ in range(50):
        steps.append(fit_after_review(p, steps[-1], 1.0, 1.0))
    gained = [b - a for a, b in pairwise(steps)]
    assert rises(gained[::-1]), "each review finds less than the one before"
    assert 0.99 < steps[-1] < 1.0


def test_nobody_is_ever_quite_safe_from_falling_back(p):
    assert relapses_a_week(p.adoption, True, True, 1.0, 2.0) > 0.0
