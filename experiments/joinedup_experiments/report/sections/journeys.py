"""Two residents' lives in two arms, read from the event log of the first replication.

One is the resident whose life has fewest troubles more in the base, the other the one whose life
has most more in the arm: one who does better there, and one who does worse. Both are extreme, and
chosen for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from joinedup.codes import Activity
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.results.event_log import activity_names
from joinedup_experiments.display.document import Heading, Part, Section, Words
from joinedup_experiments.report.lives import Line, life, side_by_side
from joinedup_experiments.report.source import Source

LOG = "events.parquet"
LINES_AT_MOST = 40
TROUBLE = "crises, emergency admissions and obstacles"
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


@dataclass(frozen=True)
class Chosen:
    """One resident: how they were chosen, and troubles and lines of life in each of two arms."""

    who: int
    why: str
    troubles: tuple[int, int]
    lives: tuple[list[Line], list[Line]]


def section(source: Source) -> Section:
    """Two journeys."""
    return journeys_section(source.view.names, two_lives(source.results.folder, source.view.result))


def journeys_section(names: Sequence[str], chosen: Sequence[Chosen]) -> Section:
    """The section on residents who were chosen."""
    parts: list[Part] = [
        Words(
            "A journey is a story, not an effect. Arms share their people and random numbers, but "
            "also their queues: one person's change can touch another's. These residents were "
            "chosen for differing most, so they are not typical."
        )
    ]
    for number, one in enumerate(chosen, 1):
        mine, theirs = one.troubles
        monday = "the model's first Monday stands as 1 January 2024"
        parts += [
            Heading(f"Journey {number}: resident {one.who}"),
            Words(
                f"How they were chosen: in the first replication, {one.why} in {names[1]} "
                f"({theirs}) than in {names[0]} ({mine})."
            ),
            side_by_side(f"Resident {one.who} in both arms ({monday})", names[:2], one.lives),
        ]
    if not chosen:
        parts.append(
            Words(
                "None can be shown here: it takes two arms, their event log (events.parquet), and "
                "a resident whose lives differ. See joinedup journey BASE OTHER."
            )
        )
    return Section("journeys", "Two journeys", parts)


def two_lives(folder: Path | None, result: Comparison, arm: int = 1) -> list[Chosen]:
    """One who does better in an arm and one who does worse; fewer where no resident does.

    Returns
    -------
    list of Chosen
        Empty where there is no event log, or only one arm.
    """
    if len(result.names) < 2 or folder is None or not (folder / LOG).is_file():
        return []
    pair = (result.names[0], result.names[arm])
    counts, fits = _counted(folder / LOG, pair, result.scenarios[0].place.residents)
    gain = np.where(fits, counts[0] - counts[1], 0)
    found = []
    for sign, why in ((1, "fewer"), (-1, "more")):
        who = int(np.argmax(sign * gain))
        if sign * gain[who] > 0:
            reason = f"of all residents the one with the most {TROUBLE} {why}"
            mine, theirs = (_life(folder / LOG, result, number, who) for number in (0, arm))
            troubles = (int(counts[0, who]), int(counts[1, who]))
            found.append(Chosen(who, reason, troubles, (mine, theirs)))
    return found


def _counted(file: Path, pair: tuple[str, str], people: int) -> tuple[np.ndarray, np.ndarray]:
    """Troubles by arm and resident, and who can be shown: one life, not too long, in both."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(file, columns=["activity", "resident", "arm"])
    names = np.array(activity_names(), object)
    arms, what = (
        table[column].cast(pa.string()).to_numpy(zero_copy_only=False)
        for column in ("arm", "activity")
    )
    who = table["resident"].to_numpy()
    counts, fits = np.zeros((2, people), int), np.ones(people, bool)
    for number, name in enumerate(pair):
        here = arms == name

        def many(of: np.ndarray, here: np.ndarray = here) -> np.ndarray:
            return np.bincount(who[here & of], minlength=people)

        counts[number] = many(np.isin(what, names[list(TROUBLES)]))
        fits &= many(np.isin(what, names[list(LEFT_OUT)])) == 0
        fits &= many(~np.isin(what, names[list(ROUTINE)])) <= LINES_AT_MOST
    return counts, fits


def _life(file: Path, result: Comparison, arm: int, who: int) -> list[Line]:
    import pyarrow.parquet as pq

    filters = [("resident", "=", who), ("arm", "=", result.names[arm])]
    rows = pq.read_table(file, filters=filters).to_pylist()
    return life(sorted(rows, key=lambda row: row["timestamp"]), result.scenarios[arm])
