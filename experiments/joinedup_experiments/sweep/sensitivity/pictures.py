"""Pictures of the analysis: vector files for a journal, and a PNG to look at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd

from joinedup_experiments.display import charts
from joinedup_experiments.display.charts import COLOURS, plain_numbers
from joinedup_experiments.sweep.sensitivity.analysis import HIGH, LOW, Analysed
from joinedup_experiments.sweep.sensitivity.methods import RHO, SRRC, TREES, Indices, labels_of

SHOWN = 20
LABELLED = 10
LONGEST = 80  # characters of an outcome in the name of a file
TITLE = 12.5  # letters to the inch
GREY = "#777777"
WORDS = {
    "ST": "total index",
    "S1": "first-order index",
    "mu_star": "mean absolute elementary effect, μ*",
    "sigma": "standard deviation of elementary effects, σ",
    "delta": "δ",
    "median": "PAWN index (median)",
    "dgsm": "upper bound on the total index (DGSM)",
    "effect": "main effect, high less low",
    SRRC: "standardised rank regression coefficient",
    RHO: "rank correlation",
    TREES: "share of the variance lost when shuffled, on points left out",
}


def draw_index_pictures(folder: Path, one: Analysed, name: str) -> None:
    """Draw what can be drawn of an outcome of that name in files; of the rest, a note says why."""
    indices, c = one.indices, one.convergence
    if indices is None:
        return
    figures: dict[str, Callable[[], Any]] = {
        "indices": partial(_index_plot, one, indices, indices.main)
    }
    for kind, index in (("rank_regression", SRRC), ("rank_correlation", RHO)):
        if len(indices.of(index)):
            figures[kind] = partial(_index_plot, one, indices, index)
    if one.tornado is not None:
        figures["tornado"] = partial(_tornado, one, one.tornado)
    if len(indices.of("sigma")):
        figures["morris"] = partial(_morris_plane, one, indices)
    if len(indices.pairs):
        figures["second_order"] = partial(_heat_map, one, indices)
    if c:
        figures["convergence"] = partial(_half_and_whole, one, indices, c.half)
    for kind, draw in figures.items():
        charts.save_if_drawn(draw, folder / f"{kind}-{name}")


def _figure(one: Analysed, rows: int, wide: float = 7.0) -> tuple[Any, Any]:
    figure = charts.blank(wide, 1.6 + 0.24 * max(rows, 4))
    title = fill(one.outcome.full_label, int(TITLE * wide))
    figure.suptitle(title, x=0.01, ha="left", fontsize=10.5)
    return figure, figure.subplots()


def _rows(one: Analysed, shown: pd.DataFrame) -> tuple[Any, Any, np.ndarray]:
    """A figure with a line at 0 and a row for each of a table, the first above; their places."""
    figure, axes = _figure(one, len(shown))
    places = np.arange(len(shown))[::-1].astype(float)
    axes.set_yticks(places, labels_of(shown))
    names = shown.get("factor", shown.index)
    for label, name in zip(axes.get_yticklabels(), names, strict=True):
        label.set_fontweight("bold" if name in one.levers else "normal")
    charts.zero_line(axes)
    return figure, axes, places


def _interval(one: Analysed) -> str:
    """What an interval is called, with the seeds that it holds for where all points share them."""
    return f"95% interval for {one.holds_for}" if one.holds_for.startswith("th") else "95% interval"


def _numbers(shown: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Values, and how far their intervals reach below and above; 0 where there are none."""
    values, low, high = shown[["value", "low_95", "high_95"]].to_numpy().T
    return values, np.nan_to_num([values - low, high - values])


def _index_plot(one: Analysed, indices: Indices, index: str) -> Any:
    """An index with its intervals, the greatest above; the first order beside it."""
    ranked, name, fit = indices.ranked(index), WORDS.get(index, index), indices.ranks
    shown = ranked[:SHOWN]
    figure, axes, places = _rows(one, shown)
    has_first, floor = index in ("ST", "delta"), shown["idle_factors_stay_below"].iloc[0]
    shift = 0.15 if has_first else 0.0
    values, half = _numbers(shown)
    charts.dots(axes, values, places + shift, half, COLOURS[1], label=name)
    if has_first:
        values, half = _numbers(indices.of("S1").loc[shown.index])
        charts.dots(axes, values, places - shift, half, COLOURS[2], mark="D", label=WORDS["S1"])
    if np.isfinite(floor):
        label = f"{name} of factors that do nothing (95 of 100 lie left)"
        axes.axvline(floor, color="#555555", linewidth=1.0, linestyle="--", label=label)
    if has_first or np.isfinite(floor):
        figure.legend(loc="outside lower left", ncols=2)
    words = f"{'index' if has_first else name} ({_interval(one)})"
    if index == SRRC and fit:
        r2 = f"R² {fit.r2:.2f}, adjusted {fit.adjusted_r2:.2f}"
        words += f"\n{len(shown)} of {len(ranked)} factors; {r2}"
    axes.set_xlabel(words)
    return figure


def _tornado(one: Analysed, bars: pd.DataFrame) -> Any:
    """The mean outcome where each factor is low and where it is high, the widest above."""
    shown = bars[:SHOWN]
    figure, axes, places = _rows(one, shown)
    sides = ((LOW, "lowest", COLOURS[6], "", 0.18), (HIGH, "highest", COLOURS[2], "//", -0.18))
    of_choices = {"lowest": ", or its other choice", "highest": ", or the choice that is named"}
    named = of_choices if "high_is" in shown else {}
    for end, which, colour, hatch, shift in sides:
        value, low, high = shown[[end, f"{end}_low_95", f"{end}_high_95"]].to_numpy().T
        axes.barh(places + shift, value, 0.36, color=colour, hatch=hatch, edgecolor="white",
                  label=f"factor in its {which} quarter{named.get(which, '')}")  # fmt: skip
        half = np.maximum([value - low, high - value], 0.0)
        axes.errorbar(value, places + shift, xerr=half, fmt="none", ecolor="black", elinewidth=0.9)
        plain_numbers(axes.xaxis, [value, low, high])
    unit = f", {one.outcome.unit_of_year}" if one.outcome.unit else ""
    axes.set_xlabel(f"less the mean over the design{unit}\n({_interval(one)})")
    figure.legend(loc="outside lower left", ncols=1 if named else 2)
    return figure


def _heat_map(one: Analysed, indices: Indices) -> Any:
    """Second-order indices, with a dot where the interval excludes 0."""
    names = list(indices.ranked().index[:SHOWN])
    grid = np.full((len(names), len(names)), np.nan)
    figure, axes = _figure(one, max(10, len(names)))
    for pair in indices.pairs.itertuples():
        if {pair.first, pair.second} <= set(names):
            i, j = sorted((names.index(pair.first), names.index(pair.second)), reverse=True)
            grid[i, j] = pair.value
            if pair.low_95 > 0.0 or pair.high_95 < 0.0:
                axes.text(j, i, "•", ha="center", va="center", fontsize=9)
    most = max(float(np.nanmax(np.abs(grid))), 1e-9)
    image = axes.imshow(grid, cmap="PuOr", vmin=-most, vmax=most)
    axes.grid(False)
    axes.set_xticks(range(len(names)), names, rotation=90)
    axes.set_yticks(range(len(names)), names)
    of_pairs = "second-order index"
    if "aliases" in indices.pairs:
        of_pairs = "effect of a pair, in sum with its aliases\n"
    label = f"{of_pairs} (• 95% interval excludes 0)"
    figure.colorbar(image, label=label, shrink=0.8)
    return figure


def _morris_plane(one: Analysed, indices: Indices) -> Any:
    """μ* against σ: far right matters, high up interacts or bends."""
    stars = indices.ranked("mu_star")
    figure, axes, _ = _plane(one, stars, indices.of("sigma"))
    most = float(max(stars["high_95"].max(), 1e-12)) * 1.15
    for slope, style in ((1.0, "-"), (0.5, "--"), (0.1, ":")):
        label = f"σ = {slope:g} μ*"
        axes.plot([0, most], [0, slope * most], style, color=GREY, linewidth=0.9, label=label)
    axes.set(xlim=(0, most), ylim=(0, None), xlabel=WORDS["mu_star"], ylabel=WORDS["sigma"])
    axes.legend(loc="upper left")
    return figure


def _half_and_whole(one: Analysed, indices: Indices, half: Indices) -> Any:
    """The main index from half the sample beside that from the whole."""
    figure, axes, both = _plane(one, indices.ranked(), half.of(indices.main))
    ends = [min(float(both.min()), 0.0), float(both.max())]
    axes.plot(ends, ends, "--", color=GREY, linewidth=0.9)
    name = WORDS.get(indices.main, indices.main)
    axes.set(xlabel=f"{name}, whole sample", ylabel=f"{name}, half the sample")
    return figure


def _plane(one: Analysed, across: pd.DataFrame, up: pd.DataFrame) -> tuple[Any, Any, np.ndarray]:
    """Two indices against each other, [2, factors]; names that would hide another are left out."""
    figure, axes = _figure(one, 14, wide=6.0)
    (x, wide), (y, tall) = _numbers(across), _numbers(up.loc[across.index])
    axes.plot(x[SHOWN:], y[SHOWN:], ".", color="#999999", markersize=4, zorder=1)
    axes.errorbar(x[:SHOWN], y[:SHOWN], xerr=wide[:SHOWN], yerr=tall[:SHOWN], fmt="o",
                  color=COLOURS[1], markersize=4, elinewidth=0.8)  # fmt: skip
    long, high = (max(float(np.ptp(each)), 1e-12) for each in (x, y))
    taken: list[tuple[float, float]] = []
    for name, at, height in list(zip(across.index, x, y, strict=True))[:LABELLED]:
        if all(abs(at - a) > 0.3 * long or abs(height - h) > 0.03 * high for a, h in taken):
            axes.annotate(name, (at, height), (4, 3), textcoords="offset points", fontsize=7.5)
            taken.append((at, height))
    return figure, axes, np.array([x, y])
