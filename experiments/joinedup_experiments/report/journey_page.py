"""A journey on the screen and in a folder of its own."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.codes import title
from joinedup.run import Run
from joinedup_experiments.compare.journey import COUNTED, Journey
from joinedup_experiments.compare.results.event_log import timestamps
from joinedup_experiments.compare.results.manifest import MANIFEST, versions
from joinedup_experiments.compare.results.tables import write_table
from joinedup_experiments.report.journey_words import (
    Line,
    date_of,
    days_of,
    gathered,
    in_words,
    told,
    who_they_are,
)
from joinedup_experiments.scenario_io.load import scenario_hash

SHARED_QUEUES = (
    "Both worlds have the same people and the same luck, but also shared queues: one person's "
    "change can touch another's. So a difference between these two lives is a story of what can "
    "happen, not the effect of the arrangement; for effects see `joinedup compare`."
)


def print_journey(found: Journey, every_contact: bool, console: Any) -> None:
    """Print the two lives side by side, the parting marked.

    Parameters
    ----------
    every_contact : bool
        A line for each routine contact, instead of one for contacts that follow each other.
    """
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    console.print(f"[bold]Resident {found.who}[/bold]: {_about(found)}")
    console.print(f"How they were chosen: {found.why}.")
    console.print(
        f"The day of change is {date_of(found.runs[0].index_day)} "
        "(the model's first Monday stands as 2024-01-01)."
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column("day", no_wrap=True)
    for name in found.names:
        table.add_column(name, ratio=1)
    left, right = (_lines(found, side, every_contact) for side in (0, 1))
    parting = found.parting_time
    marked = False
    for day, mine, theirs in days_of(left, right):
        if parting is not None and not marked and day >= int(parting):
            table.add_row(f"[bold]{date_of(day)}[/bold]", *["[bold]THE LIVES PART[/bold]"] * 2)
            marked = True
        cells = ["\n".join(escape(in_words(line)) for line in lines) for lines in (mine, theirs)]
        table.add_row(date_of(day), *cells)
    console.print(table)
    if parting is None:
        console.print("The two lives are the same from beginning to end.")
    console.print(_counts(found))
    console.print(SHARED_QUEUES)


def write_journey(
    folder: Path, found: Journey, command: Sequence[str], every_contact: bool
) -> None:
    """Write ``journey.csv`` (and Parquet), the page as text, and a manifest."""
    from rich.console import Console

    write_table(folder, "journey", journey_columns(found))
    page = io.StringIO()
    console = Console(file=page, width=132, highlight=False)
    print_journey(found, every_contact, console)
    (folder / "journey.txt").write_text(page.getvalue(), encoding="utf-8")
    manifest = {
        "what": "one person's life in two worlds: journey.txt to read, journey.csv to work with",
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
    said = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(said + "\n", encoding="utf-8")


def journey_columns(found: Journey) -> dict[str, Any]:
    """Both lives as the columns of a table, a row for each thing that happened."""
    rows: list[tuple[str, Line, bool]] = []
    for name, life, run in zip(found.names, found.lives, found.runs, strict=True):
        for number, line in enumerate(told(life, run.teams, _practice(found, run))):
            rows.append((name, line, found.parting is None or number < found.parting))
    times = np.array([line.time for _, line, _ in rows])
    return {
        "arm": [name for name, _, _ in rows],
        "resident": [found.who] * len(rows),
        "day_after_change": times - found.runs[0].index_day,
        "timestamp": [str(moment) for moment in timestamps(times)],
        "activity": [line.activity for _, line, _ in rows],
        "resource": [line.team for _, line, _ in rows],
        "kind": [line.kind for _, line, _ in rows],
        "true_need": [line.true_need for _, line, _ in rows],
        "in_words": [line.text for _, line, _ in rows],
        "before_parting": [before for _, _, before in rows],
    }


def _lines(found: Journey, side: int, every_contact: bool) -> list[Line]:
    """One life's lines; contacts are never put together across the parting."""
    life, run = found.lives[side], found.runs[side]
    lines = told(life, run.teams, _practice(found, run))
    if every_contact:
        return lines
    at = len(lines) if found.parting is None else found.parting
    return gathered(lines[:at]) + gathered(lines[at:])


def _practice(found: Journey, run: Run) -> int:
    """The team number of their practice."""
    return int(run.residents["practice"][found.who])


def _about(found: Journey) -> str:
    if not found.same_person_at_end:
        return "dies in one world or in both."
    return who_they_are(found.runs[0].residents, found.who) + "."


def _counts(found: Journey) -> str:
    said = []
    for activity in COUNTED:
        counts = [int((life["activity"] == activity).sum()) for life in found.lives]
        if any(counts):
            said.append(f"{title(activity)} {counts[0]} and {counts[1]}")
    told_apart = "; ".join(said) or "no crisis, admission, package of care or obstacle in either"
    return f"In {found.names[0]} and in {found.names[1]}: {told_apart}."
