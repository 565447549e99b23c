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
from joinedup_experiments.sweep.sensitivity.indices import SRRC, Index, Indices

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


def draw_index_pictures(
    folder: Path, analysed: Sequence[Analysed], report: Callable[[float], None]
) -> None:
    """Draw every outcome's pictures; ``report`` is called with the share done."""
    with charts.styled():
        for number, one in enumerate(analysed):
            report(number / len(analysed))
            for kind, draw in _drawers(one).items():
                name = f"{kind}-{one.outcome.key[:LONGEST]}"
                charts.save(draw(one, one.indices), folder / name)


def _drawers(one: Analysed) -> dict[str, Callable[[Analysed, Any], Any]]:
    """What can be drawn of an outcome."""
    if one.indices is None:
        return {}
    possible = {
        "indices": (_index_plot, True),
        "rank_regression": (_rank_plot, one.indices.ranks),
        "tornado": (_tornado, one.tornado),
        "morris": (_morris_plane, one.indices.of("sigma")),
        "second_order": (_heat_map, one.indices.pairs),
        "convergence": (_convergence, one.convergence),
    }
    return {kind: draw for kind, (draw, content) in possible.items() if content}


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


def _numbers(shown: Sequence[Index]) -> tuple[np.ndarray, np.ndarray]:
    """Values, and half the widths of their intervals; 0 where there are none."""
    values = np.array([index.value for index in shown])
    return values, np.nan_to_num(np.array([index.high for index in shown]) - values)


def _dots(
    axes: Any, shown: Sequence[Index], places: np.ndarray, colour: str, mark: str, label: str = ""
) -> None:
    values, half = _numbers(shown)
    charts.dots(axes, values, places, half, colour, mark=mark, label=label)


def _index_plot(one: Analysed, indices: Indices) -> Any:
    """The main index with its intervals, the greatest above; the first order beside it."""
    shown = indices.ranked()[:SHOWN]
    figure, axes, places = _rows(one, [index.factor for index in shown])
    name = WORDS.get(indices.main, indices.main)
    first = indices.of("S1") if indices.main in ("ST", "delta") else {}
    _dots(axes, shown, places + (0.15 if first else 0.0), COLOURS[1], "o", name)
    if first:
        beside = [first[index.factor] for index in shown]
        _dots(axes, beside, places - 0.15, COLOURS[2], "D", WORDS["S1"])
    floor = indices.idle.get(indices.main)
    if floor is not None:
        label = f"{name} of factors that do nothing (95 of 100 lie left)"
        axes.axvline(floor, color="#555555", linewidth=1.0, linestyle="--", label=label)
    if first or floor is not None:
        _legend(figure, axes)
    axes.set_xlabel("index (95% interval)" if first else f"{name} (95% interval)")
    return figure


def _rank_plot(one: Analysed, indices: Indices) -> Any:
    """The rank regression's coefficients: which way each factor pushes, and how much."""
    assert indices.ranks is not None
    ranked, fit = indices.ranked(SRRC), indices.ranks
    shown = ranked[:SHOWN]
    figure, axes, places = _rows(one, [index.factor for index in shown])
    _dots(axes, shown, places, COLOURS[1], "o")
    axes.set_xlabel(
        "standardised rank regression coefficient (95% interval)\n"
        f"{len(shown)} of {len(ranked)} factors; R² {fit.r2:.2f}, adjusted {fit.adjusted_r2:.2f}"
    )
    return figure


def _tornado(one: Analysed, indices: Indices) -> Any:
    """The mean outcome where each factor is low and where it is high, the widest above."""
    shown = one.tornado[:SHOWN]
    figure, axes, places = _rows(one, [bar.factor for bar in shown])
    sides = (
        ("factor in its lowest quarter", COLOURS[6], "", 0.18, [bar.at_low for bar in shown]),
        ("factor in its highest quarter", COLOURS[2], "//", -0.18, [bar.at_high for bar in shown]),
    )
    for label, colour, hatch, shift, ends in sides:
        value, low, high = np.array(ends).T
        axes.barh(places + shift, value, 0.36, color=colour, hatch=hatch, edgecolor="white",
                  label=label)  # fmt: skip
        bars = np.maximum([value - low, high - value], 0.0)
        axes.errorbar(value, places + shift, xerr=bars, fmt="none", ecolor="black", elinewidth=0.9)
        plain_numbers(axes.xaxis, np.array(ends))
    unit = f", {one.outcome.unit}" if one.outcome.unit else ""
    axes.set_xlabel(f"less the mean over the design{unit} (95% interval)")
    _legend(figure, axes)
    return figure


def _morris_plane(one: Analysed, indices: Indices) -> Any:
    """μ* against σ: far right matters, high up interacts or bends."""
    figure, axes = _figure(one, 14, wide=6.0)
    stars, sigmas = indices.ranked("mu_star"), indices.of("sigma")
    (x, half), (y, _) = _numbers(stars), _numbers([sigmas[index.factor] for index in stars])
    axes.errorbar(x, y, xerr=half, fmt="o", color=COLOURS[1], markersize=4, elinewidth=0.8)
    most = float(max((x + half).max(), 1e-12)) * 1.15
    for slope, style in ((1.0, "-"), (0.5, "--"), (0.1, ":")):
        axes.plot([0, most], [0, slope * most], style, color="#777777", linewidth=0.9,
                  label=f"σ = {slope:g} μ*")  # fmt: skip
    _named(axes, stars, x, y)
    axes.set(xlim=(0, most), ylim=(0, None), xlabel=WORDS["mu_star"], ylabel=WORDS["sigma"])
    axes.legend(loc="upper left")
    return figure


def _heat_map(one: Analysed, indices: Indices) -> Any:
    """Second-order indices, with a dot where the interval excludes 0."""
    names = [index.factor for index in indices.ranked()[:SHOWN]]
    grid = np.full((len(names), len(names)), np.nan)
    figure, axes = _figure(one, max(10, len(names)))
    for pair in indices.pairs:
        if {pair.first, pair.second} <= set(names):
            i, j = sorted((names.index(pair.first), names.index(pair.second)), reverse=True)
            grid[i, j] = pair.value
            if pair.low > 0.0 or pair.high < 0.0:
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
    (x, wide), (y, tall) = _numbers(whole), _numbers([before[index.factor] for index in whole])
    axes.plot(x[SHOWN:], y[SHOWN:], ".", color="#999999", markersize=4, zorder=1)
    axes.errorbar(x[:SHOWN], y[:SHOWN], xerr=wide[:SHOWN], yerr=tall[:SHOWN], fmt="o",
                  color=COLOURS[1], markersize=4, elinewidth=0.8)  # fmt: skip
    ends = [float(min(x.min(), y.min(), 0.0)), float(max(x.max(), y.max()))]
    axes.plot(ends, ends, "--", color="#777777", linewidth=0.9)
    _named(axes, whole, x, y)
    name = WORDS.get(indices.main, indices.main)
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
