"""A map of three levers: a smooth surface over two of them, at three values of the third."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from joinedup_experiments.display import charts
from joinedup_experiments.display.numbers import number
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.plan import Outcome, Plan
from joinedup_experiments.sweep.sensitivity.methods import FEWEST_POINTS

if TYPE_CHECKING:
    from joinedup_experiments.sweep.discovery.rules import Discovery

LEVERS = 3
GRID, CELLS = 41, 3  # of the surface, and of the numbers written on it, along each side
NAMED = ("low", "middle", "high")
AGREE = 0.75  # the share of points nearby below which the surface is hatched
NEARBY = 0.25  # of a lever's range: the deviation of the weights of points nearby
LABEL_WIDE = 24
NOTHING = 1e-3  # of the greatest effect on the map: below it an effect is written as 0


def levers_of(plan: Plan) -> tuple[int, int, int] | None:
    """The places of a design's three levers, if it has three and they are numbers."""
    places = [i for i, factor in enumerate(plan.factors) if factor.kind == "lever"]
    if len(places) != LEVERS or any(plan.factors[i].choices for i in places):
        return None
    enough = len(plan.points) >= FEWEST_POINTS
    return (places[0], places[1], places[2]) if enough else None


class Surface:
    """An effect as a smooth function of three levers, each from -1 to 1."""

    def __init__(self, levers: np.ndarray, effect: np.ndarray) -> None:
        """Fit polynomials of the second degree that shrink to ``effect`` [points]."""
        from sklearn.linear_model import BayesianRidge
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import PolynomialFeatures, StandardScaler

        self.levers, self.effect = levers, effect
        self._scale = float(effect.std()) or 1.0
        shape = PolynomialFeatures(2, include_bias=False)
        self._fit = make_pipeline(shape, StandardScaler(), BayesianRidge())
        self._fit.fit(levers, effect / self._scale)

    def at(self, where: np.ndarray) -> np.ndarray:
        """The effect at places [places, levers]."""
        return np.asarray(self._fit.predict(where) * self._scale)

    def agreeing(self, where: np.ndarray) -> np.ndarray:
        """The share of points nearby, by weight, whose effect has the surface's sign there."""
        apart = ((where[:, None, :] - self.levers[None]) / (2.0 * NEARBY)) ** 2
        weight = np.exp(-0.5 * apart.sum(axis=2))
        same = np.sign(self.effect)[None] == np.sign(self.at(where))[:, None]
        return np.asarray((weight * same).sum(axis=1) / weight.sum(axis=1))


def lever_map(found: Discovery, levers: tuple[int, int, int]) -> Any:
    """A row for each outcome and a column for low, middle and high of the third lever."""
    factors = [found.plan.factors[i] for i in levers]
    low, high = np.array([(f.low, f.high - f.whole) for f in factors]).T
    unit = 2.0 * (found.values[:, list(levers)] - low) / (high - low) - 1.0
    rows = len(found.differences)
    figure = charts.blank(9.0, 1.4 + 2.5 * rows)
    panels = figure.subplots(rows, LEVERS, sharex=True, sharey=True, squeeze=False)
    for row, (outcome, effect) in zip(panels, found.differences.items(), strict=True):
        _row(figure, row, outcome, Surface(unit, effect), factors)
    for axes, name, third in zip(panels[0], NAMED, (-1.0, 0.0, 1.0), strict=True):
        value = low[2] + (third + 1.0) / 2.0 * (high[2] - low[2])
        axes.set_title(f"{factors[2].key}\n{name} ({value:.3g})", fontsize=8.5)
    many, points_are = len(found.plan.points), found.plan.design.points_are
    title = f"{found.plan.design.name}: the arm less {found.plan.names[0]}, by three levers"
    figure.suptitle(title, x=0.01, ha="left", fontsize=10.5)
    figure.supxlabel(
        f"{_axis(factors[0])}\nNumbers: the effect, and the share of {points_are} nearby with its "
        f"sign (of {many:,}); hatched where fewer than {AGREE:.0%} have it",
        fontsize=8.5,
    )
    figure.supylabel(_axis(factors[1]), fontsize=8.5)
    return figure


def _axis(factor: Factor) -> str:
    return factor.key + (f", {factor.unit_text}" if factor.unit_text else "")


def _row(figure: Any, row: Any, outcome: Outcome, surface: Surface, factors: list[Factor]) -> None:
    """One outcome's panels, of one scale of colours that has no effect in its middle."""
    steps = np.linspace(-1.0, 1.0, GRID)
    across, up = np.meshgrid(steps, steps)
    planes = [_places(across, up, third) for third in (-1.0, 0.0, 1.0)]
    values = [surface.at(plane).reshape(GRID, GRID) for plane in planes]
    most = max(float(np.abs(values).max()), 1e-12)
    first, second = ((f.low, f.high - f.whole) for f in factors[:2])
    extent = (*first, *second)
    for axes, plane, effect in zip(row, planes, values, strict=True):
        image = axes.imshow(effect, origin="lower", extent=extent, aspect="auto", cmap="PuOr_r",
                            vmin=-most, vmax=most)  # fmt: skip
        axes.grid(False)
        agreement = surface.agreeing(plane).reshape(GRID, GRID)
        axes.contourf(agreement, levels=[0.0, AGREE], extent=extent, colors="none", hatches=["///"])
        _numbers(axes, surface, float(plane[0, 2]), extent, most)
    unit = fill(outcome.unit_of_year, LABEL_WIDE)
    bar = figure.colorbar(image, ax=list(row), shrink=0.9)
    bar.set_label(
        f"{fill(outcome.label.replace('_', ' '), LABEL_WIDE)}\n({unit})",
        fontsize=8,
    )


def _places(across: np.ndarray, up: np.ndarray, third: float) -> np.ndarray:
    return np.stack([across.ravel(), up.ravel(), np.full(across.size, third)], axis=1)


def _numbers(
    axes: Any, surface: Surface, third: float, extent: tuple[float, ...], most: float
) -> None:
    """The effect and the share that agrees, in the middle of each of nine cells."""
    middles = (2.0 * np.arange(CELLS) + 1.0) / CELLS - 1.0
    where = _places(*np.meshgrid(middles, middles), third)
    low, high = np.array(extent[::2]), np.array(extent[1::2])
    places = low + (where[:, :2] + 1.0) / 2.0 * (high - low)
    box = {"boxstyle": "round,pad=0.12", "facecolor": "white", "alpha": 0.75, "linewidth": 0}
    shown = zip(places, surface.at(where), surface.agreeing(where), strict=True)
    for (x, y), effect, share in shown:
        effect_text = f"{'+' if effect > 0.0 else ''}{number(effect)}"
        text = f"{effect_text if abs(effect) > NOTHING * most else '0'}\n{share:.0%}"
        axes.text(x, y, text, ha="center", va="center", fontsize=6.5, bbox=box)
