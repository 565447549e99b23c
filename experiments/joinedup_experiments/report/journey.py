"""A journey on the screen and in a folder of its own."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.codes import Age, labels, title
from joinedup_experiments.compare.journey import COUNTED, Journey
from joinedup_experiments.compare.replication import event_log_of
from joinedup_experiments.compare.results.event_log import event_table
from joinedup_experiments.compare.results.manifest import MANIFEST, versions
from joinedup_experiments.compare.results.tables import write_table
from joinedup_experiments.display.document import Heading, Part, Words
from joinedup_experiments.display.terminal import print_parts
from joinedup_experiments.report.lives import (
    Line,
    in_print,
    life,
    parting,
    side_by_side,
    team_of,
)
from joinedup_experiments.scenario_io.load import scenario_hash

SHARED_QUEUES = (
    "Both arms have the same people and random numbers, but also shared queues: one person's "
    "change can touch another's. So a difference between these two lives is a story of what can "
    "happen, not the effect of the arrangement; for effects see `joinedup compare`."
)


def journey_parts(found: Journey, every_contact: bool) -> list[Part]:
    """Two lives side by side, the parting marked.

    Parameters
    ----------
    every_contact : bool
        A line for each routine contact, instead of one for contacts that follow each other.
    """
    lives = _lives(found)
    who = "dies in one arm or in both."
    if found.same_person_at_end:
        who = f"{_who_they_are(found.runs[0].residents, found.who)}."
    parts: list[Part] = [
        Heading(f"Resident {found.who}: {who}"),
        Words(f"How they were chosen: {found.why}."),
        Words(
            f"The index date is {in_print(found.runs[0].index_day)} (the model's first Monday "
            "stands as 1 January 2024)."
        ),
        side_by_side("", found.names, lives, every_contact),
    ]
    if parting(*lives) is None:
        parts.append(Words("The two lives are the same from beginning to end."))
    return [*parts, Words(_counts(found)), Words(SHARED_QUEUES)]


def write_journey(
    folder: Path, found: Journey, command: Sequence[str], every_contact: bool
) -> None:
    """Write ``journey.csv`` (and Parquet), the page as text, and a manifest."""
    from rich.console import Console

    write_table(folder, "journey", journey_columns(found))
    page = io.StringIO()
    console = Console(file=page, width=132, highlight=False)
    print_parts(console, journey_parts(found, every_contact))
    (folder / "journey.txt").write_text(page.getvalue(), encoding="utf-8")
    manifest = {
        "what": "one person's life in two arms: journey.txt to read, journey.csv to work with",
        "command": list(command),
        "resident": found.who,
        "chosen": found.why,
        "seed": found.runs[0].seed,
        "arms": [
            {
                "label": run.scenario.name,
                "scenario_sha256": scenario_hash(run.scenario),
                "scenario": run.scenario.model_dump(exclude_none=True),
            }
            for run in found.runs
        ],
        "versions": versions(),
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def journey_columns(found: Journey) -> dict[str, Any]:
    """Both lives as the columns of a table, a row for each thing that happened."""
    lives = _lives(found)
    apart = parting(*lives)
    rows = [
        (name, run.scenario, line)
        for name, lines, run in zip(found.names, lives, found.runs, strict=True)
        for line in lines
    ]
    times = np.array([line.time for _, _, line in rows])
    return {
        "arm": [name for name, _, _ in rows],
        "resident": [found.who] * len(rows),
        "day_after_change": times - found.runs[0].index_day,
        "timestamp": [str(line.row["timestamp"]) for _, _, line in rows],
        "activity": [line.row["activity"] for _, _, line in rows],
        "resource": [team_of(line.row, scenario) for _, scenario, line in rows],
        "kind": [line.row["kind"] for _, _, line in rows],
        "true_need": [line.row["true_need"] for _, _, line in rows],
        "in_words": [line.text for _, _, line in rows],
        "before_parting": [apart is None or line.day < apart for _, _, line in rows],
    }


def _lives(found: Journey) -> list[list[Line]]:
    lives = []
    for rows, run in zip(found.lives, found.runs, strict=True):
        log = event_log_of(run, rows)
        lives.append(life(event_table("", log).to_pylist(), run.scenario))
    return lives


def _who_they_are(residents: dict[str, np.ndarray], who: int) -> str:
    """Age, deprivation and carer of a resident."""
    age = labels(Age)[int(residents["age"][who])]
    quintile = int(residents["quintile"][who]) + 1
    carer = "with" if residents["carer"][who] else "without"
    return (
        f"aged {age}, deprivation quintile {quintile} (5: the most deprived), {carer} an unpaid "
        "carer"
    )


def _counts(found: Journey) -> str:
    parts = []
    for activity in COUNTED:
        counts = [int((rows["activity"] == activity).sum()) for rows in found.lives]
        if any(counts):
            parts.append(f"{title(activity)} {counts[0]} and {counts[1]}")
    text = "; ".join(parts) or "no crisis, admission, package of care or obstacle in either"
    return f"In {found.names[0]} and in {found.names[1]}: {text}."
