"""Any two scenarios that differ give a sentence, and two that do not give none."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from joinedup.codes import (
    Degree,
    Management,
    Mechanism,
    Need,
    Payment,
    Process,
    Profession,
    names_of,
)
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff import as_lines, differences

TEAMS = ["practices", "nursing", "mental_health", "social_care"]
SHARES = st.floats(0.0, 1.0)
SOME = st.lists(st.sampled_from(TEAMS), unique=True, min_size=2, max_size=4)
STAFF = st.dictionaries(st.sampled_from(names_of(Profession)), st.floats(0.0, 90.0), max_size=3)
INTERFACE = st.fixed_dictionaries(
    {"between": SOME, "degree": st.sampled_from(names_of(Degree))},
    optional={"loss": SHARES, "eligibility": SHARES, "paperwork_hours": st.floats(0.0, 9.0)},
)
MONTH = st.floats(0.0, 60.0)
PROGRAMME = st.fixed_dictionaries(
    {},
    optional={
        "go_live_month": MONTH,
        "go_live_by_neighbourhood": st.lists(MONTH, min_size=1, max_size=1),
        "leadership": st.sampled_from(["charismatic", "laissez_faire", "inspirational"]),
        "engagement": SHARES,
        "engagement_from_month": MONTH,
        "opinion_leaders_involved": st.booleans(),
        "training_hours_a_week": st.floats(0.0, 8.0),
        "training_months": MONTH,
        "fit": SHARES,
        "shared_purpose": SHARES,
        "upheaval": SHARES,
        "review_every_months": st.floats(1.0, 60.0),
        "new_initiative_every_months": st.floats(3.0, 60.0),
        "money_ends_month": MONTH,
        "money_renewed_yearly": st.booleans(),
    },
)
ARRANGEMENT = st.fixed_dictionaries(
    {},
    optional={
        "organisations_merge": st.permutations(["nhs", "council"]),
        "interfaces": st.lists(INTERFACE, max_size=3),
        "single_point_of_access": st.fixed_dictionaries(
            {"in_front_of": SOME}, optional={"staff": STAFF}
        ),
        "shared_record": SOME,
        "common_form": SOME,
        "joint_meetings": st.fixed_dictionaries(
            {"teams": SOME}, optional={"every_days": st.integers(1, 60)}
        ),
        "case_management": st.fixed_dictionaries(
            {"case_managers": st.floats(0.5, 30.0)}, optional={"share_of_residents": SHARES}
        ),
        "care_coordinators": st.floats(0.0, 20.0),
        "boundary_spanners": st.floats(0.0, 20.0),
        "stays_outside": SOME,
        "back_to_gp_below": st.dictionaries(st.sampled_from(names_of(Need)), SHARES),
        "processes": st.dictionaries(
            st.sampled_from(TEAMS), st.sampled_from(names_of(Process))
        ),
        "extra_staff": st.dictionaries(st.sampled_from(TEAMS), STAFF, max_size=2),
        "programme_cost_a_year": st.floats(0.0, 1e6),
        "programme": PROGRAMME,
        "management": st.dictionaries(
            st.sampled_from(TEAMS), st.sampled_from(names_of(Management))
        ),
        "paying": st.fixed_dictionaries({}, optional={
            "budgets": st.sampled_from(["aligned", "pooled"]),
            "payment": st.sampled_from(names_of(Payment)),
        }),
    },
)  # fmt: skip
REST = st.fixed_dictionaries(
    {},
    optional={
        "about": st.text("ab ", max_size=4),
        "place": st.fixed_dictionaries({"residents": st.integers(800, 90_000)}),
        "hospital": st.fixed_dictionaries({"beds_per_1000": st.floats(0.1, 9.0)}),
        "assumptions": st.fixed_dictionaries(
            {},
            optional={
                "handover.loss": st.floats(0.1, 0.3),
                "handover.loss_kept": st.fixed_dictionaries({"merged": st.floats(0.08, 0.12)}),
            },
        ),
        "disable_mechanisms": st.lists(
            st.sampled_from(names_of(Mechanism)), unique=True, max_size=3
        ),
        "run": st.fixed_dictionaries({"seed": st.integers(0, 99)}),
    },
)
FEW = settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def valid(place: Any, arrangement: dict[str, Any], rest: dict[str, Any]) -> Scenario:
    try:
        return place(arrangement=arrangement, **rest)
    except ValidationError:
        assume(False)
        raise


@FEW
@given(one=ARRANGEMENT, two=ARRANGEMENT, first=REST, second=REST)
def test_two_that_differ_say_so_and_two_that_do_not_do_not(place, one, two, first, second):
    a, b = valid(place, one, first), valid(place, two, second)
    assert bool(differences(a, b)) == (a != b)
    assert differences(a, a) == []
    assert (as_lines(a, b) == ["no difference"]) == (a == b)


@FEW
@given(one=ARRANGEMENT, data=st.data())
def test_one_key_that_differs_is_told(place, one, data):
    """Nothing hides behind something else: one key changed gives a sentence of its own."""
    key = data.draw(st.sampled_from(list(Arrangement.model_fields)))
    other = data.draw(ARRANGEMENT)
    changed = {k: v for k, v in one.items() if k != key}
    changed |= {key: other[key]} if key in other else {}
    a, b = valid(place, one, {}), valid(place, changed, {})
    assert bool(differences(a, b)) == (a != b)
