"""The sheets on what went in: words of the first page, assumptions, dictionary, how it was run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.engine.parameter import Parameter
from joinedup.outcomes.measures import MEASURES
from joinedup.rules.collected import declared, overridden
from joinedup_experiments.compare.comparison import Comparison, beyond_the_last_year, how_long
from joinedup_experiments.compare.results.manifest import command_of
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.compare.results.tables import OF_PAIRS
from joinedup_experiments.display.document import (
    Code,
    Figures,
    Heading,
    Plain,
    Points,
    Section,
    Table,
    Words,
    plain,
)
from joinedup_experiments.report.chance import runs_of
from joinedup_experiments.report.exports.cells import Cell, Sheet, number
from joinedup_experiments.report.exports.outcomes import BETTER
from joinedup_experiments.report.exports.pictures import alone
from joinedup_experiments.report.method import WORDS
from joinedup_experiments.scenario_io.diff.phrases import words
from joinedup_experiments.scenario_io.parameter_table import cells_of
from joinedup_experiments.scenario_io.plausible_worlds import (
    SHIPPED,
    WorldsError,
    in_world,
    worlds_sha256,
)
from joinedup_experiments.scenario_io.proposal_cost import (
    Line,
    in_all,
    lines,
    lines_by_year,
    rounded,
    year_names,
)

MONTHS = {
    "sum": "the sum of its months",
    "mean": "the mean of its months, each by how many it is of",
}
OVER_WORLDS = "different in each plausible world"
OWN = "the model's own"
NOT_HERE = "as its plausible worlds had it, whose table is not here"
OF_ALL = (
    "A share is a number from 0 to 1, shown in per cent; its difference is in percentage points. "
    "Unmet need is in person-days a year; divided by 365.25, as on the sheet Summary, it is needs "
    "on an average day.",
    f"A difference is paired by replication ({OF_PAIRS}).",
    "Values on the sheet Effects are of the same pairs; those on the sheets by year are of all.",
    "Nine in ten: between what the middle 90% of plausible worlds lie, or of replications.",
)


def summary_sheet(title: str, facts: str, section: Section) -> Sheet:
    """A section of the report in words; its pictures are not in a workbook."""
    rows: list[list[str]] = [["", facts]]
    strong: set[int] = set()
    for part in plain(section.parts):
        for first, text, stands_out in _in_rows(part):
            strong |= {len(rows)} if stands_out else set()
            rows.append([first, text])
    return Sheet("Summary", (section.heading, title), rows, frozenset(strong))


def _in_rows(part: Plain) -> Iterator[tuple[str, str, bool]]:
    match part:
        case Heading():
            yield part.text, "", True
        case Words() | Code():
            yield "", part.text, False
        case Points():
            for item in part.items:
                first, text = item if isinstance(item, tuple) else ("", item)
                yield first, text, False
        case Table():
            yield part.caption, "; ".join(part.head[1:]), True
            for row in part.rows:
                yield row[0], "; ".join(row[1:]), len(row) == 1
        case Figures():
            for figure in part.items:
                yield figure.title, alone(figure), False


def planned_sheet(result: Comparison) -> Sheet:
    """What each arm adds to the siloed place before anything is run: posts, and pounds by year.

    It has the lines of `joinedup cost`, and those that are in force for a while alone.
    """
    rows: list[list[Cell]] = []
    strong: set[int] = set()
    for scenario in result.scenarios:
        paid, full = lines_by_year(scenario), lines(scenario)
        for key, each in paid.items():
            mine = [one for one in full if one.key == key]
            rows.append([scenario.name, words(key.what), words(key.payer), *_planned(mine, each)])
        sums = [("Subtotal", payer) for payer in dict.fromkeys(key.payer for key in paid)]
        for what, payer in [*sums, ("All", "")] if paid else []:
            strong.add(len(rows))
            mine = [one for one in full if payer in ("", one.payer)]
            each = np.sum([by for key, by in paid.items() if payer in ("", key.payer)], axis=0)
            rows.append([scenario.name, what, words(payer), *_planned(mine, each)])
    head = ("Arm", "What it adds", "Who pays", "Posts", "Pounds in a full year",
            *year_names(result.scenarios[0]), "All years")  # fmt: skip
    return Sheet("Planned cost", head, rows, frozenset(strong))


def _planned(some: Sequence[Line], by_year: np.ndarray) -> list[Cell]:
    """Posts and pounds of some lines in a full year, pounds in each year, and in all of them."""
    posts, pounds = in_all(some)
    years = rounded([*by_year, by_year.sum()])
    return [number(posts, "count"), *(number(x, "pounds") for x in (pounds, *years))]


def assumptions_sheet(results: Results) -> Sheet:
    """Every parameter, a row for each cell of a table, and what it was in this run."""
    own, runs = results.comparison.scenarios[0].assumptions, _values_by_run(results)
    rows: list[list[Cell]] = []
    for d in declared().values():
        each = [run.get(d.key, d.default) for run in runs or [{}]]
        low, high = np.min(each, axis=0), np.max(each, axis=0)
        for (cell, default), *ends in zip(cells_of(d), low.flat, high.flat, strict=True):
            in_run = _in_run(d, cell, own, ends if runs else [])
            rows.append([
                d.key, cell, d.meaning, d.unit, number(default), *map(number, d.bounds(default)),
                *(map(number, ends) if runs else (None, None)),
                in_run, d.source, d.evidence, d.role,
            ])  # fmt: skip
    head = (
        "Key", "Cell", "What it is", "Unit", "The model's own value", "Range, low", "Range, high",
        "In this run, lowest", "In this run, highest", "In this run it is", "Source", "Evidence",
        "Role",
    )  # fmt: skip
    return Sheet("Assumptions", head, rows)


def _in_run(d: Parameter, cell: str, own: Mapping[str, Any], ends: Sequence[float]) -> str:
    """Whether a cell was overridden; ``ends`` over the worlds run are empty if not known."""
    given = own.get(d.key)
    if cell in given if isinstance(given, dict) else given is not None:
        return "overridden"
    if not ends:
        return NOT_HERE if d.role == "uncertainty" else OWN
    return OWN if ends[0] == ends[1] else OVER_WORLDS


def _values_by_run(results: Results) -> list[dict[str, np.ndarray]]:
    """What each world that was run sets, by key; nothing where the table of worlds is not here."""
    base, digest = results.comparison.scenarios[0], results.manifest.get("worlds_sha256")
    named = results.manifest.get("worlds_read_from") or SHIPPED
    near = [Path(named)] + ([results.folder.parent / named] if results.folder else [])
    here = [t for t in (SHIPPED, *near) if t.is_file() and digest in (None, worlds_sha256(t))]
    worlds = dict.fromkeys(results.comparison.worlds)
    try:
        runs = [in_world(base, n, here[0]) if n else base for n in worlds] if here else []
    except WorldsError:  # they were made for another model
        return []
    return [overridden(run.assumptions, run.outside_range) for run in runs]


def dictionary_sheet() -> Sheet:
    """Every measure: what it is called, its unit, how it is counted, and which way is better."""
    rows = [
        [m.label, m.unit, m.description, BETTER[m.better], m.section, MONTHS[m.combine],
         "yes" if m.headline else "", m.key]
        for m in MEASURES
    ]  # fmt: skip
    head = (
        "Figure", "Unit", "How it is counted, where the name does not say", "Which way is better",
        "Section", "A year is", "Headline", "Key",
    )  # fmt: skip
    return Sheet("Dictionary", head, rows)


def run_sheet(results: Results) -> Sheet:
    """How it was run, with what, and what a reader has to know; no date, so equal runs agree."""
    result, manifest = results.comparison, results.manifest
    made = manifest.get("versions", {})
    lasted = f"{how_long(result)}. {beyond_the_last_year(result)}".rstrip(". ")
    rows = [
        *_arms(result, manifest["arms"]),
        ["Residents", f"{result.scenarios[0].place.residents:,}"],
        ["Residents simulated", f"{result.simulated:,}; totals are of all residents"],
        ["Years after the index date", lasted],
        ["Years before it, nothing joined", f"{result.scenarios[0].run.burn_in_years:g}"],
        ["Intervals are over", runs_of(result)],
        ["Table of worlds", str(manifest.get("worlds_read_from") or "as shipped")],
        ["Random seeds", f"{result.seeds[0]} to {result.seeds[-1]}"],
        ["Command", command_of(manifest)],
        ["Version of joinedup", str(made.get("joinedup", "unknown"))],
        ["State of the model's sources", str(made.get("model_sources_sha256", "unknown"))],
        *(["To know", note] for note in results.notes),
        *(["Reason for doubt", note] for note in results.warnings if note not in results.notes),
        *(["Words", text] for text in (*OF_ALL, WORDS)),
    ]
    return Sheet("How it was run", ("What", "Value"), rows)


def _arms(result: Comparison, arms: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    each = zip(result.names, result.scenarios, arms, strict=False)
    for place, (key, scenario, arm) in enumerate(each, 1):
        digest = str(arm.get("scenario_sha256", ""))[:12]
        what = f"Arm {place}" + (" (base)" if place == 1 < len(arms) else "")
        yield [what, f"{scenario.name} ({key}{f', SHA-256 {digest}' if digest else ''})"]
