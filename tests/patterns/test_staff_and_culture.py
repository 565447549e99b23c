"""What must come of staff and culture over whole runs, when residents' lives are lived as well.

Directions only, on small places; one thing at a time is in `test_staff_weeks`, with many posts.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from joinedup.day import run_days
from joinedup.run import Run, branch
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.state.world import World, copied

SEEDS = range(1, 13)  # vacancies of a place with a dozen posts differ much from seed to seed
YEAR = 12
JOINED_UP = ["general_practice", "community_nursing", "adult_social_care", "talking_therapies"]
JOINED = {
    "interfaces": [
        {"between": JOINED_UP, "degree": "co_located"},
        {"between": JOINED_UP[1:], "degree": "merged"},
    ]
}
WELL = {
    "leadership": "transformational",
    "engagement": 1.0,
    "opinion_leaders_involved": True,
    "training_hours_a_week": 1.0,
    "review_every_months": 3.0,
    "fit": 0.9,
    "shared_purpose": 1.0,
    "upheaval": 0.0,
}
POORLY = {
    "leadership": "laissez_faire",
    "engagement": 0.0,
    "fit": 0.4,
    "shared_purpose": 0.4,
    "upheaval": 1.0,
}


def scaled(base: Scenario, factor: float) -> dict[str, Any]:
    """Extra staff, or fewer, in every team that carries a caseload."""
    return {
        "extra_staff": {
            name: {who: (factor - 1.0) * posts for who, posts in team.staff.items()}
            for name, team in base.teams.items()
            if team.role == "caseload"
        }
    }


@pytest.fixture(scope="module")
def runs(siloed, sized) -> dict[str, list[Run]]:
    """Every world's runs, by seed, from shared burn-ins."""
    base = sized(siloed, 2_000, 3.0, 1.0)
    arranged: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
        "siloed": ({}, ()),
        "short": (scaled(base, 0.4), ()),
        "plenty": (scaled(base, 2.5), ()),
        "joined": (JOINED | {"programme": WELL}, ()),
        "poorly": (JOINED | {"programme": POORLY}, ()),
        "late": (JOINED | {"programme": WELL | {"go_live_month": 12.0}}, ()),
        "at once": (JOINED | {"programme": WELL}, ("adoption", "trust")),
        "bounced": (
            {
                "interfaces": [{**JOINED["interfaces"][0], "wrong_door": 0.95, "loss": 0.9}],
                "programme": WELL,
            },
            ("adoption",),
        ),
        "trusted": (JOINED | {"programme": WELL}, ("adoption",)),
    }
    worlds = [
        base.model_copy(
            update={
                "arrangement": type(base.arrangement).model_validate(arrangement),
                "disable_mechanisms": list(disabled),
                "name": name,
            }
        )
        for name, (arrangement, disabled) in arranged.items()
    ]
    found: dict[str, list[Run]] = {world.name: [] for world in worlds}
    for seed in SEEDS:
        for run in branch(worlds[0], worlds[1:], seed):
            found[run.scenario.name].append(run)
    return found


def mean(runs, name: str, key: str, first: int = 0, last: int = 3 * YEAR) -> float:
    """A measure's mean over some months and all seeds."""
    return float(np.mean([run.months[key][first:last] for run in runs[name]]))


def test_fewer_staff_are_more_strained_and_more_staff_less(runs):
    """The waiting list, refusals and load press on those who are there."""
    for key in ("strain", "staff_burnout", "people_waiting"):
        short, usual, plenty = (mean(runs, n, key, YEAR) for n in ("short", "siloed", "plenty"))
        assert short > usual > plenty, key
    assert mean(runs, "short", "satisfaction", YEAR) < mean(runs, "plenty", "satisfaction", YEAR)


def test_strained_staff_leave_and_leaves_a_post_empty(runs):
    """In the third year: until then the posts that were added are still being filled."""
    assert mean(runs, "short", "staff_turnover", YEAR) > mean(
        runs, "plenty", "staff_turnover", YEAR
    )
    last = 2 * YEAR
    assert mean(runs, "short", "vacancy_rate", last) > mean(runs, "plenty", "vacancy_rate", last)


def test_a_change_brought_in_well_is_adopted_sooner_than_one_brought_in_poorly(runs):
    for key in ("adoption", "fidelity", "satisfaction"):
        assert mean(runs, "joined", key) > mean(runs, "poorly", key), key
    assert mean(runs, "poorly", "fear", 0, YEAR) > mean(runs, "joined", "fear", 0, YEAR)


def test_with_adoption_and_trust_left_out_the_arrangement_works_at_once(runs):
    for run in runs["at once"]:
        assert (run.months["fidelity"] == 1.0).all()
    assert mean(runs, "joined", "fidelity", 0, 3) < 0.5 * mean(runs, "joined", "fidelity", 2 * YEAR)
    assert mean(runs, "joined", "fidelity") < 1.0


def test_what_goes_live_later_works_later(runs):
    for late in runs["late"]:
        assert not late.months["adoption"][: YEAR - 1].any()
    assert mean(runs, "late", "adoption") < mean(runs, "joined", "adoption")
    assert mean(runs, "late", "fidelity", YEAR) > 0.0


def test_bounces_and_losses_cost_trust_and_with_it_the_effect(runs):
    """In both arms all staff have adopted the change from the first day."""
    for key in ("trust", "fidelity"):
        assert mean(runs, "bounced", key, YEAR) < mean(runs, "trusted", key, YEAR), key


# --- the vicious circle --------------------------------------------------------------------

FRESH, RENEGE = 0.05, 0.9


def put_in(world: World, strain: float, vacant: bool) -> World:
    """The same team at another starting point: everybody this strained; every other post empty."""
    mine = copied(world)
    staff = mine.staff
    there = np.asarray(staff.post) > 0.0
    empty = there & vacant & (np.arange(len(staff)) % 2 == 1)
    staff.strain = strain
    staff.in_post = there & ~empty
    staff.generation = np.asarray(staff.generation) + empty
    staff.pace = 1.0
    return mine


def lived(world: World, first: int, days: int) -> dict[str, np.ndarray]:
    """Strain, empty posts and lines of the teams with a caseload, at the end of each month."""
    found: dict[str, list[float]] = {"strain": [], "vacant": [], "line": []}
    for day in range(first, first + days, 30):
        run_days(world, day, day + 30, 16_384)
        world.globals[0].settings.events = 0
        carrying = np.asarray(world.teams.role) == 0
        weight = np.asarray(world.teams.paid_minutes)[carrying]
        for name in ("strain", "vacant"):
            found[name].append(np.average(np.asarray(world.teams[name])[carrying], weights=weight))
        found["line"].append(float(np.asarray(world.teams.queue_length)[carrying].sum()))
    return {name: np.array(values) for name, values in found.items()}


@pytest.fixture(scope="module")
def circle(siloed, sized) -> dict[tuple[str, str], dict[str, np.ndarray]]:
    """Two starting points of the same teams, with staff to spare and with too few."""
    found = {}
    for staffing, factor in (("too few", 0.4), ("to spare", 2.5)):
        teams = {
            name: team.model_copy(
                update={
                    "staff": {
                        who: posts * (factor if team.role == "caseload" else 1.0)
                        for who, posts in team.staff.items()
                    }
                }
            )
            for name, team in siloed.teams.items()
        }
        scenario = sized(siloed.model_copy(update={"teams": teams}), 2_000, 4, 0)
        world = new_world([scenario], 9, 210 + 4 * 360 + 31, 200_000, False)
        run_days(world, 0, 210, 16_384)
        for start, strain in (("fresh", FRESH), ("tired", RENEGE)):
            mine = put_in(world, strain, vacant=start == "tired")
            found[staffing, start] = lived(mine, 210, 4 * 360)
    return found


@pytest.mark.parametrize("staffing", ["too few", "to spare"])
def test_a_team_that_starts_tired_and_half_empty_has_the_worse_years(circle, staffing):
    """Strain, empty posts and lines are all above those of the same team that started fresh.

    Strain for half a year, since tired staff leave and newcomers are fresh; empty posts for the two
    years in which they fill. Lines for half a year too: those of a team far too small are as long
    as people bear, so half of its staff less adds little to them, and later chance is more.
    """
    fresh, tired = circle[staffing, "fresh"], circle[staffing, "tired"]
    for name, months in (("strain", YEAR // 2), ("vacant", 2 * YEAR), ("line", YEAR // 2)):
        assert tired[name][:months].mean() > fresh[name][:months].mean(), name


def test_the_vicious_circle_is_entered_where_staff_are_too_few(circle):
    """Fresh teams tire: with too few of them more, and at the end nearer to those tired before."""
    few, spare = circle["too few", "fresh"], circle["to spare", "fresh"]
    assert few["strain"][-YEAR:].mean() > spare["strain"][-YEAR:].mean()
    assert few["line"][-YEAR:].mean() > spare["line"][-YEAR:].mean()
    risen = few["strain"][-YEAR:].mean() - FRESH
    left = circle["too few", "tired"]["strain"][-YEAR:].mean() - few["strain"][-YEAR:].mean()
    assert risen > abs(left)


def test_the_vicious_circle_is_left_where_there_are_staff_to_spare(circle):
    """Tired teams recover: most of the difference between the starting points is gone."""
    fresh, tired = circle["to spare", "fresh"], circle["to spare", "tired"]
    apart = tired["strain"] - fresh["strain"]
    assert apart[-YEAR:].mean() < 0.2 * (RENEGE - FRESH)
    assert tired["vacant"][-YEAR:].mean() < 0.5 * tired["vacant"][0]
