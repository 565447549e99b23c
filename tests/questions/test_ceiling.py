"""The ceiling: each step serves more, and what no care can touch stays as it is."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.setup.population import new_world
from joinedup_experiments.studies.ceiling import (
    ALL,
    ARMS,
    NOW,
    OPEN,
    ROWS,
    STAFF,
    TIMES,
    change_of,
    find_ceiling,
    place_of,
    set_beyond,
    sudden_a_year,
)


def test_each_step_goes_further_in_what_a_scenario_may_say():
    now, staff, opened = (place_of(step, 2_000) for step in (NOW, STAFF, OPEN))
    for name, team in now.teams.items():
        for profession, posts in team.staff.items():
            assert staff.teams[name].staff[profession] == pytest.approx(TIMES * posts)
        assert staff.teams[name].threshold == team.threshold
        assert opened.teams[name].threshold == opened.teams[name].eligible_from == 0.0
        assert opened.teams[name].direct_access and not opened.teams[name].means_tested


@pytest.mark.slow
def test_barriers_are_down_where_they_are_read():
    world = new_world([place_of(OPEN, 1_000)], 1, 30, 10_000, False)
    assert world.interfaces["loss"].min() > 0.0
    set_beyond(world, ARMS.index((OPEN, False)))
    for column in ("loss", "wrong_door", "misdirected", "minutes", "days"):
        for table in (world.interfaces, world.target_interfaces, world.baseline_interfaces):
            assert table[column].max() == 0.0
    assert sudden_a_year(world) > 0.0


@pytest.mark.slow
def test_admissions_fall_by_steps_down_to_what_befalls_anybody():
    found = find_ceiling(3, None, 4_000)
    steps = found.admissions[:, : ALL + 1]
    cause = dict(zip(ROWS, np.moveaxis(steps.mean(axis=0), 1, 0), strict=True))
    assert (np.diff(steps.sum(axis=2).mean(axis=0)) < 0.0).all()
    assert (np.diff(cause["crisis of need"]) < 0.0).all()
    assert cause["acute illness, sudden"][ALL] == pytest.approx(
        cause["acute illness, sudden"][NOW], rel=0.03
    )
    assert (np.diff(found.unserved[:, : ALL + 1].mean(axis=0)) < 0.0).all()
    assert found.unserved[:, ALL].max() < 0.03
    alone = change_of(found.admissions.sum(axis=2), milder_alone=True)
    assert change_of(found.admissions.sum(axis=2)).mean < alone.mean <= alone.high < 0.0
