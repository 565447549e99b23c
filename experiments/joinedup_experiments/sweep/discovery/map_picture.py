"""The map of where it helps: every point, on the two factors that part them most."""

from __future__ import annotations

import math
import textwrap
from typing import Any

import numpy as np

from joinedup_experiments.display.charts import COLOURS, blank
from joinedup_experiments.sweep.discovery.finding import Discovery
from joinedup_experiments.sweep.discovery.rule import Answered, Rule
from joinedup_experiments.sweep.discovery.wording import meaning_of, unit_of
from joinedup_experiments.sweep.factors import Factor

LOOKS = {
    2: ((COLOURS[1], "o"), (COLOURS[2], "^")),
    3: ((COLOURS[1], "o"), ("#777777", "x"), (COLOURS[2], "^")),
    4: ((COLOURS[1], "o"), (COLOURS[3], "s"), (COLOURS[4], "D"), (COLOURS[2], "^")),
}
GRID = 41
REACH = 0.12  # of the axis: the standard deviation of the window in which points are counted
REACH_OF_CHOICES = 0.3  # of the step from one choice to the next
SPREAD = 0.3  # by how much points with the same choice are set apart, so that all are seen
NEAR = 0.06  # of the axis: corners whose numbers would cover each other
AXIS_WIDE, TITLE_WIDE = 58, 80


def map_picture(found: Discovery, one: Answered) -> Any:
    """Draw one question: points by answer, the share of the first answer, and the rules' boxes."""
    across, up = _two_factors(found, one)
    factors = found.plan.factors
    x, y = found.values[:, across], found.values[:, up]
    figure = blank(7.0, 6.2)
    axes = figure.subplots()
    bounds = [_bounds(factors[i], found.values[:, i]) for i in (across, up)]
    reach = [_reach(factors[i], ends) for i, ends in zip((across, up), bounds, strict=True)]
    _background(figure, axes, one, (x, y), bounds, reach)
    x, y = (_set_apart(factors[i], found.values[:, i], i) for i in (across, up))
    for code, (colour, mark) in enumerate(LOOKS[len(one.base)]):
        mine = one.question.codes == code
        if not mine.any():
            continue
        axes.scatter(
            x[mine], y[mine], s=14, c=colour, marker=mark, linewidths=0.4,
            edgecolors=None if mark == "x" else "white",
            label=f"{one.question.classes[code]} ({mine.mean():.0%} of points)",
        )  # fmt: skip
    corners: list[tuple[float, float]] = []
    for rule in one.rules:
        corners += _box(axes, rule, (factors[across], factors[up]), bounds, corners)
    axes.set(xlim=bounds[0], ylim=bounds[1])
    for axis, i in ((axes.xaxis, across), (axes.yaxis, up)):
        _label(axis, factors[i])
    axes.grid(False)
    title = textwrap.fill(one.question.label, TITLE_WIDE)
    boxes = "Boxes: the rules, by number (* with further conditions)"
    if not one.rules:
        boxes = "No rules: " + ("none beats the base rate" if one.chosen else "too few to tell")
    figure.suptitle(f"{title}\n{boxes}", x=0.01, ha="left", fontsize=10.5)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=2)
    return figure


def _two_factors(found: Discovery, one: Answered) -> tuple[int, int]:
    """The two that the tree parts most by, or that the outcome goes with most."""
    first, second = one.importance[:2]
    return first, second


def _bounds(factor: Factor, column: np.ndarray) -> tuple[float, float]:
    """The ends of an axis: the factor's range, or half a step beyond choices and whole numbers."""
    if factor.choices:
        return -0.5, len(factor.choices) - 0.5
    if factor.whole:
        return float(column.min()) - 0.5, float(column.max()) + 0.5
    return factor.low, factor.high


def _reach(factor: Factor, ends: tuple[float, float]) -> float:
    """The standard deviation of the window in which points are counted, in the factor's unit."""
    stepped = factor.choices or factor.whole
    return REACH_OF_CHOICES if stepped else REACH * (ends[1] - ends[0])


def _set_apart(factor: Factor, column: np.ndarray, place: int) -> np.ndarray:
    """Where a point is drawn: choices and whole numbers a little to either side."""
    if not (factor.choices or factor.whole):
        return column
    rng = np.random.default_rng(place)
    return np.asarray(column + rng.uniform(-SPREAD, SPREAD, len(column)))


def _background(
    figure: Any,
    axes: Any,
    one: Answered,
    points: tuple[np.ndarray, np.ndarray],
    bounds: list[tuple[float, float]],
    reach: list[float],
) -> None:
    """The share of points nearby that have the first answer."""
    from matplotlib import rc_context
    from matplotlib.colors import LinearSegmentedColormap

    (west, east), (south, north) = bounds
    across, up = np.linspace(west, east, GRID), np.linspace(south, north, GRID)
    near_x = np.exp(-0.5 * ((across[:, None] - points[0]) / reach[0]) ** 2)
    near_y = np.exp(-0.5 * ((up[:, None] - points[1]) / reach[1]) ** 2)
    helped = (one.question.codes == 0).astype(float)
    weight = near_y @ near_x.T
    share = np.divide((near_y * helped) @ near_x.T, weight, out=np.zeros_like(weight),
                      where=weight > 1e-12)  # fmt: skip
    shades = LinearSegmentedColormap.from_list("helped", ["#fff4e6", "#ffffff", "#a9d3f0"])
    levels = np.linspace(0.0, 1.0, 11)
    image = axes.contourf(across, up, share, levels=levels, cmap=shades)
    with rc_context({"axes.grid": False}):
        bar = figure.colorbar(image, ax=axes, shrink=0.75, format=_per_cent)
    bar.set_label(f"share of points nearby: {one.question.classes[0]}")


def _per_cent(value: float, place: int) -> str:
    return f"{value:.0%}"


def _box(
    axes: Any,
    rule: Rule,
    pair: tuple[Factor, Factor],
    bounds: list[tuple[float, float]],
    taken: list[tuple[float, float]],
) -> list[tuple[float, float]]:
    """Draw a rule's edges on the two axes, its number beside those near its corner.

    Returns
    -------
    list
        The corner, or none where the rule holds at any value of both.
    """
    from matplotlib.patches import Rectangle

    edges = {c.factor.key: (c.low, c.high) for c in rule.conditions}
    keys = {factor.key for factor in pair}
    if not keys & set(edges):
        return []
    sides = []
    for factor, (low, high) in zip(pair, bounds, strict=True):
        first, last = edges.get(factor.key, (-math.inf, math.inf))
        sides.append((max(low, first), min(high, last)))
    (west, east), (south, north) = sides
    axes.add_patch(
        Rectangle((west, south), east - west, north - south, fill=False, edgecolor="black",
                  linewidth=1.4, zorder=3)
    )  # fmt: skip
    more = "*" if set(edges) - keys else ""
    wide, tall = (NEAR * (high - low) for low, high in bounds)
    near = [abs(x - west) < wide and abs(y - north) < tall for x, y in taken]
    shift = 26 * sum(near)
    axes.annotate(
        f"{rule.number}{more}", (west, north), (5 + shift, -6), textcoords="offset points",
        va="top", fontsize=11, fontweight="bold", zorder=5,
        bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "black"},
    )  # fmt: skip
    return [(west, north)]


def _label(axis: Any, factor: Factor) -> None:
    """What a factor is, in plain English, with its unit."""
    meaning = meaning_of(factor)
    key = f" ({factor.key})" if meaning != factor.key else ""
    unit = unit_of(factor)
    text = f"{meaning}{key}" + (f", {unit}" if unit else "")
    axis.set_label_text(textwrap.fill(text, AXIS_WIDE))
    if factor.choices:
        axis.set_ticks(range(len(factor.choices)), [str(choice) for choice in factor.choices])
