"""What does not hold acts on nobody: not yet, not there, overridden, or not adopted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest

from joinedup.codes import Need, Stage
from joinedup.day import advance_programme
from joinedup.engine.jit import entry_point
from joinedup.engine.tables import Table
from joinedup.phases.assessment import minutes_of_assessment
from joinedup.phases.staff_week import update_wellbeing
from joinedup.phases.tiers import first_seen_by
from joinedup.run import change_world
from joinedup.scenario.phase import day_of
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme, change_dates
from joinedup.state.world import World
from joinedup_experiments.scenario_io.load import load_scenario

CHANGE, LAST, BEGINS = 30, 30 + 400, 7.0
NURSING, SOCIAL, MENTAL = "community_nursing", "adult_social_care", "community_mental_health"
TEAMS = [NURSING, SOCIAL, MENTAL]
HUB = {
    "new_teams": {
        "hub": {
            "label": "Hub",
            "organisation": "nhs",
            "covers": "neighbourhood",
            "staff": {"support_worker": 6.0},
            "accepts": {"isolation": {}},
        }
    },
    "at_the_door": {"hub": {"in_front_of": ["memory_service"], "up_to_severity": 0.4}},
}
POSTS = {"support_worker": 2.0}
DOOR = {"advice_and_support": {"in_front_of": ["memory_service"], "up_to_severity": 0.4}}
ELEMENTS: dict[str, Any] = {
    "interfaces": [{"between": TEAMS, "degree": "co_located"}],
    "shared_record": TEAMS,
    "common_form": TEAMS,
    "joint_meetings": {"teams": TEAMS},
    "single_point_of_access": {"in_front_of": TEAMS, "staff": POSTS},
    "at_the_door": DOOR,
}
OF_TEAMS = ("threat", "threat_left", "live", "upheaval")
OF_STAFF = ("commute_change", "fatigue", "stage")


@pytest.fixture(scope="module")
def arranged(sized) -> Callable[..., Scenario]:
    """Three small neighbourhoods with an arrangement."""

    def make(arrangement: dict[str, Any], **others: Any) -> Scenario:
        changes = {f"arrangement.{key}": value for key, value in arrangement.items()}
        scenario = load_scenario("siloed_three_networks").with_(changes | others)
        return sized(scenario, 900, 3, 0)

    return make


@pytest.fixture(scope="module")
def new_place(arranged) -> Callable[..., World]:
    """Such a place in which the programme has come to a day."""

    def make(arrangement: dict[str, Any], until: int = CHANGE, **others: Any) -> World:
        scenario = arranged(arrangement, **others)
        world = new_world([scenario], 5, LAST + 1, 20_000, False)
        change_world(world, scenario, CHANGE)
        turns = {*change_dates(scenario, CHANGE, LAST)}
        for day in range(CHANGE, until + 1):
            if day in turns:
                apply_programme(world, scenario, CHANGE, day)
            if day % 7 == 0:
                advance_programme(world, day)
        return world

    return make


def same(one: Table, other: Table, columns: Iterable[str]) -> None:
    """Assert that columns of a table are equal."""
    for column in columns:
        np.testing.assert_array_equal(np.asarray(one[column]), np.asarray(other[column]), column)


@entry_point
def seen_by(world, who, sender, team):
    """The team that a referral comes to."""
    return first_seen_by(world, who, sender, team)


@entry_point
def live_a_week(world):
    """All staff's satisfaction after a week."""
    for member in range(world.staff.shape[0]):
        update_wellbeing(world, member)


@entry_point
def minutes_for(world, who, kind):
    """Minutes of an assessment."""
    return minutes_of_assessment(world, who, kind)


def of_teams(world: World, names: Iterable[str]) -> np.ndarray:
    """Posts of teams of these types."""
    types = [load_scenario("siloed_three_networks").team_names.index(name) for name in names]
    number = np.asarray(world.staff.team)
    return (number >= 0) & np.isin(np.asarray(world.teams.type)[number], types)


@pytest.mark.parametrize("elements", [["new_teams.hub", "at_the_door"], ["at_the_door"]])
def test_a_hub_is_at_the_door_of_a_team_of_the_whole_place_only_where_it_holds(new_place, elements):
    world = new_place(HUB | {"phases": [{"elements": elements, "neighbourhoods": [1]}]})
    names = [*load_scenario("siloed_three_networks").team_names, "hub"]
    memory = int(world.team_of[names.index("memory_service"), 0])
    hub, practice = int(world.team_of[names.index("hub"), 0]), names.index("general_practice")
    where = np.asarray(world.residents.neighbourhood)
    seen = [seen_by(world, who, practice, memory) for who in range(len(where))]
    assert world.teams[hub].at_door == 1 + names.index("hub")
    np.testing.assert_array_equal(seen, np.where(where == 0, hub, memory))


@pytest.mark.parametrize(
    ("stated", "holds"),
    [
        (["co_located", "closer_working"], ["closer_working"]),
        (["co_located", "none"], []),
        (["co_located", "closer_working", "coordinated"], ["coordinated"]),
    ],
)
def test_an_interface_that_a_later_entry_overrides_is_as_if_not_stated(new_place, stated, holds):
    """By hand or by degree: it threatens nobody, and joins nobody."""
    hand = [{"between": [NURSING, SOCIAL], "degree": "none", "loss": 0.0}]
    over = [{"between": [SOCIAL, NURSING], "degree": degree} for degree in stated]
    alone = [{"between": [NURSING, SOCIAL], "degree": degree} for degree in holds]
    first, second = (new_place({"interfaces": each}) for each in (hand + over, alone))
    same(first.teams, second.teams, first.teams.dtype.names)
    same(first.target_interfaces, second.target_interfaces, first.interfaces.dtype.names)
    assert np.asarray(first.teams.joined).any() == bool(holds)


WIDE = {"between": TEAMS, "degree": "co_located"}
LESS = {"between": TEAMS, "degree": "closer_working"}
APART = {"between": TEAMS, "degree": "none"}


@pytest.mark.parametrize(
    ("second", "phases"),
    [
        (APART, [("co_located", {"until_month": BEGINS}), ("none", {"from_month": BEGINS})]),
        (APART, [("none", {"neighbourhoods": [2]})]),
        (LESS, [("co_located", {"neighbourhoods": [1]}), ("closer_working", {"from_month": 9.0})]),
    ],
)
def test_what_holds_later_or_elsewhere_overrides_nothing(new_place, second, phases):
    """In the first neighbourhood teams are co-located now, and fear that as if it stood alone."""
    named = [{"elements": [f"interfaces.{degree}"], **when} for degree, when in phases]
    world = new_place({"interfaces": [WIDE, second], "phases": named})
    alone = new_place({"interfaces": [WIDE]})
    here = (np.asarray(world.teams.unit) == 0) & (np.asarray(alone.teams.joined) > 0)
    assert here.sum() == len(TEAMS)
    same(world.teams[here], alone.teams[here], ("joined", "live", "threat", "junior"))


def test_a_hub_that_a_phase_brings_joins_nobody_before(new_place):
    """Then it causes upheaval; in a place that never has it, nobody is joined."""
    phases = [{"elements": ["new_teams.hub"], "from_month": BEGINS, "neighbourhoods": [1, 2]}]
    hub = HUB | {"phases": phases, "programme": {"upheaval": 0.5}}
    begins = CHANGE + day_of(BEGINS)
    before, after = new_place(hub, begins - 1), new_place(hub, begins)
    type_ = [*load_scenario("siloed_three_networks").team_names, "hub"].index("hub")
    rows = np.flatnonzero(np.asarray(before.teams.type) == type_)
    np.testing.assert_array_equal(np.asarray(before.teams.joined)[rows], [1, 1, 0])
    assert not np.asarray(before.teams.live)[np.asarray(before.teams.joined) > 0].any()
    assert not np.asarray(before.teams.upheaval).any()
    assert np.asarray(before.teams.threat_left).all()
    np.testing.assert_array_equal(np.asarray(after.teams.live)[rows][:2], [1, 1])
    np.testing.assert_array_equal(np.asarray(after.teams.upheaval)[rows] > 0.0, [True, True, False])


def test_the_end_of_a_hub_moves_nobody_else(new_place):
    hub = HUB | {"interfaces": [{"between": ["hub", NURSING], "degree": "co_located"}]}
    hub |= {"phases": [{"elements": ["new_teams.hub"], "until_month": BEGINS}]}
    ends = CHANGE + day_of(BEGINS)
    before, after = (
        np.asarray(new_place(hub | {"programme": {"upheaval": 0.5}}, until).teams.upheaval)
        for until in (ends - 1, ends)
    )
    assert before.any()
    assert (after <= before).all()


@pytest.mark.parametrize("element", ELEMENTS)
def test_a_phase_that_begins_after_going_live_is_as_going_live_then(new_place, element):
    """Upheaval and what it does, and how far threat has worn off; also as initiatives come."""
    arrangement = {element: ELEMENTS[element]}
    programme = {"upheaval": 0.5, "new_initiative_every_months": 5.0}
    begins = {"phases": [{"elements": [element], "from_month": BEGINS}], "programme": programme}
    lives = {"programme": programme | {"go_live_month": BEGINS}}
    for until in (CHANGE + day_of(BEGINS) - 1, LAST - 1):
        first, second = (new_place(arrangement | each, until) for each in (begins, lives))
        joined = np.asarray(first.teams.joined) > 0
        assert joined.any()
        same(first.teams[joined], second.teams[joined], OF_TEAMS)
        same(first.staff, second.staff, OF_STAFF)
        same(first.interfaces, second.interfaces, ["trust"])


SOME, LATER = ["adult_social_care", "community_nursing"], ["memory_service", MENTAL]
IN_TURN: dict[str, Any] = {
    "shared_record": SOME,
    "interfaces": [{"between": LATER, "degree": "co_located"}],
    "programme": {"upheaval": 0.5, "new_initiative_every_months": 5.0},
    "phases": [{"elements": ["interfaces"], "from_month": BEGINS, "neighbourhoods": [1, 2]}],
}


def test_only_those_who_are_joined_that_day_travel_otherwise(new_place, arranged):
    """By the upheaval's share of the way to another site; whom a later phase joins do so then."""
    world, begins = new_place(IN_TURN, CHANGE), CHANGE + day_of(BEGINS)
    p, staff = world.globals[0].p.workforce, world.staff
    way = 0.5 * (np.asarray(staff.commute) - p.commute_least - p.commute_more)
    way = np.where(staff.in_post, way, 0.0)
    first, later = of_teams(world, SOME), of_teams(world, LATER)
    later &= np.asarray(world.teams.place)[np.asarray(staff.team)] < 2
    assert first.any() and later.any()
    np.testing.assert_allclose(staff.commute_change, np.where(first, way, 0.0))
    staff.commute_change = 0.0  # as if everybody had come since
    apply_programme(world, arranged(IN_TURN), CHANGE, begins)
    np.testing.assert_allclose(staff.commute_change, np.where(later, way, 0.0))


def test_a_new_initiative_takes_ground_from_those_only_who_are_joined_by_then(new_place, arranged):
    month = CHANGE + day_of(5.0)
    world = new_place(IN_TURN, month - 1)
    staff, p = world.staff, world.globals[0].p
    stage = np.where(np.asarray(staff.team) < 0, Stage.MAINTENANCE, Stage.ACCEPTANCE)
    staff.stage, staff.fatigue = stage, 0.0
    apply_programme(world, arranged(IN_TURN), CHANGE, month)
    joined = of_teams(world, SOME)
    np.testing.assert_allclose(staff.fatigue, np.where(joined, p.adoption.fatigue_of_churn, 0.0))
    lost = joined & (np.asarray(staff.stage) == Stage.ORIENTATION)
    assert 0 < lost.sum() < joined.sum()
    np.testing.assert_array_equal(np.asarray(staff.stage)[~lost], stage[~lost])


@pytest.mark.parametrize(("month", "holds"), [(1.0, True), (4.0, False), (8.0, True)])
def test_joint_work_pleases_nobody_while_nothing_is_joined(new_place, month, holds):
    """Between two phases with the same element staff are not pleased by what went well before."""
    phases = [{"elements": ["shared_record"], "until_month": 3.0},
              {"elements": ["shared_record"], "from_month": BEGINS}]  # fmt: skip
    world = new_place({"shared_record": SOME, "phases": phases}, CHANGE + day_of(month))
    found = []
    for wins in (0.0, 1.0):
        world.teams.wins, world.staff.stage = wins, Stage.CHANGE
        world.staff.satisfaction = world.staff.strain = world.staff.fear = 0.5
        live_a_week(world)
        found.append(np.asarray(world.staff.satisfaction).copy())
    pleased = found[1] > found[0]
    np.testing.assert_array_equal(pleased[of_teams(world, SOME)], holds)
    assert pleased.any() == holds


def test_a_common_forms_questions_take_time_as_far_as_it_is_adopted(new_place):
    """Two further domains' minutes for each person for whom the team goes by it."""
    world = new_place({"common_form": [SOCIAL, NURSING]})
    kind, p = int(Need.DAILY_LIVING), world.globals[0].p
    names = load_scenario("siloed_three_networks").team_names
    people = range(len(world.residents))
    for who in people:
        world.needs[who, kind].team = world.team_of[names.index(SOCIAL), 0]
    usual, asked = float(p.care.assessment_minutes[kind]), 2.0 * float(p.joining.form_minutes)
    for adoption in (0.0, 0.4, 1.0):
        world.teams.adoption = adoption
        extra = np.array([minutes_for(world, who, kind) for who in people]) - usual
        assert set(extra.round(9)) <= {0.0, asked}
        error = (adoption * (1.0 - adoption) / len(people)) ** 0.5
        assert extra.mean() / asked == pytest.approx(adoption, abs=4.0 * error + 1e-9)


def test_without_the_mechanism_of_adoption_joined_teams_adopt_where_they_are_live(new_place):
    live = {"programme": {"go_live_by_neighbourhood": [0.0, 50.0, 50.0]}}
    joins = {"shared_record": [NURSING, SOCIAL]}
    world = new_place(joins | live, disable_mechanisms=["adoption"])
    teams = world.teams
    due = np.asarray(teams.joined) * np.asarray(teams.live)
    assert 0 < due.sum() < np.asarray(teams.joined).sum() < len(teams)
    np.testing.assert_array_equal(np.asarray(teams.adoption), due)


def test_what_closes_leaves_no_work_behind(new_place, arranged):
    """So that it begins with none, should it open again."""
    closes = {
        "single_point_of_access": ELEMENTS["single_point_of_access"],
        "hospital": {"urgent_community_response": POSTS},
        "phases": [{"elements": ["single_point_of_access", "hospital"], "until_month": BEGINS}],
    }
    world = new_place(closes)
    places = world.places
    places.spoa_backlog = places.response_backlog = 50.0
    end = CHANGE + day_of(BEGINS)
    apply_programme(world, arranged(closes), CHANGE, end)
    assert not np.asarray(places.spoa_backlog).any()
    assert not np.asarray(places.response_backlog).any()


def test_a_team_of_the_whole_place_that_closes_in_turn_works_as_arranged_until_it_does(new_place):
    """Its record is shared, and it is as joined as if nothing closed, until the last has it so."""
    clinic = {"label": "Clinic", "organisation": "nhs", "staff": {"psychiatrist": 2.0}}
    joins = {"new_teams": {"clinic": clinic | {"accepts": {"cognitive": {}}}}}
    joins |= {"shared_record": ["memory_service", SOCIAL], "closed_teams": ["memory_service"]}
    first = {"elements": ["closed_teams"], "neighbourhoods": [1]}
    last = {"elements": ["closed_teams"], "neighbourhoods": [2, 3], "from_month": BEGINS}
    ends = CHANGE + day_of(BEGINS)
    before, after, alone = (
        new_place(joins | {"phases": [one, last]}, until)
        for one, until in (
            (first, ends - 1),
            (first, ends),
            (first | {"from_month": BEGINS}, ends - 1),
        )
    )
    columns = ("closed", "record", "joined", "live", "usual", "takes", "threat")
    same(before.teams, alone.teams, columns)
    memory = load_scenario("siloed_three_networks").team_names.index("memory_service")
    (row,) = (one for one in before.teams if one.type == memory)
    assert (row.closed, row.record, row.joined, row.live) == (0, 1, 1, 1)
    (row,) = (one for one in after.teams if one.type == memory)
    assert row.closed and not row.usual.any()
