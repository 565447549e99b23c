"""A hub that serves at the door: what it keeps does not reach the teams behind it (paper 000)."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import NEEDS, NO_WORKER, Activity, Domain, Need, Profession, State
from joinedup.rules.at_the_door import DoorActivity
from joinedup.run import branch
from joinedup_experiments.scenario_io.load import load_scenario

SHIPPED = load_scenario("hub_at_the_door")
(HUB,) = SHIPPED.arrangement.at_the_door
BEHIND = SHIPPED.arrangement.at_the_door[HUB].in_front_of
LEVELS = (0.0, 0.3, 0.6, 1.0)
KEEPS = f"at_the_door.{HUB}.up_to_severity"


@pytest.fixture(scope="module")
def runs(siloed, steady, sized):
    """The siloed place, and the hub by the severity to which it keeps people; staff are steady."""
    base = sized(steady(siloed), 5_000, 2.0, 1.0)
    hub = base.with_({"arrangement": SHIPPED.arrangement})
    arms = [hub.with_({f"arrangement.{KEEPS}": level}) for level in LEVELS]
    return dict(zip(("siloed", *LEVELS), branch(base, arms, 4), strict=True))


def count(run, activity, names):
    """Events of these teams since the index date."""
    numbers = [n for n, team in enumerate(run.teams) if team[0] in names]
    rows = run.events[run.events["time"] >= run.index_day]
    return int(((rows["activity"] == activity) & np.isin(rows["team"], numbers)).sum())


def test_fewer_reach_the_teams_behind_and_many_are_served_at_the_door(runs):
    for activity in (Activity.REFERRED, Activity.ASSESSED):
        assert count(runs[0.6], activity, BEHIND) < count(runs["siloed"], activity, BEHIND)
    assert count(runs[0.6], Activity.REFERRED, [HUB]) > count(runs[0.6], Activity.REFERRED, BEHIND)
    assert count(runs[0.6], Activity.CARE_STARTED, [HUB]) > 30


def test_a_hub_that_keeps_nothing_passes_on_everyone_in_whom_it_finds_a_need(runs):
    assert count(runs[0.0], Activity.CARE_STARTED, [HUB]) == 0
    handed, false = (
        count(runs[0.0], activity, [HUB])
        for activity in (DoorActivity.HANDED_ON, Activity.FOUND_FALSE)
    )
    seen = count(runs[0.0], Activity.ASSESSED, [HUB])
    at_reception = false - (seen - handed)
    assert handed > 100
    assert at_reception >= 0


def test_the_more_it_keeps_the_fewer_it_hands_on(runs, rises):
    started = [count(runs[level], Activity.CARE_STARTED, [HUB]) for level in LEVELS]
    share = [
        count(runs[level], DoorActivity.HANDED_ON, [HUB])
        / count(runs[level], Activity.ASSESSED, [HUB])
        for level in LEVELS
    ]
    reached = [count(runs[level], Activity.REFERRED, BEHIND) for level in LEVELS]
    assert rises(started[:-1]) and rises([-s for s in share]) and rises([-n for n in reached])


def test_nobody_is_sent_away_at_the_door_as_another_teams(runs):
    assert (
        count(runs[0.6], Activity.BOUNCED, [HUB]) == 0 < count(runs[0.6], Activity.BOUNCED, BEHIND)
    )


def test_whom_the_hub_hands_on_has_waited_since_the_first_referral(runs):
    """Of those who wait behind it, and went no other way, by the event log."""
    run = runs[0.0]
    way = [Activity.REFERRED, Activity.ACCEPTED, Activity.ASSESSED, DoorActivity.HANDED_ON]
    needs, rows = run.world.needs, run.events
    waits = np.isin(needs.state, [State.WAITING_FOR_ASSESSMENT, State.WAITING_FOR_CARE])
    rows = rows[np.isin(rows["kind"], range(NEEDS))]
    rows = rows[waits[rows["who"], rows["kind"] % NEEDS]]
    found = []
    for who, kind in np.argwhere(waits):
        mine = rows[(rows["who"] == who) & (rows["kind"] == kind)]
        last = mine[np.flatnonzero(mine["activity"] == Activity.PRESENTED)[-1] + 1 :]
        sent = last[last["activity"] == Activity.REFERRED]
        if np.isin(last["activity"], way).all() and way[-1] in last["activity"]:
            assert needs[who, kind].since == pytest.approx(sent["time"][0], abs=1e-3)
            assert len(sent) == 2
            found.append(sent["time"][1] - sent["time"][0])
    assert len(found) > 4
    assert max(found) > 7.0


def test_it_is_overwhelmed_when_its_staff_are_few(runs, siloed, steady, sized):
    base = sized(steady(siloed), 5_000, 2.0, 1.0)
    few = {who: 0.1 * posts for who, posts in SHIPPED.arrangement.new_teams[HUB].staff.items()}
    hub = base.with_({"arrangement": SHIPPED.arrangement}).with_({f"arrangement.{KEEPS}": 0.6})
    (_, run) = branch(base, [hub.with_({f"arrangement.new_teams.{HUB}.staff": few})], 4)
    (number,) = (n for n, team in enumerate(run.teams) if team[0] == HUB)
    lines = [int(one.world.teams[number].to_be_assessed) for one in (runs[0.6], run)]
    assert lines[1] > 2 * lines[0]
    assert count(run, Activity.ASSESSED, [HUB]) < count(runs[0.6], Activity.ASSESSED, [HUB])


def test_link_workers_carry_social_needs_and_no_others(runs):
    world = runs[0.6].world
    needs, staff = world.needs, world.staff
    cared = np.isin(np.asarray(needs.state), [State.IN_CARE, State.SUPPORTED])
    who, kind = np.nonzero(cared & (np.asarray(needs.worker) != NO_WORKER))
    workers = np.asarray(needs.worker)[who, kind]
    theirs = kind[np.asarray(staff.profession)[workers] == Profession.LINK_WORKER]
    assert set(theirs.tolist()) == {Need.ISOLATION, Need.HOUSING_AND_MONEY}


def test_a_team_of_link_workers_serves_social_needs(siloed, steady, sized):
    """They meet people and care as any team does, in its own lines."""
    staff = {"teams.advice_and_support.staff": {"link_worker": 3.0}}
    alone = sized(steady(siloed), 5_000, 2.0, 1.0).with_(staff)
    alone = alone.with_({"teams.advice_and_support.staff.support_worker": None})
    (run,) = branch(alone, [], 4)
    rows = run.events[run.events["activity"] == Activity.CARE_STARTED]
    numbers = [n for n, team in enumerate(run.teams) if team[0] == "advice_and_support"]
    kinds = set(rows["kind"][np.isin(rows["team"], numbers)].tolist())
    assert kinds == {Need.ISOLATION, Need.HOUSING_AND_MONEY}
    assert {Need(kind).kind.domain for kind in kinds} == {Domain.SOCIAL}
