"""Case finding and case management: who is enrolled, and what a visit does about urgent things."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from joinedup.codes import Activity, Age, Cause
from joinedup.day import run_days
from joinedup.phases.clocks import schedule_events
from joinedup.phases.coordinators import known_domains
from joinedup.phases.urgent_visit import look_for_what_cannot_wait
from joinedup.rules.seasons import YEAR
from joinedup.run import change_world, simulate
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme
from joinedup.state.months import Tally
from joinedup.state.residents import Change, Clock
from joinedup.state.world import World, copied
from joinedup_experiments.scenario_io.load import load_scenario

INDEX = 365
COUNTED = [Tally.PLANS, Tally.CHANGED_AT_MEETING, Tally.DISCUSSED]
PASSING = "case_management.passing_illness"


@pytest.fixture(scope="module")
def place(steady: Callable[[Scenario], Scenario]) -> World:
    """Two equal neighbourhoods on the day on which case managers start."""
    scenario = steady(load_scenario("case_management")).with_(
        {"residents": 4_000, "neighbourhoods": 2}
    )
    world = new_world([scenario], 7, INDEX + 400, 300_000, False)
    run_days(world, 0, INDEX, 16_384)
    world.globals[0].settings.events = 0
    change_world(world, scenario, INDEX)
    apply_programme(world, scenario, INDEX, INDEX)
    return world


def test_two_equal_neighbourhoods_get_equal_places_and_those_at_highest_risk_fill_them(place):
    world = copied(place)
    world.places.by_clinicians = 0.0
    people = world.residents
    run_days(world, INDEX, INDEX + 7, 16_384)  # the first Monday
    for neighbourhood in range(2):
        theirs = (people.neighbourhood == neighbourhood) & (people.risk >= 0.0)
        enrolled = theirs & (people.enrolled == 1)
        assert enrolled.sum() == 3  # new people in a week, of one case manager
        assert people.risk[enrolled].min() > people.risk[theirs & ~enrolled].max()
    run_days(world, INDEX + 7, INDEX + 203, 16_384)  # all are searched again in week 27
    full = np.bincount(people.neighbourhood, np.asarray(people.enrolled))
    assert (abs(full - 40) <= 3).all()  # some have died or moved to a care home since Monday


def test_where_all_are_to_be_enrolled_nobody_is_left_out_who_may_be(sized):
    changes = {"case_managers": 1_000.0, "share_of_residents": 1.0, "filled_by_clinicians": 0.0}
    world = simulate(
        sized(load_scenario("case_management"), 1_000, 2.0, 0.5).with_(
            {f"arrangement.case_management.{key}": value for key, value in changes.items()}
        )
    ).world
    people = world.residents
    may_be = (people.age != Age.CHILD) & (people.care_home == 0)
    assert people.enrolled[may_be].mean() > 0.95  # the others have been home, or adults, for days


def ill_tomorrow(place: World, **case_management: float) -> World:
    """Everybody enrolled, at home, and about to come to hospital with an acute illness."""
    world = copied(place)
    for name, value in case_management.items():
        setattr(world.globals[0].p.case_management, name, value)
    world.globals[0].settings.today = INDEX
    world.residents.enrolled = 1
    world.clocks[:, Clock.ACUTE] = INDEX + 1.5
    return world


def visited(world: World) -> tuple[int, int]:
    """Visit everybody; admissions for what was found, and illnesses called off."""
    for who in np.flatnonzero(world.residents.stay == 0).tolist():
        look_for_what_cannot_wait(world, who, float(INDEX), 0)
    rows = world.events[: world.globals[0].settings.events]
    found = (rows.activity == Activity.EMERGENCY_ADMISSION) & (rows.cause == Cause.FOUND)
    return int(found.sum()), int((world.clocks[:, Clock.ACUTE] > INDEX + 1.5).sum())


def test_a_visit_meets_an_illness_that_is_about_to_show_as_often_as_signs_are_seen(place):
    found, off = zip(
        *(visited(ill_tomorrow(place, signs_seen=seen)) for seen in (0.0, 0.3, 0.6, 1.0)),
        strict=True,
    )
    assert found[0] == off[0] == 0
    assert list(found) == sorted(set(found)) and list(off) == sorted(set(off))
    assert found[-1] < off[-1]  # some are treated outside hospital
    assert visited(ill_tomorrow(place, signs_days=1.0)) < visited(ill_tomorrow(place))


def test_a_crisis_to_come_is_called_off_when_it_is_met_early(place):
    world = copied(place)
    world.globals[0].settings.today = INDEX
    world.globals[0].p.case_management.passing_illness = 0.0
    world.clocks[:, Clock.ACUTE] = 1e6
    near = np.asarray(world.needs.crisis_rate) > 0.0
    near &= np.asarray(world.residents.stay == 0)[:, None]
    left = world.needs.crisis_threshold.copy()
    soon = np.where(near, 2.0 * np.asarray(world.needs.crisis_rate), left)
    world.needs.crisis_threshold = soon
    world.needs.accrued_at = float(INDEX)
    severity = world.needs.severity.copy()
    visited(world)
    met = near & (np.asarray(world.needs.crisis_threshold) != soon)
    assert 0.1 < met.sum() / near.sum() < 0.6
    assert np.array_equal(world.needs.severity[met], severity[met])  # nothing has worsened yet
    assert world.months.tallies[:, Tally.SEEN_EARLY].sum() == met.sum()


def test_illness_that_would_have_passed_brings_people_to_hospital(place, sized):
    """A well-meant visit finds what nobody would have come with: by degrees, and not without."""
    seen, admissions = [], []
    scenario = sized(load_scenario("case_management"), 4_000, 2.0, 1.0)
    for passing in (0.0, 1.5, 3.0):
        run = simulate(scenario.with_({"assumptions": {PASSING: passing}}), 2)
        rows = run.events
        found = (rows["activity"] == Activity.EMERGENCY_ADMISSION) & (rows["cause"] == Cause.FOUND)
        seen.append(int(run.world.months.tallies[:, Tally.PASSING_SIGNS].sum()))
        admissions.append(int(found.sum()))
    assert seen[0] == 0 and seen == sorted(set(seen))
    assert admissions[0] < admissions[-1]


def signs_that_pass(place: World, winter: float, day: float) -> int:
    """Visits to nearly 4,000 people that see an illness which would have passed by itself."""
    world = copied(place)
    p, settings = world.globals[0].p, world.globals[0].settings
    settings.today = INDEX
    settings.winters, p.seasons.winter, settings.peak = winter > 0.0, winter, 1.0 + winter
    p.case_management.passing_illness, p.case_management.signs_seen = 50.0, 1.0
    world.needs.crisis_rate, world.clocks[:, Clock.ACUTE] = 0.0, 1e6
    world.residents.changed = Change.NEEDS
    for who in np.flatnonzero(world.residents.stay == 0).tolist():
        schedule_events(world, who, float(INDEX))
        look_for_what_cannot_wait(world, who, day, 0)
    return int(world.months.tallies[:, Tally.PASSING_SIGNS].sum())


def test_signs_that_pass_are_as_frequent_as_illness_is_on_the_day(place):
    """At the year's mean as without seasons; the place's rates are those of its coldest day."""
    coldest = YEAR + float(place.globals[0].p.seasons.coldest)
    usual = signs_that_pass(place, 0.0, coldest)
    found = [signs_that_pass(place, 0.9, coldest + YEAR * part) for part in (0.5, 0.25, 0.0)]
    assert found[1] == usual > 100
    assert found[0] < 0.3 * usual < 1.3 * usual < found[2]


def managed(sized: Callable[..., Scenario], **changes: float) -> Scenario:
    """A place large enough for several case managers, and something of its arrangement changed."""
    scenario = sized(load_scenario("case_management"), 5_000, 2.0, 1.0)
    return scenario.with_({f"arrangement.{key}": value for key, value in changes.items()})


def carried(world: World, group: int) -> tuple[int, int]:
    """People whom a group of staff carry: by their rows, and by the people's own."""
    staff = world.staff
    theirs = int(staff.cases[staff.team == group].sum())
    column = (world.residents.manager, world.residents.coordinator)[(-2 - group) % 2]
    here = np.isin(np.asarray(column) - 1, np.flatnonzero(staff.team == group))
    return theirs, int(((np.asarray(column) > 0) & here).sum())


def test_enrolment_ramps_up_as_posts_are_filled_and_nobody_is_carried_twice(sized):
    run = simulate(managed(sized, care_coordinators=30.0), 3)
    world = run.world
    for group in (-2, -3):
        theirs, by_person = carried(world, group)
        assert theirs == by_person > 0
    assert (np.asarray(world.residents.enrolled) == (world.residents.manager > 0)).all()
    quarters = (
        np.asarray(world.months.tallies[12:36, Tally.ENROLLED_DAYS]).reshape(8, 3).sum(axis=1)
    )
    assert quarters[0] < quarters[1] and quarters[0] < quarters[-1]
    assert world.globals[0].programme.spanner_cover == 0.0  # no case manager looks after interfaces
    posts = world.staff.team == -2
    assert world.staff.cases[posts].max() <= 50
    assert world.staff.generation[posts].sum() + world.staff.in_post[posts].sum() > 0


def test_nobody_visits_while_the_posts_are_empty_and_late_visits_grow_with_what_each_takes(place):
    late, paid = [], []
    for minutes in (45.0, 300.0, 900.0):
        world = copied(place)
        world.globals[0].p.case_management.visit_minutes = minutes
        run_days(world, INDEX, INDEX + 330, 16_384)
        late.append(int(world.months.tallies[:, Tally.LATE_VISITS].sum()))
        paid.append(int(world.months.tallies[:, Tally.VISITS].sum()))
    assert late == sorted(set(late)) and paid == sorted(set(paid), reverse=True)
    world = copied(place)
    run_days(world, INDEX, INDEX + 60, 16_384)
    before = int(world.months.tallies[:, Tally.VISITS].sum())
    assert before > 0
    world.staff.in_post[world.staff.team <= -2] = 0
    world.globals[0].programme.disabled = 0  # nobody is recruited at once
    world.globals[0].p.workforce.fill_weeks[...] = 1e9
    run_days(world, INDEX + 60, INDEX + 100, 16_384)
    assert world.months.tallies[:, Tally.VISITS].sum() == before


def test_clinicians_fill_their_share_of_the_places_with_people_who_have_got_worse(place):
    judged, concern = [], []
    for share in (0.0, 0.3, 0.9):
        world = copied(place)
        world.places.by_clinicians = share
        run_days(world, INDEX, INDEX + 140, 16_384)
        people = world.residents
        by = np.asarray(people.by_judgement) == 1
        judged.append(int(by.sum()))
        concern.append(float((people.concern_at[people.enrolled == 1] > INDEX - 28).mean()))
        assert by.sum() <= share * 84
    assert judged[0] == 0 and judged == sorted(set(judged))
    assert concern == sorted(set(concern))


def test_coordinators_carry_the_most_mixed_needs_and_only_as_many_as_there_is_room_for(place):
    world = copied(place)
    share_out_coordinators_at(world)
    people = world.residents
    domains = np.array([known_domains.py_func(row) for row in people])
    has = np.asarray(people.coordinator) > 0
    open_to_it = (domains >= 2) & (people.enrolled == 0)
    assert 0 < has.sum() < open_to_it.sum()
    assert domains[has].min() >= 2
    for place_number in range(2):
        here = people.neighbourhood == place_number
        assert domains[has & here].min() >= domains[open_to_it & ~has & here].max()


def share_out_coordinators_at(world: World) -> None:
    """Two coordinators in each neighbourhood, in the posts of its case managers."""
    for place in world.places:
        place.first_coordinator, place.after_coordinators = (
            place.first_manager,
            place.first_manager + 1,
        )
    posts = world.staff.team <= -2
    world.staff.in_post[posts] = 1
    world.globals[0].p.joining.coordinator_people = 30.0
    run_days(world, INDEX, INDEX + 28, 16_384)


def test_a_meeting_changes_more_the_longer_it_lasts(place):
    changed, discussed = [], []
    for hours in (0.0, 1.0, 4.0):
        world = copied(place)
        world.places.meeting_minutes = 60.0 * hours * 2_000 / 30_000
        run_days(world, INDEX, INDEX + 180, 16_384)
        changed.append(int(world.months.tallies[:, Tally.CHANGED_AT_MEETING].sum()))
        discussed.append(int(world.months.tallies[:, Tally.DISCUSSED].sum()))
    assert changed[0] == discussed[0] == 0
    assert changed == sorted(set(changed)) and discussed == sorted(set(discussed))


def test_a_meeting_makes_one_plan_a_person_and_none_for_who_has_one(place):
    """However many needs it refers; each person for whom it decides anything is one changed."""
    world = copied(place)
    world.places.meeting_minutes, world.places.case_management = 320.0, 0
    people = world.residents
    plans = left = 0  # who left on the day of a meeting may have had a plan made on it
    for day in range(INDEX, INDEX + 35):  # with two meetings
        before, lives = np.where(people.plan == 1, people.generation, -1), people.generation.copy()
        run_days(world, day, day + 1, 16_384)
        plans += np.count_nonzero((people.plan == 1) & (people.generation != before))
        left += np.count_nonzero(people.generation != lives) if day % 7 == 0 else 0
        made, changed, discussed = world.months.tallies[:, COUNTED].sum(axis=0).tolist()
        if day == INDEX + 20:  # the first of them, at which bounced referrals are taken up too
            assert 20 < changed < discussed and changed <= plans
    assert plans <= made <= plans + left < 1.1 * plans and changed < discussed
