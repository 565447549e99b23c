"""A programme whose neighbourhoods go live in turn, evaluated from end to end in a world."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.evaluation.asked import EvaluationOptions, prepared
from joinedup_experiments.evaluator.evaluation.in_one_world import Answer, evaluate_world
from joinedup_experiments.scenario_io.overrides import Overrides

OUTCOME, IN_TURN = "emergency_admissions", "stepped_wedge"
SMALL = Overrides(2.1, 1.0, 10)


def options(*designs: str) -> EvaluationOptions:
    return EvaluationOptions(
        designs, (6, 12), (OUTCOME,), months_before=12, over=OverWorlds(simulate=3_000)
    )


@pytest.fixture(scope="module")
def answers() -> tuple[tuple[Answer, ...], tuple[Answer, ...]]:
    """Of the stepped wedge, with the programme and without, in the second world."""
    setting = prepared("three_networks_in_turn", SMALL, options(IN_TURN)).setting
    assert setting.live == {1: 0, 2: 12, 3: 24}
    found = evaluate_world(setting, 2, 2)
    return found.programme, found.placebo


def test_a_wedge_is_made_of_a_run_and_held_against_its_own_months(
    answers: tuple[tuple[Answer, ...], tuple[Answer, ...]],
) -> None:
    for programme, placebo in zip(*answers, strict=True):
        assert programme.estimate and placebo.estimate, programme.refusal
        assert {(one.neighbourhood, one.begins) for one in programme.estimate.in_turn} == {
            (1, 0), (2, 12)
        }  # fmt: skip
        assert placebo.truth.effect == 0.0
        assert np.isfinite(programme.truth).all()
    assert any(one.truth.effect != 0.0 for one in answers[0])


def test_it_is_tried_only_where_there_are_turns() -> None:
    assert IN_TURN in prepared("three_networks_in_turn", SMALL, options()).setting.designs
    assert IN_TURN not in prepared("three_networks", SMALL, options()).setting.designs


def test_a_month_in_which_it_goes_live_is_the_first_after_it() -> None:
    """And no two months of going live are one, as if 0.5 and 1.5 were rounded to 0 and 2."""
    whole = prepared("three_networks_in_turn", SMALL, options(IN_TURN)).setting
    for given, months in (([0.5, 1.5, 2.5], (0, 1, 2)), ([1.5, 8.5, 14.5], (1, 8, 14))):
        within = {"arrangement.programme": {"go_live_by_neighbourhood": given}}
        setting = replace(whole, programme=whole.programme.with_(within))
        assert tuple(setting.live.values()) == months and setting.begins == months[0]


def test_windows_reach_from_that_month_to_the_end_of_the_run(tmp_path: Path) -> None:
    text = "based_on: three_networks\narrangement: {programme: {go_live_month: 1.5}}\n"
    (tmp_path / "late.yaml").write_text(text)
    asked = replace(options("area_before_after"), windows=(11,), months_before=12)
    short = Overrides(1.0, 1.1, 10)
    assert prepared(str(tmp_path / "late.yaml"), short, asked).setting.windows == (11,)
    with pytest.raises(InputError, match="--window 12: it must be from 1 to 11"):
        prepared(str(tmp_path / "late.yaml"), short, replace(asked, windows=(12,)))
