"""Øvretveit's six team processes, and when meetings are."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Process
from joinedup.rules.team_process import next_joint_meeting, next_meeting

STAGES = ("reception", "allocation", "assessment", "review")


def row(p, process: Process) -> tuple[float, ...]:
    return tuple(float(p.team_process[stage][process]) for stage in STAGES)


def test_six_processes_are_six_different_rows_of_a_table(p):
    rows = {row(p, process) for process in Process}
    assert len(rows) == len(Process)
    assert all(0.0 <= stage <= 1.0 for each in rows for stage in each)


def test_each_process_but_the_hybrid_adds_a_stage_to_the_one_before(p):
    """002: from parallel pathways, which share nothing, to a review by the team."""
    rows = np.array([row(p, process) for process in Process if process != Process.HYBRID])
    assert (np.diff(rows, axis=0) >= 0.0).all()
    assert rows.sum(axis=1).tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert row(p, Process.HYBRID) == (0.5,) * 4


@pytest.mark.parametrize("phase", [0.4, 1.5, 4.4])
@pytest.mark.parametrize("every", [1.0, 7.0, 14.0])
def test_the_next_meeting_is_the_first_after_now(phase, every):
    for time in (0.0, 0.3, phase, 6.9, 100.0, 1234.5):
        at = next_meeting(time, every, phase)
        assert at > time
        assert at - time <= every or time < phase
        meetings = (at - phase) / every
        assert meetings == pytest.approx(round(meetings), abs=1e-9)


def test_what_bounces_waits_for_a_day_on_which_a_joint_meeting_is_held():
    """Joint meetings are on the first Monday that is so many days after the last."""
    for every in (7.0, 10.0, 14.0, 30.0):
        last, held = 365, []
        for day in range(366, 366 + 200):
            if day % 7 == 0 and day - last >= every:
                held.append(day)
                last = day
        for time, last in ((365.3, 365), (held[0] + 0.4, held[0]), (held[1] - 0.1, held[0])):
            assert next_joint_meeting(time, float(last), every) in held[:3]
            assert next_joint_meeting(time, float(last), every) >= time
