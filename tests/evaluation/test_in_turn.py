"""A programme whose neighbourhoods go live in turn, evaluated from end to end in a world."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup_experiments.compare.over_worlds import OverWorlds
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
