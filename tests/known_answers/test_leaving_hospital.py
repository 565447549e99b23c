"""Who leaves a bed has it until then, each night, and takes no other on the way out."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Activity, Need
from joinedup.engine.jit import entry_point
from joinedup.phases.beyond_hospital import ask_beyond
from joinedup.phases.elective_list import settle_hospital
from joinedup.phases.eligibility import leave_hospital_with_package
from joinedup.phases.hospital_queues import append_to_queue
from joinedup.phases.stays import end_stay
from joinedup.setup.population import new_world
from joinedup.state.hospital import Beyond, HomePlace, Queue, Stay
from joinedup.state.residents import Clock

DAY, WHO = 40, 7


@pytest.fixture
def world(siloed, sized):
    """A place with one person in hospital, fit to leave, to whom nothing else happens."""
    world = new_world([sized(siloed, 300, 1, 0)], 5, 60, 20_000, False)
    settings, hospital = world.globals[0].settings, world.globals[0].hospital
    settings.today = DAY
    hospital.mental_beds = hospital.mental_taken
    hospital.care_home_beds = settings.care_homes
    hospital.occupied = hospital.ready = 1
    world.residents.stay[WHO], world.residents.left_bed_at[WHO] = Stay.READY, DAY
    world.residents.admitted_at[WHO] = DAY - 9.0
    world.clocks[WHO] = np.inf
    world.clocks[WHO, Clock.STAY] = DAY + 9.0
    world.places.beyond[:, Beyond.STEP_DOWN] = 1
    return world


@entry_point
def ask(world, who, t):
    """Wait for a step-down bed."""
    ask_beyond(world, who, t, 1 << Beyond.STEP_DOWN)


@entry_point
def begin(world, who, t):
    """The package that they wait for begins."""
    leave_hospital_with_package(world, who, 0 + Need.FRAILTY, t)


@entry_point
def wait_for_home(world, who):
    """Stand in the queue for a care home."""
    append_to_queue(world, who, 0 + Queue.CARE_HOME)


def left_at(world) -> np.ndarray:
    events = world.events[: int(world.globals[0].settings.events)]
    return np.asarray(events["time"][events["activity"] == Activity.DISCHARGE])


@pytest.mark.parametrize("begins", [0.0, 0.4, 0.7])
def test_who_leaves_with_a_package_is_in_the_bed_on_every_night_before(world, begins):
    hospital = world.globals[0].hospital
    ask(world, WHO, DAY + 0.2)
    begin(world, WHO, DAY + begins)
    settle_hospital(world, DAY, False)
    assert int(hospital.occupied) == 1
    assert not world.places.beyond_taken.any()  # no bed is given to who leaves
    assert len(left_at(world)) == 0
    world.globals[0].settings.today = DAY + 1
    end_stay(world, WHO, float(world.clocks[WHO, Clock.STAY]))
    settle_hospital(world, DAY + 1, False)
    assert int(hospital.occupied) == 0
    np.testing.assert_allclose(left_at(world), max(DAY + begins + 0.5, DAY + 1.0))


def test_who_moves_into_a_care_home_tomorrow_takes_no_step_down_bed(world):
    hospital, settings = world.globals[0].hospital, world.globals[0].settings
    world.residents.home_place[WHO] = HomePlace.LISTED
    wait_for_home(world, WHO)
    ask(world, WHO, DAY + 0.2)
    hospital.care_home_beds = settings.care_homes + 1
    settle_hospital(world, DAY, False)
    assert world.clocks[WHO, Clock.STAY] == DAY + 1.0
    assert world.residents.stay[WHO] == Stay.READY
    assert not world.places.beyond_taken.any()


def test_who_comes_for_elective_care_stays_the_night(world):
    hospital, planned = world.globals[0].hospital, world.globals[0].p.planned
    planned.stay_days = planned.stay_least_days
    hospital.beds, hospital.booked = 1_000, 50
    for who in range(100, 150):
        world.residents.listed[who] = 1
        append_elective(world, who)
    settle_hospital(world, DAY, True)
    came = np.flatnonzero(world.residents.stay == Stay.ELECTIVE)
    assert len(came) == 50
    assert int(hospital.occupied) == 1 + len(came)
    assert (np.asarray(world.clocks)[came, Clock.STAY] >= DAY + 1.0).all()


@entry_point
def append_elective(world, who):
    """Stand on the list for a bed."""
    append_to_queue(world, who, 0 + Queue.BED)
