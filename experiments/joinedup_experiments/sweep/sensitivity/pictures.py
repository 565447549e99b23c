"""Pictures of the analysis: vector files for a journal, and a PNG to look at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd

from joinedup_experiments.display import charts
from joinedup_experiments.display.charts import COLOURS, plain_numbers
from joinedup_experiments.sweep.sensitivity.analysis import HIGH, LOW, Analysed
from joinedup_experiments.sweep.sensitivity.methods import SRRC, Indices

SHOWN = 20
LABELLED = 10
LONGEST = 80
TITLE = 12.5  # letters to the inch
WORDS = {
    "ST": "total index",
    "S1": "first-order index",
    "mu_star": "mean absolute elementary effect, μ*",
    "sigma": "standard deviation of elementary effects, σ",
    "delta": "δ",
    "median": "PAWN index (median)",
    "dgsm": "upper bound on the total index (DGSM)",
    "effect": "main effect",
}


def draw_index_pictures(folder: Path, one: Analysed) -> None:
    """Draw everything that can be drawn of an outcome."""
    if one.indices is None:
        return
    possible: dict[str, tuple[Any, bool]] = {
        "indices": (_index_plot, True),
        "rank_regression": (_rank_plot, one.indices.ranks is not None),
        "tornado": (_tornado, one.tornado is not None),
        "morris": (_morris_plane, len(one.indices.of("sigma")) > 0),
        "second_order": (_heat_map, len(one.indices.pairs) > 0),
        "convergence": (_convergence, one.convergence is not None),
    }
    with charts.styled():
        for kind, (draw, is_there) in possible.items():
            if is_there:
                name = f"{kind}-{one.outcome.key[:LONGEST]}"
                charts.save(draw(one, one.indices), folder / name)


def _figure(one: Analysed, rows: int, wide: float = 7.0) -> tuple[Any, Any]:
    figure = charts.blank(wide, 1.6 + 0.24 * max(rows, 4))
    title = fill(one.outcome.full_label, int(TITLE * wide))
    figure.suptitle(title, x=0.01, ha="left", fontsize=10.5)
    return figure, figure.subplots()


def _rows(one: Analysed, names: Sequence[str]) -> tuple[Any, Any, np.ndarray]:
    """A figure with a row for each name, the first above, and a line at 0; where the rows are."""
    figure, axes = _figure(one, len(names))
    places = np.arange(len(names))[::-1].astype(float)
    axes.set_yticks(places, names)
    charts.zero_line(axes)
    return figure, axes, places


def _legend(figure: Any, axes: Any) -> None:
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=2)


def _numbers(shown: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Values, and half the widths of their intervals; 0 where there are none."""
    values = shown["value"].to_numpy()
    return values, np.nan_to_num(shown["high_95"].to_numpy() - values)


def _index_plot(one: Analysed, indices: Indices) -> Any:
    """The main index with its intervals, the greatest above; the first order beside it."""
    shown = indices.ranked()[:SHOWN]
    figure, axes, places = _rows(one, shown.index)
    name, floor = WORDS.get(indices.main, indices.main), indices.floor
    has_first = indices.main in ("ST", "delta")
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
        _legend(figure, axes)
    axes.set_xlabel("index (95% interval)" if has_first else f"{name} (95% interval)")
    return figure


def _rank_plot(one: Analysed, indices: Indices) -> Any:
    """The rank regression's coefficients: which way each factor pushes, and how much."""
    assert indices.ranks is not None
    ranked, fit = indices.ranked(SRRC), indices.ranks
    shown = ranked[:SHOWN]
    figure, axes, places = _rows(one, shown.index)
    values, half = _numbers(shown)
    charts.dots(axes, values, places, half, COLOURS[1], label="")
    axes.set_xlabel(
        "standardised rank regression coefficient (95% interval)\n"
        f"{len(shown)} of {len(ranked)} factors; R² {fit.r2:.2f}, adjusted {fit.adjusted_r2:.2f}"
    )
    return figure


def _tornado(one: Analysed, indices: Indices) -> Any:
    """The mean outcome where each factor is low and where it is high, the widest above."""
    assert one.tornado is not None
    shown = one.tornado[:SHOWN]
    figure, axes, places = _rows(one, shown["factor"])
    sides = (
        ("factor in its lowest quarter", COLOURS[6], "", 0.18, LOW),
        ("factor in its highest quarter", COLOURS[2], "//", -0.18, HIGH),
    )
    for label, colour, hatch, shift, end in sides:
        value, low, high = (
            shown[f"{end}{part}"].to_numpy() for part in ("", "_low_95", "_high_95")
        )
        axes.barh(places + shift, value, 0.36, color=colour, hatch=hatch, edgecolor="white",
                  label=label)  # fmt: skip
        bars = np.maximum([value - low, high - value], 0.0)
        axes.errorbar(value, places + shift, xerr=bars, fmt="none", ecolor="black", elinewidth=0.9)
        plain_numbers(axes.xaxis, [value, low, high])
    unit = f", {one.outcome.unit}" if one.outcome.unit else ""
    axes.set_xlabel(f"less the mean over the design{unit} (95% interval)")
    _legend(figure, axes)
    return figure


def _morris_plane(one: Analysed, indices: Indices) -> Any:
    """μ* against σ: far right matters, high up interacts or bends."""
    figure, axes = _figure(one, 14, wide=6.0)
    stars = indices.ranked("mu_star")
    (x, half), (y, _) = _numbers(stars), _numbers(indices.of("sigma").loc[stars.index])
    axes.errorbar(x, y, xerr=half, fmt="o", color=COLOURS[1], markersize=4, elinewidth=0.8)
    most = float(max((x + half).max(), 1e-12)) * 1.15
    for slope, style in ((1.0, "-"), (0.5, "--"), (0.1, ":")):
        axes.plot([0, most], [0, slope * most], style, color="#777777", linewidth=0.9,
                  label=f"σ = {slope:g} μ*")  # fmt: skip
    _name_points(axes, stars.index, x, y)
    axes.set(xlim=(0, most), ylim=(0, None), xlabel=WORDS["mu_star"], ylabel=WORDS["sigma"])
    axes.legend(loc="upper left")
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
    figure.colorbar(image, label="second-order index (• 95% interval excludes 0)", shrink=0.8)
    return figure


def _convergence(one: Analysed, indices: Indices) -> Any:
    """The main index from half the sample beside that from the whole."""
    assert one.convergence is not None
    figure, axes = _figure(one, 14, wide=6.0)
    whole, before = indices.ranked(), one.convergence.half.of(indices.main)
    (x, wide), (y, tall) = _numbers(whole), _numbers(before.loc[whole.index])
    axes.plot(x[SHOWN:], y[SHOWN:], ".", color="#999999", markersize=4, zorder=1)
    axes.errorbar(x[:SHOWN], y[:SHOWN], xerr=wide[:SHOWN], yerr=tall[:SHOWN], fmt="o",
                  color=COLOURS[1], markersize=4, elinewidth=0.8)  # fmt: skip
    ends = [float(min(x.min(), y.min(), 0.0)), float(max(x.max(), y.max()))]
    axes.plot(ends, ends, "--", color="#777777", linewidth=0.9)
    _name_points(axes, whole.index, x, y)
    name = WORDS.get(indices.main, indices.main)
    axes.set(xlabel=f"{name}, whole sample", ylabel=f"{name}, half the sample")
    return figure


def _name_points(axes: Any, names: Sequence[str], x: np.ndarray, y: np.ndarray) -> None:
    """The names of the most important points, but for those that another's would hide."""
    across, along = (max(float(np.ptp(each)), 1e-12) for each in (x, y))
    taken: list[tuple[float, float]] = []
    for name, at, height in list(zip(names, x, y, strict=True))[:LABELLED]:
        if all(abs(at - a) > 0.3 * across or abs(height - h) > 0.03 * along for a, h in taken):
            axes.annotate(name, (at, height), (4, 3), textcoords="offset points", fontsize=7.5)
            taken.append((at, height))
