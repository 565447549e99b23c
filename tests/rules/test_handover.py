"""The barriers at an interface, and what each degree of joining leaves of them."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Degree
from joinedup.rules.handover import chance_of_bounce, interpolate


def test_a_mixed_need_is_bounced_more_often_than_a_plain_one(p, rises):
    wrong, plain = p.handover.wrong_door, p.handover.misdirected
    chances = [chance_of_bounce(wrong, plain, n) for n in (0, 1, 2)]
    assert chances[0] == pytest.approx(plain)
    assert chances[1] == pytest.approx(1.0 - (1.0 - plain) * (1.0 - wrong))
    assert rises(chances)
    assert chances[-1] < 1.0


def test_no_barrier_no_bounce_and_a_certain_one_bounces_everybody():
    assert chance_of_bounce(0.0, 0.0, 2) == 0.0
    assert chance_of_bounce(1.0, 0.0, 1) == 1.0
    assert chance_of_bounce(1.0, 0.0, 0) == 0.0


def test_an_interface_lies_between_siloed_and_joined_as_far_as_it_is_adopted():
    assert interpolate(4.0, 1.0, 0.0) == 4.0
    assert interpolate(4.0, 1.0, 1.0) == 1.0
    assert interpolate(4.0, 1.0, 0.5) == 2.5


@pytest.mark.parametrize("barrier", ["eligibility", "wrong_door", "paperwork", "loss", "obstacle"])
def test_no_degree_of_joining_makes_a_barrier_higher(p, barrier):
    """Unjoined teams keep all of every barrier, and merged ones the least."""
    kept = np.asarray(p.handover[f"{barrier}_multiplier"])
    assert kept[Degree.NONE] == 1.0
    assert ((kept >= 0.0) & (kept <= 1.0)).all()
    assert kept[Degree.MERGED] == kept.min()


def test_a_merger_by_itself_judges_nobody_by_another_threshold_than_coordination_does(p):
    kept = np.asarray(p.handover.eligibility_multiplier)
    assert kept[Degree.MERGED] == kept[Degree.COORDINATED]


@pytest.mark.parametrize("gain", ["joint_visits", "advice_share"])
def test_teams_that_are_not_joined_share_no_visit_and_answer_no_question(p, rises, gain):
    kept = np.asarray(p.handover[gain])
    assert kept[Degree.NONE] == 0.0
    assert rises(kept)
    assert kept.max() <= 1.0
