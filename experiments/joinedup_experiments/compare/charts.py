"""The pictures of a comparison: what happened month by month, and where needs ended.

Bands and whiskers are 95% intervals over replications. Levels are drawn from zero; below them
stands the paired difference from the base, on a scale of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.codes import EPISODE_STATUS_LABELS
from joinedup.outcomes.measures import MEASURES
from joinedup_experiments.compare import charts_over_time as over_time
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.statistics import mean_and_half
from joinedup_experiments.display.chart_style import STYLE, heading, legend, look, plain_numbers


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


def _ledger(figure: Any, result: Comparison) -> None:
    """Horizontal bars: where episodes ended or stand, for true and for false need."""
    arms = len(result.names)
    counts = result.ledgers.sum(axis=3).astype(float)
    places = [p for p in range(len(EPISODE_STATUS_LABELS)) if counts[..., p].any()]
    figure.set_size_inches(10.5, 1.6 + len(places) * (0.22 + 0.16 * arms))
    axes = figure.subplots(1, 2, sharey=True)
    thick = 0.8 / arms
    rows = np.arange(len(places))
    for side, truth, what in ((0, 1, "True need"), (1, 0, "False: taken for need, and was not")):
        for arm in range(arms):
            mean, half = mean_and_half(counts[arm, :, truth][:, places])
            axes[side].barh(
                rows + (arm - (arms - 1) / 2) * thick, mean, thick * 0.92,
                color=look(arm)[0], alpha=0.55 if arm == 0 else 0.9,
                xerr=half if counts.shape[1] > 1 else None, label=result.scenarios[arm].name,
                error_kw={"elinewidth": 0.9, "ecolor": "#444444"},
            )  # fmt: skip
        axes[side].set_title(what)
        axes[side].set_xlabel("episodes of need over the run")
        axes[side].set_xlim(left=0)
        plain_numbers(axes[side].xaxis, counts)
        axes[side].grid(axis="y", visible=False)
    axes[0].set_yticks(rows, [EPISODE_STATUS_LABELS[p] for p in places])
    axes[0].set_ylim(len(places) - 0.45, -0.55)
    heading(
        figure,
        "The barrier ledger: where every episode ended, or stands",
        result.scenarios[0].place.residents,
        len(result.seeds),
    )
    legend(figure, axes[0], arms)


SHOWN = tuple(m for m in MEASURES if m.core and m.form in ("count", "pounds"))


def _differences(figure: Any, result: Comparison) -> None:
    """Differences over the whole run, as a share of the base, with their intervals."""
    arms = range(1, len(result.names))
    figure.set_size_inches(9.0, 1.8 + len(SHOWN) * (0.16 + 0.13 * len(arms)))
    axes = figure.subplots()
    for arm in arms:
        colour, _ = look(arm)
        offset = (arm - (len(result.names)) / 2) * 0.8 / len(arms)
        for row, m in enumerate(SHOWN):
            e = result.effect(arm, m)
            if e.from_none:
                _no_share(axes, row, arm)
                continue
            share = e.of_base.times(100.0)
            axes.errorbar(
                share.mean, row + offset, xerr=share.half_width if share.known else None,
                color=colour, fmt="o", markersize=4.5, elinewidth=1.4,
                markerfacecolor=colour if e.changed else "white",
                label=result.scenarios[arm].name if row == 0 else None,
            )  # fmt: skip
    axes.axvline(0.0, color="black", linewidth=0.8)
    axes.grid(axis="y", visible=False)
    for row in range(0, len(SHOWN), 2):
        axes.axhspan(row - 0.5, row + 0.5, color="#f2f2f2", linewidth=0, zorder=0)
    axes.set_yticks(range(len(SHOWN)), [m.label for m in SHOWN])
    axes.set_ylim(len(SHOWN) - 0.4, -0.6)
    axes.set_xlabel(
        "difference from the base, % of the base's value\n"
        "(filled: the 95% interval excludes zero; hollow: it spans zero)"
    )
    heading(
        figure,
        f"Differences from: {result.scenarios[0].name}",
        result.scenarios[0].place.residents,
        len(result.seeds),
    )
    legend(figure, axes, len(arms))


def _no_share(axes: Any, row: int, arm: int) -> None:
    """Nothing is a share of nought: say so once, rather than draw nothing."""
    if arm == 1:
        axes.text(0.0, row, " none in the base", va="center", fontsize=8, color="#555555")


PICTURES = (
    Picture("differences", "every headline difference, as a share of the base", _differences),
    Picture("unmet_need", "needs unmet on an average day: latent, and known", over_time.unmet),
    Picture("referrals", "referrals a month: of true need, and of false", over_time.referrals),
    Picture("waiting", "people waiting in a team's line on an average day", over_time.waiting),
    Picture("admissions", "emergency admissions a month, by cause", over_time.admissions),
    Picture("costs", "cost a month, per payer, in thousand pounds", over_time.costs),
    Picture("staff", "burnout, vacancies, leaving, sickness, satisfaction, fear", over_time.staff),
    Picture("culture", "taking up, trust, and how far interfaces work", over_time.culture),
    Picture("barrier_ledger", "episodes by where they ended or stand", _ledger),
)
