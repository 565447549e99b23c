"""A life in plain English from the rows of the event log, and two lives side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from itertools import zip_longest
from typing import Any, NamedTuple

import numpy as np

from joinedup.codes import Activity, Need, Route, title
from joinedup.rules.care import CareActivity
from joinedup.rules.life_course import LifeCourseActivity
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.results import event_log
from joinedup_experiments.display.document import Table
from joinedup_experiments.report.team_names import team_at

PARTING = "\N{EM DASH} the lives part \N{EM DASH}"
_ROUTES = {
    title(Route.SOUGHT_HELP): "they ask for help",
    title(Route.NOTICED_BY_PRACTICE): "noticed at the practice",
    title(Route.NOTICED_BY_TEAM): "noticed by a team",
    title(Route.NOTICED_IN_HOSPITAL): "noticed in hospital",
    title(Route.SEARCHED_FOR): "found by searching",
    title(Route.AT_DISCHARGE): "at discharge",
}
_WORDS: dict[IntEnum, str] = {
    Activity.ONSET: "{need} begins; is undetected",
    Activity.PRESENTED: "{need} comes to light: {route}",
    Activity.REFERRED: "referred to {team}: {need}",
    Activity.REFUSED: "{team} refuses {need}: below its threshold",
    Activity.BOUNCED: "{team} sends {need} on: not theirs",
    Activity.LOST: "lost on the way to {team}: {need}",
    Activity.DIVERTED: "advised and sent away: {need}",
    Activity.ACCEPTED: "{team} accepts {need}: on its waiting list",
    Activity.CARE_STARTED: "care begins with {team}: {need}",
    Activity.CARE_ENDED: "care ends, need met: {need} ({team})",
    CareActivity.PRACTICE_SUPPORTS: "{team} can do no more, the practice supports: {need}",
    CareActivity.PASSED_ON: "{team} closes, or has nobody left; it refers on: {need}",
    Activity.STEPPED_UP: "care has not helped, {team} refers to the next step: {need}",
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
    LifeCourseActivity.MOVED_AWAY: "MOVES AWAY",
    Activity.NOTICED: "{route}: {need}",
    Activity.ENROLLED: "gets a case manager",
    Activity.CONSULTATION: "sees the practice{about}",
    Activity.CONTACT: "contact with {team}: {need}",
    Activity.WORSENED: "{need} gets worse",
    Activity.NO_APPOINTMENT: "no appointment to be had: {need}",
    Activity.ASSESSED: "assessed by {team}: {need}",
    Activity.CRISIS_TEAM: "the crisis team comes: {need}",
    Activity.IMPROVED: "{need} eases",
}
_ROUTINE = (Activity.CONTACT, Activity.CONSULTATION, Activity.OUTPATIENT)
# At one moment causes come before what follows from them.
_FIRST = (
    Activity.CONSULTATION, Activity.CRISIS, Activity.AE_ATTENDANCE, Activity.EMERGENCY_ADMISSION,
    Activity.CONTACT, Activity.NOTICED, Activity.PRESENTED, Activity.REOPENED,
    Activity.STEPPED_UP, CareActivity.PASSED_ON, Activity.REFERRED, Activity.ACCEPTED,
    Activity.ASSESSED,
)  # fmt: skip
_NEEDS = {
    Need.COGNITIVE: "failing memory",
    Need.DAILY_LIVING: "need for daily help",
    Need.HOUSING_AND_MONEY: "trouble with housing or money",
    Need.LONG_TERM_CONDITION: "long-term condition",
}
PLAIN = {title(need): _NEEDS.get(need, title(need)) for need in Need}
Row = Mapping[str, Any]


class Line(NamedTuple):
    """One thing that happened: when (days since day 0), in words, with which team, and its row."""

    time: float
    text: str
    activity: IntEnum
    team: str
    row: Row

    @property
    def day(self) -> int:
        """The day on which it happened."""
        return int(self.time)


def life(rows: Sequence[Row], scenario: Scenario, index_day: float) -> list[Line]:
    """A life in words, from the event log's rows about one resident in one arm."""
    known, lines = event_log.activities_by_name(), []
    for row in rows:
        activity = known[row["activity"]]
        since = np.datetime64(row["timestamp"], "s") - event_log.DAY_0
        time = float(since / np.timedelta64(86_400, "s"))
        team = team_at(scenario, index_day, str(row["resource"]), time)
        lines.append(Line(time, _text(row, activity, team), activity, team, row))
    rank: dict[IntEnum, int] = {activity: number for number, activity in enumerate(_FIRST)}
    return sorted(lines, key=lambda line: (line.time, rank.get(line.activity, 50)))


def parting(mine: Sequence[Line], theirs: Sequence[Line]) -> int | None:
    """The day on which two lives first differ; None when they never do."""
    for one, other in zip_longest(mine, theirs):
        if one is None or other is None:
            return (one or other).day
        if (one.time, one.text) != (other.time, other.text):
            return min(one.day, other.day)
    return None


def gathered(lines: Sequence[Line], apart: int | None) -> list[tuple[int, str]]:
    """The same by day, routine of one sort put together until something else or ``apart``."""
    kept: list[list[Line]] = []
    routine: dict[str, list[Line]] = {}
    for line in lines:
        crossed = bool(kept) and apart is not None and kept[-1][0].day < apart <= line.day
        if line.activity not in _ROUTINE or crossed:
            routine.clear()
        if line.text in routine:
            routine[line.text].append(line)
            continue
        kept.append([line])
        if line.activity in _ROUTINE:
            routine[line.text] = kept[-1]
    return [
        (one.day, f"{one.text}, {len(others) + 1} times until {in_print(others[-1].time)}"
                  if others else one.text)
        for one, *others in kept
    ]  # fmt: skip


def side_by_side(
    caption: str, names: Sequence[str], lives: Sequence[Sequence[Line]], every_contact: bool = False
) -> Table:
    """Two lives as a table, a row for each day on which something happened, the parting marked."""
    apart = parting(*lives)
    shown = [
        [(one.day, one.text) for one in lines] if every_contact else gathered(lines, apart)
        for lines in lives
    ]
    days = sorted({day for lines in shown for day, _ in lines})
    rows = [
        (in_print(day), *("\n".join(text for on, text in lines if on == day) for lines in shown))
        for day in days
    ]
    after = [number for number, day in enumerate(days) if apart is not None and day >= apart]
    if after:
        rows.insert(after[0], (in_print(days[after[0]]), PARTING, PARTING))
    return Table(caption, ("Day", *names), rows, numbers=False)


def in_print(time: float) -> str:
    """A day of the model as a date that no line breaks; its first Monday is 1 Jan 2024."""
    one = (event_log.DAY_0 + np.timedelta64(int(time), "D")).item()
    return f"{one.day} {one:%b} {one.year}".replace(" ", "\N{NO-BREAK SPACE}")


def _text(row: Row, activity: IntEnum, team: str) -> str:
    plain = PLAIN.get(row["kind"], "")
    need = plain if row["true_need"] else f"what is taken for {plain}"
    if not plain:
        need = "their carer can do no more" if activity == Activity.CRISIS else ""
    waits = row["cause"] == event_log.NEEDS_PACKAGE
    words = _WORDS.get(activity, f"{title(activity)}: {{need}}")
    return words.format(
        need=need,
        plain=plain,
        about=f" about {need}" if plain else "",
        team=team or "a team",
        route=_ROUTES[row["route"]] if row["route"] else "",
        cause=row["cause"],
        package=", and waits for a care package" if waits else "",
    )
