"""Beds that are not the general hospital's: mental health beds, and places in care homes."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Age, Need
from joinedup.phases.crisis import crisis
from joinedup.phases.elective_list import settle_hospital
from joinedup.phases.hospital import fall_ill
from joinedup.phases.natural_course import onset
from joinedup.phases.pathway import end_stay
from joinedup.setup.population import new_world
from joinedup.state.hospital import HomePlace, Queue, Stay
from joinedup.state.months import Tally
from joinedup.state.residents import Clock


@pytest.fixture
def place(siloed, sized):
    """Makes a place on day 1, with so many mental health beds and places in homes."""

    def make(mental: int = 0, homes: int = 0, age: int = Age.MIDDLE):
        world = new_world([sized(siloed, 400, 1, 0)], 3, 400, 20_000, False)
        world.globals[0].settings.today = 1
        world.residents.age = age
        hospital = world.globals[0].hospital
        hospital.beds, hospital.mental_beds, hospital.care_home_beds = 1_000, mental, homes
        return world

    return make


def crises(world, kind: int, severity: float, people: int = 60) -> None:
    """So many people have a crisis of such a need."""
    kind = int(kind)
    for who in range(people):
        if world.needs.state[who, kind] == 0:
            onset(world, who, kind, 1.0)
        world.needs.severity[who, kind] = severity
        world.needs.genuine[who, kind] = 1
        crisis(world, who, kind, 1.0)


def count(world, stay: Stay) -> int:
    return int((np.asarray(world.residents.stay) == stay).sum())


def day_end(world, day: int) -> None:
    world.globals[0].settings.today = day
    settle_hospital(world, day, False)


def test_mental_crises_need_beds_of_their_own_and_others_do_not(place):
    world = place()
    crises(world, Need.SEVERE_MENTAL_ILLNESS, 0.5)
    assert count(world, Stay.AWAITING) > 10
    for kind, severity, own in (
        (Need.COMMON_MENTAL_DISORDER, 0.2, False),
        (Need.COMMON_MENTAL_DISORDER, 0.9, True),
        (Need.COGNITIVE, 0.9, False),
        (Need.LONG_TERM_CONDITION, 0.9, False),
    ):
        world = place()
        world.teams.appointment = 0.0  # no GP can see them, and they go to A&E
        crises(world, kind, severity)
        assert (count(world, Stay.AWAITING) > 0) == own
        assert count(world, Stay.EMERGENCY) > 0


def test_free_mental_health_beds_are_taken_and_the_fewer_the_more_go_away(place):
    sent, taken = [], []
    for beds in (60, 10, 4, 0):
        world = place(mental=beds)
        crises(world, Need.SEVERE_MENTAL_ILLNESS, 0.9)
        waiting = count(world, Stay.AWAITING)
        day_end(world, 1)
        hospital = world.globals[0].hospital
        assert count(world, Stay.MENTAL_HEALTH) == min(waiting, beds)
        assert hospital.occupied == count(world, Stay.AWAITING) + count(world, Stay.EMERGENCY)
        world.globals[0].settings.today = 3
        for who in np.flatnonzero(np.asarray(world.residents.stay) == Stay.AWAITING):
            end_stay(world, who, float(world.clocks[who, Clock.STAY]))
        day_end(world, 3)
        assert count(world, Stay.AWAITING) == hospital.queue_length[Queue.MENTAL_HEALTH] == 0
        sent.append(int(np.asarray(world.months.tallies)[:, Tally.SENT_OUT_OF_AREA].sum()))
        taken.append(int(hospital.mental_taken))
        assert hospital.out_of_area == sent[-1]
    print(sent, taken)
    assert sent[0] == 0 and sent == sorted(sent) and len(set(sent)) == 4
    assert taken == sorted(taken, reverse=True)


def test_who_leaves_a_mental_health_bed_leaves_it_to_the_next(place):
    world = place(mental=1)
    crises(world, Need.SEVERE_MENTAL_ILLNESS, 0.9)
    day_end(world, 1)
    (first,) = np.flatnonzero(np.asarray(world.residents.stay) == Stay.MENTAL_HEALTH)
    end_stay(world, first, 2.5)
    assert world.residents.stay[first] == Stay.NO
    day_end(world, 2)
    (second,) = np.flatnonzero(np.asarray(world.residents.stay) == Stay.MENTAL_HEALTH)
    assert second != first


def listed(world) -> np.ndarray:
    return np.flatnonzero(np.asarray(world.residents.home_place) == HomePlace.LISTED)


def test_a_move_waits_until_a_place_is_free(place):
    waits = []
    for homes in (60, 6, 0):
        world = place(homes=homes, age=Age.OLD)
        crises(world, Need.DAILY_LIVING, 0.9, 200)
        wanted = len(listed(world))
        day_end(world, 1)
        kept = np.flatnonzero(np.asarray(world.residents.home_place) == HomePlace.KEPT)
        assert len(kept) == min(homes, wanted)
        waits.append(len(listed(world)))
        for who in kept:
            if world.residents.stay[who] == Stay.NO:
                end_stay(world, who, 2.0)
                assert world.residents.care_home[who] == 1
        assert world.globals[0].settings.care_homes == len(kept)
    print(waits)
    assert waits[0] < waits[1] < waits[2]


def test_who_waits_for_a_care_home_waits_in_the_bed_they_are_in(place):
    """Fit to leave, everybody on the list is delayed; without a list few are."""
    shares = []
    for on_list in (False, True):
        world = place(age=Age.OLD)
        if on_list:
            world.residents.home_place = HomePlace.LISTED
        for who in range(400):
            fall_ill(world, who, 1.0)
        ill = np.flatnonzero(np.asarray(world.residents.stay_left) > 0.0)
        for who in ill:
            end_stay(world, who, float(world.clocks[who, Clock.STAY]))
            end_stay(world, who, float(world.clocks[who, Clock.STAY]))
        shares.append(count(world, Stay.READY) / len(ill))
    print(shares)
    assert shares[0] < 0.5 and shares[1] == 1.0
