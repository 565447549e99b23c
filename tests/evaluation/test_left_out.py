"""Worlds in which a design could not be had: how many, and why."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from joinedup_experiments.evaluator.evaluation import left_out as module
from joinedup_experiments.evaluator.evaluation.dry_run import NO_TURNS, NOBODY
from joinedup_experiments.evaluator.evaluation.in_one_world import Answer, Evaluated
from joinedup_experiments.evaluator.evaluation.left_out import LeftOut, left_out
from joinedup_experiments.evaluator.truth import UNKNOWN, Truth
from tests.evaluation.made_up import OUTCOME, evaluations
from tests.evaluation.test_page import setting

OTHER, REASON = "elective_stays", "it never happens in these records"


@pytest.fixture
def again(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The worlds that are evaluated again, where every design is refused."""
    asked = []

    def refused(its, world: int, seed: int) -> Evaluated:
        asked.append((world, seed))
        nothing = Truth(UNKNOWN, UNKNOWN)
        return Evaluated(tuple(Answer(c, None, nothing, REASON) for c in its.cells()), ())

    monkeypatch.setattr(module, "evaluate_world", refused)
    return asked


def missing(lost: set[int], **others: object) -> pd.DataFrame:
    table = evaluations(-2.0, **others)  # type: ignore[arg-type]
    table.loc[table["world"].isin(lost), "estimate"] = np.nan
    return table


def test_the_reason_is_that_of_a_world_that_was_lost_and_of_its_outcome(again) -> None:
    few = missing({3, 7}, worlds=30).assign(outcome=OTHER)
    (one,) = left_out(setting(), pd.concat([evaluations(-2.0, worlds=30), few]))
    assert one == LeftOut("area_before_after", OTHER, 12, 28, "world 3", REASON)
    assert one.enough and again == [(3, 3)]


def test_each_outcome_has_its_own_unless_all_lack_the_same(again) -> None:
    few = missing({3, 7}, worlds=30).assign(outcome=OTHER)
    (one,) = left_out(setting(), pd.concat([missing({3, 7}, worlds=30), few]))
    assert (one.outcome, one.worlds) == ("", 28)
    each = left_out(setting(), pd.concat([missing({5}, worlds=30), few]))
    assert [(one.outcome, one.worlds) for one in each] == [(OUTCOME, 29), (OTHER, 28)]


def test_runs_of_the_models_own_values_are_identifiable(again) -> None:
    its = replace(setting(), worlds=None)
    (one,) = left_out(its, missing({3, 7}, worlds=30).assign(world=0))
    assert (one.worlds, one.where) == (28, "the run of seed 3") and again == [(0, 3)]


def test_what_is_the_same_in_all_is_not_evaluated_again(again) -> None:
    place = setting().programme.with_({"arrangement.case_management": None})
    its = replace(setting(), programme=place, designs=("stepped_wedge", "matched_exact"))
    tables = [missing(set(range(31)), worlds=30, design=name) for name in its.designs]
    wedge, matched = left_out(its, pd.concat(tables))
    assert (wedge.reason, matched.reason) == (NO_TURNS, NOBODY)
    assert not again and not wedge.enough


def test_nothing_is_said_where_nothing_was_lost(again) -> None:
    assert left_out(setting(), evaluations(-2.0, worlds=30)) == [] == again
