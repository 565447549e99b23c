"""Little's law on every line of an ordinary run, exactly: the days counted are the days waited.

From the event log alone: who was accepted by which team, when they were assessed, when its meeting
allocated them, and when they left its lines, for care or for any other reason. A day counts when a
person is on a line at its end. Run without a burn-in, so that the event log has every arrival.
"""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Activity, Need
from joinedup.rules.life_course import LEAVINGS
from joinedup.rules.team_process import next_meeting
from joinedup.run import simulate
from joinedup.state.months import TeamTally

LEAVES = (
    Activity.CARE_STARTED,
    Activity.FOUND_FALSE,
    Activity.GAVE_UP,
    Activity.RESOLVED,
    Activity.CARE_HOME_MOVE,
    Activity.ONSET,
    Activity.NOT_ELIGIBLE,
    Activity.PAYS_OWN_CARE,
)
UNDONE = (*LEAVES, Activity.BOUNCED, Activity.REFUSED, Activity.LOST)


@pytest.fixture(scope="module")
def run(siloed, sized):
    return simulate(sized(siloed, 3_000, 2.0, 0.0), 11)


def joined_at(world, event) -> float:
    """When a need joined the line for care: at once, or at the team's weekly meeting."""
    team = world.teams[event["team"]]
    allocation = float(team.allocation[event["kind"]])
    assert allocation in (0.0, 1.0), "no shipped team allocates only some"
    at = float(event["time"])
    if allocation == 0.0:
        return at
    # A need accepted at the meeting itself, as single precision hides, waits for the next.
    if event["activity"] == Activity.ASSESSED:
        at = np.floor(at) + 1.0  # assessed in their team's day: the meeting is another day's
    return next_meeting(at + 2e-4, 7.0, int(team.key) % 5 + 0.4)


def at_once(world, event) -> float:
    """When a need began to wait, in a line yet or not."""
    return float(event["time"])


def spells(run, joins=joined_at) -> list[tuple[int, float, float]]:
    """(team, joined, left) of everybody who ever waited, from when it is that each ``joins``."""
    found = []
    last = float(run.world.globals[0].settings.today + 1)
    waiting: dict[tuple[int, int], tuple[int, float]] = {}
    of_waits = (Activity.ACCEPTED, Activity.ASSESSED, *LEAVES, *LEAVINGS)
    for event in run.events[np.isin(run.events["activity"], of_waits)]:
        who, kind, what = int(event["who"]), int(event["kind"]), event["activity"]
        team = run.world.teams[event["team"]] if event["team"] < len(run.teams) else None
        assesses = team is not None and team.assessment[kind]
        if what == Activity.ACCEPTED:
            at = (at_once if assesses else joins)(run.world, event)
            waiting[who, kind] = (int(event["team"]), at)
            continue
        if what == Activity.ASSESSED and assesses and (who, kind) in waiting:
            found.append((*waiting[who, kind], float(event["time"])))
            waiting[who, kind] = (int(event["team"]), joins(run.world, event))
            continue
        kinds = (kind,) if what in LEAVES else tuple(Need) if what in LEAVINGS else ()
        for each in kinds:
            if (who, int(each)) in waiting:
                team, at = waiting.pop((who, int(each)))
                found.append((team, at, float(event["time"])))
    found += [(team, at, last) for team, at in waiting.values()]
    return found


def test_the_length_of_every_line_is_its_arrivals_times_their_wait(run):
    """Line days, summed over each team's days, are the days that its people spent in it."""
    teams = len(run.teams)
    expected = np.zeros(teams)
    for team, joined, left in spells(run):
        expected[team] += max(0.0, np.floor(left) - np.floor(joined))
    counted = run.world.team_tallies[:, :, TeamTally.QUEUE_DAYS].sum(axis=0)
    assert (expected > 100).sum() >= 5, "too few lines to speak of"
    # The ledger keeps times to about two seconds in a year: a midnight can be mistaken.
    np.testing.assert_allclose(counted, expected, atol=2)


def test_waiting_lists_have_all_who_wait_whether_a_meeting_has_allocated_them_or_not(run):
    """As the wait from referral counts them: all days from acceptance to assessment, and care."""
    expected = sum(np.floor(left) - np.floor(began) for _, began, left in spells(run, at_once))
    counted = run.months["people_waiting"] * run.weights["people_waiting"]
    in_lines = run.world.team_tallies[:, :, TeamTally.QUEUE_DAYS].sum()
    assert expected > 1.02 * in_lines, "too few wait for a meeting to speak of"
    np.testing.assert_allclose(counted.sum(), expected, atol=4)


def test_the_wait_that_a_team_reports_is_the_wait_in_the_ledger(run):
    """Days from referral, or acceptance by the finder's own team, to the start of care."""
    accepted: dict[tuple[int, int], float] = {}
    waited = np.zeros(len(run.teams))
    started = np.zeros(len(run.teams))
    for event in run.events:
        key = (int(event["who"]), int(event["kind"]))
        if event["activity"] == Activity.REFERRED:
            accepted[key] = float(event["time"])
        elif event["activity"] == Activity.ACCEPTED:
            accepted.setdefault(key, float(event["time"]))
        elif event["activity"] == Activity.CARE_STARTED and key in accepted:
            waited[event["team"]] += float(event["time"]) - accepted.pop(key)
            started[event["team"]] += 1
        elif event["activity"] in LEAVINGS:
            for need in Need:
                accepted.pop((int(event["who"]), int(need)), None)
        elif event["activity"] in UNDONE:
            accepted.pop(key, None)
    sums = run.world.team_tallies.sum(axis=0)
    recorded = sums[:, TeamTally.WAITED_DAYS_THOUSANDTHS] / 1000.0
    # Those found false at the start of care had a place in the sums: they waited too.
    more = sums[:, TeamTally.STARTED] - started
    assert (more >= 0).all()
    assert (recorded >= waited - 0.002 * started - 0.01).all()
    np.testing.assert_allclose(recorded[more == 0], waited[more == 0], atol=0.5)
