"""Phases of an arrangement: what is in force when and where, what it costs, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import MONTH_DAYS
from joinedup.run import branch, days_of
from joinedup.scenario.elements import elements_of
from joinedup.scenario.in_force import InForce, days_of_change, spans
from joinedup.scenario.paid_time import averaged
from joinedup.scenario.phase import day_of
from joinedup.scenario.planned import staff_of, works_by
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.scenario import Scenario
from joinedup.scenario.twins import added_money, twins
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.proposal_cost import by_year, parts_of

JOINED = {
    "arrangement.care_coordinators": 6.0,
    "arrangement.shared_record": ["general_practice", "community_nursing"],
    "arrangement.interfaces": [
        {"between": ["community_nursing", "adult_social_care"], "degree": "co_located"},
        {"between": ["community_nursing", "adult_social_care"], "degree": "merged"},
    ],
    "arrangement.hospital": {"virtual_ward_places_per_1000": 2.0, "step_down_beds_per_1000": 1.0},
    "arrangement.programme_cost_a_year": 100_000.0,
}


def three(*phases: dict[str, object], **programme: object) -> Scenario:
    """Three neighbourhoods with such phases."""
    changes = {**JOINED, "arrangement.phases": list(phases), "arrangement.programme": programme}
    return load_scenario("siloed_three_networks").with_(changes)


def at(scenario: Scenario, month: float) -> InForce:
    return InForce.on(scenario, day_of(month))


def test_without_phases_all_holds_from_going_live_until_the_money_ends() -> None:
    scenario = three(go_live_by_neighbourhood=[0.0, 6.0, 12.0], money_ends_month=24)
    assert at(scenario, 7).live == (True, True, False)
    assert at(scenario, 7).at[1].arrangement == scenario.arrangement
    assert at(scenario, 7).at[2].arrangement.care_coordinators == 0.0
    assert at(scenario, 25).at[2].arrangement.hospital is None
    assert at(scenario, 25).at[2].arrangement.shared_record
    assert days_of_change(scenario) == [day_of(month) for month in (0, 6, 12, 24)]


def test_a_single_point_of_access_ends_with_the_money_that_pays_for_its_posts() -> None:
    added = load_scenario("siloed_borough").with_(
        {
            "arrangement.single_point_of_access": {
                "in_front_of": ["community_nursing", "adult_social_care"],
                "staff": {"social_worker": 1.0, "support_worker": 3.0},
            },
            "arrangement.programme": {"money_ends_month": 24},
        }
    )
    assert at(added, 23).at[0].arrangement.single_point_of_access is not None
    assert at(added, 24).at[0].arrangement.single_point_of_access is None
    whole = by_year(added)["council"]
    assert whole == pytest.approx([whole[0]] * 2 + [0.0] * 5)
    moved = added.with_(
        {"arrangement.extra_staff": {"adult_social_care": {"support_worker": -2.0}}}
    )
    access = at(moved, 24).at[0].arrangement.single_point_of_access
    assert access is not None
    assert access.staff == {"support_worker": 2.0}
    assert by_year(moved)["council"][2:] == pytest.approx([0.0] * 5)


def test_a_single_point_of_access_of_posts_that_moved_outlasts_the_money() -> None:
    moved = load_scenario("single_point_of_access")
    ends = moved.with_({"arrangement.programme.money_ends_month": 12})
    access = moved.arrangement.single_point_of_access
    assert at(ends, 12).at[0].arrangement.single_point_of_access == access
    nobody = ends.with_(
        {"arrangement.extra_staff": {}, "arrangement.single_point_of_access.staff": {}}
    )
    assert at(nobody, 12).at[0].arrangement.single_point_of_access is not None


def test_a_programme_may_stop_while_posts_stay() -> None:
    scenario = three({"elements": ["programme_cost_a_year"], "until_month": 36})
    assert [at(scenario, month).programme_cost for month in (35, 36)] == [100_000.0, 0.0]
    assert at(scenario, 36).at[0].arrangement.care_coordinators == 6.0


def test_an_element_holds_in_its_months_and_its_neighbourhoods() -> None:
    scenario = three(
        {"elements": ["shared_record"], "from_month": 6, "neighbourhoods": [1]},
        {"elements": ["shared_record"], "from_month": 18, "neighbourhoods": [2, 3]},
        {"elements": ["care_coordinators"], "until_month": 12},
    )
    records = {
        m: [bool(x.arrangement.shared_record) for x in at(scenario, m).at] for m in (0, 7, 19)
    }
    assert records == {0: [False] * 3, 7: [True, False, False], 19: [True] * 3}
    assert [bool(at(scenario, m).anywhere.arrangement.shared_record) for m in (0, 7)] == [
        False,
        True,
    ]
    assert [at(scenario, m).at[0].arrangement.care_coordinators for m in (11, 12)] == [6.0, 0.0]
    assert at(scenario, 0).planned.arrangement.shared_record
    assert at(scenario, 12).planned.arrangement.care_coordinators == 0.0


def test_teams_are_co_located_first_and_merged_in_the_second_year() -> None:
    scenario = three({"elements": ["interfaces.merged"], "from_month": 12})
    degrees = [[x.degree for x in at(scenario, m).at[0].arrangement.interfaces] for m in (0, 12)]
    assert degrees == [["co_located"], ["co_located", "merged"]]


def test_a_part_of_hospital_has_months_of_its_own() -> None:
    scenario = three(
        {"elements": ["hospital.virtual_ward_places_per_1000"], "from_month": 3},
        {"elements": ["hospital"], "until_month": 9},
    )
    ways = [at(scenario, month).at[0].arrangement.hospital for month in (0, 3, 9)]
    assert [way and way.places() for way in ways] == [(1.0, 0.0, 0.0), (1.0, 0.0, 2.0), None]


def test_a_team_that_is_added_later_is_not_there_before() -> None:
    hub = {"label": "Hub", "organisation": "voluntary", "staff": {"link_worker": 2.0},
           "accepts": {"isolation": {}}}  # fmt: skip
    scenario = load_scenario("siloed_three_networks").with_(
        {"arrangement.new_teams": {"hub": hub},
         "arrangement.phases": [{"elements": ["new_teams.hub"], "from_month": 4}]}
    )  # fmt: skip
    closed = [at(scenario, month).at[0].arrangement.closed_teams for month in (0, 4)]
    assert closed == [["hub"], []]


def test_spans_cover_every_month_once() -> None:
    scenario = three(
        {"elements": ["care_coordinators"], "from_month": 2.5, "until_month": 30.25},
        go_live_month=1,
    )
    months = sum(span.share_of_months(60) for span in spans(scenario, 60))
    assert months == pytest.approx(np.ones(60))


def test_what_is_in_a_phase_costs_only_then() -> None:
    """Coordinators in months 6 to 18 and a programme in the first year, by hand."""
    changes = {
        "residents": 60_000, "years": 3, "care_coordinators": 3.0,
        "arrangement.programme_cost_a_year": 100_000.0,
        "arrangement.phases": [
            {"elements": ["care_coordinators"], "from_month": 6, "until_month": 18},
            {"elements": ["programme_cost_a_year"], "until_month": 12},
        ],
    }  # fmt: skip
    scenario = load_scenario("siloed_borough").with_(changes)
    posts = 6.0 * 47.0 * 1.0247 * 1.0402 * 37.5 * 42.0
    expected = [posts / 2.0 + 100_000.0, posts / 2.0, 0.0]
    assert by_year(scenario)["nhs"] == pytest.approx(expected, rel=1e-4)


def test_twins_have_the_mean_of_the_paid_time() -> None:
    """Six coordinators in one year of four come to one and a half in all of them."""
    scenario = three({"elements": ["care_coordinators"], "until_month": 12})
    scenario = scenario.with_({"years": 4})
    mean = averaged(scenario).arrangement
    assert mean.care_coordinators == pytest.approx(1.5, rel=1e-9)
    assert mean.programme_cost_a_year == pytest.approx(100_000.0)
    assert not mean.phases
    spent = sum(map(sum, by_year(scenario).values())) / 4.0
    people = scenario.place.residents / 30_000
    assert added_money(averaged(scenario)) * people == pytest.approx(spent, rel=1e-6)
    made = twins(scenario)
    assert made["cost_matched"].arrangement.phases == []
    caption = parts_of(made["cost_matched"])[0].caption
    assert "what it adds a year, as a mean over its paid time" in caption
    assert sum(map(sum, by_year(made["cost_matched"]).values())) / 4.0 == pytest.approx(
        spent, rel=1e-6
    )


@pytest.mark.parametrize(
    ("phase", "says"),
    [
        ({"elements": ["shared_recrod"]}, "no `shared_recrod`; did you mean `shared_record`"),
        ({"elements": ["case_management"]}, "the arrangement has no `case_management`"),
        ({"elements": ["interfaces.aware"]}, "no `interfaces.aware`"),
        ({"elements": ["programme"]}, "`programme` cannot be in a phase"),
        ({"elements": ["shared_record"], "from_month": 6, "until_month": 6}, "ends in month 6"),
        ({"elements": ["shared_record"], "neighbourhoods": [4]}, "no neighbourhood 4: the place"),
        ({"elements": []}, "elements"),
    ],
)
def test_a_phase_that_cannot_hold_is_refused(phase: dict[str, object], says: str) -> None:
    with pytest.raises(RefusedError) as refused:
        three(phase)
    assert says in " ".join(str(refused.value).split())


MEMORY = "memory_service"
CLINIC = {"label": "Clinic", "organisation": "nhs", "staff": {"psychiatrist": 2.0},
          "accepts": {"cognitive": {}}}  # fmt: skip


def closing(*phases: dict[str, object]) -> Scenario:
    """Three neighbourhoods in which a team of the whole place closes in these phases."""
    named = [{"elements": ["closed_teams"], **when} for when in phases]
    return load_scenario("siloed_three_networks").with_(
        {
            "arrangement.new_teams": {"clinic": CLINIC},
            "arrangement.closed_teams": [MEMORY],
            "arrangement.shared_record": [MEMORY, "general_practice"],
            "arrangement.phases": named,
        }
    )


def test_a_team_of_the_whole_place_closes_when_it_does_in_every_neighbourhood() -> None:
    """Until then it is open to all, and works by whatever else holds."""
    scenario = closing(
        {"from_month": 6, "neighbourhoods": [1]},
        {"from_month": 9, "neighbourhoods": [2, 3], "until_month": 12},
    )
    for month, closes in ((0, False), (6, False), (9, True), (12, False)):
        force = at(scenario, month)
        for one in (*force.at, force.anywhere):
            assert (MEMORY in one.arrangement.closed_teams) == closes
        ((share, works_as),) = works_by(force, MEMORY)
        assert share == 1.0 and works_as.arrangement.shared_record
        assert bool(staff_of(works_as, MEMORY)) != closes
    in_turn = closing().with_({"arrangement.programme.go_live_by_neighbourhood": [0, 6, 9]})
    closed = [[MEMORY in one.arrangement.closed_teams for one in at(in_turn, m).at] for m in (6, 9)]
    assert closed == [[False] * 3, [True] * 3]


@pytest.mark.parametrize(
    "phases",
    [
        [{"neighbourhoods": [1]}],
        [{"neighbourhoods": [1], "until_month": 6}, {"neighbourhoods": [2, 3], "from_month": 6}],
        [{}, {"elements": ["closed_teams.memory_service"], "neighbourhoods": [2, 3]}],
    ],
)
def test_a_team_of_the_whole_place_that_never_closes_in_all_of_it_is_refused(phases) -> None:
    with pytest.raises(RefusedError) as refused:
        closing(*phases)
    (complaint,) = refused.value.complaints
    assert complaint.path[:2] == ("arrangement", "phases")
    assert "memory_service serves the whole place and would never close" in complaint.what


def test_everything_that_is_given_can_be_in_a_phase() -> None:
    elements = elements_of(three().arrangement)
    assert "hospital.step_down_beds_per_1000" in elements and "interfaces.merged" in elements
    assert at(three({"elements": elements, "from_month": 1}), 0).at[0].arrangement.phases


@pytest.fixture(scope="module")
def runs():
    """The same proposal at once, in phases that begin with it, in later ones, and without it."""
    small = {"residents": 1_800, "years": 1.0, "burn_in_years": 0.25}
    changes = {"arrangement.care_coordinators": 60.0, "arrangement.programme": {"engagement": 0.8}}
    base = load_scenario("siloed_three_networks").with_(small)
    at_once = base.with_(changes)

    def phased(**when: float) -> Scenario:
        phase = {"elements": ["care_coordinators"], **when}
        return at_once.with_({"arrangement.phases": [phase]})

    bare = base.with_({"arrangement.programme": {"engagement": 0.8}})
    arms = [at_once, phased(from_month=0.0), phased(from_month=6.0), phased(from_month=13.0), bare]
    return branch(arms[0], arms[1:], 1)


def test_a_phase_from_the_beginning_is_none(runs) -> None:
    assert runs[0].events.tobytes() == runs[1].events.tobytes()
    np.testing.assert_array_equal(runs[0].costs, runs[1].costs)


def test_a_phase_after_the_end_is_the_place_without_it(runs) -> None:
    assert runs[3].events.tobytes() == runs[4].events.tobytes()
    np.testing.assert_array_equal(runs[3].costs, runs[4].costs)


def test_nothing_differs_before_a_phase_begins_and_it_costs_from_then_on(runs) -> None:
    late, never = runs[2], runs[4]
    change, _ = days_of(late.scenario)
    begins = change + day_of(6.0)
    before = [run.events[run.events["time"] < begins].tobytes() for run in (late, never)]
    assert before[0] == before[1]
    more = (late.costs - never.costs).sum(axis=1)
    assert not more[:6].any() and (more[6:12] > 0.0).all()
    assert begins == change + round(6.0 * MONTH_DAYS)
