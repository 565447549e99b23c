"""The pictures of a comparison: effects side by side, months one by one, and where needs ended.

Bands and whiskers are 95% intervals over replications; over plausible worlds a paler band holds
nine worlds in ten. Levels are drawn from zero; below them
stands the paired difference from the base, on a scale of its own.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from joinedup.codes import MONTH_DAYS, EpisodeStatus
from joinedup.outcomes.measure import mean_of_known
from joinedup.outcomes.measures import MEASURES, Form, Measure
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.intervals import (
    CENTRAL,
    FEWEST_TENTHS,
    known_in_all,
    less,
    mean_and_half,
)
from joinedup_experiments.display import charts

COMPARED = tuple(m for m in MEASURES if m.core and m.form in ("count", "pounds"))
TRUTHS = ((1, "True need"), (0, "False-positive need"))
SMOOTHED = 12  # months
ACROSS = 3


def draw_differences(figure: Any, result: Comparison) -> None:
    """The core effects over the whole run, as a share of the base, with their intervals."""
    arms = range(1, len(result.names))
    figure.set_size_inches(9.0, 1.8 + len(COMPARED) * (0.16 + 0.13 * len(arms)))
    axes = figure.subplots()
    for row, one in enumerate(COMPARED):
        effects = [result.effect(arm, one) for arm in arms]
        if effects[0].from_none:
            axes.text(0.0, row, " none in the base", va="center", fontsize=8, color="#555555")
            continue
        for arm, effect in zip(arms, effects, strict=True):
            share = effect.of_base.times(100.0)
            charts.dots(
                axes, share.mean, row + (arm - len(result.names) / 2) * 0.8 / len(arms),
                share.half_width, charts.look(arm)[0], filled=effect.changed,
                label=result.scenarios[arm].name if row == 0 else None
            )  # fmt: skip
    charts.zero_line(axes)
    charts.shaded_rows(axes, [m.label for m in COMPARED])
    rest = ", and 80% of worlds agree; hollow: otherwise"
    rest = rest if result.plausible else "; hollow: it spans zero"
    axes.set_xlabel(
        "difference from the base, % of the base's value\n"
        f"(filled: the 95% interval excludes zero{rest})"
    )
    headed(figure, f"Differences from: {result.scenarios[0].name}", result)
    charts.legend(figure, axes, len(arms))


def draw_ledger(figure: Any, result: Comparison) -> None:
    """Where episodes ended or stand, for true and for false-positive need."""
    arms = len(result.names)
    counts = result.by_world(result.ledgers.sum(axis=3).astype(float))
    statuses = [p for p in EpisodeStatus if counts[..., p].any()]
    figure.set_size_inches(10.5, 1.6 + len(statuses) * (0.22 + 0.16 * arms))
    both = figure.subplots(1, 2, sharey=True)
    thick = 0.8 / arms
    for axes, (truth, what) in zip(both, TRUTHS, strict=True):
        for arm in range(arms):
            mean, half = mean_and_half(counts[arm, :, truth][:, statuses])
            places = np.arange(len(statuses)) + (arm - (arms - 1) / 2) * thick
            charts.bars(axes, mean, places, half, 0.92 * thick, arm, result.scenarios[arm].name)
        axes.set_title(what)
        axes.set_xlabel("episodes of need over the run")
        axes.set_xlim(left=0)
        charts.plain_numbers(axes.xaxis, counts)
        axes.grid(axis="y", visible=False)
    both[0].set_yticks(range(len(statuses)), [p.label for p in statuses])
    both[0].set_ylim(len(statuses) - 0.45, -0.55)
    headed(figure, "The barrier ledger: where every episode ended, or stands", result)
    charts.legend(figure, both[0], arms)


def headed(figure: Any, what: str, result: Comparison) -> None:
    """Write above a figure what it shows, and of how many people and replications."""
    many = result.sampled
    charts.heading(figure, what, result.scenarios[0].place.residents, many, result.plausible)


@dataclass(frozen=True)
class Panel:
    """One small chart of values [arms, replications, points], evenly spread over the years.

    Pounds are in thousands. ``apart`` is what each arm has more than the base, of replications with
    a value in both. ``margin`` is the years at either end that have no point: those that a running
    mean has used up.
    """

    title: str
    values: np.ndarray
    form: Form
    margin: float = 0.0
    apart: np.ndarray | None = None


def draw_over_time(figure: Any, result: Comparison, shown: Sequence[Measure], heading: str) -> None:
    """A panel of levels for each measure; below each, the paired difference from the base."""
    panels = [panel_of(result, one) for one in shown]
    arms = len(result.names)
    across, deep = min(len(panels), ACROSS), -(-len(panels) // ACROSS)
    rows_each = min(arms, 2)
    figure.set_size_inches(max(6.4, 3.9 * across), 0.9 + deep * (2.5 if arms == 1 else 4.2))
    heights = [3, 2][:rows_each] * deep
    axes = figure.subplots(deep * rows_each, across, squeeze=False, height_ratios=heights)
    for number, panel in enumerate(panels):
        row, column = number // across * rows_each, number % across
        stack = axes[row : row + rows_each, column]
        _levels(stack[0], panel, result)
        if arms > 1:
            stack[0].tick_params(labelbottom=False)  # as below
            _differences(stack[1], panel, result)
            stack[1].set_ylabel("difference\nfrom base" if column == 0 else "")
        stack[-1].set_xlabel("years after the change")
    for empty in axes[-rows_each:, len(panels) - across * (deep - 1) :].flat:
        empty.remove()
    headed(figure, heading, result)
    charts.legend(figure, axes[0, 0], arms)


def panel_of(result: Comparison, one: Measure) -> Panel:
    """A measure's months as rates a year, needs on an average day, shares or scales.

    Means over months are of each replication, as `Comparison.yearly` has them, and then of worlds.
    """
    months, unit, form = result.each_monthly(one), one.unit_in_words, one.form
    weights = result.weights_of(one)
    counted = np.ones_like(months) if weights is None else weights
    if one.unit == "person-days":
        months, unit = months / _days_in_months(result), "needs on an average day"
    elif one.combine == "sum":
        months = 12.0 * months
    if form == "pounds":
        months, unit = months / 1000.0, "thousand pounds a year"
    elif form == "share":
        unit = f"% {unit}".strip()
    title = "\n".join([*textwrap.wrap(one.label, 40), unit])
    panel = (smooth if one.noisy else quarterly)(title, months, form, counted)
    each = panel.values
    pairs = [result.by_world(known_in_all(np.stack([each[0], arm]))) for arm in each]
    apart = np.stack([less(other, usual) for usual, other in pairs])
    return replace(panel, values=result.by_world(each), apart=apart)


def smooth(title: str, months: np.ndarray, form: Form, weights: np.ndarray) -> Panel:
    """A running mean over a year, each drawn in the middle of its year."""
    if months.shape[-1] < 2 * SMOOTHED:
        return quarterly(title, months, form, weights)
    windows, counted = (
        np.lib.stride_tricks.sliding_window_view(values, SMOOTHED, axis=-1)
        for values in (months, weights)
    )
    means = mean_of_known(windows, weights=counted)
    return Panel(f"{title}, 12-month mean", means, form, (SMOOTHED - 1) / 24.0)


def quarterly(title: str, months: np.ndarray, form: Form, weights: np.ndarray) -> Panel:
    """Means of quarters, where there are at least two whole ones: months are few in number."""
    quarters = months.shape[-1] // 3
    if quarters >= 2 and months.shape[-1] % 3 == 0:
        each = (*months.shape[:-1], quarters, 3)
        months = mean_of_known(months.reshape(each), weights=weights.reshape(each))
    return Panel(title, months, form)


def _days_in_months(result: Comparison) -> np.ndarray:
    """Whole days in each month after the change: 30 or 31."""
    first = int(result.index_day / MONTH_DAYS)
    ends = np.ceil(np.arange(first, first + result.months.shape[-1] + 1) * MONTH_DAYS)
    return np.diff(ends)


def _levels(axes: Any, panel: Panel, result: Comparison) -> None:
    _lines(axes, panel, panel.values, range(len(result.names)), result)
    axes.set_title(panel.title, fontsize=9.0, y=1.0)  # else its place is searched for
    _within_the_whole(axes, panel.form)
    top = 1.0 if panel.form in ("scale", "count", "pounds") else 0.01
    axes.set_ylim(0.0, 1.0 if panel.form == "scale" else max(top, axes.get_ylim()[1]))
    if panel.form == "share":
        charts.as_percent(axes.yaxis)
    if not np.nan_to_num(panel.values).any():
        axes.text(0.5, 0.5, "none", transform=axes.transAxes, ha="center", color="#555555")


def _differences(axes: Any, panel: Panel, result: Comparison) -> None:
    assert panel.apart is not None
    pairs = panel.apart
    _lines(axes, panel, pairs, range(1, len(result.names)), result)
    charts.zero_line(axes, "up")
    if not np.nan_to_num(pairs).any():
        axes.set_ylim(*((-1.0, 1.0) if panel.form in ("count", "pounds") else (-0.1, 0.1)))
    _within_the_whole(axes, panel.form)
    if panel.form == "share":
        charts.as_percent(axes.yaxis, " pts")


def _within_the_whole(axes: Any, form: Form) -> None:
    """A band over few replications may pass the whole; a share or a difference does not."""
    if form in ("count", "pounds"):
        return
    lines = [np.abs(np.asarray(line.get_ydata(), float)).max() for line in axes.get_lines()]
    most = max(1.0, *lines)
    bottom, top = axes.get_ylim()
    axes.set_ylim(max(bottom, -most), min(top, most))


def _lines(axes: Any, panel: Panel, values: np.ndarray, arms: range, result: Comparison) -> None:
    length, points = result.months.shape[-1] / 12.0, values.shape[-1]
    years = (np.arange(points) + 0.5) / points * length
    if panel.margin > 0.0:
        middle = 1.0 / 24.0  # a point stands in the middle of its twelve months
        years = np.linspace(panel.margin + middle, length - panel.margin - middle, points)
    for arm in arms:
        mean, half = mean_and_half(values[arm])
        tenths = result.plausible and (~np.isnan(values[arm])).sum(axis=0).min() >= FEWEST_TENTHS
        central = np.nanpercentile(values[arm], CENTRAL, axis=0) if tenths else None
        charts.series(axes, years, mean, half, arm, result.scenarios[arm].name, central)
    axes.set_xlim(0, length)
    charts.plain_numbers(axes.yaxis, values)
