"""Random scenarios: small, odd, and valid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

from joinedup.codes import (
    Budgets,
    Degree,
    Leadership,
    Management,
    Mechanism,
    Need,
    Payment,
    Process,
    Profession,
)
from joinedup.run import Run, simulate
from joinedup.scenario.names import names_of
from joinedup.scenario.scenario import Scenario

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


@st.composite
def interface_of(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    barriers = {
        "eligibility": SHARES,
        "wrong_door": SHARES,
        "loss": SHARES,
        "paperwork_hours": st.floats(0.0, 20.0),
        "paperwork_days": st.floats(0.0, 60.0),
        "obstacle": st.floats(0.0, 5.0),
    }
    joined = {
        "between": draw(subset(names, 2)),
        "degree": draw(st.sampled_from(names_of(Degree))),
    }
    for name, values in barriers.items():
        if draw(st.integers(0, 3)) == 0:
            joined[name] = draw(values)
    return joined


@st.composite
def programme_of(draw: st.DrawFn, neighbourhoods: int) -> dict[str, Any]:
    """How the arrangement comes in: at once or in steps, kept up, replaced or left to itself."""
    each = st.lists(MONTHS, min_size=neighbourhoods, max_size=neighbourhoods)
    return {
        "go_live_month": draw(MONTHS),
        "go_live_by_neighbourhood": draw(st.none() | each),
        "leadership": draw(st.sampled_from(names_of(Leadership))),
        "engagement": draw(SHARES),
        "engagement_from_month": draw(MONTHS),
        "money_renewed_yearly": draw(st.booleans()),
        "opinion_leaders_involved": draw(st.booleans()),
        "training_hours_a_week": draw(st.sampled_from([0.0, 2.0, 8.0])),
        "training_months": draw(MONTHS),
        "fit": draw(SHARES),
        "shared_purpose": draw(SHARES),
        "upheaval": draw(SHARES),
        "review_every_months": draw(st.sampled_from([None, 0.5, 4.0])),
        "new_initiative_every_months": draw(st.sampled_from([None, None, 3.0])),
        "money_ends_month": draw(st.sampled_from([None, None, 0.0, 2.5, 8.0])),
    }


@st.composite
def arrangement_of(
    draw: st.DrawFn, names: list[str], teams: dict[str, Any], neighbourhoods: int
) -> dict[str, Any]:
    some: dict[str, Any] = {
        "interfaces": draw(st.lists(interface_of(names), max_size=4)),
        "shared_record": draw(subset(names, 2) | st.just([])),
        "common_form": draw(subset(names, 2) | st.just([])),
        "care_coordinators": draw(st.sampled_from([0.0, 2.0, 50.0])),
        "boundary_spanners": draw(st.sampled_from([0.0, 1.0, 50.0])),
        "stays_outside": draw(subset(names)),
        "processes": draw(
            st.dictionaries(st.sampled_from(names), st.sampled_from(names_of(Process)), max_size=4)
        ),
        "programme_cost_a_year": draw(st.sampled_from([0.0, 12_345.0])),
        "programme": draw(programme_of(neighbourhoods)),
        "management": draw(
            st.dictionaries(
                st.sampled_from(names), st.sampled_from(names_of(Management)), max_size=4
            )
        ),
        "paying": {
            "budgets": draw(st.sampled_from(names_of(Budgets))),
            "payment": draw(st.sampled_from(names_of(Payment))),
        },
    }
    if draw(st.booleans()):
        some["single_point_of_access"] = {
            "in_front_of": draw(subset(names, 1)),
            "staff": {"support_worker": 1.5},
        }
    if draw(st.booleans()):
        some["joint_meetings"] = {
            "teams": draw(subset(names, 2)),
            "every_days": draw(st.integers(1, 40)),
            "hours_a_week": draw(st.floats(0.0, 10.0)),
        }
    if draw(st.booleans()):
        some["case_management"] = {
            "case_managers": 30.0,
            "caseload_each": 60.0,
            "share_of_residents": draw(SHARES),
            "visit_every_days": draw(st.floats(1.0, 60.0)),
            "search_again_every_days": draw(st.integers(30, 200)),
        }
    if draw(st.booleans()):
        some["back_to_gp_below"] = {"common_mental_disorder": draw(SHARES)}
    some["extra_staff"] = {
        name: {
            who: min(
                1_000.0,  # no more than a scenario may ask for
                draw(st.floats(-0.9, 3.0)) * max(teams[name]["staff"].get(who, 0.0), 0.0)
                + draw(st.sampled_from([0.0, 5.0])),
            )
            for who in draw(st.lists(st.sampled_from(PROFESSIONS), unique=True, max_size=3))
        }
        for name in draw(subset(names))
    }
    return some


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
            },
            "teams": teams,
            "arrangement": draw(arrangement_of(list(teams), teams, neighbourhoods)),
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
    assert names_of(Need)
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
