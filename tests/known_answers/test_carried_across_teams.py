"""Who carries a person across teams is at work but for a spell of sickness; what spanners leave."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.day import begin_day
from joinedup.phases.case_management import receive_visit
from joinedup.phases.interface_week import apply_interfaces
from joinedup.run import change_world
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme
from joinedup.state.months import Tally
from joinedup.state.world import copied
from joinedup_experiments.scenario_io.load import load_scenario


def test_a_case_manager_visits_until_a_spell_of_sickness_begins_and_after_it(sized):
    """Off from Wednesday noon to Saturday: Thursday's and Friday's visits are late, no others."""
    scenario = sized(load_scenario("case_management"), 600, 1, 0)
    world = new_world([scenario], 3, 60, 20_000, False)
    change_world(world, scenario, 0)
    apply_programme(world, scenario, 0, 0)
    number, resident = int(world.places[0].first_manager), world.residents[0]
    manager = world.staff[number]
    manager.in_post, manager.well_at, manager.absent_days = 1, 12.0, 12.0 - 9.5
    manager.post = 1.0
    resident.enrolled, resident.manager, resident.care_home = 1, number + 1, 0
    late = []
    for day in range(7, 14):
        mine = copied(world)
        begin_day(mine, day)
        receive_visit(mine, 0, day + 0.25)
        tallies = np.asarray(mine.months.tallies).sum(axis=0)
        late.append(int(tallies[Tally.LATE_VISITS]))
        assert tallies[Tally.VISITS] == 1 - late[-1]
    assert late == [0, 0, 0, 1, 1, 0, 0]


@pytest.mark.parametrize("posts", [0.0, 2_000.0])
def test_spanners_leave_a_share_of_bounces_and_losses(sized, steady, posts):
    """Of both kinds of bounce: of a plain need, and of one that is mixed."""
    scenario = steady(load_scenario("closer_working")).with_({
        "arrangement.boundary_spanners": posts,
    })  # fmt: skip
    scenario = sized(scenario, 600, 1, 0)
    world = new_world([scenario], 3, 60, 20_000, False)
    change_world(world, scenario, 0)
    apply_programme(world, scenario, 0, 0)
    world.staff.in_post = np.where(np.asarray(world.staff.post) > 0.0, 1, 0)
    apply_interfaces(world)
    p, types = world.globals[0].p, int(world.globals[0].settings.types)
    cover = float(world.globals[0].programme.spanner_cover)
    assert cover == pytest.approx(float(posts > 0.0))
    left = 1.0 - cover * (1.0 - p.joining.spanner_multiplier)
    between = ~np.eye(types, dtype=bool)
    found, target = (each[0, :types, :types][between]
                     for each in (world.interfaces, world.target_interfaces))  # fmt: skip
    assert np.asarray(found.fidelity) == pytest.approx(1.0)
    for barrier in ("wrong_door", "misdirected", "loss"):
        assert np.asarray(found[barrier]) == pytest.approx(np.asarray(target[barrier]) * left)
