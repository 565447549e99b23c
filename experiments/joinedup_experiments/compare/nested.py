"""What part of the spread is chance, and what part assumption: seeds nested within worlds.

A one-way random-effects analysis of variance of one value per replication, by the method of
moments (Searle, Casella and McCulloch 1992): values differ between worlds by what is not known,
and within a world by chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from joinedup.outcomes.measures import Measure
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.intervals import FEWEST_WORLDS, Interval, less, replications_for
from joinedup_experiments.display.errors import InputError

ENDS = (0.025, 0.975)  # of a 95% interval


@dataclass(frozen=True)
class Parts:
    """The variance of one value between worlds, and within them; and the mean of all.

    ``share`` is the assumption's of both; NaN where nothing varies. Its interval is NaN too where
    there are too few worlds to tell.
    """

    mean: float
    assumption: float
    chance: float
    share: Interval
    worlds: int
    seeds: int

    @property
    def too_few(self) -> bool:
        """Whether worlds are too few to tell the share."""
        return self.worlds < FEWEST_WORLDS

    def worlds_needed(self, half_width: float, seeds: int | None = None) -> int | None:
        """How many worlds, of as many seeds each as here unless given, narrow the mean enough.

        ``half_width`` is half the wanted width of its 95% interval, in the value's unit; None
        where it or what varies is not known, or a million would not do.
        """
        if np.isnan(half_width):
            return None
        deviation = np.sqrt(self.assumption + self.chance / (seeds or self.seeds))
        return replications_for(float(deviation), half_width)


def parts_of(values: np.ndarray) -> Parts:
    """The parts of values [worlds, seeds]: two of each at least.

    Of the worlds that have a value in every seed; NaN where those are fewer than two.
    """
    worlds, seeds = values.shape
    if worlds < 2 or seeds < 2:
        raise InputError(
            f"chance is told from assumption by two worlds of two seeds each at least, not "
            f"{worlds} of {seeds}: run more replications, with seeds per world of 2 or more"
        )
    values = values[~np.isnan(values).any(axis=1)]
    worlds = len(values)
    if worlds < 2:
        unknown = Interval(np.nan, np.nan, np.nan, worlds)
        return Parts(np.nan, np.nan, np.nan, unknown, worlds, seeds)
    means, chance = values.mean(axis=1), float(values.var(axis=1, ddof=1).mean())
    assumption = max(float(means.var(ddof=1)) - chance / seeds, 0.0)
    whole = assumption + chance
    low, high = _ends(seeds * float(means.var(ddof=1)), chance, worlds, seeds)
    share = Interval(assumption / whole if whole > 0.0 else np.nan, low, high, worlds)
    return Parts(float(means.mean()), assumption, chance, share, worlds, seeds)


def parts_in(result: Comparison, arm: int, one: Measure, period: int) -> Parts:
    """The parts of a measure's difference from the base, or of its value in the base (arm 0)."""
    values = result.each_yearly(arm, one, period)
    if arm:
        values = less(values, result.each_yearly(0, one, period))
    return parts_of(values.reshape(-1, result.seeds_per_world))


def _ends(between: float, within: float, worlds: int, seeds: int) -> tuple[float, float]:
    """The exact interval of the share, for mean squares of normal values, cut at nought.

    NaN where worlds are too few, nothing varies, or all of the interval lies below nought.
    """
    from scipy.special import fdtri

    if worlds < FEWEST_WORLDS or not between > 0.0:
        return np.nan, np.nan
    if within == 0.0:
        return 1.0, 1.0
    freedom = worlds - 1.0, worlds * (seeds - 1.0)
    low, high = sorted(between / within / fdtri(*freedom, end) for end in ENDS)
    ends = [(ratio - 1.0) / (ratio - 1.0 + seeds) for ratio in (low, high)]
    return (max(ends[0], 0.0), ends[1]) if ends[1] > 0.0 else (np.nan, np.nan)
