"""A programme with many change dates: the same history in both loops, whatever it is compared with.

Everything that can happen on the way happens here: neighbourhoods go live one after another, money
ends, initiatives replace each other, reviews and training come and go.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from joinedup.codes import NO_WORKER
from joinedup.mesa_model import CareModel
from joinedup.run import Run, branch, days_of, simulate
from joinedup.scenario.scenario import Scenario
from joinedup.setup.programme import change_dates
from joinedup.state.world import World
from joinedup_experiments.scenario_io.load import load_scenario

LINKS = {"inbox", "due", "events", "calendar"}
PROGRAMME = {
    "go_live_by_neighbourhood": [1.0, 2.0, 3.5],
    "readiness_by_neighbourhood": [0.5, 0.9, 1.0],
    "leadership": "transformational",
    "users_consulted": 0.5,
    "engagement": 0.9,
    "opinion_leaders_involved": True,
    "training_hours_a_week": 2.0,
    "training_months": 1.0,
    "upheaval": 0.5,
    "review_every_months": 1.3,
    "new_initiative_every_months": 3.0,
    "money_ends_month": 6.2,
}
FULL = {
    "interfaces": [
        {"between": ["general_practice", "adult_social_care"], "degree": "co_located"},
        {"between": ["adult_social_care", "community_nursing"], "degree": "merged"},
    ],
    "boundary_spanners": 60.0,
    "care_coordinators": 20.0,
    "case_management": {"case_managers": 20.0},
    "extra_staff": {"community_nursing": {"district_nurse": 40.0}},
    "management": {"community_nursing": "matrix", "adult_social_care": "single_manager"},
    "phases": [
        {"elements": ["care_coordinators", "management.community_nursing"], "until_month": 4.5},
        {"elements": ["interfaces.merged"], "from_month": 3.0, "until_month": 7.0},
        {"elements": ["extra_staff"], "from_month": 2.5, "neighbourhoods": [1, 3]},
    ],
    "programme": PROGRAMME,
}


@cache
def stepwise(**changed: float) -> Scenario:
    """Three small neighbourhoods that are joined up by and by, over eight months."""
    base = load_scenario("siloed_three_networks")
    arrangement = type(base.arrangement).model_validate(
        FULL | {"programme": PROGRAMME | changed, "boundary_spanners": 60.0}
    )
    return base.model_copy(
        update={
            "name": "Stepwise",
            "place": base.place.model_copy(update={"residents": 1_800}),
            "run": base.run.model_copy(update={"burn_in_years": 0.17, "years": 0.67}),
            "arrangement": arrangement,
        }
    )


@cache
def compiled() -> Run:
    return simulate(stepwise())


def columns(world: World) -> dict[str, bytes]:
    """Every table as bytes, without the links of the day's lists."""
    found = {}
    for name in set(world._fields) - LINKS - {"globals"}:
        table = np.asarray(getattr(world, name))
        for column in table.dtype.names or ("",):
            part = table[column] if column else table
            if part.dtype.names is None:
                found[f"{name}.{column}"] = np.ascontiguousarray(part).tobytes()
    return found


def assert_same(ours: Run, theirs: Run) -> None:
    expected, found = columns(ours.world), columns(theirs.world)
    assert [column for column in expected if expected[column] != found[column]] == []
    assert theirs.events.tobytes() == ours.events.tobytes()
    np.testing.assert_array_equal(theirs.costs, ours.costs)
    for measure, months in ours.months.items():
        np.testing.assert_array_equal(theirs.months[measure], months, measure)
    ours_is, theirs_is = (run.world.globals[0].programme for run in (ours, theirs))
    assert ours_is.tolist() == theirs_is.tolist()


def test_there_is_much_to_turn():
    """The index day, three sites, five reviews, two initiatives, training's end, money's."""
    scenario = stepwise()
    change, end = days_of(scenario)
    assert len(change_dates(scenario, change, end)) >= 12
    world = compiled().world
    assert (np.asarray(world.staff.generation) > 0).any()
    assert (np.asarray(world.staff.fatigue) > 0).any()
    assert (np.asarray(world.staff.post) == 0).any()


@pytest.mark.parametrize("order", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_mesa_turns_as_the_compiled_history_does(order):
    with CareModel(stepwise(), rng=order, collect_every=0) as model:
        model.run_model()
        assert_same(compiled(), model.results())


def test_a_full_page_of_the_event_log_turns_nothing_twice(monkeypatch):
    """The compiled loop stops on every day on which the page is nearly full, and comes again."""
    scenario = stepwise()
    with CareModel(scenario, collect_every=0) as model:
        monkeypatch.setattr(model, "_margin", len(model.world.events) - 20)
        model.fast_forward(10_000)
        assert len(model._pages.full) > 50
        assert_same(compiled(), model.results())


def test_who_else_is_compared_changes_nothing(sized):
    """Posts that only the other scenario has make no difference, to the last byte."""
    base = sized(load_scenario("siloed_borough"), 900, 0.6, 0.17)
    joined = load_scenario("integrated_no_extra_capacity").arrangement
    many = type(joined).model_validate(
        FULL
        | {
            "programme": {},
            "phases": FULL["phases"][:2],
            "extra_staff": {"memory_service": {"therapist": 90.0}},
        }
    )
    one = base.model_copy(update={"arrangement": joined, "name": "One"})
    other = base.model_copy(update={"arrangement": many, "name": "Other"})
    siloed, alone = branch(base, [one])
    siloed_too, beside, _ = branch(base, [one, other])
    assert len(beside.world.staff) > len(alone.world.staff)
    for ours, theirs in ((alone, beside), (siloed, siloed_too)):
        assert ours.events.tobytes() == theirs.events.tobytes()
        np.testing.assert_array_equal(ours.costs, theirs.costs)
        for key, values in ours.months.items():
            assert values.tobytes() == theirs.months[key].tobytes(), key
        for name in ("residents", "clocks", "interfaces", "months", "team_tallies"):
            one_is, other_is = (getattr(run.world, name) for run in (ours, theirs))
            assert one_is.tobytes() == other_is.tobytes(), name
        for one_is, other_is in zip(needs_of(ours), needs_of(theirs), strict=True):
            np.testing.assert_array_equal(one_is, other_is)  # a copy may leave its padding out


def needs_of(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Needs without the row of their worker, and that worker's post: rows move with posts."""
    needs, staff = run.world.needs.copy(), run.world.staff
    named = np.asarray(needs["worker"] != NO_WORKER)
    rows = staff[needs["worker"][named]]
    posts = np.stack([rows[name].astype(int) for name in ("team", "profession", "person")])
    needs["worker"][named] = 0
    return needs, posts
