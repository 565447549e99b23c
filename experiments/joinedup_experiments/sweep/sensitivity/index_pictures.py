"""Pictures of the analysis: vector files for a journal, and a PNG to look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np

from joinedup_experiments.display import charts
from joinedup_experiments.display.charts import COLOURS, plain_numbers
from joinedup_experiments.sweep.sensitivity.analysis import Analysed
from joinedup_experiments.sweep.sensitivity.indices import SRRC, Index

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
BEHIND = {"ST": "S1", "delta": "S1"}


def draw_index_pictures(
    folder: Path,
    analysed: Sequence[Analysed],
    tell: Callable[[float], None] = lambda share: None,
) -> list[str]:
    """Draw every outcome's pictures; the names of the files without their endings.

    ``tell`` is called with the share done.
    """
    drawn = []
    with charts.styled():
        for number, one in enumerate(analysed):
            tell(number / len(analysed))
            if one.indices is None:
                continue
            drawers: dict[str, Callable[[Analysed], Any]] = {"indices": _index_plot}
            if one.indices.ranks:
                drawers["rank_regression"] = _rank_plot
            if one.swings:
                drawers["tornado"] = _tornado
            if one.indices.of("sigma"):
                drawers["morris"] = _morris_plane
            if one.indices.pairs:
                drawers["second_order"] = _heat_map
            if one.convergence:
                drawers["convergence"] = _convergence
            for kind, draw in drawers.items():
                name = f"{kind}-{one.outcome.key[:LONGEST]}"
                charts.save(draw(one), folder / name)
                drawn.append(name)
    return drawn


def _figure(rows: int, title: str, wide: float = 7.0) -> tuple[Any, Any]:
    height = 1.6 + 0.24 * max(rows, 4)
    figure = charts.blank(wide, height)
    figure.suptitle(fill(title, int(TITLE * wide)), x=0.01, ha="left", fontsize=10.5)
    return figure, figure.subplots()


def _index_plot(one: Analysed) -> Any:
    """The main index with its intervals, the greatest above; the first order beside it."""
    assert one.indices is not None
    shown = one.indices.ranked()[:SHOWN]
    figure, axes = _figure(len(shown), one.outcome.full_label)
    places = np.arange(len(shown))[::-1].astype(float)
    behind = one.indices.of(BEHIND.get(one.indices.main, ""))
    shift = 0.15 if behind else 0.0
    _dots(axes, shown, places + shift, COLOURS[1], "o", WORDS.get(one.indices.main, ""))
    if behind:
        others = [behind[index.factor] for index in shown]
        _dots(axes, others, places - shift, COLOURS[2], "D", WORDS["S1"])
    charts.zero_line(axes)
    floor = one.indices.idle.get(one.indices.main)
    if floor is not None:
        label = f"{WORDS[one.indices.main]} of factors that do nothing (95 of 100 lie left)"
        axes.axvline(floor, color="#555555", linewidth=1.0, linestyle="--", label=label)
    if behind or floor is not None:
        figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=2)
    axes.set_yticks(places, [index.factor for index in shown])
    name = WORDS.get(one.indices.main, one.indices.main)
    axes.set_xlabel("index (95% interval)" if behind else f"{name} (95% interval)")
    return figure


def _rank_plot(one: Analysed) -> Any:
    """The rank regression's coefficients: which way each factor pushes, and how much."""
    assert one.indices is not None and one.indices.ranks is not None
    ranked, fit = one.indices.ranked(SRRC), one.indices.ranks
    shown = ranked[:SHOWN]
    figure, axes = _figure(len(shown), one.outcome.full_label)
    places = np.arange(len(shown))[::-1].astype(float)
    _dots(axes, shown, places, COLOURS[1], "o", "")
    charts.zero_line(axes)
    axes.set_yticks(places, [index.factor for index in shown])
    axes.set_xlabel(
        "standardised rank regression coefficient (95% interval)\n"
        f"{len(shown)} of {len(ranked)} factors; R² {fit.r2:.2f}, adjusted {fit.adjusted_r2:.2f}"
    )
    return figure


def _dots(
    axes: Any, shown: Sequence[Index], places: np.ndarray, colour: str, mark: str, label: str
) -> None:
    values = np.array([index.value for index in shown])
    half = np.array([index.high for index in shown]) - values
    charts.dots(axes, values, places, half, colour, mark=mark, label=label)


def _tornado(one: Analysed) -> Any:
    """The mean outcome where each factor is low and where it is high, the widest above."""
    shown = one.swings[:SHOWN]
    figure, axes = _figure(len(shown), one.outcome.full_label)
    places = np.arange(len(shown))[::-1].astype(float)
    sides = (
        ("factor in its lowest quarter", COLOURS[6], "", 0.18, [s.at_low for s in shown]),
        ("factor in its highest quarter", COLOURS[2], "//", -0.18, [s.at_high for s in shown]),
    )
    for label, colour, hatch, shift, ends in sides:
        where, value = places + shift, np.array([end.value for end in ends])
        axes.barh(where, value, 0.36, color=colour, hatch=hatch, edgecolor="white", label=label)
        bounds = np.array([(end.value - end.low, end.high - end.value) for end in ends]).T
        axes.errorbar(
            value, where, xerr=np.maximum(bounds, 0.0), fmt="none", ecolor="black", elinewidth=0.9
        )
    charts.zero_line(axes)
    axes.set_yticks(places, [s.factor for s in shown])
    reach = np.array([(*s.at_low, *s.at_high) for s in shown])
    plain_numbers(axes.xaxis, np.nan_to_num(reach))
    unit = f", {one.outcome.unit}" if one.outcome.unit else ""
    axes.set_xlabel(f"less the mean over the design{unit} (95% interval)")
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=2)
    return figure


def _morris_plane(one: Analysed) -> Any:
    """μ* against σ: far right matters, high up interacts or bends."""
    assert one.indices is not None
    figure, axes = _figure(14, one.outcome.full_label, wide=6.0)
    stars, sigmas = one.indices.ranked("mu_star"), one.indices.of("sigma")
    x = np.array([index.value for index in stars])
    y = np.array([sigmas[index.factor].value for index in stars])
    half = np.nan_to_num(np.array([index.high for index in stars]) - x)
    axes.errorbar(x, y, xerr=half, fmt="o", color=COLOURS[1], markersize=4, elinewidth=0.8)
    most = float(max((x + half).max(), 1e-12)) * 1.15
    for slope, style in ((1.0, "-"), (0.5, "--"), (0.1, ":")):
        axes.plot([0, most], [0, slope * most], style, color="#777777", linewidth=0.9,
                  label=f"σ = {slope:g} μ*")  # fmt: skip
    _named(axes, stars, x, y)
    axes.set(xlim=(0, most), ylim=(0, None), xlabel=WORDS["mu_star"], ylabel=WORDS["sigma"])
    axes.legend(loc="upper left")
    return figure


def _heat_map(one: Analysed) -> Any:
    """Second-order indices, with a dot where the interval excludes 0."""
    assert one.indices is not None
    names = [index.factor for index in one.indices.ranked()[:SHOWN]]
    grid = np.full((len(names), len(names)), np.nan)
    clear = np.zeros_like(grid, dtype=bool)
    for pair in one.indices.pairs:
        if pair.first in names and pair.second in names:
            i, j = sorted((names.index(pair.first), names.index(pair.second)), reverse=True)
            grid[i, j] = pair.value
            clear[i, j] = pair.low > 0.0 or pair.high < 0.0
    figure, axes = _figure(max(10, len(names)), one.outcome.full_label, wide=7.0)
    most = max(float(np.nanmax(np.abs(grid))), 1e-9)
    image = axes.imshow(grid, cmap="PuOr", vmin=-most, vmax=most)
    for i, j in zip(*np.nonzero(clear), strict=True):
        axes.text(j, i, "•", ha="center", va="center", fontsize=9)
    axes.grid(False)
    axes.set_xticks(range(len(names)), names, rotation=90)
    axes.set_yticks(range(len(names)), names)
    figure.colorbar(image, label="second-order index (• 95% interval excludes 0)", shrink=0.8)
    return figure


def _convergence(one: Analysed) -> Any:
    """The main index from half the sample beside that from the whole."""
    assert one.indices is not None and one.convergence is not None
    figure, axes = _figure(14, one.outcome.full_label, wide=6.0)
    whole, half = one.indices.ranked(), one.convergence.half.of(one.indices.main)
    x = np.array([index.value for index in whole])
    y = np.array([half[index.factor].value for index in whole])
    errors = [np.nan_to_num(np.array([i.high - i.value for i in found]))[:SHOWN]
              for found in (whole, [half[i.factor] for i in whole])]  # fmt: skip
    axes.plot(x[SHOWN:], y[SHOWN:], ".", color="#999999", markersize=4, zorder=1)
    axes.errorbar(x[:SHOWN], y[:SHOWN], xerr=errors[0], yerr=errors[1], fmt="o",
                  color=COLOURS[1], markersize=4, elinewidth=0.8)  # fmt: skip
    ends = [float(min(x.min(), y.min(), 0.0)), float(max(x.max(), y.max()))]
    axes.plot(ends, ends, "--", color="#777777", linewidth=0.9)
    _named(axes, whole, x, y)
    name = WORDS.get(one.indices.main, one.indices.main)
    axes.set(xlabel=f"{name}, whole sample", ylabel=f"{name}, half the sample")
    return figure


def _named(axes: Any, ranked: Sequence[Index], x: np.ndarray, y: np.ndarray) -> None:
    """The names of the most important points, but for those that another's would hide."""
    across, along = (max(float(np.ptp(each)), 1e-12) for each in (x, y))
    taken: list[tuple[float, float]] = []
    for index, at, height in list(zip(ranked, x, y, strict=True))[:LABELLED]:
        if all(abs(at - a) > 0.3 * across or abs(height - h) > 0.03 * along for a, h in taken):
            axes.annotate(index.factor, (at, height), (4, 3), textcoords="offset points",
                          fontsize=7.5)  # fmt: skip
            taken.append((at, height))
