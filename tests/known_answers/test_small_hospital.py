"""A small place has planned care as a large one has, with less than a bed or a slot a day."""

from __future__ import annotations

import pytest

from joinedup.codes import Activity
from joinedup.run import simulate


@pytest.mark.parametrize(("residents", "a_day"), [(200, 0.11), (600, 0.34)])
def test_a_hospital_with_part_of_a_slot_a_day_and_one_bed_has_planned_care(
    residents, a_day, siloed, sized
) -> None:
    """Some nine slots in ten are used in a place of 10,000, which has six a day."""
    run = simulate(sized(siloed, residents, 4, 1), 3)
    hospital, done = run.world.globals[0].hospital, run.events["activity"]
    assert (hospital.beds, hospital.day_slots) == (1, pytest.approx(a_day, abs=0.01))
    slots = hospital.day_slots * 365.25 * 5.0 / 7.0 * 4.0
    assert 0.7 * slots < (done == Activity.DAY_CASE).sum() <= slots + 1.0
    assert (done == Activity.ELECTIVE_INPATIENT).sum() > 0.01 * residents * 4.0
