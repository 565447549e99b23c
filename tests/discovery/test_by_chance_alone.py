"""Where nothing changes, an arm is held to help or harm at one point of twenty."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup_experiments.sweep.discovery.questions import NEITHER, OverTime, questions_of
from joinedup_experiments.sweep.plan import Outcome

SWEEPS, POINTS = 2000, 12


@pytest.mark.parametrize("common", [True, False])
@pytest.mark.parametrize("replications", [2, 3, 4, 8])
def test_chance_alone_is_a_change_at_one_point_of_twenty(replications: int, common: bool) -> None:
    """With common random numbers a seed moves all points together, and tells of chance once."""
    rng = np.random.default_rng(7)
    one = Outcome("q", "Q", "", "unmet_severe", "arm", "base")
    time = OverTime(one, np.zeros((POINTS, 1)), np.ones(POINTS), "year")
    moved = rng.normal(size=(SWEEPS, 1 if common else POINTS, replications))
    moved = np.broadcast_to(moved, (SWEEPS, POINTS, replications))
    asked = [questions_of({one: values}, [time], None, common)[0] for values in moved]
    changes = np.mean([question.codes != NEITHER for question in asked])
    assert 0.035 <= changes <= 0.065


def test_it_is_said_how_much_is_more_than_chance() -> None:
    one = Outcome("q", "Q", "", "unmet_severe", "arm", "base")
    time = OverTime(one, np.zeros((60, 1)), np.ones(60), "year")
    values = {one: np.random.default_rng(1).normal(size=(60, 2))}
    shared, own = (questions_of(values, [time], None, common)[0].asked for common in (True, False))
    assert "chance (12.7 standard errors from 2 replications that all points share)" in shared
    assert "chance (2 standard errors from 2 replications a point)" in own
