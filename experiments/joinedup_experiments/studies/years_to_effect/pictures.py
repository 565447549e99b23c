"""The two pictures of the page: shares by year and what delays them; the circle's two starts."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.compare.statistics import mean_and_half
from joinedup_experiments.display import charts
from joinedup_experiments.display.charts import COLOURS
from joinedup_experiments.studies.years_to_effect.causes import ALL_IN_PLACE
from joinedup_experiments.studies.years_to_effect.page import DELAYED, Found, years_shown
from joinedup_experiments.studies.years_to_effect.shares import OUTCOMES, Course
from joinedup_experiments.studies.years_to_effect.vicious_circle import STARTS, Circle

DOT_YEAR = 2
ARROWS = (0, 1, 2, 4, 8, 12, 24, 48, 72)  # months
WIDEST = 3.0  # a share's whisker is cut here, either way: beyond it, little is known


def draw(folder: Path, found: Found) -> None:
    """Draw both pictures as PNG."""
    with charts.styled():
        for name, drawing in (("years_to_effect", _shares), ("vicious_circle", _circles)):
            figure = charts.blank()
            drawing(figure, found)
            charts.save(figure, folder / name, ("png",), dpi=110)
            _fewer_colours(folder / f"{name}.png")


def _fewer_colours(file: Path) -> None:
    """Store a picture with 64 colours, a third of its size: it is kept in the repository."""
    from PIL import Image  # comes with matplotlib

    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(64)
    small.save(file, optimize=True)


def _heading(figure: Any, found: Found, what: str, residents: int, replications: int) -> None:
    figure.suptitle(
        f"{what}\n{residents:,} residents; {replications} replications, 95% intervals",
        x=0.01, ha="left", fontsize=11.5,
    )  # fmt: skip


def _shares(figure: Any, found: Found) -> None:
    """By outcome, the share of the eventual effect by year; below, by cause taken away."""
    from matplotlib.ticker import PercentFormatter

    courses = found.courses[ALL_IN_PLACE]
    across = 4
    deep = -(-len(courses) // across)
    figure.set_size_inches(12.0, 2.6 * deep + 3.8)
    above, below = figure.subfigures(2, 1, height_ratios=[2.4 * deep, 3.4])
    axes = above.subplots(deep, across, squeeze=False, sharex=True)
    for number in range(deep * across):
        one = axes[number // across, number % across]
        if number >= len(courses):
            one.remove()
            continue
        _share_by_year(one, courses[number], found.main.whole_years)
        one.yaxis.set_major_formatter(PercentFormatter(1.0))
        if number % across == 0:
            one.set_ylabel("share of the\neventual effect")
        if number + across >= len(courses):
            one.set_xlabel("year after the change")
            one.tick_params(labelbottom=True)
    dots = below.subplots(1, len(DELAYED), sharey=True)
    for one, key in zip(np.atleast_1d(dots), DELAYED, strict=True):
        _dots(one, found, key)
        one.xaxis.set_major_formatter(PercentFormatter(1.0))
    _heading(
        figure, found, "Share of its eventual effect that the well brought in network has reached",
        found.main.scenarios[0].place.residents, len(found.main.seeds),
    )  # fmt: skip


def _share_by_year(axes: Any, c: Course, whole_years: int) -> None:
    axes.set_title(c.outcome.label, fontsize=9.0)
    years = np.arange(1, whole_years + 1)
    axes.set_xlim(0.5, whole_years + 0.5)
    axes.set_xticks(years[:: 1 if whole_years <= 10 else 2])
    axes.axhline(0.0, color="black", linewidth=0.8)
    if not c.told:
        axes.set_ylim(-0.1, 1.1)
        axes.text(
            0.5, 0.5, "eventual effect not to be\ntold from zero: no share",
            transform=axes.transAxes, ha="center", va="center", color="#555555",
        )  # fmt: skip
        return
    axes.axhline(1.0, color="#777777", linewidth=0.8, linestyle=":")
    shares = [c.share(int(year)) for year in years]
    mean = np.array([s.mean if s else np.nan for s in shares])
    ends = np.array([[s.low, s.high] if s else [np.nan, np.nan] for s in shares])
    ends = np.clip(ends, -WIDEST, WIDEST)
    whiskers = np.abs(ends.T - np.clip(mean, -WIDEST, WIDEST))
    axes.errorbar(
        years, mean, yerr=whiskers, fmt="o-", color=COLOURS[1], markersize=4, elinewidth=1.2
    )


def _dots(axes: Any, found: Found, key: str) -> None:
    number = [o.key for o in OUTCOMES].index(key)
    years = years_shown((DOT_YEAR,), found.main.whole_years)
    year = years[0] if years else 1
    names = list(found.courses)
    axes.set_title(OUTCOMES[number].label, fontsize=9.0)
    axes.set_xlabel(f"share reached in year {year}")
    axes.axvline(0.0, color="black", linewidth=0.8)
    for row, name in enumerate(names):
        share = found.courses[name][number].share(year)
        if share is None:
            axes.text(
                0.02,
                row,
                "no effect to be told from zero",
                va="center",
                fontsize=8,
                color="#555555",
            )
            continue
        low, high = max(share.low, -WIDEST), min(share.high, WIDEST)
        mean = min(max(share.mean, -WIDEST), WIDEST)
        first = name == ALL_IN_PLACE
        axes.errorbar(
            mean, row, xerr=[[mean - low], [high - mean]], fmt="s" if first else "o", markersize=5,
            color=COLOURS[0] if first else COLOURS[2], elinewidth=1.4,
        )  # fmt: skip
        if first:
            axes.axvline(mean, color=COLOURS[0], linewidth=0.8, linestyle=":")
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)


def _circles(figure: Any, found: Found) -> None:
    """Above, strain against empty posts; below, strain over time."""
    circles = found.circles
    figure.set_size_inches(max(6.0, 3.9 * len(circles)), 7.2)
    axes = figure.subplots(2, len(circles), squeeze=False, sharey="row", height_ratios=[3, 2])
    most = max(float(c.vacancy.mean(axis=1).max()) for c in circles)
    for column, circle in enumerate(circles):
        _phase(axes[0, column], circle, most)
        _strain(axes[1, column], circle)
    axes[0, 0].set_ylabel("mean strain of those in post")
    axes[1, 0].set_ylabel("mean strain")
    handles, names = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower left", ncols=2)
    _heading(
        figure, found, "Two starts of one place: arrows after 1, 2, 4, 8, 12, 24, 48, 72 "
        "months", found.circle_residents, circles[0].strain.shape[1],
    )  # fmt: skip


def _phase(axes: Any, circle: Circle, most: float) -> None:
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    axes.set_title(circle.staffing[0].upper() + circle.staffing[1:])
    axes.set_xlabel("posts without a holder")
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.set_xlim(-0.01, most * 1.08)
    axes.set_ylim(0.0, 1.0)
    for start, label in enumerate(STARTS):
        x, y = circle.vacancy[start].mean(axis=0), circle.strain[start].mean(axis=0)
        every = [month for month in ARROWS if month < len(x)]
        colour = COLOURS[1 + start]
        axes.plot(x, y, color=colour, linewidth=0.7, alpha=0.5)
        for here, there in pairwise(every):
            axes.annotate(
                "", xy=(x[there], y[there]), xytext=(x[here], y[here]),
                arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.3},
            )  # fmt: skip
        axes.plot(x[0], y[0], "o", color=colour, markersize=7, label=label)
        axes.plot(x[-1], y[-1], "s", color=colour, markersize=7, markerfacecolor="white")


def _strain(axes: Any, circle: Circle) -> None:
    years = np.arange(circle.strain.shape[-1]) / 12.0
    axes.set_xlabel("years after the start")
    axes.set_ylim(0.0, 1.0)
    axes.set_xlim(0.0, circle.years)
    for start in range(len(STARTS)):
        mean, half = mean_and_half(circle.strain[start])
        colour = COLOURS[1 + start]
        axes.plot(years, mean, color=colour, linestyle=("-", "--")[start], linewidth=1.5)
        if circle.strain.shape[1] > 1:
            low, high = mean - half, mean + half
            axes.fill_between(years, low, high, color=colour, alpha=0.15, linewidth=0)
