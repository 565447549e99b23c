"""The pictures of months: levels from zero, and below them the paired difference from the base."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from joinedup.codes import Organisation, title
from joinedup.outcomes.measures import MEASURES, MONTH_DAYS, measure
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.statistics import mean_and_half
from joinedup_experiments.display.chart_style import heading, legend, look, plain_numbers

Axis = Literal["count", "share", "scale"]
SMOOTHED = 12  # months


@dataclass(frozen=True)
class Panel:
    """One small chart.

    Attributes
    ----------
    values : ndarray [arms, replications, points]
        Evenly spread over the years.
    axis : {"count", "share", "scale"}
        From zero up, the same in per cent, or from 0 to 1.
    margin : float
        Years at either end that have no point: those that a running mean has used up.
    """

    title: str
    values: np.ndarray
    axis: Axis = "count"
    margin: float = 0.0


def _monthly(result: Comparison, key: str) -> np.ndarray:
    return result.months[:, :, MEASURES.index(measure(key))]


def unmet(figure: Any, result: Comparison) -> None:
    """Needs unmet on an average day."""
    days = _days_in_months(result)
    panels = [
        Panel("No service knows (latent)", _monthly(result, "unmet_latent") / days),
        Panel("Known but unserved", _monthly(result, "unmet_known") / days),
    ]
    _over_time(figure, result, "Unmet need", "needs on an average day", panels)


def referrals(figure: Any, result: Comparison) -> None:
    """Referrals of true and of false need."""
    panels = [
        Panel("Of true need", _quarters(_monthly(result, "referrals_true"))),
        Panel("Of what was not need (false)", _quarters(_monthly(result, "referrals_false"))),
    ]
    unit = "referrals a month, mean of a quarter"
    _over_time(figure, result, "Referrals between teams", unit, panels)


def waiting(figure: Any, result: Comparison) -> None:
    """People in a line."""
    panels = [Panel("In any team's line", _monthly(result, "waiting"))]
    _over_time(figure, result, "People waiting for care", "people on an average day", panels)


def admissions(figure: Any, result: Comparison) -> None:
    """Emergency admissions by cause."""
    causes = {
        "emergency": "All causes",
        "emergency_background": "Background acute illness",
        "emergency_crisis": "Crisis of unmet need",
        "emergency_no_alternative": "No alternative reachable",
        "emergency_carer_breakdown": "Carer breakdown",
        "emergency_found": "Found by somebody who looked",
    }
    panels = [Panel(label, _quarters(_monthly(result, key))) for key, label in causes.items()]
    unit = "admissions a month, mean of a quarter"
    _over_time(figure, result, "Emergency admissions by cause", unit, panels)


def costs(figure: Any, result: Comparison) -> None:
    """Pounds by payer."""
    payers = {"nhs": "NHS", "council": "Council", "voluntary": "Voluntary sector"}
    panels = [
        Panel(payers.get(o.name.lower(), title(o)), _quarters(result.costs[..., int(o)] / 1000.0))
        for o in Organisation
    ]
    unit = "thousand pounds a month, mean of a quarter"
    _over_time(figure, result, "Cost per payer", unit, panels)


def staff(figure: Any, result: Comparison) -> None:
    """How the people are who deliver care."""
    panels = [
        Panel("Burnt out", _quarters(_monthly(result, "burnt_out")), "share"),
        Panel("Posts without a holder", _quarters(_monthly(result, "vacancy")), "share"),
        _smooth("Leave, a year (12-month mean)", _monthly(result, "leavers")),
        _smooth("Time lost to sickness (12-month mean)", _monthly(result, "sickness")),
        Panel("Satisfaction, 0 to 1", _quarters(_monthly(result, "satisfaction")), "scale"),
        Panel("Fear of the change, 0 to 1", _quarters(_monthly(result, "fear")), "scale"),
    ]
    _over_time(figure, result, "Staff", "share of staff, posts or hours; scale 0 to 1", panels)


def culture(figure: Any, result: Comparison) -> None:
    """How far the new way is taken up and trusted, and what that makes of the interfaces."""
    panels = [
        Panel(
            "Staff of joined teams who work\nin the new way",
            _quarters(_monthly(result, "adoption")),
            "scale",
        ),
        Panel("Trust between teams", _quarters(_monthly(result, "trust")), "scale"),
        Panel(
            "How far joined interfaces\nwork as arranged",
            _quarters(_monthly(result, "fidelity")),
            "scale",
        ),
    ]
    unit = "0 none to 1 whole, mean of a quarter"
    _over_time(figure, result, "Culture: taking up, trust and effect", unit, panels)


def _smooth(title_: str, months: np.ndarray) -> Panel:
    """A running mean over a year, each drawn in the middle of its year."""
    if months.shape[-1] < 2 * SMOOTHED:
        return Panel(title_.replace(" (12-month mean)", ""), _quarters(months), "share")
    windows = np.lib.stride_tricks.sliding_window_view(months, SMOOTHED, axis=-1)
    return Panel(title_, windows.mean(axis=-1), "share", (SMOOTHED - 1) / 2.0 / 12.0)


def _quarters(months: np.ndarray) -> np.ndarray:
    """Means of quarters, where there are at least two whole ones: months are few in number."""
    quarters = months.shape[-1] // 3
    if quarters < 2 or months.shape[-1] % 3:
        return months
    return months.reshape(*months.shape[:-1], quarters, 3).mean(axis=-1)


def _days_in_months(result: Comparison) -> np.ndarray:
    """Whole days in each month after the change: 30 or 31."""
    first = int(result.index_day / MONTH_DAYS)
    ends = np.ceil(np.arange(first, first + result.months.shape[-1] + 1) * MONTH_DAYS)
    return np.diff(ends)


def _over_time(
    figure: Any, result: Comparison, what: str, unit: str, panels: Sequence[Panel]
) -> None:
    """Levels month by month; below each, the paired difference from the base."""
    arms = len(result.names)
    across = min(len(panels), 3)
    deep = -(-len(panels) // across)
    rows_each = 2 if arms > 1 else 1
    figure.set_size_inches(max(6.4, 3.9 * across), 0.9 + deep * (2.5 if arms == 1 else 4.2))
    heights = [3, 2][:rows_each] * deep
    axes = figure.subplots(deep * rows_each, across, squeeze=False, height_ratios=heights)
    for number, panel in enumerate(panels):
        row, column = number // across * rows_each, number % across
        upper = axes[row, column]
        _lines(upper, panel, panel.values, range(arms), result)
        upper.set_title(panel.title)
        _from_zero(upper, panel.axis)
        if rows_each == 2:
            lower = axes[row + 1, column]
            pairs = panel.values - panel.values[:1]
            _lines(lower, panel, pairs, range(1, arms), result)
            lower.axhline(0.0, color="black", linewidth=0.8)
            if not pairs.any():
                lower.set_ylim(*((-1.0, 1.0) if panel.axis == "count" else (-0.1, 0.1)))
            _within_the_whole(lower, panel.axis)
            _as_percent(lower, panel.axis, " pts")
        if not panel.values.any():
            upper.text(0.5, 0.5, "none", transform=upper.transAxes, ha="center", color="#555555")
        if column == 0:
            upper.set_ylabel("\n".join(textwrap.wrap(unit, 22)))
            if rows_each == 2:
                axes[row + 1, column].set_ylabel("difference\nfrom base")
        axes[row + rows_each - 1, column].set_xlabel("years after the change")
    for empty in range(len(panels), deep * across):
        for row in range(rows_each):
            axes[empty // across * rows_each + row, empty % across].remove()
    heading(figure, what, result.scenarios[0].place.residents, len(result.seeds))
    legend(figure, axes[0, 0], arms)


def _times(points: int, length: float, margin: float) -> np.ndarray:
    """When each point is, in years: the middle of its month, quarter or twelve months."""
    if margin > 0.0:
        return np.linspace(margin + 1.0 / 24.0, length - margin - 1.0 / 24.0, points)
    return (np.arange(points) + 0.5) / points * length


def _from_zero(axes: Any, axis: Axis) -> None:
    """Levels from zero, in the way of the axis."""
    if axis == "scale":
        axes.set_ylim(0.0, 1.0)
    else:
        _within_the_whole(axes, axis)
        axes.set_ylim(0.0, max(1.0 if axis == "count" else 0.01, axes.get_ylim()[1]))
    _as_percent(axes, axis)


def _within_the_whole(axes: Any, axis: Axis) -> None:
    """A band over few replications may pass the whole; a share or a difference does not."""
    if axis == "count":
        return
    lines = [np.abs(np.asarray(line.get_ydata(), float)).max() for line in axes.get_lines()]
    most = max(1.0, *lines)
    bottom, top = axes.get_ylim()
    axes.set_ylim(max(bottom, -most), min(top, most))


def _as_percent(axes: Any, axis: Axis, symbol: str = "%") -> None:
    from matplotlib.ticker import PercentFormatter

    if axis == "share":
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, symbol=symbol))


def _lines(axes: Any, panel: Panel, values: np.ndarray, arms: range, result: Comparison) -> None:
    length = result.months.shape[-1] / 12.0
    years = _times(values.shape[-1], length, panel.margin)
    for arm in arms:
        mean, half = mean_and_half(values[arm])
        colour, style = look(arm)
        axes.plot(
            years, mean, color=colour, linestyle=style, linewidth=1.5,
            label=result.scenarios[arm].name,
        )  # fmt: skip
        if values.shape[1] > 1:
            axes.fill_between(
                years, mean - half, mean + half, color=colour, alpha=0.14, linewidth=0
            )
    axes.set_xlim(0, length)
    plain_numbers(axes.yaxis, values)
