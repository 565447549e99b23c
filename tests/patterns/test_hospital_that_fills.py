"""A hospital that fills: corridors, pushed discharge, decline in bed, cancelled and freed beds.

Beds are given; people fall ill, stay and leave as the model has it.
"""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Age, Need
from joinedup.phases.demography import die, move_away
from joinedup.phases.elective_list import settle_hospital
from joinedup.phases.hospital import fall_ill
from joinedup.phases.pathway import end_stay
from joinedup.setup.population import new_world
from joinedup.state.hospital import Planning, Stay
from joinedup.state.markers import Marker
from joinedup.state.months import Tally
from joinedup.state.residents import Clock

T = 1.0


@pytest.fixture
def place(siloed, sized):
    """Makes a place on day 1, everybody over 65 and ill once; so far above full."""

    def make(above: float = 0.0, alter=None):
        world = new_world([sized(siloed, 600, 1, 0)], 3, 400, 20_000, False)
        world.globals[0].settings.today = 1
        world.residents.age = Age.OLD
        if alter:
            alter(world.globals[0].p)
        hospital = world.globals[0].hospital
        hospital.beds = 100
        hospital.occupied = round(100 * (1.0 + above))
        for who in range(600):
            fall_ill(world, who, T)
        return world

    return make


def in_bed(world) -> np.ndarray:
    return np.flatnonzero(np.asarray(world.residents.stay) == Stay.EMERGENCY)


def lengths(world) -> np.ndarray:
    """Days in bed from now on, as far as is known."""
    return np.asarray(world.clocks)[:, Clock.STAY] - T + np.asarray(world.residents.stay_left)


def planned(world) -> np.ndarray:
    """Everybody's discharge is planned; days cut."""
    for who in in_bed(world):
        if world.residents.stay_left[who] > 0.0:
            end_stay(world, who, float(world.clocks[who, Clock.STAY]))
    return np.asarray(world.residents.early)


def test_nobody_is_turned_away_and_who_gets_no_bed_stays_longer(place, rises):
    worlds = [place(above) for above in (0.0, 0.05, 0.1, 0.3)]
    assert len({len(in_bed(world)) for world in worlds}) == 1
    days = [lengths(world)[in_bed(world)] for world in worlds]
    print([float(d.mean()) for d in days])
    assert rises([float(d.mean()) for d in days])
    longer = days[-1] - days[0]
    assert set(np.round(longer, 3).tolist()) == {0.0, 1.0}, "overnight by a day, others not"


def test_more_of_those_without_a_bed_die_within_30_days(place, rises):
    def soon(world):
        usual = np.asarray(world.clocks)[in_bed(world), Clock.DEATH]
        deaths = np.minimum(usual, np.asarray(world.residents.dies_at)[in_bed(world)])
        return int((deaths < T + 30.0).sum())

    def worse(p):
        p.stays.corridor_deaths[:] = 0.2

    def none(p):
        p.stays.corridor_deaths[:] = 0.0

    found = [soon(place(above, worse)) for above in (0.0, 0.05, 0.1, 0.2)]
    print(found)
    assert rises(found)
    assert soon(place(0.2, none)) == found[0]


def test_discharge_is_pushed_above_full_and_carried_by_the_person(place, rises):
    worlds = [place(above) for above in (0.0, 0.02, 0.05, 0.1)]
    cut = [planned(world) for world in worlds]
    assert cut[0].sum() == 0.0
    assert rises([float(days.sum()) for days in cut])
    left = [lengths(world) for world in worlds]
    np.testing.assert_allclose((left[3] + cut[3])[in_bed(worlds[3])].min(), 0.4, atol=1e-6)
    assert not planned(place(0.1, lambda p: p.stays.__setattr__("most_cut", 0.0))).any()


def helped(world, nights: float) -> tuple[float, int]:
    """Severity of frailty and need in daily living, and people with them, after such stays."""
    planned(world)
    for who in in_bed(world):
        end_stay(world, who, T + nights)
    for who in np.flatnonzero(np.asarray(world.residents.stay) == Stay.READY):
        end_stay(world, who, T + nights)
    kinds = [Need.FRAILTY, Need.DAILY_LIVING]
    state = np.asarray(world.needs.state)[:, kinds]
    there = (state > 0) & (np.asarray(world.needs.genuine)[:, kinds] == 1)
    return float(np.asarray(world.needs.severity)[:, kinds][there].sum()), int(there.sum())


def test_the_longer_in_bed_the_more_function_is_lost(place, rises):
    found = [helped(place(), nights) for nights in (0.0, 3.0, 10.0, 40.0)]
    print(found)
    assert rises([severity for severity, _ in found])
    assert rises([people for _, people in found])
    unchanged = helped(place(alter=lambda p: p.stays.__setattr__("decline_a_night", 0.0)), 40.0)
    assert unchanged == pytest.approx(found[0])


def list_for_beds(world, people: int) -> None:
    """So many people on the list for a bed, in order."""
    hospital, residents = world.globals[0].hospital, world.residents
    waiting = np.flatnonzero(np.asarray(residents.stay) == Stay.NO)[:people].tolist()
    residents.listed[waiting] = 1
    for before, who, after in zip([-1, *waiting], waiting, [*waiting[1:], -1], strict=False):
        residents.queue_before[who, 0], residents.queue_next[who, 0] = before, after
    queue = 0 + Planning.BED
    hospital.queue_first[queue], hospital.queue_last[queue] = waiting[0], waiting[-1]
    hospital.queue_length[queue] = people


def day_end(world, day: int, occupied: int) -> tuple[int, int, int]:
    """A working day ends with so many in bed: called in for the next, cancelled, listed."""
    hospital = world.globals[0].hospital
    hospital.occupied, hospital.came_today = occupied, 0
    settle_hospital(world, day, True)
    cancelled = int(world.months[0].tallies[Tally.CANCELLED])
    return int(hospital.booked), cancelled, int(hospital.queue_length[Planning.BED])


def test_freed_beds_are_filled_from_the_list_and_a_full_hospital_cancels(place):
    world = place(alter=lambda p: p.stays.__setattr__("beds_kept_free", 0.05))
    list_for_beds(world, 60)
    assert day_end(world, 1, 100) == (0, 0, 60), "full: nobody is called in"
    assert day_end(world, 2, 80) == (15, 0, 60), "twenty come free: all but the reserve"
    assert day_end(world, 3, 90) == (0, 5, 50), "emergencies took ten: five are cancelled"
    assert day_end(world, 4, 60) == (35, 5, 50)
    assert day_end(world, 5, 55) == (5, 5, 15), "they come, and more are called in"
    assert world.globals[0].hospital.done_a_week[Planning.BED] > 0.0


def left_for_mental_need(world) -> int:
    return int(world.months.markers[:, Marker.LEFT_MENTAL_WARD].sum())


def test_an_operation_after_a_crisis_at_home_is_no_stay_for_mental_need(place):
    world = place()
    list_for_beds(world, 20)
    listed = np.asarray(world.residents.listed) == 1
    world.residents.stay_kind[listed] = Need.SEVERE_MENTAL_ILLNESS
    for day in (1, 2):
        day_end(world, day, 50)
    called = np.flatnonzero(np.asarray(world.residents.stay) == Stay.ELECTIVE)
    assert len(called) == 20
    for who in called:
        end_stay(world, who, 9.0)
    assert left_for_mental_need(world) == 0


def test_who_dies_in_a_bed_or_moves_away_from_it_is_not_to_be_followed_up(place):
    world = place()
    world.residents.stay_kind = Need.SEVERE_MENTAL_ILLNESS
    first, second, third, *_ = in_bed(world).tolist()
    die(world, first, T)
    move_away(world, second, T)
    assert left_for_mental_need(world) == 0
    world.residents.age[third] = Age.MIDDLE
    world.clocks[third, Clock.STAY] = world.residents.stay_left[third] = 0.0
    end_stay(world, third, T)
    assert left_for_mental_need(world) == 1
