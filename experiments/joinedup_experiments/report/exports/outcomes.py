"""The sheets on what came of a comparison: effects, levels by year, the ledger, and who pays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from joinedup.codes import EpisodeStatus, Need, title
from joinedup.labels import labels
from joinedup.outcomes.measures import MEASURES, Measure
from joinedup.rules.money import PRICE_YEAR
from joinedup_experiments.compare.comparison import ALL_YEARS, Comparison
from joinedup_experiments.compare.intervals import Interval
from joinedup_experiments.compare.statistics import Effect, as_level, paired
from joinedup_experiments.report.exports.cells import Cell, Sheet, change, level, number
from joinedup_experiments.report.view import unit_in_table

LEVELS = ("value", "value, 95% low", "value, 95% high")
BESIDE_BASE = ("difference", "difference, 95% low", "difference, 95% high")
BETTER = {"lower": "lower is better", "higher": "higher is better", None: ""}


def effects_sheet(result: Comparison) -> Sheet | None:
    """Every measure in the average year, each arm beside the base; None where there is but one."""
    arms = range(1, len(result.names))
    if not arms:
        return None
    rows = [_effect_row(result, arm, one) for arm in arms for one in MEASURES]
    base = result.scenarios[0].name
    head = (
        "Arm", "Figure", "Unit", "Which way is better", base, "In the arm", "Difference",
        "Difference, 95% low", "Difference, 95% high", f"Difference, % of {base}",
        "Nine in ten, low", "Nine in ten, high", "Share with more", "Share with less", "Verdict",
        "Headline", "Section", "Key",
    )  # fmt: skip
    return Sheet("Effects", head, rows)


def _effect_row(result: Comparison, arm: int, one: Measure) -> list[Cell]:
    e, form = result.effect(arm, one), one.form
    of_base = None if e.from_none or form in ("share", "scale") else e.of_base.mean
    return [
        result.scenarios[arm].name, one.label, unit_in_table(e), BETTER[one.better],
        level(e.base.mean, form), level(e.other.mean, form), *_ends(e.difference, e, change),
        number(of_base, "change, percent"), change(e.spread.low, form),
        change(e.spread.high, form), number(e.spread.up, "percent"),
        number(e.spread.down, "percent"), e.verdict_in_words, "yes" if one.headline else "",
        one.section, one.key,
    ]  # fmt: skip


def years_sheet(result: Comparison) -> Sheet:
    """Every measure in every arm: its value and difference in the average year and each year."""
    return _by_year("By year", result, MEASURES)


def money_sheet(result: Comparison) -> Sheet:
    """The same of money alone: what each payer pays, and what of it is cash."""
    return _by_year("Money by payer", result, [m for m in MEASURES if m.section == "money"])


def _by_year(name: str, result: Comparison, measures: Sequence[Measure]) -> Sheet:
    """A row for each measure, arm, and value or end of an interval; a column for each year.

    Values are of all replications, as in the table of levels, differences of pairs.
    """
    periods = range(ALL_YEARS, result.whole_years + 1)
    rows: list[list[Cell]] = []
    for one in measures:
        for arm, scenario in enumerate(result.scenarios):
            effects = [result.effect(arm, one, period) for period in periods]
            levels = [as_level(one, result.level(arm, one, period)) for period in periods]
            unit = unit_in_table(effects[0])
            unit = f"{unit}, prices of {PRICE_YEAR}" if one.form == "pounds" else unit
            for what, cells in _lines(levels, effects, arm > 0):
                rows.append([one.label, unit, scenario.name, what, *cells])
    years = [f"Year {year}" for year in periods if year]
    return Sheet(name, ("Figure", "Unit", "Arm", "What the row has", "Average year", *years), rows)


def _lines(
    levels: Sequence[Interval], effects: Sequence[Effect], beside: bool
) -> Iterator[tuple[str, list[Cell]]]:
    """The value in each period with its interval and, beside the base, the difference."""
    both = zip(levels, effects, strict=True)
    values = zip(*(_ends(one, e, level) for one, e in both), strict=True)
    yield from zip(LEVELS, map(list, values), strict=True)
    if beside:
        changes = zip(*(_ends(e.difference, e, change) for e in effects), strict=True)
        yield from zip(BESIDE_BASE, map(list, changes), strict=True)
        yield "verdict", [e.verdict_in_words for e in effects]


def _ends(one: Interval, e: Effect, cell: Callable[..., Cell]) -> list[Cell]:
    return [cell(x, e.form) for x in (one.mean, one.low, one.high)]


def ledger_sheet(result: Comparison) -> Sheet:
    """Where episodes of need ended or stand, by kind of need; each is in exactly one place."""
    counts = result.by_world(result.ledgers.astype(float))
    kinds = [("every kind", counts.sum(axis=3))]
    kinds += [(title(need), counts[:, :, :, need]) for need in Need]
    rows: list[list[Cell]] = []
    for truth, of in ((1, "true"), (0, "false positive")):
        for kind, mine in kinds:
            for status, where in zip(EpisodeStatus, labels(EpisodeStatus), strict=True):
                if (arms := mine[:, :, truth, status]).any():
                    rows.append([of, kind, where, *_ledger_cells(result, arms)])
    head = ["Need", "Kind", "Where episodes ended, or stand, at the end of the run"]
    for arm, scenario in enumerate(result.scenarios):
        head.append(f"Episodes: {scenario.name}")
        head += [f"{scenario.name}: {what}" for what in (*BESIDE_BASE, "verdict")] if arm else []
    return Sheet("Barrier ledger", head, rows)


def _ledger_cells(result: Comparison, arms: np.ndarray) -> list[Cell]:
    episodes, cells = Measure("episodes", "Episodes", "episodes", "ledger", mean_of="runs"), []
    for arm, mine in enumerate(arms):
        e = paired(episodes, arms[0], mine, result.plausible)
        cells.append(level(e.other.mean, "count"))
        cells += [*_ends(e.difference, e, change), e.verdict_in_words] if arm else []
    return cells
