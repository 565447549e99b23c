"""A comparison on the screen: tables in plain English, every figure with its interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from joinedup.codes import NEEDS, EpisodeStatus, labels
from joinedup.outcomes.measures import MEASURES, Measure
from joinedup_experiments.compare.comparison import Comparison, how_long
from joinedup_experiments.compare.diagnostics import validity_warnings
from joinedup_experiments.compare.intervals import mean_and_half
from joinedup_experiments.compare.statistics import Effect
from joinedup_experiments.display.document import Heading, Part, Points, Table, Words
from joinedup_experiments.display.numbers import difference, level, number
from joinedup_experiments.report.claims import of_base
from joinedup_experiments.report.sentences import among_changes
from joinedup_experiments.report.view import View, labelled

KINDS = ((1, "true need"), (0, "false-positive need"))


def comparison_parts(result: Comparison, every_measure: bool) -> list[Part]:
    """What `run`, `compare` and `open` print: effects, the ledger, precision and warnings."""
    view = View(result)
    shown = [m for m in MEASURES if every_measure or m.headline]
    parts: list[Part] = [] if view.others else [_levels(view, shown)]
    for arm in view.others:
        effects = [view.effect(arm, m.key) for m in shown]
        parts.append(_differences(view, arm, effects))
        parts += [Words(among_changes(effects))] if len(result.seeds) > 1 else []
    if len(result.seeds) == 1:
        parts.append(
            Words(
                "One replication: no intervals, so nothing here can be called a change. "
                "Use --replications 2 or more."
            )
        )
    parts += [*_ledger(result), *_precision(result)]
    warnings = [one.text for one in validity_warnings(result)]
    if warnings:
        parts += [Heading("Before anybody relies on this:"), Points(warnings)]
    return parts


def _levels(view: View, shown: Sequence[Measure]) -> Table:
    effects = [view.effect(0, m.key) for m in shown]
    cells = [(labelled(e.measure.label, e), level(e.base, e.form)) for e in effects]
    title = f"{view.names[0]}: {view.average_year}"
    return _in_sections(title, ("measure, unit", _two_lines(view, "value")), effects, cells)


def _differences(view: View, arm: int, effects: Sequence[Effect]) -> Table:
    cells = [
        (
            labelled(e.measure.label, e), level(e.base, e.form), difference(e.difference, e.form),
            of_base(e, ends=False), e.verdict.value if e.difference.known else "",
        )
        for e in effects
    ]  # fmt: skip
    base = view.names[0]
    head = ("measure, unit", _two_lines(view, base), _two_lines(view, "difference"),
            "of base", "change")  # fmt: skip
    title = f"{view.names[arm]}, compared with {base}: {view.average_year}"
    return _in_sections(title, head, effects, cells)


def _two_lines(view: View, heading: str) -> str:
    return view.with_interval(heading).replace(" (95%", "\n(95%")


def _in_sections(
    title: str, head: Sequence[str], effects: Sequence[Effect], cells: Sequence[Sequence[str]]
) -> Table:
    """A table with a heading for each section of measures; what changed stands out."""
    rows: list[Sequence[str]] = []
    strong, section = set(), ""
    for e, row in zip(effects, cells, strict=True):
        if e.measure.section != section:
            section = e.measure.section
            rows.append((section,))
        if e.changed:
            strong.add(len(rows))
        rows.append((f"  {row[0]}", *row[1:]))
    return Table(title, head, rows, strong=frozenset(strong))


def _precision(result: Comparison) -> list[Part]:
    """How many replications it takes to know the chief differences to within 1% of the base."""
    if len(result.seeds) < 2 or len(result.names) < 2:
        return []
    wanted, parts = result.replications_needed(0.01), []
    for m in MEASURES:
        known = [n for name in result.names[1:] if (n := wanted[name, m.key]) is not None]
        if m.precision is not None and known:
            parts.append(f"{m.phrase} {max(known):,}")
    text = "Replications needed to know a difference to within ±1% of the base's value: "
    return [Words(f"{text}{'; '.join(parts)}. All measures: differences.csv.")] if parts else []


def _ledger(result: Comparison) -> list[Part]:
    """The barrier ledger of every arm side by side, for true and for false-positive need."""
    spread = " ± 95%" if len(result.seeds) > 1 else ""
    names = (f"{s.name}\n(episodes{spread}, share)" for s in result.scenarios)
    head, when = ("where", *names), f"where episodes ended or stand after {how_long(result)}"
    return [
        *(
            Table(f"Barrier ledger, {what}: {when}", head, _statuses(result, truth))
            for truth, what in KINDS
        ),
        Words(
            f"Episodes of {NEEDS} kinds of need under way on, or begun after, the index date; "
            "each is in exactly one place."
        ),
    ]


def _statuses(result: Comparison, truth: int) -> list[tuple[str, ...]]:
    counts = result.ledgers[:, :, truth].sum(axis=2).astype(float).swapaxes(0, 1)
    mean, half = mean_and_half(counts)  # [arms, statuses]
    total, around = mean_and_half(counts.sum(axis=2))
    shares = mean / np.maximum(total, 1.0)[:, None]
    rows = [
        (label, *(f"{_pm(m, h)}  {share:>4.0%}" for m, h, share in zip(*cells, strict=True)))
        for label, *cells in zip(labels(EpisodeStatus), mean.T, half.T, shares.T, strict=True)
        if cells[0].any()
    ]
    whole = (f"{_pm(t, s)}  100%" for t, s in zip(total, around, strict=True))
    return [*rows, ("all episodes", *whole)]


def _pm(mean: float, half: float) -> str:
    return number(mean) if np.isnan(half) else f"{number(mean)} ± {number(half)}"
