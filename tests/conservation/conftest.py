"""Random scenarios: small, odd, and valid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from joinedup.codes import Mechanism, Process, Profession
from joinedup.rules.collected import declared
from joinedup.run import Run, simulate
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.elements import elements_of
from joinedup.scenario.names import names_of
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.assumed import cell_paths
from tests.strategies import part, values

PROFESSIONS = names_of(Profession)
MECHANISMS = list(names_of(Mechanism))
SHARES = st.floats(0.0, 1.0)
MONTHS = st.sampled_from([0.0, 0.0, 1.0, 3.5, 9.0])


def subset(names: list[str], least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), unique=True, min_size=least, max_size=6)


@st.composite
def teams_of(draw: st.DrawFn, shipped: Scenario) -> dict[str, Any]:
    """The shipped teams with other staff, thresholds, processes and doors."""
    teams = shipped.model_dump()["teams"]
    for team in teams.values():
        factor = draw(st.sampled_from([0.0, 0.3, 1.0, 4.0, 40.0]))
        team["staff"] = {who: round(posts * factor, 3) for who, posts in team["staff"].items()}
        team["threshold"] = draw(SHARES)
        team["process"] = draw(st.sampled_from(names_of(Process)))
        team["works_weekends"] = draw(st.booleans())
        team["direct_access"] = draw(st.booleans())
    return teams


def without_contradiction(
    interfaces: list[dict[str, Any]], can_merge: list[str]
) -> list[dict[str, Any]]:
    """Mergers of teams that can merge, with nothing said of what is inside, after all others."""
    merged = [each for each in interfaces if each["degree"] == "merged"]
    kept = [each for each in interfaces if each["degree"] != "merged"]
    for each in merged:
        between = [name for name in each["between"] if name in can_merge]
        if len(between) > 1:
            kept.append({"between": between, "degree": "merged"})
    return kept


@st.composite
def arrangement_of(
    draw: st.DrawFn, names: list[str], teams: dict[str, Any], neighbourhoods: int
) -> dict[str, Any]:
    """Any arrangement, but for posts and months, which are such that something comes of them."""
    posts = st.sampled_from([0.0, 2.0, 50.0])
    narrow = {
        "go_live_by_neighbourhood": st.lists(
            MONTHS, min_size=neighbourhoods, max_size=neighbourhoods
        ),
        "readiness_by_neighbourhood": st.lists(
            SHARES, min_size=neighbourhoods, max_size=neighbourhoods
        ),
        "go_live_month": MONTHS,
        "engagement_from_month": MONTHS,
        "training_months": MONTHS,
        "review_every_months": st.sampled_from([0.5, 4.0]),
        "new_initiative_every_months": st.just(3.0),
        "money_ends_month": st.sampled_from([0.0, 2.5, 8.0]),
        "care_coordinators": posts,
        "boundary_spanners": posts,
        "closed_teams": st.just([]),
        "new_teams": st.just({}),
        "case_managers": st.just(30.0),
        "staff": st.just({"support_worker": 1.5}),
        "urgent_community_response": st.just({"district_nurse": 20.0}),
        "step_down_beds_per_1000": st.sampled_from([0.0, 20.0]),
        "discharge_to_assess_per_1000": st.sampled_from([0.0, 25.0]),
        "virtual_ward_places_per_1000": st.sampled_from([0.0, 15.0]),
        "back_to_gp_below": st.fixed_dictionaries({"common_mental_disorder": SHARES}),
        "extra_staff": st.just({}),
        "at_the_door": st.just({}),
        "phases": st.just([]),
    }
    some = draw(values(part("arrangement"), names, narrow))
    programme = some.get("programme") or {}
    if programme.get("money_ends_month") is None:  # it would say nothing
        programme.pop("staff_after_money", None)
    for posts_after in (programme.get("staff_after_money") or {}).values():
        for who, number in posts_after.items():  # a team cannot lose posts that it does not have
            posts_after[who] = abs(number)
    if not any((some.get("hospital") or {}).values()):  # nor would it
        some["hospital"] = None
    alone = some.get("stays_outside", [])
    can = [name for name, team in teams.items() if team["role"] == "caseload" and name not in alone]
    some["interfaces"] = without_contradiction(some.get("interfaces", []), can)
    merged = any(each["degree"] == "merged" for each in some["interfaces"])
    some["extra_staff"] = {
        name: {
            who: np.clip(  # no more, either way, than a scenario may ask for
                draw(st.floats(-0.9, 3.0)) * max(teams[name]["staff"].get(who, 0.0), 0.0)
                + draw(st.sampled_from([0.0, 5.0])),
                -1_000.0,
                1_000.0,
            ).item()
            for who in draw(st.lists(st.sampled_from(PROFESSIONS), unique=True, max_size=3))
        }
        for name in draw(subset(names))
    }
    access = (some.get("single_point_of_access") or {}).get("in_front_of", ())
    behind = [name for name in ("memory_service", "community_nursing") if name not in access]
    staffed = sum(teams["adult_social_care"]["staff"].values()) > 0.0
    if behind and staffed and not merged and draw(st.booleans()):
        door = {"in_front_of": behind, "up_to_severity": draw(SHARES)}
        some["at_the_door"] = {"adult_social_care": door}
    some["phases"] = draw(phases_of(some, neighbourhoods))
    return some


@st.composite
def phases_of(
    draw: st.DrawFn, arrangement: dict[str, Any], neighbourhoods: int
) -> list[dict[str, Any]]:
    """Some of an arrangement's elements in up to three phases."""
    known = elements_of(Arrangement.model_validate(arrangement))
    phases = []
    for _ in range(draw(st.integers(0, 3)) if known else 0):
        begins = draw(MONTHS)
        where = st.lists(st.integers(1, neighbourhoods), unique=True, min_size=1)
        phases.append(
            {
                "elements": draw(subset(known, least=1)),
                "from_month": begins,
                "until_month": draw(st.none() | st.just(begins + 2.5)),
                "neighbourhoods": draw(st.none() | where),
            }
        )
    return phases


def neighbourhoods_of(number: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Neighbourhoods alike, or with staff of their own."""
    staff = st.fixed_dictionaries({"staff": st.sampled_from([0.2, 1.0, 4.0])})
    return st.just([]) | st.lists(staff, min_size=number, max_size=number)


@st.composite
def assumptions_at_their_ends(draw: st.DrawFn) -> dict[str, Any]:
    """Some parameters, or all, each or each cell at one end of its declared range."""
    lot = np.random.default_rng(draw(st.integers(0, 2**32)))
    share = draw(st.sampled_from([0.0, 0.1, 1.0]))
    given: dict[str, Any] = {}
    for key, d in declared().items():
        if lot.random() < share:
            ends = [float(lot.choice(d.bounds(value))) for value in d.default.flat]
            given[key] = dict(zip(cell_paths(d), ends, strict=True)) if d.per else ends[0]
    return given


@st.composite
def scenarios_like(draw: st.DrawFn, shipped: Scenario) -> Scenario:
    teams = draw(teams_of(shipped))
    neighbourhoods = draw(st.integers(1, 3))
    return Scenario.model_validate(
        {
            "name": "At random",
            "place": {
                "residents": draw(st.integers(600, 900)),
                "neighbourhoods": neighbourhoods,
                "practices_each": draw(st.integers(1, 3)),
                "care_home_beds_per_1000": draw(st.sampled_from([0.0, 8.5, 90.0])),
                "growing": draw(st.booleans()),
                "winters": draw(st.booleans()),
                "straddling": draw(st.sampled_from([0.0, 0.4])) if neighbourhoods > 1 else 0.0,
                "by_neighbourhood": draw(neighbourhoods_of(neighbourhoods)),
                "ages": {
                    "0-15": 0.1,
                    "16-39": 0.1,
                    "40-64": 0.2,
                    "65-74": 0.2,
                    "75-84": 0.2,
                    "85+": 0.2,
                },
            },
            "hospital": {
                "beds_per_1000": draw(st.sampled_from([0.5, 3.0, 12.0])),
                "day_case_slots_per_1000_a_year": draw(st.sampled_from([0.0, 150.0])),
                "mental_health_beds_per_1000": draw(st.sampled_from([0.0, 2.0])),
            },
            "teams": teams,
            "arrangement": draw(arrangement_of(list(teams), teams, neighbourhoods)),
            "assumptions": draw(assumptions_at_their_ends()),
            "disable_mechanisms": draw(st.just([]) | st.just(MECHANISMS) | subset(MECHANISMS)),
            "run": {
                "years": draw(st.sampled_from([0.4, 1.0])),
                "burn_in_years": draw(st.sampled_from([0.0, 0.5, 1.0])),
                "seed": draw(st.integers(0, 2**40)),
            },
        }
    )


@pytest.fixture(scope="session")
def any_scenario(siloed: Scenario) -> st.SearchStrategy[Scenario]:
    """Small, odd and valid scenarios: any staff, barriers, processes and ways of joining up."""
    return scenarios_like(siloed)


class Runs(dict):
    """Every run is checked by every test: kept by what was run."""

    def __repr__(self) -> str:
        return f"{len(self)} runs"


@pytest.fixture(scope="session")
def check(any_scenario: st.SearchStrategy[Scenario]) -> Callable[..., None]:
    """Draws a scenario, runs it unless it was run before, and has the run checked."""
    runs = Runs()

    def draw_and_check(data: st.DataObject, what: Callable[[Run], None]) -> None:
        scenario = data.draw(any_scenario)
        key = scenario.model_dump_json()
        if key not in runs:
            runs[key] = simulate(scenario)
        what(runs[key])

    return draw_and_check
