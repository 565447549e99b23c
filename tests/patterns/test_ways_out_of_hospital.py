"""Step-down beds, assessment at home, virtual wards and an urgent response, place by place."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Activity, Age, Need
from joinedup.outcomes.costs import programme_cost
from joinedup.phases.crisis import crisis
from joinedup.phases.elective_list import settle_hospital
from joinedup.phases.hospital import fall_ill
from joinedup.phases.natural_course import onset
from joinedup.phases.pathway import end_stay
from joinedup.rules.beyond_hospital import BeyondActivity
from joinedup.run import change_world
from joinedup.scenario.planned import planned
from joinedup.scenario.pounds import cost_of_places
from joinedup.scenario.twins import twins
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme
from joinedup.state.hospital import Beyond, Stay
from joinedup.state.residents import Clock
from joinedup.state.world import copied

ADMITTED = Activity.EMERGENCY_ADMISSION
YEAR = np.full(12, 365.25 / 12.0)  # days of each month


@pytest.fixture
def place(siloed, sized):
    """Makes a place of old people on day 1 in which these parts of the arrangement are live."""

    def make(alter=None, **parts):
        scenario = sized(siloed, 400, 1, 0).with_({"arrangement.hospital": parts})
        world = new_world([scenario], 3, 400, 20_000, False)
        change_world(world, scenario, 1)
        apply_programme(world, scenario, 1, 1)
        world.globals[0].settings.today = 1
        world.residents.age = Age.OLD
        world.globals[0].hospital.beds = 1_000
        if alter:
            alter(world.globals[0].p)
        return world

    return make


def stays(world, *kinds: Stay) -> np.ndarray:
    return np.flatnonzero(np.isin(world.residents.stay, kinds))


def fit_to_leave(world) -> None:
    """All fall ill, some in spells; discharge of those admitted is planned, and they are fit."""
    for who in [*range(400)] * 4:
        fall_ill(world, who, 1.0)
    for who in np.flatnonzero(np.asarray(world.residents.stay_left) > 0.0):
        for _ in range(2):
            end_stay(world, who, float(world.clocks[who, Clock.STAY]))


def day_end(world, day: int = 1) -> tuple[int, int]:
    """The day's end; beds taken, and people fit to leave in them."""
    settle_hospital(world, day, False)
    hospital = world.globals[0].hospital
    in_bed = stays(world, Stay.EMERGENCY, Stay.ELECTIVE, Stay.READY, Stay.AWAITING)
    assert hospital.occupied == len(in_bed)
    assert hospital.ready == len(stays(world, Stay.READY))
    return int(hospital.occupied), int(hospital.ready)


def test_the_more_step_down_beds_the_fewer_wait_in_hospital_until_there_are_enough(place):
    found, free = [], []
    for beds in (0.0, 10.0, 25.0, 50.0):
        world = place(step_down_beds_per_1000=beds, alter=lambda p: p.stays.__setattr__(
            "other_delay", 0.35))  # fmt: skip
        fit_to_leave(world)
        found.append(day_end(world)[1])
        there = int(world.places[0].beyond[Beyond.STEP_DOWN])
        taken = int(world.places[0].beyond_taken[Beyond.STEP_DOWN])
        assert taken == min(there, found[0]) == len(stays(world, Stay.STEP_DOWN))
        free.append(there - taken)
    print(found, free)
    assert found == sorted(found, reverse=True) and found[0] > found[1] > found[2]


def test_home_to_be_assessed_takes_only_who_waits_for_a_package_and_first(place):
    world = place(
        discharge_to_assess_per_1000=50.0,
        step_down_beds_per_1000=50.0,
        alter=lambda p: p.stays.__setattr__("delayed", 0.5),
    )
    fit_to_leave(world)
    package = [
        who
        for who in stays(world, Stay.READY)
        if (int(world.residents.wants[who]) >> Beyond.ASSESS_AT_HOME) & 1
    ]
    day_end(world)
    home = stays(world, Stay.ASSESSED_AT_HOME)
    assert len(home) > 0 and set(home) <= set(package)
    assert len(home) == min(len(package), int(world.places[0].beyond[Beyond.ASSESS_AT_HOME]))


def test_a_virtual_ward_takes_the_later_part_of_a_stay_and_spares_nights_in_bed(place):
    taken = []
    for places in (0.0, 5.0, 50.0):
        world = place(virtual_ward_places_per_1000=places)
        for who in range(400):
            fall_ill(world, who, 1.0)
        for who in np.flatnonzero(np.asarray(world.residents.stay_left) > 0.0):
            end_stay(world, who, float(world.clocks[who, Clock.STAY]))
        before = np.asarray(world.clocks)[:, Clock.STAY].copy()
        day_end(world)
        taken.append(len(stays(world, Stay.VIRTUAL_WARD)))
        assert np.array_equal(before, np.asarray(world.clocks)[:, Clock.STAY])
    print(taken)
    assert taken[0] == 0 < taken[1] == 2 < taken[2]
    (who, *_) = stays(world, Stay.VIRTUAL_WARD)
    end_stay(world, who, float(world.clocks[who, Clock.STAY]))
    assert world.residents.stay[who] == Stay.NO, "home: nobody waits there to be discharged"
    assert int(world.places[0].beyond_taken[Beyond.VIRTUAL_WARD]) == taken[2] - 1


def test_an_urgent_response_spares_ae_as_long_as_it_has_time(place):
    attended = []
    for posts in (0.0, 3.0, 1000.0):
        world = place(urgent_community_response={"district_nurse": posts})
        for day in range(1, 6):
            world.globals[0].settings.today = day
            for who in range(40 * day, 40 * day + 40):
                if world.needs.state[who, Need.FRAILTY] == 0:
                    onset(world, who, 0 + Need.FRAILTY, float(day))
                world.needs.severity[who, Need.FRAILTY] = 0.2
                crisis(world, who, 0 + Need.FRAILTY, float(day))
            left = world.places[0].response_backlog + world.places[0].response_today / 1000.0
            world.places[0].response_backlog = max(
                0.0, left - world.places[0].response_minutes / 7.0
            )
            world.places[0].response_today = 0
        events = world.events[: world.globals[0].settings.events]
        attended.append(int((events["activity"] == Activity.AE_ATTENDANCE).sum()))
    print(attended)
    assert attended[0] > attended[1] > attended[2]


def test_places_cost_money_whether_taken_or_not_and_the_twins_have_it(siloed, sized):
    bare = sized(siloed, 3_000, 1, 0)
    world = new_world([bare], 3, 30, 20_000, False)
    price = np.asarray(world.globals[0].p.money.beyond_day)
    keys = ("step_down_beds", "discharge_to_assess", "virtual_ward_places")
    for kind, key in enumerate(keys):
        parts = {f"{key}_per_1000": 2.0}
        scenario = bare.with_({"arrangement.hospital": parts})
        yearly = programme_cost(world, scenario, 12)
        assert yearly.sum() == pytest.approx(2.0 * 3.0 * price[kind] * 365.25)
        assert "capacity_only" in twins(scenario)
    team = {"urgent_community_response": {"district_nurse": 2.0}}
    with_team = bare.with_({"arrangement.hospital": team})
    assert programme_cost(world, with_team, 12).sum() > 0.0
    assert "cost_matched" in twins(with_team)


@pytest.mark.parametrize(
    ("neighbourhoods", "due", "each"),
    [(3, 4.0, [2, 1, 1]), (3, 5.0, [2, 2, 1]), (3, 6.4, [2, 2, 2]), (1, 1.47, [1])],
)
def test_places_that_are_paid_for_are_there(neighbourhoods, due, each, siloed, sized):
    """Whole places are shared out over neighbourhoods, and the run and `cost` bill those."""
    scenario = sized(siloed, 3_000, 1, 0).with_(
        {
            "place.neighbourhoods": neighbourhoods,
            "place.practices_each": 1,
            "arrangement.hospital": {"step_down_beds_per_1000": due / 3.0},
        }
    )
    world = new_world([scenario], 3, 30, 20_000, False)
    price = float(world.globals[0].p.money.beyond_day[Beyond.STEP_DOWN]) * 365.25
    change_world(world, scenario, 1)
    apply_programme(world, scenario, 1, 1)
    there = np.asarray(world.places.beyond)[:, Beyond.STEP_DOWN]
    assert there.tolist() == each
    assert programme_cost(world, scenario, 12).sum() == pytest.approx(sum(each) * price)
    assert cost_of_places(scenario) == pytest.approx(10.0 * sum(each) * price)
    assert planned(scenario).paid == pytest.approx(sum(each) * price)


def test_who_is_in_a_place_beyond_hospital_falls_ill_as_at_home(place):
    """And is admitted from there: the place is free at once, and books of beds balance."""
    world = place(virtual_ward_places_per_1000=50.0)
    for who in range(400):
        fall_ill(world, who, 1.0)
    for who in np.flatnonzero(np.asarray(world.residents.stay_left) > 0.0):
        end_stay(world, who, float(world.clocks[who, Clock.STAY]))
    day_end(world)
    ward, home, found = stays(world, Stay.VIRTUAL_WARD), copied(world), []
    home.residents.stay[ward] = Stay.NO
    for one in (home, world):
        first = int(one.globals[0].settings.events)
        for who in np.repeat(ward, 6):
            fall_ill(one, who, 3.0)
        events = one.events[first : one.globals[0].settings.events]["activity"]
        found.append([(events == kind).sum() for kind in (Activity.AE_ATTENDANCE, ADMITTED)])
    left = (events == BeyondActivity.LEFT_BEYOND).sum()
    assert found[0] == found[1] and 0 < found[1][1] == left <= len(ward)
    taken = int(world.places[0].beyond_taken[Beyond.VIRTUAL_WARD])
    assert taken == len(ward) - left == len(stays(world, Stay.VIRTUAL_WARD))
    day_end(world, 3)
