"""Whether a place fits, and in plain words why it cannot be made to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from joinedup_experiments.compare.statistics import Interval
from joinedup_experiments.local_place.fit.calibration_parameters import (
    DRIVERS,
    CalibrationParameter,
)
from joinedup_experiments.local_place.fit.identifiability import Identifiability
from joinedup_experiments.local_place.new.activity import Activity

CLOSE_ENOUGH = 0.05
FAR = 3.0  # times off before anything is moved: a slip, not a difference between places
AT_END = 0.02  # of the range's logarithm
MOVES = 0.1  # change of a log figure with a log factor, below which it does not move it


def near_enough(target: Activity) -> float:
    """As a share of the target: 5%, unless the table says how well the figure is known."""
    return target.within or CLOSE_ENOUGH


@dataclass(frozen=True)
class FigureFit:
    """One target beside the model.

    ``before`` and ``after`` are with other random seeds than those of the fit, so that it is not
    judged by itself; ``reached`` is the figure where the fit ended, on its own seeds; ``error`` is
    the log figure's standard error. One ``left_out`` is only shown.
    """

    target: Activity
    before: Interval
    after: Interval
    reached: float
    error: float
    left_out: bool = False

    @property
    def off(self) -> float:
        """How far the fitted model is off, as a share of the target, on the fit's own seeds."""
        return self.reached / self.target.value - 1.0

    @property
    def off_when_checked(self) -> float:
        """The same with other random seeds."""
        return self.after.mean / self.target.value - 1.0

    @property
    def met(self) -> bool:
        """Whether the fit got near enough, or as near as chance lets the figure be known."""
        return self.left_out or abs(self.off) <= max(near_enough(self.target), 2.0 * self.error)

    @property
    def holds(self) -> bool:
        """Whether it is also so with other seeds: near enough, or the target in the interval."""
        near = abs(self.off_when_checked) <= near_enough(self.target)
        within = self.after.low <= self.target.value <= self.after.high
        return near or within or not self.after.known

    @property
    def verdict(self) -> str:
        """In a word or two, for tables."""
        if self.left_out:
            return "left out"
        if not self.met:
            return "NOT MET"
        return "yes" if self.holds else "by chance"


def out_of_reach(targets: Sequence[Activity], before: np.ndarray) -> dict[str, str]:
    """Targets so far from the model that no range can bridge it: a line for each, by name.

    ``before`` [targets] are the model's figures as the place stands.
    """
    return {
        t.name: f"{t.label}: your figure is {t.value:,.4g} {t.unit}, and the model has "
        f"{value:,.4g} before anything is moved, {_times(t.value / value)}; is the figure right "
        f"(line {t.line})?"
        for t, value in zip(targets, before, strict=True)
        if not 1.0 / FAR < t.value / value < FAR
    }


def _times(ratio: float) -> str:
    return f"{ratio:.1f} times less" if ratio >= 1.0 else f"{1.0 / ratio:.1f} times more"


def reasons(
    figures: Sequence[FigureFit],
    parameters: Sequence[CalibrationParameter],
    x: np.ndarray,
    slopes: np.ndarray,
) -> list[str]:
    """For each target that is not met: how far off it is, and what holds it there.

    ``x`` [parameters] are the log factors where the fit ended, and ``slopes``
    [targets, parameters] the change of each log figure with each.
    """
    return [
        f"{one.target.label}: your figure is {one.target.value:,.4g} {one.target.unit}, the "
        f"nearest is {one.reached:,.4g}, {abs(one.off):.0%} too {'high' if one.off > 0 else 'low'}"
        f"; {_why(one, parameters, x, slopes[number])}"
        for number, one in enumerate(figures)
        if not one.met
    ]


def _why(
    one: FigureFit, parameters: Sequence[CalibrationParameter], x: np.ndarray, slopes: np.ndarray
) -> str:
    blocked, free = [], []
    for parameter, log_factor, slope in zip(parameters, x, slopes, strict=True):
        if abs(slope) < MOVES:
            continue
        end = _end(parameter, log_factor)
        upwards = slope * one.off < 0.0
        if end == ("top" if upwards else "bottom"):
            value = f"{parameter.at(float(np.exp(log_factor)))} {parameter.unit}"
            blocked.append(f"{parameter.key} is at the {end} of its range ({value})")
        else:
            free.append(parameter.key)
    if blocked:
        return " and ".join(blocked)
    if free:
        return f"{', '.join(free)} could still move it, but only by spoiling other figures"
    driver = DRIVERS[one.target.key][0]
    return f"none of the parameters in the fit moves it (not even {driver})"


def _end(parameter: CalibrationParameter, x: float) -> str:
    """The end of its range at which a parameter stands, if at any."""
    low, high = np.log(parameter.low), np.log(parameter.high)
    if x > high - AT_END * (high - low):
        return "top"
    return "bottom" if x < low + AT_END * (high - low) else ""


def chance_lines(figures: Sequence[FigureFit]) -> list[str]:
    """Figures that are met on the fit's own seeds and not with others, a line each."""
    return [
        f"{one.target.label}: met, but {one.off_when_checked:+.0%} off with other random seeds; "
        "fit a larger place (--residents) or with more runs (--replications)"
        for one in figures
        if one.verdict == "by chance"
    ]


def identifiability_lines(
    found: Identifiability, parameters: Sequence[CalibrationParameter]
) -> list[str]:
    """What the figures leave open, a line for each group and each open parameter."""
    lines = [
        f"cannot be told apart by these figures: {' and '.join(parameters[j].key for j in group)}"
        "; only what they do together is known"
        for group in found.alike
    ]
    lines += [
        f"not identified: {parameters[j].key}; with these figures it may be nearly anywhere in "
        "its declared range"
        for j in found.open
    ]
    return lines or ["each parameter is identified by the figures given"]
