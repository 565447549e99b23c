"""What a comparison says on a screen: tables in plain English, every figure with its interval."""

from __future__ import annotations

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table

from joinedup.codes import EPISODE_STATUS_LABELS, NEEDS
from joinedup.outcomes.measures import HEADLINES, MEASURES, Measure, measure
from joinedup_experiments.compare.comparison import Comparison, Difference, how_long
from joinedup_experiments.compare.diagnostics import validity_warnings
from joinedup_experiments.compare.statistics import Interval, mean_and_half
from joinedup_experiments.display.narrow_table import Row, fits, narrow_lines
from joinedup_experiments.display.numbers import number


def level(interval: Interval) -> str:
    """A value with its interval: ``1,240 (1,210 to 1,270)``."""
    if not interval.known:
        return number(interval.mean)
    return f"{number(interval.mean)} ({number(interval.low)} to {number(interval.high)})"


def signed(interval: Interval) -> str:
    """A difference with its interval, each with its sign: ``+30 (+12 to +48)``."""

    def with_sign(value: float) -> str:
        said = number(value)
        return said if said.startswith("-") or said == "0" else f"+{said}"

    if not interval.known:
        return with_sign(interval.mean)
    low, high = with_sign(interval.low), with_sign(interval.high)
    return f"{with_sign(interval.mean)} ({low} to {high})"


def verdict(d: Difference) -> str:
    """What may be said of a difference."""
    if not d.difference.known:
        return ""
    if d.difference.nothing_at_all:
        return "no difference at all"
    if d.difference.too_few_to_tell:
        return "too few replications to tell"
    if not d.difference.excludes_zero:
        return "no change shown"
    return "more" if d.difference.mean > 0 else "less"


def print_levels(console: Console, result: Comparison, every_measure: bool) -> None:
    """One scenario's measures, a year's value."""
    table = _table(f"{result.scenarios[0].name}: an average year of {how_long(result)}")
    table.add_column("measure: unit, for a year")
    table.add_column(_heading("value", result), justify="right")
    for m, new_group in _rows(every_measure):
        _section(table, m, new_group, 2)
        value = result.level(0, m)
        size = _size(m, value)
        table.add_row(_labelled(m, size), level(scaled(value, size)))
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
            heads = (f"measure: unit, for a year{between}: {base}", "difference")
            for line, stands_out in narrow_lines(rows, heads, min(console.width, 100)):
                console.print(line, style="bold" if stands_out else None, markup=False)
        if len(result.seeds) > 1:
            shown = sum(bool(row.base) for row in rows)
            console.print(
                f"{sum(row.stands_out for row in rows)} of {shown} intervals exclude zero; with "
                f"nothing changed at all, about {max(1, round(shown / 20))} would by luck. An "
                "interval that spans zero is not a change."
            )
        console.print()
    _about_one_replication(console, result)


def _difference_rows(result: Comparison, arm: int, every_measure: bool) -> list[Row]:
    rows = []
    for m, new_group in _rows(every_measure):
        if new_group:
            rows.append(Row(m.group))
        d = result.difference(arm, m)
        size = _size(m, d.base)
        points = " points" if is_share(m) and not d.difference.nothing_at_all else ""
        difference = signed(scaled(d.difference, size)) + points
        rows.append(
            Row(
                _labelled(m, size).strip(), level(scaled(d.base, size)), difference, of_base(d),
                verdict(d), d.difference.excludes_zero,
            )
        )  # fmt: skip
    return rows


def _differences_table(title: str, result: Comparison, rows: list[Row]) -> Table:
    table = _table(title)
    table.add_column("measure: unit, for a year")
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
    """How many replications it takes to know a few differences to within 1% of the base."""
    if len(result.seeds) < 2 or len(result.names) < 2:
        return
    needed = result.replications_needed(0.01)
    keys = ("emergency", "unmet_latent", "referrals_true", "cost")
    said = []
    for key in keys:
        many = [needed[name, key] for name in result.names[1:]]
        most = max((m for m in many if m is not None), default=None)
        if most is not None:
            said.append(f"{measure(key).label.lower()} {most:,}")
    if said:
        console.print(
            "Replications needed to know a difference to within ±1% of the base's value: "
            + "; ".join(said)
            + ". All measures: differences.csv."
        )


def print_ledger(console: Console, result: Comparison) -> None:
    """The barrier ledger of every arm side by side, for true and for false need."""
    for truth, what in ((1, "true need"), (0, "what was taken for need and was not")):
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
        f"Episodes of {NEEDS} kinds of need under way on, or begun after, the day of change; each "
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
    shown = [m for m in MEASURES if every_measure or m.key in HEADLINES]
    groups = [None, *(m.group for m in shown)]
    return [(m, m.group != before) for m, before in zip(shown, groups, strict=False)]


def _section(table: Table, m: Measure, new_group: bool, columns: int) -> None:
    if new_group:
        table.add_row(f"[italic]{m.group}[/italic]", *[""] * (columns - 1))


def scaled(interval: Interval, size: float) -> Interval:
    """The interval in a unit that is ``size`` times as large."""
    return Interval(
        interval.mean / size, interval.low / size, interval.high / size, interval.replications
    )


def is_share(m: Measure) -> bool:
    """Whether a measure is a share, which people read in per cent, and differences in points."""
    return m.unit.split()[0] == "share"


def _size(m: Measure, interval: Interval) -> float:
    """1; 1000 where whole numbers would be longer than anybody reads; 0.01 for shares."""
    if is_share(m):
        return 0.01
    return 1000.0 if abs(interval.mean) >= 100_000.0 else 1.0


def _labelled(m: Measure, size: float) -> str:
    unit = {"GBP": "pounds"}.get(m.unit, m.unit)
    unit = f"thousand {unit}" if size > 1.0 else unit
    unit = "%" + unit.removeprefix("share") if is_share(m) else unit
    label = m.label.removesuffix(", 0 none to 1 the greatest") if "0 to 1" in unit else m.label
    return f"  {label}: {unit}{'' if m.combine == 'sum' else ' (mean)'}"


def of_base(d: Difference) -> str:
    """A difference as a share of the base's value; nothing is a share of nought."""
    if d.base.mean == 0.0:
        return "from none" if d.difference.mean else "-"
    share = d.difference.mean / d.base.mean
    return "0%" if round(share, 3) == 0 else f"{share:+.1%}"


def _about_one_replication(console: Console, result: Comparison) -> None:
    if len(result.seeds) == 1:
        console.print(
            "One replication: no intervals, so nothing here can be called a change. "
            "Use --replications 2 or more."
        )
