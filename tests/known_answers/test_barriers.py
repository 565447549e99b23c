"""More barrier never means fewer refusals, and less barrier never fewer acceptances.

First one referral at a time: the same people at the same moment, each barrier higher and higher.
Draws are keyed, so that those turned away by a low barrier are by every higher one too.
Then whole runs, in a place with staff for everybody, where no line hides what a barrier does.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from joinedup.codes import NONE_TEAM, Activity, Role, State
from joinedup.day import run_days
from joinedup.phases.help_seeking import present
from joinedup.phases.referral import pass_on
from joinedup.phases.triage import triage
from joinedup.run import branch
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.state.needs import NeedEvent
from joinedup.state.world import copied

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
DAY = 400


@pytest.fixture(scope="module")
def unhurried(siloed: Scenario, sized, steady: Callable[[Scenario], Scenario]) -> Scenario:
    """The siloed borough with staff for everybody, who work as arranged from the first day."""
    teams = {
        name: team.model_copy(update={"staff": dict.fromkeys(team.staff, 3_000.0)})
        for name, team in siloed.teams.items()
    }
    return steady(sized(siloed, 12_000, 2, 0).model_copy(update={"teams": teams}))


@pytest.fixture(scope="module")
def world(unhurried):
    made = new_world([unhurried], 8, DAY + 400, 800_000, False)
    run_days(made, 0, DAY, 16_384)
    return made


def what_followed(world, who: int, kind: int, start: int) -> set[int]:
    """What was written about a need since row ``start`` of the ledger."""
    rows = np.asarray(world.events[start : world.globals[0].settings.events])
    return {int(a) for a in rows["activity"][(rows["who"] == who) & (rows["kind"] == kind)]}


def outcomes(world, barrier: str, level: float, ask: Callable, asked) -> list[set[int]]:
    """What follows for each (resident, kind) asked, each barrier but one being lifted."""
    mine = copied(world)
    for name in ("eligibility", "wrong_door", "misdirected", "loss"):
        mine.interfaces[name] = 0.0
    mine.interfaces[barrier] = level
    found = []
    for who, kind in asked:
        start = int(mine.globals[0].settings.events)
        ask(mine, int(who), int(kind))
        found.append(what_followed(mine, int(who), int(kind), start))
    return found


def triaged(world, who, kind):
    triage(world, who, kind, float(DAY))


def send(world, who, kind):
    present(world, who, kind, float(DAY), world.globals[0].settings.types, 0)
    pass_on(world, who, kind, float(DAY))


@pytest.mark.parametrize(
    ("barrier", "event", "refusal"),
    [
        ("eligibility", triaged, Activity.REFUSED),
        ("misdirected", triaged, Activity.BOUNCED),
        ("wrong_door", triaged, Activity.BOUNCED),
        ("loss", send, Activity.LOST),
    ],
)
def test_those_whom_a_low_barrier_turns_away_every_higher_one_does(world, barrier, event, refusal):
    """One barrier at a time, person by person: never one refusal fewer, nor one more taken on."""
    needs = world.needs
    if event is triaged:
        under_way = (np.asarray(needs.state) == State.REFERRED) & (
            np.asarray(needs.next_event) == NeedEvent.TRIAGE
        )
    else:
        under_way = np.asarray(needs.state) == State.HIDDEN
    asked = np.argwhere(under_way)[:400]
    assert len(asked) > 40
    # Thresholds at their highest, so that eligibility has something to bite on.
    hard = copied(world)
    hard.teams.threshold_now = 1.0
    before: set[int] = set()
    allowed = set(range(len(asked)))
    counts = []
    for level in LEVELS:
        found = outcomes(hard, barrier, level, event, asked)
        turned_away = {n for n, what in enumerate(found) if refusal in what}
        taken = {n for n, what in enumerate(found) if Activity.ACCEPTED in what}
        assert before <= turned_away
        assert not (taken & turned_away)
        assert taken <= allowed
        before, allowed = turned_away, taken
        counts.append(len(turned_away))
    assert counts[0] == 0
    assert counts[-1] > counts[0], "the barrier bit nobody"


def caseloads(scenario: Scenario) -> list[str]:
    return [n for n, t in scenario.teams.items() if t.role != Role.CRISIS.name.lower()]


@pytest.mark.parametrize(
    ("barrier", "measure"),
    [
        ("eligibility", "referrals_refused"),
        ("wrong_door", "referrals_bounced"),
        ("loss", "lost_at_handover"),
    ],
)
@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.slow) for n in (2, 3))])
def test_more_barrier_never_means_fewer_refusals(unhurried, sized, barrier, measure, seed):
    """Over whole runs of one place, and lower barriers bring at least as many acceptances."""
    base = sized(unhurried, 2_000, 1.5, 1.0)
    worlds = []
    for level in (0.1, 0.5, 0.9):
        joined = {"between": caseloads(base), "degree": "none", barrier: level}
        arrangement = Arrangement.model_validate({"interfaces": [joined]})
        worlds.append(base.model_copy(update={"arrangement": arrangement, "name": str(level)}))
    runs = branch(worlds[0], worlds[1:], seed)
    turned_away = [run.months[measure].sum() for run in runs]
    accepted = [run.months["referrals_accepted"].sum() for run in runs]
    assert turned_away == sorted(turned_away)
    assert turned_away[0] < turned_away[-1]
    assert accepted == sorted(accepted, reverse=True)


def test_with_no_barrier_at_all_everybody_who_asks_is_taken_on(world):
    """No threshold, no wrong door, no loss: every referral that is read is accepted."""
    state, step = np.asarray(world.needs.state), np.asarray(world.needs.next_event)
    asked = np.argwhere((state == State.REFERRED) & (step == NeedEvent.TRIAGE))
    found = outcomes(world, "loss", 0.0, triaged, asked)
    assert all(what & {Activity.ACCEPTED, Activity.FOUND_FALSE} for what in found)
    assert NONE_TEAM not in np.asarray(world.needs.team)[tuple(asked.T)]


def test_a_team_without_staff_starts_no_care():
    """Nobody works there, so nobody is treated there, however long the line."""
    from joinedup.codes import Activity
    from joinedup.run import simulate
    from joinedup_experiments.scenario_io.load import load_scenario

    base = load_scenario("siloed_borough")
    empty = base.teams["talking_therapies"].model_copy(update={"staff": {"psychologist": 0.0}})
    alone = base.model_copy(
        update={
            "teams": {**base.teams, "talking_therapies": empty},
            "place": base.place.model_copy(update={"residents": 1000}),
            "run": base.run.model_copy(update={"years": 1.0, "burn_in_years": 0.5}),
        }
    )
    run = simulate(alone, 1)
    numbers = [n for n, (key, _, _) in enumerate(run.teams) if key == "talking_therapies"]
    theirs = run.events[[team in numbers for team in run.events["team"]]]
    assert (theirs["activity"] == Activity.ACCEPTED).any()
    assert not (theirs["activity"] == Activity.CARE_STARTED).any()
