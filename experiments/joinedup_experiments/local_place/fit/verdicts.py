"""Whether a place fits, and in plain words why it cannot be made to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from joinedup_experiments.local_place.fit.dials import DRIVERS, Dial
from joinedup_experiments.local_place.fit.telling_apart import Told
from joinedup_experiments.local_place.new.activity import Activity

CLOSE_ENOUGH = 0.05
FAR = 3.0  # times off before anything is turned: a slip, not a difference between places
AT_END = 0.02  # of the range's logarithm


@dataclass(frozen=True)
class Shown:
    """One target beside the model: mean and 95% interval before the fit and after it.

    Attributes
    ----------
    before, after : tuple of float
        With other luck than that of the fit, so that the fit is not judged by itself.
    reached : float
        The figure on the fit's own luck, where the fit ended.
    noise : float
        Standard error of the log figure.
    left : bool
        Whether the fit was told to leave it out: it is shown, and nothing is moved for it.
    """

    target: Activity
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    reached: float
    noise: float
    left: bool = False

    @property
    def off(self) -> float:
        """How far the fitted model is off, as a share of the target, on the fit's own luck."""
        return self.reached / self.target.value - 1.0

    @property
    def off_when_checked(self) -> float:
        """The same with other luck."""
        return self.after[0] / self.target.value - 1.0

    @property
    def met(self) -> bool:
        """Whether the fit got near enough to the target, or as near as luck lets it be known."""
        return abs(self.off) <= max(self.near_enough, 2.0 * self.noise)

    @property
    def near_enough(self) -> float:
        """As a share of the target: 5%, unless the table says how well the figure is known."""
        return self.target.within or CLOSE_ENOUGH

    @property
    def holds(self) -> bool:
        """Whether it is also so with other luck: near enough, or the interval has the target."""
        near = abs(self.off_when_checked) <= self.near_enough
        return near or self.after[1] <= self.target.value <= self.after[2]

    @property
    def verdict(self) -> str:
        """In a word or two, for tables."""
        if self.left:
            return "left out"
        if not self.met:
            return "NOT MET"
        return "yes" if self.holds else "by luck"


def hopeless(targets: Sequence[Activity], before: np.ndarray) -> dict[str, str]:
    """Targets so far from the model that no range can bridge it: a line for each, by name.

    Parameters
    ----------
    before : ndarray [targets]
        The model's figures as the place stands.
    """
    return {
        t.name: f"{t.label}: your figure is {t.value:,.4g} {t.unit}, and the model has "
        f"{value:,.4g} before anything is moved, {_times(t.value / value)}; is the figure right "
        f"(line {t.line})?"
        for t, value in zip(targets, before, strict=True)
        if not 1.0 / FAR < t.value / value < FAR
    }


def _times(ratio: float) -> str:
    if ratio >= 1.0:
        return f"{ratio:.1f} times less"
    return f"{1.0 / ratio:.1f} times more"


def reasons(
    shown: Sequence[Shown], dials: Sequence[Dial], x: np.ndarray, slopes: np.ndarray
) -> list[str]:
    """For each target that is not met: how far off it is, and what holds it there.

    Parameters
    ----------
    x : ndarray [dials]
        Log factors where the fit ended.
    slopes : ndarray [targets, dials]
        Change of each log figure with each log factor.
    """
    found = []
    for number, one in enumerate(shown):
        if one.met or one.left:
            continue
        more = "too high" if one.off > 0 else "too low"
        what = (
            f"{one.target.label}: your figure is {one.target.value:,.4g} {one.target.unit}, the "
            f"nearest is {one.reached:,.4g}, {abs(one.off):.0%} {more}"
        )
        wanted = -np.sign(one.off)
        blocked, free = [], []
        for j, dial in enumerate(dials):
            slope = slopes[number, j]
            if abs(slope) < 0.1:
                continue
            end = _end(dial, x[j])
            if end and np.sign(slope) * wanted == (1 if end == "top" else -1):
                ended = f"{dial.at(float(np.exp(x[j])))} {dial.unit}"
                blocked.append(f"{dial.key} is at the {end} of its range ({ended})")
            else:
                free.append(dial.key)
        found.append(f"{what}; {_why(one, blocked, free)}")
    return found


def _why(one: Shown, blocked: list[str], free: list[str]) -> str:
    driver = DRIVERS[one.target.key][0]
    if blocked:
        return " and ".join(blocked)
    if free:
        return f"{', '.join(free)} could still move it, but only by spoiling other figures"
    return f"none of the quantities in the fit moves it (not even {driver})"


def _end(dial: Dial, x: float) -> str:
    """Whether a dial stands at an end of its range, and at which."""
    low, high = np.log(dial.low), np.log(dial.high)
    if x > high - AT_END * (high - low):
        return "top"
    return "bottom" if x < low + AT_END * (high - low) else ""


def luck_lines(shown: Sequence[Shown]) -> list[str]:
    """Figures that are met on the fit's own luck and not with other luck, a line each."""
    return [
        f"{one.target.label}: met, but {one.off_when_checked:+.0%} off with other luck; "
        "fit a larger place (--residents) or with more runs (--replications)"
        for one in shown
        if one.met and not one.left and not one.holds
    ]


def told_lines(told: Told, dials: Sequence[Dial]) -> list[str]:
    """What the figures leave open, a line for each group and each silent quantity."""
    lines = [
        "cannot be told apart by these figures: "
        + " and ".join(dials[j].key for j in group)
        + "; only what they do together is known"
        for group in told.alike
    ]
    lines += [
        f"not pinned down: {dials[j].key}; with these figures it may be nearly anywhere in its "
        "declared range"
        for j in told.silent
    ]
    return lines or ["each quantity is pinned down by the figures given"]
