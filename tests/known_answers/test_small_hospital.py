"""A small place has planned care as a large one has, with less than a bed or a slot a day."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Activity
from joinedup.run import Run, simulate


@pytest.mark.parametrize(("residents", "a_day"), [(200, 0.11), (600, 0.34)])
def test_a_hospital_with_part_of_a_slot_a_day_and_one_bed_has_planned_care(
    residents, a_day, siloed, sized
) -> None:
    """Some nine slots in ten are used in a place of 10,000, which has six a day."""
    run = simulate(sized(siloed, residents, 4, 1), 3)
    hospital, done = run.world.globals[0].hospital, run.events["activity"]
    assert (hospital.beds, hospital.day_slots) == (1, pytest.approx(a_day, abs=0.01))
    assert hospital.mental_beds == 1
    slots = hospital.day_slots * 365.25 * 5.0 / 7.0 * 4.0
    assert 0.7 * slots < (done == Activity.DAY_CASE).sum() <= slots + 1.0
    assert (done == Activity.ELECTIVE_INPATIENT).sum() > 0.01 * residents * 4.0
    assert listed_before_called(run)


def listed_before_called(run: Run) -> bool:
    """Whether, by the times in the log, the last of both says who is on the list in the end."""
    events, residents = run.events, run.world.residents
    both = (Activity.ELECTIVE_LISTED, Activity.DAY_CASE, Activity.ELECTIVE_INPATIENT)
    of_list = events[np.isin(events["activity"], both)]
    of_list = of_list[np.argsort(of_list["time"], kind="stable")]
    last = {(one["who"], one["episode"]): one["activity"] for one in of_list}
    return all(
        (what == Activity.ELECTIVE_LISTED) == (residents.listed[who] > 0)
        for (who, generation), what in last.items()
        if residents.generation[who] == generation
    )
