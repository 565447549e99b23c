"""Øvretveit's six team processes (002): combinations of four stages, a row of a table each."""

from __future__ import annotations

from math import ceil

from joinedup.codes import Process, Profession
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class TeamProcess(Parameters):
    """The stages of each process (1 yes, 0 no), and what a stage takes."""

    # fmt: off
    reception = parameter(
        by(Process, parallel_pathway=0.0, post_box=0.0, reception_allocation=1.0,
           reception_assessment_allocation=1.0, reception_assessment_allocation_review=1.0,
           hybrid=0.5),
        "0 or 1", (1, 1), "002",
        "whether the process has this stage: reception with a short-term response",
        evidence="measured", role="constant")
    allocation = parameter(
        by(Process, parallel_pathway=0.0, post_box=1.0, reception_allocation=1.0,
           reception_assessment_allocation=1.0, reception_assessment_allocation_review=1.0,
           hybrid=0.5),
        "0 or 1", (1, 1), "002",
        "whether the process has this stage: allocation at a weekly team meeting",
        evidence="measured", role="constant")
    assessment = parameter(
        by(Process, 0.0, reception_assessment_allocation=1.0,
           reception_assessment_allocation_review=1.0, hybrid=0.5),
        "0 or 1", (1, 1), "002",
        "whether the process has this stage: assessment allocated apart from longer-term work",
        evidence="measured", role="constant")
    review = parameter(by(Process, 0.0, reception_assessment_allocation_review=1.0, hybrid=0.5),
        "0 or 1", (1, 1), "002",
        "whether the process has this stage: review by the team",
        evidence="measured", role="constant")
    reception_minutes = parameter(30.0, "minutes", (10, 60), "assumed",
        "time for a short-term response at reception")
    reception_recognises = parameter(0.3, "share of false needs", (0.1, 0.6), "assumed",
        "share of false needs recognised at reception")
    may_assess = parameter(
        by(Profession, 1.0, support_worker=0.0, link_worker=0.0), "0 or 1", (1, 1),
        "000 (most staff can begin); registered professions, where the team has any",
        "whether a profession may assess", role="constant")
    meeting_hours = parameter(1.0, "hours a week", (0.5, 3), "assumed",
        "staff time for a team's weekly allocation or review meeting, for every 30,000 residents")
    meeting_every = parameter(7.0, "days", (7, 14), "assumed",
        "days between a team's allocation meetings")
    meeting_at = parameter(0.4, "days", (0.3, 0.5), "assumed",
        "time of the day of a team's allocation meeting", role="constant")
    # fmt: on


@rule
def next_joint_meeting(time, last, every):
    """The first Monday from ``time`` on that is ``every`` days or more after the ``last``."""
    return 7.0 * ceil(max(time, last + every) / 7.0)


@rule
def next_meeting(time, every, phase):
    """The first meeting after ``time``, of those held ``every`` so many days from ``phase`` on."""
    gone = (time - phase) / every
    count = int(gone) + 1 if gone >= 0.0 else 0
    return phase + every * count
