"""Two residents' lives in two worlds, read from the event log of the first replication.

One is the resident whose life has fewest troubles more in the base, the other the one whose life
has most more in the arm: somebody who does better there, and somebody who does worse. Both are
extreme, and chosen for that.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.codes import CAUSE_LABELS, NO_NEED, NONE_TEAM, Activity, Need, title
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.results.event_log import (
    AT_THE_PRACTICE,
    DAY_0,
    NEEDS_PACKAGE,
    activity_names,
    route_names,
)
from joinedup_experiments.report.journey_words import (
    Line,
    date_of,
    days_of,
    gathered,
    in_words,
    told,
)

LOG = "events.parquet"
LINES_AT_MOST = 40
TROUBLES = (
    Activity.CRISIS,
    Activity.EMERGENCY_ADMISSION,
    Activity.REFUSED,
    Activity.BOUNCED,
    Activity.LOST,
    Activity.GAVE_UP,
)
LEFT_OUT = (Activity.DIED, Activity.MOVED_IN)
ROUTINE = (
    Activity.CONSULTATION,
    Activity.OUTPATIENT,
    Activity.WORSENED,
    Activity.IMPROVED,
    Activity.CONTACT,
)
_ROW = np.dtype([
    ("time", "f8"), ("activity", "i8"), ("kind", "i8"), ("genuine", "i8"), ("team", "i8"),
    ("cause", "i8"),
])  # fmt: skip


@dataclass(frozen=True)
class Lives:
    """One resident's two lives.

    Attributes
    ----------
    who : int
        The resident's number.
    why : str
        How they were chosen.
    troubles : tuple of int
        Crises, admissions and obstacles in each world.
    days : list of (date, in the base, in the other, whether the lives have parted)
    """

    who: int
    why: str
    troubles: tuple[int, int]
    days: list[tuple[str, list[str], list[str], bool]]


def two_lives(folder: Path, result: Comparison, arm: int = 1) -> list[Lives]:
    """Somebody who does better in an arm and somebody who does worse; fewer where nobody does.

    Returns
    -------
    list of Lives
        Empty where there is no event log, or only one arm.
    """
    if len(result.names) < 2 or not (folder / LOG).is_file():
        return []
    pair = (result.names[0], result.names[arm])
    counts, fits = _counted(folder / LOG, pair, result.scenarios[0].place.residents)
    gain = np.where(fits, counts[0] - counts[1], 0)
    chosen = []
    for sign, why in ((1, "fewer"), (-1, "more")):
        who = int(np.argmax(sign * gain))
        if sign * gain[who] > 0:
            chosen.append((who, f"of all residents the one with the most {_TROUBLE} {why}"))
    return [_lives(folder / LOG, result, arm, who, why, counts) for who, why in chosen]


_TROUBLE = "crises, emergency admissions and obstacles"


def _counted(file: Path, pair: tuple[str, str], people: int) -> tuple[np.ndarray, np.ndarray]:
    """Troubles by world and resident, and who can be told of: one life, not too long, in both."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(file, columns=["activity", "resident", "arm"])
    names = np.array(activity_names(), object)
    arms = table["arm"].cast(pa.string()).to_numpy(zero_copy_only=False)
    what = table["activity"].cast(pa.string()).to_numpy(zero_copy_only=False)
    who = table["resident"].to_numpy()
    counts, fits = np.zeros((2, people), int), np.ones(people, bool)
    for world, name in enumerate(pair):
        here = arms == name

        def many(of: np.ndarray, here: np.ndarray = here) -> np.ndarray:
            return np.bincount(who[here & of], minlength=people)

        counts[world] = many(np.isin(what, names[list(TROUBLES)]))
        fits &= many(np.isin(what, names[list(LEFT_OUT)])) == 0
        fits &= many(~np.isin(what, names[list(ROUTINE)])) <= LINES_AT_MOST
    return counts, fits


def _lives(
    file: Path, result: Comparison, arm: int, who: int, why: str, counts: np.ndarray
) -> Lives:
    import pyarrow.parquet as pq

    table = pq.read_table(file, filters=[("resident", "=", who)]).to_pylist()
    lives = []
    for number in (0, arm):
        mine = [row for row in table if row["arm"] == result.names[number]]
        mine.sort(key=lambda row: row["timestamp"])
        lives.append(_rows(mine, result.scenarios[number]))
    parting = _parting(lives[0][0], lives[1][0])
    lines = [_lines(*life, parting) for life in lives]
    told_days = []
    for day, mine, theirs in days_of(*lines):
        told_days.append((
            date_of(day), [in_words(x) for x in mine], [in_words(x) for x in theirs],
            parting is not None and day >= int(parting),
        ))  # fmt: skip
    return Lives(who, why, (int(counts[0, who]), int(counts[1, who])), told_days)


def _rows(
    mine: list[dict[str, Any]], scenario: Scenario
) -> tuple[np.ndarray, list[tuple[str, str, int]], int]:
    """A life's rows as codes again, the teams named in them, and the person's practice."""
    activities, kinds = activity_names(), [title(k) for k in Need]
    resources = sorted({str(row["resource"]) for row in mine})
    teams = [(name, _label(name, scenario), 0) for name in resources]
    practice = 0
    rows = np.zeros(len(mine), _ROW)
    for number, row in enumerate(mine):
        activity = activities.index(row["activity"])
        team = resources.index(row["resource"])
        if activity in AT_THE_PRACTICE:
            practice = team
        no_team = row["resource"] in ("hospital", "resident")
        rows[number] = (
            (np.datetime64(row["timestamp"], "s") - DAY_0) / np.timedelta64(86_400, "s"),
            activity,
            kinds.index(row["kind"]) if row["kind"] else NO_NEED,
            int(bool(row["true_need"])),
            NONE_TEAM if no_team else team,
            _cause(row),
        )
    return rows, teams, practice


def _cause(row: dict[str, Any]) -> int:
    if row["route"]:
        return route_names().index(row["route"])
    if row["cause"] == NEEDS_PACKAGE:
        return 1
    return CAUSE_LABELS.index(row["cause"]) if row["cause"] in CAUSE_LABELS else 0


def _label(resource: str, scenario: Scenario) -> str:
    if resource in scenario.teams:
        return scenario.teams[resource].label
    key, _, number = resource.rpartition(" ")
    return f"{scenario.teams[key].label} {number}" if key in scenario.teams else resource


def _lines(
    rows: np.ndarray, teams: list[tuple[str, str, int]], practice: int, parting: float | None
) -> list[Line]:
    """In words; routine is never put together across the parting."""
    if parting is None:
        return gathered(told(rows, teams, practice))
    before = rows["time"] < int(parting)
    return [
        line
        for part in (rows[before], rows[~before])
        for line in gathered(told(part, teams, practice))
    ]


def _parting(mine: np.ndarray, theirs: np.ndarray) -> float | None:
    """When two lives first differ, in days since day 0; None when they never do."""
    fields = ["time", "activity", "kind", "genuine"]
    for number in range(max(len(mine), len(theirs))):
        both = [life[number] for life in (mine, theirs) if number < len(life)]
        if len(both) < 2 or any(both[0][field] != both[1][field] for field in fields):
            return float(min(row["time"] for row in both))
    return None
