"""A life told in plain English, day by day, from the ledger's rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from joinedup.codes import AGE_NAMES, CAUSE_LABELS, NO_NEED, NONE_TEAM, Activity, Need, Route, title
from joinedup_experiments.compare.results.event_log import AT_THE_PRACTICE, timestamps

_ROUTES = {
    Route.SOUGHT_HELP: "they ask for help",
    Route.NOTICED_BY_PRACTICE: "noticed at the practice",
    Route.NOTICED_BY_TEAM: "noticed by a team",
    Route.NOTICED_IN_HOSPITAL: "noticed in hospital",
    Route.SEARCHED_FOR: "found by searching",
    Route.AT_DISCHARGE: "at discharge",
}
_SAID = {
    Activity.ONSET: "{need} begins; no service knows",
    Activity.PRESENTED: "{need} comes to light: {route}",
    Activity.REFERRED: "referred to {team}: {need}",
    Activity.REFUSED: "{team} refuses {need}: below its threshold",
    Activity.BOUNCED: "{team} sends {need} on: not theirs",
    Activity.LOST: "lost on the way to {team}: {need}",
    Activity.DIVERTED: "advised and sent away: {need}",
    Activity.ACCEPTED: "{team} accepts {need}: in the line",
    Activity.CARE_STARTED: "care begins with {team}: {need}",
    Activity.CARE_ENDED: "care ends, need met: {need} ({team})",
    Activity.GAVE_UP: "gives up asking about {need}",
    Activity.RESOLVED: "{need} passes by itself",
    Activity.FOUND_FALSE: "found not to be {plain}",
    Activity.RELAPSED: "{need} comes back",
    Activity.CRISIS: "CRISIS: {need}",
    Activity.AE_ATTENDANCE: "goes to A&E",
    Activity.EMERGENCY_ADMISSION: "EMERGENCY ADMISSION: {cause}",
    Activity.DISCHARGE: "leaves hospital",
    Activity.READY_FOR_DISCHARGE: "fit to leave hospital{package}",
    Activity.OUTPATIENT: "outpatient clinic",
    Activity.ELECTIVE_LISTED: "put on the elective list",
    Activity.ELECTIVE_INPATIENT: "elective stay in hospital",
    Activity.DAY_CASE: "day case",
    Activity.CARE_HOME_MOVE: "MOVES INTO A CARE HOME",
    Activity.DIED: "DIES",
    Activity.MOVED_IN: "moves in",
    Activity.NOTICED: "{route}: {need}",
    Activity.ENROLLED: "gets a case manager",
    Activity.CONSULTATION: "sees the practice about {need}",
    Activity.CONTACT: "contact with {team}: {need}",
    Activity.WORSENED: "{need} gets worse",
    Activity.NO_APPOINTMENT: "no appointment to be had: {need}",
    Activity.ASSESSED: "assessed by {team}: {need}",
    Activity.CRISIS_TEAM: "the crisis team comes: {need}",
    Activity.ADVICE: "GP asks a specialist directly; no clinic needed",
    Activity.IMPROVED: "{need} eases",
}


_ROUTINE = (title(Activity.CONTACT), title(Activity.CONSULTATION), title(Activity.OUTPATIENT))
_FIRST = (
    Activity.CONSULTATION,
    Activity.CRISIS,
    Activity.AE_ATTENDANCE,
    Activity.EMERGENCY_ADMISSION,
    Activity.CONTACT,
    Activity.NOTICED,
    Activity.PRESENTED,
)
_RANK = {int(activity): number for number, activity in enumerate(_FIRST)}
_NEEDS = {
    Need.COGNITIVE: "failing memory",
    Need.DAILY_LIVING: "need for daily help",
    Need.HOUSING_AND_MONEY: "trouble with housing or money",
    Need.LONG_TERM_CONDITION: "long-term condition",
}


@dataclass(frozen=True)
class Line:
    """One thing that happened: when, in words, and how often until when."""

    time: float
    text: str
    activity: str
    team: str
    kind: str
    true_need: bool | None
    times: int = 1
    until: float | None = None


def told(rows: np.ndarray, teams: list[tuple[str, str, int]], practice: int) -> list[Line]:
    """A life's rows in words, a line each; what happens at one moment, as one would tell it.

    Parameters
    ----------
    practice : int
        The team number of the person's practice.
    """
    lines = [(float(row["time"]), _RANK.get(int(row["activity"]), 50), row) for row in rows]
    return [_line(row, teams, practice) for _, _, row in sorted(lines, key=lambda line: line[:2])]


def gathered(lines: list[Line]) -> list[Line]:
    """The same, with routine contacts of one sort put together until something else happens."""
    kept: list[Line] = []
    routine: dict[str, int] = {}
    for line in lines:
        if line.activity not in _ROUTINE:
            routine.clear()
            kept.append(line)
        elif line.text in routine:
            first = kept[routine[line.text]]
            kept[routine[line.text]] = replace(first, times=first.times + 1, until=line.time)
        else:
            routine[line.text] = len(kept)
            kept.append(line)
    return kept


def days_of(left: list[Line], right: list[Line]) -> Iterator[tuple[int, list[Line], list[Line]]]:
    """Every day on which something happened in either life, with what did in each."""
    days = sorted({int(line.time) for line in [*left, *right]})
    for day in days:
        yield (
            day,
            [line for line in left if int(line.time) == day],
            [line for line in right if int(line.time) == day],
        )


def date_of(time: float) -> str:
    """A day of the model as a date; its first Monday stands as 1 January 2024."""
    return str(timestamps(np.array([time]))[0])[:10]


def in_words(line: Line) -> str:
    """A line with how often it happened.

    >>> in_words(Line(1.0, "contact", "contact", "", "", True, 3, 4.0))
    'contact, 3 times until 2024-01-05'
    """
    if line.times == 1 or line.until is None:
        return line.text
    return f"{line.text}, {line.times} times until {date_of(line.until)}"


def who_they_are(residents: dict[str, np.ndarray], who: int) -> str:
    """Age, deprivation and carer of a resident."""
    age = AGE_NAMES[int(residents["age"][who])]
    quintile = int(residents["quintile"][who]) + 1
    carer = "with" if residents["carer"][who] else "without"
    return (
        f"aged {age}, deprivation quintile {quintile} (5: the most deprived), {carer} somebody who "
        "would care for them unpaid"
    )


def _line(row: np.void, teams: list[tuple[str, str, int]], practice: int) -> Line:
    activity = Activity(int(row["activity"]))
    about = row["kind"] != NO_NEED
    kind = title(Need(int(row["kind"]))) if about else ""
    plain = _NEEDS.get(Need(int(row["kind"])), kind) if about else ""
    true_need = bool(row["genuine"]) if about else None
    team = teams[int(row["team"])][1] if row["team"] != NONE_TEAM else ""
    team = teams[practice][1] if activity in AT_THE_PRACTICE else team
    need = plain if true_need else f"what is taken for {plain}"
    if not about:
        need = "their carer can do no more" if activity == Activity.CRISIS else ""
    cause = int(row["cause"])
    if activity == Activity.CONSULTATION and not about:
        return Line(float(row["time"]), "sees the practice", title(activity), team, kind, None)
    text = _SAID[activity].format(
        need=need,
        plain=plain,
        team=team or "a team",
        route=_ROUTES.get(Route(cause), "") if cause < len(Route) else "",
        cause=CAUSE_LABELS[cause] if cause < len(CAUSE_LABELS) else "",
        package=", and waits for a care package" if cause == 1 else "",
    )
    return Line(float(row["time"]), text, title(activity), team, kind, true_need)
