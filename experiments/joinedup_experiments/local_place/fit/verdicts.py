"""Whether a place fits, and in plain words why it cannot be made to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from joinedup_experiments.compare.statistics import Interval
from joinedup_experiments.display.numbers import percent
from joinedup_experiments.local_place.check_baseline import TARGETS, as_level, interval_words
from joinedup_experiments.local_place.fit.least_squares import Identifiability
from joinedup_experiments.local_place.fit.runs import EDGE, CalibrationParameter
from joinedup_experiments.local_place.new.figures import Activity

FAR = 3.0  # times off before anything is moved: a slip, not a difference between places
HEADINGS = ("figure and unit", "target", "before", "after (95% interval)", "off by", "fits")
MOVES = 0.1  # change of a log figure with a log factor, below which it does not move it


def at_edge(end: str) -> str:
    """What is said of a parameter at an end of its range, of which figures do not tell the value.

    >>> at_edge("top")
    'at the edge of what the model allows, the top of its range'
    """
    return f"{EDGE}, the {end} of its range"


class FigureFit(NamedTuple):
    """One target beside the model; one ``left_out`` is only shown.

    ``before`` and ``after`` are with other random seeds than the fit's, so that it does not judge
    itself; ``reached`` is where it ended, on its own; ``error`` is the log figure's standard error.
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
        return self.left_out or abs(self.off) <= max(self.target.near_enough, 2.0 * self.error)

    @property
    def verdict(self) -> str:
        """In a word or two: a fit holds if other seeds come near, or span the target."""
        if self.left_out or not self.met:
            return "left out" if self.left_out else "NOT MET"
        near = abs(self.off_when_checked) <= self.target.near_enough
        spans = self.after.low <= self.target.value <= self.after.high
        if near and self.after.has_ends and not spans:
            return "nearly: outside its interval"
        return "yes" if near or spans or not self.after.has_ends else "by chance"

    def cells(self) -> tuple[str, ...]:
        """What a table shows of it."""
        return (
            f"{self.target.label}, {self.target.unit}",
            f"{self.target.value:,.4g}",
            f"{self.before.mean:,.4g}",
            interval_words(as_level(self.after, self.target.unit)),
            percent(self.off_when_checked),
            self.verdict,
        )


class Fit(NamedTuple):
    """What came of a fit.

    ``x`` and ``half`` [parameters] are log factors and half the width of their 95% intervals;
    ``notes`` is what the figures leave open; ``unmet`` has a line for each target that cannot
    be met, by its name, and ``how`` size, years and seeds.
    """

    figures: Sequence[FigureFit]
    parameters: Sequence[CalibrationParameter]
    x: np.ndarray
    half: np.ndarray
    notes: Sequence[str]
    unmet: Mapping[str, str]
    how: str

    @property
    def headings(self) -> tuple[str, ...]:
        """Of the columns of a row."""
        return HEADINGS

    @property
    def fitted(self) -> bool:
        """Whether there is anything to write: not where a figure is a slip."""
        return bool(self.parameters)

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """What a table shows of each figure."""
        return [one.cells() for one in self.figures]

    def values(self) -> dict[str, str]:
        """Each parameter's value with its 95% interval, within its declared range, by its key.

        One at an end of its range has no interval: it would go further if it could.
        """
        words = {}
        for one, x, half in zip(self.parameters, self.x, self.half, strict=True):
            ends = np.clip(np.exp([x - half, x + half]), one.low, one.high)
            low, high = one.at(float(ends[0])), one.at(float(ends[1]))
            declared = f"declared {one.at(one.low)} to {one.at(one.high)}"
            interval = f"(95% interval {low} to {high}; {declared})"
            if end := one.edge(float(x)):
                interval = f"({at_edge(end)}; {declared})"
            words[one.key] = f"{one.key}: {one.at(float(np.exp(x)))} {one.unit} {interval}"
        return words


def out_of_reach(targets: Sequence[Activity], before: np.ndarray) -> dict[str, str]:
    """Targets so far from the model that no range can bridge it: a line for each, by name.

    ``before`` [targets] are the model's figures as the place stands.
    """
    lines = {}
    for target, value in zip(targets, before, strict=True):
        ratio = target.value / value
        if not 1.0 / FAR < ratio < FAR:
            times = f"{ratio:.1f} times less" if ratio >= 1.0 else f"{1.0 / ratio:.1f} times more"
            lines[target.name] = (
                f"{target.label}: your figure is {target.value:,.4g} {target.unit}, and the model "
                f"has {value:,.4g} before anything is moved, {times}; is the figure right "
                f"(line {target.line})?"
            )
    return lines


def reasons(
    figures: Sequence[FigureFit],
    parameters: Sequence[CalibrationParameter],
    x: np.ndarray,
    slopes: np.ndarray,
) -> dict[str, str]:
    """For each target that is not met, by name: how far off it is, and what holds it there.

    ``x`` [parameters] are the log factors where the fit ended, and ``slopes``
    [targets, parameters] the change of each log figure with each.
    """
    return {
        one.target.name: reason(one.target, one.reached, parameters, x, slopes[number])
        for number, one in enumerate(figures)
        if not one.met
    }


def reason(
    target: Activity,
    reached: float,
    parameters: Sequence[CalibrationParameter],
    x: np.ndarray,
    slopes: np.ndarray,
) -> str:
    """How far off the nearest is that was ``reached``, and what holds it there."""
    off = reached / target.value - 1.0
    return (
        f"{target.label}: your figure is {target.value:,.4g} {target.unit}, the nearest is "
        f"{reached:,.4g}, {abs(off):.0%} too {'high' if off > 0 else 'low'}; "
        f"{_why(target, off, parameters, x, slopes)}"
    )


def _why(
    target: Activity,
    off: float,
    parameters: Sequence[CalibrationParameter],
    x: np.ndarray,
    slopes: np.ndarray,
) -> str:
    blocked, free = [], []
    for parameter, log_factor, slope in zip(parameters, x, slopes, strict=True):
        upwards = slope * off < 0.0
        end = "top" if upwards else "bottom"
        if abs(slope) >= MOVES and parameter.edge(float(log_factor)) == end:
            value = f"{parameter.at(float(np.exp(log_factor)))} {parameter.unit}"
            blocked.append(f"{parameter.key} is {at_edge(end)} ({value})")
        elif abs(slope) >= MOVES:
            free.append(parameter.key)
    if blocked:
        return " and ".join(blocked)
    if free:
        return f"{', '.join(free)} could still move it, but only by spoiling other figures"
    driver = TARGETS[target.key].driver
    return f"none of the parameters in the fit moves it (not even {driver})"


def notes(
    figures: Sequence[FigureFit],
    found: Identifiability,
    parameters: Sequence[CalibrationParameter],
    x: np.ndarray,
) -> list[str]:
    """What the figures leave open, and figures that are met on the fit's own seeds alone.

    ``x`` [parameters] are the log factors; one at an end of its range is never said to be known.
    """
    keys = [parameter.key for parameter in parameters]
    ends = {one.key: end for one, at in zip(parameters, x, strict=True) if (end := one.edge(at))}
    lines = [
        f"{key} is {at_edge(end)}: it would go further if it could, so the figures do not tell "
        "its value"
        for key, end in ends.items()
    ]
    lines += [
        f"cannot be told apart by these figures: {' and '.join(keys[j] for j in group)}"
        "; only what they do together is known"
        for group in found.alike
    ]
    lines += [
        f"not identified: {keys[j]}; with these figures it may be nearly anywhere in its declared "
        "range"
        for j in found.open
        if keys[j] not in ends
    ]
    if not found.alike and not found.open and len(ends) < len(keys):
        which = "each other parameter" if ends else "each parameter"
        lines.append(f"{which} is identified by the figures given")
    return [
        *lines,
        *(
            f"{one.target.label}: met, but {percent(one.off_when_checked)} off with other random "
            "seeds; fit a larger place (--residents) or with more runs (--replications)"
            for one in figures
            if one.verdict == "by chance"
        ),
    ]
