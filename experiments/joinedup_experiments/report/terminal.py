"""A comparison on the screen: tables in plain English, every figure with its interval."""

from __future__ import annotations

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table

from joinedup.codes import EPISODE_STATUS_LABELS, NEEDS
from joinedup.outcomes.measures import MEASURES, Measure
from joinedup_experiments.compare.comparison import Comparison, how_long
from joinedup_experiments.compare.diagnostics import validity_warnings
from joinedup_experiments.compare.statistics import Effect, mean_and_half
from joinedup_experiments.display.narrow_table import Row, fits, narrow_lines
from joinedup_experiments.display.numbers import difference, level, number
from joinedup_experiments.report.figures import unit_in_table
from joinedup_experiments.report.numbers import of_base


def print_levels(console: Console, result: Comparison, every_measure: bool) -> None:
    """One scenario's measures, a year's value."""
    table = _table(f"{result.scenarios[0].name}: an average year of {how_long(result)}")
    table.add_column("measure, unit")
    table.add_column(_heading("value", result), justify="right")
    for m, new_section in _rows(every_measure):
        _section(table, m, new_section, 2)
        alone = result.effect(0, m).as_read()
        table.add_row(f"  {_labelled(alone)}", level(alone.base, alone.form))
    console.print(table)
    _about_one_replication(console, result)


def print_differences(console: Console, result: Comparison, every_measure: bool) -> None:
    """A table for each arm: the base's year, and the difference from it."""
    for arm in range(1, len(result.names)):
        base, other = result.scenarios[0].name, result.scenarios[arm].name
        title = f"{other}, compared with {base}: an average year of {how_long(result)}"
        rows = _difference_rows(result, arm, every_measure)
        if fits(rows, console.width):
            console.print(_differences_table(title, result, rows))
        else:
            console.print(title, style="italic")
            between = " (95% intervals)" if len(result.seeds) > 1 else ""
            heads = (f"measure, unit{between}: {base}", "difference")
            for line, stands_out in narrow_lines(rows, heads, min(console.width, 100)):
                console.print(line, style="bold" if stands_out else None, markup=False)
        if len(result.seeds) > 1:
            shown = sum(bool(row.base) for row in rows)
            console.print(
                f"{sum(row.stands_out for row in rows)} of {shown} intervals exclude zero; with "
                f"nothing changed at all, about {max(1, round(shown / 20))} would by chance. An "
                "interval that spans zero is not a change."
            )
        console.print()
    _about_one_replication(console, result)


def _difference_rows(result: Comparison, arm: int, every_measure: bool) -> list[Row]:
    rows = []
    for m, new_section in _rows(every_measure):
        if new_section:
            rows.append(Row(m.section))
        e = result.effect(arm, m).as_read()
        verdict = e.verdict.value if e.difference.known else ""
        rows.append(
            Row(
                _labelled(e), level(e.base, e.form), difference(e.difference, e.form),
                of_base(e, ends=False),
                verdict, e.changed,
            )
        )  # fmt: skip
    return rows


def _differences_table(title: str, result: Comparison, rows: list[Row]) -> Table:
    table = _table(title)
    table.add_column("measure, unit")
    for head in (_heading(result.scenarios[0].name, result), _heading("difference", result)):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("of base", justify="right", no_wrap=True)
    table.add_column("change")
    for row in rows:
        if row.base:
            style = "bold" if row.stands_out else None
            table.add_row(f"  {row.label}", *row[1:5], style=style)
        else:
            table.add_row(f"[italic]{row.label}[/italic]", *[""] * 4)
    return table


def print_precision(console: Console, result: Comparison) -> None:
    """How many replications it takes to know the chief differences to within 1% of the base."""
    if len(result.seeds) < 2 or len(result.names) < 2:
        return
    wanted = result.replications_needed(0.01)
    parts = []
    for m in MEASURES:
        if m.precision is None:
            continue
        known = [n for name in result.names[1:] if (n := wanted[name, m.key]) is not None]
        if known:
            parts.append(f"{m.phrase} {max(known):,}")
    if parts:
        console.print(
            "Replications needed to know a difference to within ±1% of the base's value: "
            + "; ".join(parts)
            + ". All measures: differences.csv."
        )


def print_ledger(console: Console, result: Comparison) -> None:
    """The barrier ledger of every arm side by side, for true and for false need."""
    for truth, what in ((1, "true need"), (0, "false-positive need")):
        table = _table(
            f"Barrier ledger, {what}: where episodes ended or stand after {how_long(result)}"
        )
        table.add_column("where")
        for scenario in result.scenarios:
            table.add_column(
                f"{scenario.name}\n(episodes{_plus_minus(result)}, share)", justify="right"
            )
        counts = result.ledgers[:, :, truth].sum(axis=2).astype(float)
        mean, half = mean_and_half(counts.swapaxes(0, 1))
        whole = np.maximum(mean.sum(axis=1), 1.0)
        for place, label in enumerate(EPISODE_STATUS_LABELS):
            if not mean[:, place].any():
                continue
            cells = [
                f"{_pm(mean[arm, place], half[arm, place])}  {mean[arm, place] / whole[arm]:>4.0%}"
                for arm in range(len(result.names))
            ]
            table.add_row(label, *cells)
        table.add_section()
        total, spread = mean_and_half(counts.sum(axis=2).T)
        sums = [f"{_pm(t, s)}  100%" for t, s in zip(total, spread, strict=True)]
        table.add_row("all episodes", *sums)
        console.print(table)
    console.print(
        f"Episodes of {NEEDS} kinds of need under way on, or begun after, the index date; each "
        "is in exactly one place."
    )


def print_concerns(console: Console, result: Comparison) -> None:
    """What should make a reader doubt the result."""
    found = validity_warnings(result)
    if found:
        console.print("Before anybody relies on this:", style="bold")
    for one in found:
        console.print(f"- {one.text}", markup=False)


def _pm(mean: float, half: float) -> str:
    return number(mean) if np.isnan(half) else f"{number(mean)} ± {number(half)}"


def _plus_minus(result: Comparison) -> str:
    return " ± 95%" if len(result.seeds) > 1 else ""


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)


def _heading(what: str, result: Comparison) -> str:
    return f"{what}\n(95% interval)" if len(result.seeds) > 1 else what


def _rows(every_measure: bool) -> list[tuple[Measure, bool]]:
    shown = [m for m in MEASURES if every_measure or m.headline]
    sections = [None, *(m.section for m in shown)]
    return [(m, m.section != before) for m, before in zip(shown, sections, strict=False)]


def _section(table: Table, m: Measure, new_section: bool, columns: int) -> None:
    if new_section:
        table.add_row(f"[italic]{m.section}[/italic]", *[""] * (columns - 1))


def _labelled(e: Effect) -> str:
    return f"{e.measure.label}, {unit_in_table(e)}"


def _about_one_replication(console: Console, result: Comparison) -> None:
    if len(result.seeds) == 1:
        console.print(
            "One replication: no intervals, so nothing here can be called a change. "
            "Use --replications 2 or more."
        )
