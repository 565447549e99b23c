"""Beds taken are people in them, everywhere, and every stay ends or goes on."""

from __future__ import annotations

import numpy as np

from joinedup.codes import Activity, Cause
from joinedup.engine.schedule import NOBODY
from joinedup.rules.beyond_hospital import BeyondActivity
from joinedup.rules.mental_health_beds import BedActivity
from joinedup.run import Run
from joinedup.state.hospital import BEYONDS, HomePlace, Queue, Stay
from joinedup.state.months import Tally
from tests.conservation.test_conservation import conserved


def beds(run: Run) -> None:
    """Beds taken are people in them; those fit to leave are among them; lists are the listed."""
    world = run.world
    hospital, residents = world.globals[0].hospital, world.residents
    stay = np.asarray(residents.stay)
    general = (stay != Stay.NO) & (stay <= Stay.AWAITING)
    assert int(hospital.occupied) == general.sum()
    assert int(hospital.mental_taken) == (stay == Stay.MENTAL_HEALTH).sum()
    assert int(hospital.mental_taken) <= int(hospital.mental_beds)
    assert int(hospital.out_of_area) == (stay == Stay.OUT_OF_AREA).sum()
    beyond = np.array([((stay == Stay.STEP_DOWN + kind).sum()) for kind in range(BEYONDS)])
    assert np.array_equal(np.asarray(world.places.beyond_taken).sum(axis=0), beyond)
    waits = {
        Queue.BEYOND: np.asarray(residents.wants) > 0,
        Queue.MENTAL_HEALTH: stay == Stay.AWAITING,
        Queue.CARE_HOME: np.asarray(residents.home_place) == HomePlace.LISTED,
    }
    for line, wait in waits.items():
        assert int(hospital.queue_length[line]) == wait.sum()
    assert int(hospital.ready) == (stay == Stay.READY).sum()
    listed: list[int] = []
    for line in (0, 1):
        at, before, length = int(hospital.queue_first[line]), NOBODY, 0
        while at != NOBODY:
            assert residents[at].listed == line + 1
            assert residents[at].queue_before[0] == before
            listed.append(at)
            before, at, length = at, int(residents[at].queue_next[0]), length + 1
        assert int(hospital.queue_last[line]) == before
        assert int(hospital.queue_length[line]) == length
    assert sorted(listed) == np.flatnonzero(np.asarray(residents.listed)).tolist()
    tallies = np.asarray(world.months.tallies)
    assert (tallies >= 0).all()
    assert (tallies[:, Tally.READY_BED_DAYS] <= tallies[:, Tally.BED_DAYS]).all()


test_beds_taken_are_people_in_them = conserved(beds)


def stays_end(run: Run) -> None:
    """Every stay in a bed that began since the change has ended or is going on; no other has."""
    events = run.events
    began = np.isin(events["activity"], (Activity.EMERGENCY_ADMISSION, Activity.ELECTIVE_INPATIENT))
    elsewhere = (BedActivity.MENTAL_HEALTH_ADMISSION, BeyondActivity.WENT_BEYOND)
    began |= np.isin(events["activity"], elsewhere)
    ended = np.isin(
        events["activity"],
        (
            Activity.DISCHARGE,
            BedActivity.MENTAL_HEALTH_DISCHARGE,
            BeyondActivity.LEFT_BEYOND,
        ),
    )
    people_ = run.scenario.place.residents
    left = np.bincount(events["who"][began], minlength=people_) - np.bincount(
        events["who"][ended], minlength=people_
    )
    now = (np.asarray(run.world.residents.stay) != Stay.NO).astype(int)
    before = now - left  # who lay in a bed on the index day
    assert set(before.tolist()) <= {0, 1}
    if run.scenario.run.burn_in_years == 0.0:
        assert not before.any()
    admitted = events[events["activity"] == Activity.EMERGENCY_ADMISSION]
    assert (admitted["cause"] != Cause.NONE).all()


test_every_stay_ends_or_goes_on = conserved(stays_end)
