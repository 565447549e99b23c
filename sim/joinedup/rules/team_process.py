"""Øvretveit's six team processes (002): combinations of four stages, a row of a table each."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Process
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter

Table = Any

_STAGE = "whether the process has this stage: "


class TeamProcess(NamedTuple):
    """Which stages each process has (1 yes, 0 no), and what a stage takes."""

    reception: Annotated[
        Table,
        Parameter(
            _STAGE + "reception with a short-term response",
            "0 or 1",
            1.0,
            1.0,
            "002",
            "measured",
            "constant",
            per=(Process,),
        ),
    ] = (0.0, 0.0, 1.0, 1.0, 1.0, 0.5)
    allocation: Annotated[
        Table,
        Parameter(
            _STAGE + "allocation at a weekly team meeting",
            "0 or 1",
            1.0,
            1.0,
            "002",
            "measured",
            "constant",
            per=(Process,),
        ),
    ] = (0.0, 1.0, 1.0, 1.0, 1.0, 0.5)
    assessment: Annotated[
        Table,
        Parameter(
            _STAGE + "assessment allocated apart from longer-term work",
            "0 or 1",
            1.0,
            1.0,
            "002",
            "measured",
            "constant",
            per=(Process,),
        ),
    ] = (0.0, 0.0, 0.0, 1.0, 1.0, 0.5)
    review: Annotated[
        Table,
        Parameter(
            _STAGE + "review by the team",
            "0 or 1",
            1.0,
            1.0,
            "002",
            "measured",
            "constant",
            per=(Process,),
        ),
    ] = (0.0, 0.0, 0.0, 0.0, 1.0, 0.5)
    reception_minutes: Annotated[
        float,
        Parameter("time for a short-term response at reception", "minutes", 10.0, 60.0),
    ] = 30.0
    reception_recognises: Annotated[
        float,
        Parameter("share of false needs recognised at reception", "share of false needs", 0.1, 0.6),
    ] = 0.3
    assessment_recognises: Annotated[
        float,
        Parameter(
            "share of false needs recognised by an assessment that comes before the line",
            "share of false needs",
            0.4,
            0.9,
        ),
    ] = 0.6
    meeting_hours: Annotated[
        float,
        Parameter("a team's weekly allocation or review meeting", "hours a week", 0.5, 3.0),
    ] = 1.0


@rule
def next_meeting(time, every, phase):
    """The first meeting after ``time``, of those held ``every`` so many days from ``phase`` on."""
    gone = (time - phase) / every
    count = int(gone) + 1 if gone >= 0.0 else 0
    return phase + every * count
