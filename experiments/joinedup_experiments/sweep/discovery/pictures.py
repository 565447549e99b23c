"""Pictures of a scenario discovery: a map for each question, and a fan for each outcome."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np

from joinedup_experiments.compare.arms import distinct
from joinedup_experiments.display import charts
from joinedup_experiments.display.charts import COLOURS, plain_numbers
from joinedup_experiments.sweep.discovery.lever_map import lever_map, levers_of
from joinedup_experiments.sweep.discovery.questions import OverTime, good_direction
from joinedup_experiments.sweep.discovery.rules import Discovery
from joinedup_experiments.sweep.discovery.trees import Answered, Rule
from joinedup_experiments.sweep.factors import Factor

MARKS = {
    3: ((COLOURS[1], "o"), ("#777777", "x"), (COLOURS[2], "^")),
    4: ((COLOURS[1], "o"), (COLOURS[3], "s"), (COLOURS[4], "D"), (COLOURS[2], "^")),
}
CELLS = 12  # of the background, across
SPREAD = 0.3  # by how much points with the same choice are set apart, so that all are seen
LONGEST_NAME, AXIS_WIDE, TITLE_WIDE = 80, 58, 80
TITLE: Any = {"x": 0.01, "ha": "left", "fontsize": 10.5}


def draw_pictures(folder: Path, found: Discovery) -> list[str]:
    """Draw maps and fans, less what cannot be drawn; the files' names without their endings."""
    figures: dict[str, Callable[[], Any]] = {}
    asked = [one.question.key for one in found.answered]
    for one, called in zip(found.answered, distinct(asked, LONGEST_NAME), strict=True):
        if found.values.shape[1] > 1 and one.question.counts.max() < len(found.values):
            figures[f"map-{called}"] = partial(map_picture, found, one)
    keys = distinct([time.outcome.key for time in found.over_time], LONGEST_NAME)
    for time, called in zip(found.over_time, keys, strict=True):
        figures[f"fan-{called}"] = partial(fan_picture, time, found.plan.design.points_are)
    if (levers := levers_of(found.plan)) is not None:
        figures["levers"] = partial(lever_map, found, levers)
    return [n for n, draw in figures.items() if charts.save_if_drawn(draw, folder / n)]


def map_picture(found: Discovery, one: Answered) -> Any:
    """Every point on the two factors that part the answers most, and the rules' boxes."""
    figure = charts.blank(7.0, 6.2)
    axes = figure.subplots()
    codes, classes = one.question.codes, one.question.classes
    pair = [found.plan.factors[i] for i in one.importance[:2]]
    (x, across), (y, up) = (
        _along(factor, found.values[:, i], i)
        for factor, i in zip(pair, one.importance, strict=False)
    )
    shades = axes.hexbin(x, y, codes == 0, gridsize=CELLS, cmap="Blues", vmin=0.0, vmax=1.0,
                         alpha=0.45, linewidths=0, extent=(*across, *up))  # fmt: skip
    points_are = found.plan.design.points_are
    label = f"share of {points_are} nearby: {classes[0]}"
    figure.colorbar(shades, ax=axes, shrink=0.75, format="{x:.0%}", label=label)
    for code in np.unique(codes):
        mine, (colour, mark) = codes == code, MARKS[len(classes)][code]
        name = f"{classes[code]} ({mine.mean():.0%} of {points_are})"
        axes.scatter(x[mine], y[mine], s=14, c=colour, marker=mark, linewidths=0.4, label=name,
                     edgecolors=None if mark == "x" else "white")  # fmt: skip
    for number, rule in enumerate(one.rules, 1):
        _box(axes, number, rule, pair, [across, up])
    axes.set(xlim=across, ylim=up)
    for axis, factor in zip((axes.xaxis, axes.yaxis), pair, strict=True):
        text = factor.name.replace("`", "") + (f", {factor.unit_text}" if factor.unit_text else "")
        axis.set_label_text(fill(text, AXIS_WIDE))
        if factor.choices:
            axis.set_ticks(range(len(factor.choices)), [str(choice) for choice in factor.choices])
    axes.grid(False)
    boxes = "Boxes: the rules, by number (* with further conditions)"
    if not one.rules:
        boxes = f"No rules: {'none beats the base rate' if one.pruning else 'too few to tell'}"
    figure.suptitle(f"{fill(one.question.label, TITLE_WIDE)}\n{boxes}", **TITLE)
    figure.legend(loc="outside lower left", ncols=2)
    return figure


def _along(factor: Factor, column: np.ndarray, seed: int) -> tuple[np.ndarray, tuple[float, float]]:
    """Where points are drawn, choices and whole numbers set apart; and the ends of the axis."""
    if not factor.is_stepped:
        return column, (factor.low, factor.high)
    steps = range(len(factor.choices)) if factor.choices else column
    apart = np.random.default_rng(seed).uniform(-SPREAD, SPREAD, len(column))
    return column + apart, (float(min(steps)) - 0.5, float(max(steps)) + 0.5)


def _box(axes: Any, number: int, rule: Rule, pair: list[Factor], bounds: list[Any]) -> None:
    """A rule's edges on the two axes with its number; none where it holds at all their values."""
    from matplotlib.patches import Rectangle

    edges = {c.factor.key: (c.low, c.high) for c in rule.conditions}
    keys = [factor.key for factor in pair]
    if not set(keys) & set(edges):
        return
    inside = [edges.get(key, (-math.inf, math.inf)) for key in keys]
    (west, east), (south, north) = (np.clip(inside[i], *bounds[i]) for i in (0, 1))
    box = Rectangle((west, south), east - west, north - south, fill=False, linewidth=1.4, zorder=3)
    axes.add_patch(box)
    axes.annotate(
        f"{number}{'*' if set(edges) - set(keys) else ''}", (west, north),
        (5 + 26 * (number - 1), -6), textcoords="offset points", va="top", fontsize=11,
        fontweight="bold", zorder=5,
        bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "black"},
    )  # fmt: skip


def fan_picture(time: OverTime, points_are: str = "points") -> Any:
    """One outcome over time: the median point, half of the points, and nine tenths of them."""
    from matplotlib.ticker import MaxNLocator

    many, periods = time.differences.shape
    figure = charts.blank(6.2, 4.2)
    axes = figure.subplots()
    figure.suptitle(fill(time.outcome.label, TITLE_WIDE), **TITLE)
    quantiles, fewest = time.spread([0.05, 0.25, 0.5, 0.75, 0.95]), int(time.points.min())
    x = np.arange(1, periods + 1)
    for i, colour, alpha, share in ((0, 6, 0.35, "nine tenths"), (1, 1, 0.45, "half")):
        axes.fill_between(x, quantiles[i], quantiles[4 - i], color=COLOURS[colour], alpha=alpha,
                          linewidth=0, label=f"{share} of the {points_are}")  # fmt: skip
    axes.plot(x, quantiles[2], color="black", marker="o", markersize=4, label="median point")
    axes.axhline(0.0, color="black", linewidth=0.8, linestyle=":")
    axes.set_xlabel(
        f"{time.period} after the change\n"
        f"Bands: spread over the design's {many:,} {points_are}, that is over its\n"
        "assumptions and levers; they are not confidence intervals"
        + (f"\n(of those with a value, {fewest:,} at the least)" if fewest < many else "")
    )
    better = "below" if good_direction(time.outcome) < 0 else "above"
    axes.set_ylabel(
        f"difference from the base,\n{time.outcome.unit_of_year} ({better} 0 is better)"
    )
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    plain_numbers(axes.yaxis, quantiles)
    figure.legend(loc="outside lower left", ncols=3)
    return figure
