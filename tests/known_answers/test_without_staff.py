"""Where those who do the work are gone, it is not done; others step in where there are any."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Activity, Need, Role, Stage, State
from joinedup.phases.care import contact
from joinedup.phases.crisis import crisis
from joinedup.run import change_world, simulate
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme
from joinedup.state.months import TeamTally

TEAM, ITS_ASSESSORS = "adult_social_care", {"social_worker": -8.3}
KIND = int(Need.SEVERE_MENTAL_ILLNESS)


@pytest.mark.parametrize("partner", [None, "advice_and_support"])
@pytest.mark.parametrize("adopted", [False, True])
def test_without_its_assessors_a_team_keeps_no_time_to_assess(siloed, sized, partner, adopted):
    """Alone, or merged with one that has no such stage, and adopted or not."""
    changes = {"arrangement.extra_staff": {TEAM: ITS_ASSESSORS}}
    if partner:
        pair = {"between": [TEAM, partner], "degree": "merged"}
        changes["arrangement.interfaces"] = [pair]
    scenario = sized(siloed.with_(changes), 3_000, 1, 0)
    world = new_world([scenario], 5, 60, 20_000, False)
    row = world.teams[int(world.team_of[scenario.team_names.index(TEAM), 0])]
    assert np.asarray(row.assessing_minutes).sum() > 0.0
    world.staff.stage = Stage.MAINTENANCE if adopted else Stage.ORIENTATION
    change_world(world, scenario, 30)
    apply_programme(world, scenario, 30, 30)
    assert row.merged == bool(partner) and row.minutes > 0.0
    assert np.asarray(row.assessing_minutes).sum() == 0.0


def test_where_assessors_and_practices_staff_have_gone_nobody_is_assessed_or_seen(siloed, sized):
    """People wait and leave the queue, and the practice's own care has no contacts."""
    place = sized(siloed, 1_000, 0.5, 0.2)
    practice = {trade: -posts for trade, posts in place.teams["general_practice"].staff.items()}
    gone = place.with_({
        "arrangement.extra_staff": {TEAM: ITS_ASSESSORS, "general_practice": practice},
    })  # fmt: skip
    for scenario, any_work in ((place, True), (gone, False)):
        run = simulate(scenario)
        months = len(run.months["consultations"])
        (number,) = np.flatnonzero(run.world.teams.type == place.team_names.index(TEAM))
        sums = np.asarray(run.world.team_tallies)[-months:, number]
        assert bool(sums[1:, TeamTally.ASSESSED].sum()) == any_work
        assert bool(run.months["consultations"][1:].sum()) == any_work
        assert sums[1:, TeamTally.ASSESSMENT_QUEUE_DAYS].sum() > 0
        assert not any(np.isinf(column).any() for column in run.months.values())


def test_a_practices_review_waits_until_there_is_time(siloed, sized):
    world = new_world([sized(siloed, 300, 1, 0)], 1, 400, 20_000, False)
    practices = np.flatnonzero(world.teams.role == Role.GENERAL_PRACTICE)
    every = world.globals[0].p.general_practice.review_every[KIND]
    need = world.needs[0, KIND]
    need.state, need.genuine, need.severity, need.team = State.IN_CARE, 1, 0.5, practices[0]
    need.care_end, need.contacts = 20.0, 0
    for time, appointment, made in ((10.0, 0.0, 0), (20.0, 0.0, 0), (30.0, 0.9, 1)):
        world.teams.appointment = appointment
        contact(world, 0, KIND, time)
        assert need.contacts == made
        assert made or (need.state == State.IN_CARE and need.next_event_at == time + every)


def test_a_crisis_team_that_cannot_come_is_as_none(siloed, sized):
    """A full one, one of nobody, and none: the GP is called, and then A&E, by the same draws."""
    found = []
    for way in ("full", "nobody", "none"):
        world = new_world([sized(siloed, 600, 1, 0)], 1, 400, 100_000, False)
        teams = world.teams
        world.globals[0].p.crisis.admitted = 0.0
        teams.appointment = 1.0
        mine = np.asarray(teams.role) == Role.CRISIS
        if way == "full":
            teams.load = np.where(mine, 1.0, teams.load)
        elif way == "nobody":
            teams.minutes = np.where(mine, 0.0, teams.minutes)
        else:
            world.globals[0].settings.crisis_type = -1
        world.places.response_minutes = 1e6  # of an urgent response, which is not for these
        for who in range(len(world.residents)):
            need = world.needs[who, KIND]
            need.state, need.genuine, need.severity = State.HIDDEN, 1, 0.5
            crisis(world, who, KIND, 1.0)
        seen = int(np.asarray(teams.demand_today).sum())
        found.append((seen, world.residents.stay.tolist(), world.needs.sender[:, KIND].tolist()))
        assert Activity.CRISIS_TEAM not in np.asarray(world.events.activity)
    assert found[0] == found[1] == found[2]
    assert found[0][0] > 0
