"""The pictures of a comparison: what happened month by month, and where needs ended.

Colours are Okabe and Ito's, which people with any colour vision can tell apart; line styles
differ too. Bands and whiskers are 95% intervals over replicates. Levels are drawn from zero;
below them stands the paired difference from the base, on a scale of its own.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from experiments.comparison import Comparison
from experiments.intervals import mean_and_half
from sim.measures import MEASURES, MONTH_DAYS, measure
from sim.vocabulary import PLACE_LABELS, Organisation, title

COLOURS = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
STYLES = ("-", "--", "-.", ":")
STYLE: Any = {
    "axes.axisbelow": True,
    "font.size": 9.5,
    "axes.titlesize": 10.5,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "svg.hashsalt": "joinedup",
}


@dataclass(frozen=True)
class Panel:
    """One small chart: its title and ``values[arms, replicates, months]``."""

    title: str
    values: np.ndarray


@dataclass(frozen=True)
class Picture:
    """One picture: the file's name, what it shows, the unit of its axes, and its drawing."""

    name: str
    what: str
    draw: Callable[[Any, Comparison], None]


def draw_pictures(folder: Path, result: Comparison) -> dict[str, str]:
    """Draw every picture as PNG and SVG.

    Returns
    -------
    dict
        What each picture shows, by its file's name without ending.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    pictures = [p for p in PICTURES if p.name != "differences" or len(result.names) > 1]
    with rc_context(STYLE):
        for picture in pictures:
            figure = Figure(layout="constrained", facecolor="white")
            picture.draw(figure, result)
            for ending, metadata in (("png", {"Software": None}), ("svg", {"Date": None})):
                figure.savefig(folder / f"{picture.name}.{ending}", dpi=130, metadata=metadata)
    return {p.name: p.what for p in pictures}


def _monthly(result: Comparison, key: str) -> np.ndarray:
    return result.months[:, :, MEASURES.index(measure(key))]


def _unmet(figure: Any, result: Comparison) -> None:
    days = _days_in_months(result)
    panels = [
        Panel("No service knows (latent)", _monthly(result, "unmet_latent") / days),
        Panel("Known but unserved", _monthly(result, "unmet_known") / days),
    ]
    _over_time(figure, result, "Unmet need", "needs on an average day", panels)


def _referrals(figure: Any, result: Comparison) -> None:
    panels = [
        Panel("Of true need", _quarters(_monthly(result, "referrals_true"))),
        Panel("Of what was not need (false)", _quarters(_monthly(result, "referrals_false"))),
    ]
    unit = "referrals a month, mean of a quarter"
    _over_time(figure, result, "Referrals between teams", unit, panels)


def _waiting(figure: Any, result: Comparison) -> None:
    panels = [Panel("In any team's line", _monthly(result, "waiting"))]
    _over_time(figure, result, "People waiting for care", "people on an average day", panels)


def _admissions(figure: Any, result: Comparison) -> None:
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


def _costs(figure: Any, result: Comparison) -> None:
    payers = {"nhs": "NHS", "council": "Council", "voluntary": "Voluntary sector"}
    panels = [
        Panel(payers.get(o.name.lower(), title(o)), _quarters(result.costs[..., int(o)] / 1000.0))
        for o in Organisation
    ]
    unit = "thousand pounds a month, mean of a quarter"
    _over_time(figure, result, "Cost per payer", unit, panels)


def _quarters(months: np.ndarray) -> np.ndarray:
    """Means of quarters, where there are at least two whole ones: months are few in number."""
    quarters = months.shape[-1] // 3
    if quarters < 2 or months.shape[-1] % 3:
        return months
    return months.reshape(*months.shape[:-1], quarters, 3).mean(axis=-1)


def _days_in_months(result: Comparison) -> np.ndarray:
    """Whole days in each month after the change: 30 or 31."""
    first = int(result.change_day / MONTH_DAYS)
    ends = np.ceil(np.arange(first, first + result.months.shape[-1] + 1) * MONTH_DAYS)
    return np.diff(ends)


def _over_time(
    figure: Any, result: Comparison, heading: str, unit: str, panels: Sequence[Panel]
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
        _lines(upper, panel.values, range(arms), result)
        upper.set_title(panel.title)
        upper.set_ylim(0, max(1.0, upper.get_ylim()[1]))
        if rows_each == 2:
            lower = axes[row + 1, column]
            pairs = panel.values - panel.values[:1]
            _lines(lower, pairs, range(1, arms), result)
            lower.axhline(0.0, color="black", linewidth=0.8)
            if not pairs.any():
                lower.set_ylim(-1.0, 1.0)
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
    _heading(figure, heading, result)
    _legend(figure, axes[0, 0], arms)


def _lines(axes: Any, values: np.ndarray, arms: range, result: Comparison) -> None:
    length = result.months.shape[-1] / 12.0
    years = (np.arange(values.shape[-1]) + 0.5) / values.shape[-1] * length
    for arm in arms:
        mean, half = mean_and_half(values[arm])
        colour, style = _look(arm)
        axes.plot(
            years, mean, color=colour, linestyle=style, linewidth=1.5,
            label=result.scenarios[arm].name,
        )  # fmt: skip
        if values.shape[1] > 1:
            axes.fill_between(
                years, mean - half, mean + half, color=colour, alpha=0.14, linewidth=0
            )
    axes.set_xlim(0, length)
    _plain_numbers(axes.yaxis, values)


def _ledger(figure: Any, result: Comparison) -> None:
    """Horizontal bars: where episodes ended or stand, for true and for false need."""
    arms = len(result.names)
    counts = result.ledgers.sum(axis=3).astype(float)
    places = [p for p in range(len(PLACE_LABELS)) if counts[..., p].any()]
    figure.set_size_inches(10.5, 1.6 + len(places) * (0.22 + 0.16 * arms))
    axes = figure.subplots(1, 2, sharey=True)
    thick = 0.8 / arms
    rows = np.arange(len(places))
    for side, truth, what in ((0, 1, "True need"), (1, 0, "False: taken for need, and was not")):
        for arm in range(arms):
            mean, half = mean_and_half(counts[arm, :, truth][:, places])
            axes[side].barh(
                rows + (arm - (arms - 1) / 2) * thick, mean, thick * 0.92,
                color=_look(arm)[0], alpha=0.55 if arm == 0 else 0.9,
                xerr=half if counts.shape[1] > 1 else None, label=result.scenarios[arm].name,
                error_kw={"elinewidth": 0.9, "ecolor": "#444444"},
            )  # fmt: skip
        axes[side].set_title(what)
        axes[side].set_xlabel("episodes of need over the run")
        axes[side].set_xlim(left=0)
        _plain_numbers(axes[side].xaxis, counts)
        axes[side].grid(axis="y", visible=False)
    axes[0].set_yticks(rows, [PLACE_LABELS[p] for p in places])
    axes[0].set_ylim(len(places) - 0.45, -0.55)
    _heading(figure, "The barrier ledger: where every episode ended, or stands", result)
    _legend(figure, axes[0], arms)


SHOWN_DIFFERENCES = (
    "presented_true", "presented_false", "referrals_true", "referrals_false", "refused", "bounced",
    "lost", "gave_up", "waiting", "unmet_latent", "unmet_known", "crises", "ae", "emergency",
    "delayed_days", "outpatient", "elective", "retold", "cost_nhs", "cost_council", "qaly_lost",
)  # fmt: skip


def _differences(figure: Any, result: Comparison) -> None:
    """Differences over the whole run, as a share of the base, with their intervals."""
    shown = [m for m in MEASURES if m.key in SHOWN_DIFFERENCES]
    arms = range(1, len(result.names))
    figure.set_size_inches(9.0, 1.8 + len(shown) * (0.16 + 0.13 * len(arms)))
    axes = figure.subplots()
    for arm in arms:
        colour, _ = _look(arm)
        offset = (arm - (len(result.names)) / 2) * 0.8 / len(arms)
        for row, m in enumerate(shown):
            d = result.difference(arm, m)
            if d.base.mean == 0.0:
                continue
            share = 100.0 / abs(d.base.mean)
            half = d.difference.half_width * share if d.difference.known else None
            axes.errorbar(
                d.difference.mean * share, row + offset, xerr=half, color=colour, fmt="o",
                markersize=4.5, elinewidth=1.4,
                markerfacecolor=colour if d.difference.excludes_zero else "white",
                label=result.scenarios[arm].name if row == 0 else None,
            )  # fmt: skip
    axes.axvline(0.0, color="black", linewidth=0.8)
    axes.grid(axis="y", visible=False)
    for row in range(0, len(shown), 2):
        axes.axhspan(row - 0.5, row + 0.5, color="#f2f2f2", linewidth=0, zorder=0)
    axes.set_yticks(range(len(shown)), [m.label for m in shown])
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_xlabel(
        "difference from the base, % of the base's value\n"
        "(filled: the 95% interval excludes zero; hollow: it does not, so no change is shown)"
    )
    _heading(figure, f"Differences from: {result.scenarios[0].name}", result)
    _legend(figure, axes, len(arms))


def _plain_numbers(axis: Any, values: np.ndarray) -> None:
    """Thousands with commas: 12,000."""
    from matplotlib.ticker import StrMethodFormatter

    if np.abs(values).max() >= 1000.0:
        axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))


def _look(arm: int) -> tuple[str, str]:
    return COLOURS[arm % len(COLOURS)], STYLES[(arm + arm // len(COLOURS)) % len(STYLES)]


def _heading(figure: Any, heading: str, result: Comparison) -> None:
    place = result.scenarios[0].place
    many = len(result.seeds)
    bands = "95% intervals" if many > 1 else "one replicate, so no intervals"
    runs = f"{many} replicates, {bands}" if many > 1 else bands
    figure.suptitle(
        f"{heading}\n{place.residents:,} residents; {runs}",
        x=0.01, ha="left", fontsize=11.5,
    )  # fmt: skip


def _legend(figure: Any, axes: Any, arms: int) -> None:
    handles, labels = axes.get_legend_handles_labels()
    if len(labels) > 1 or arms > 0:
        figure.legend(handles, labels, loc="outside lower left", ncols=min(arms, 3))


PICTURES = (
    Picture("differences", "every headline difference, as a share of the base", _differences),
    Picture("unmet_need", "needs unmet on an average day: latent, and known", _unmet),
    Picture("referrals", "referrals a month: of true need, and of false", _referrals),
    Picture("waiting", "people waiting in a team's line on an average day", _waiting),
    Picture("admissions", "emergency admissions a month, by cause", _admissions),
    Picture("costs", "cost a month, per payer, in thousand pounds", _costs),
    Picture("barrier_ledger", "episodes by where they ended or stand", _ledger),
)
