"""What part of the spread is chance, and what part assumption: seeds nested within worlds.

A one-way random-effects analysis of variance of one value per replication, by the method of
moments (Searle, Casella and McCulloch 1992): values differ between worlds by what is not known,
and within a world by chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from joinedup.outcomes.measures import Measure
from joinedup_experiments.compare.comparison import Comparison, year_value
from joinedup_experiments.compare.intervals import Interval, replications_for
from joinedup_experiments.display.errors import InputError

ENDS = (2.5, 97.5)  # percentiles: of a 95% interval
DRAWS = 2_000  # of the bootstrap over worlds


@dataclass(frozen=True)
class Parts:
    """The variance of one value between worlds, and within them; and the mean of all.

    ``share`` is the assumption's of both; NaN where nothing varies.
    """

    mean: float
    assumption: float
    chance: float
    share: Interval
    worlds: int
    seeds: int

    def worlds_needed(self, half_width: float, seeds: int | None = None) -> int | None:
        """How many worlds, of as many seeds each as here unless given, narrow the mean enough.

        ``half_width`` is half the wanted width of its 95% interval, in the value's unit.
        """
        deviation = np.sqrt(self.assumption + self.chance / (seeds or self.seeds))
        return replications_for(float(deviation), half_width)


def parts_of(values: np.ndarray) -> Parts:
    """The parts of values [worlds, seeds]: two of each at least.

    The interval is a bootstrap over worlds, drawn alike every time.
    """
    worlds, seeds = values.shape
    if worlds < 2 or seeds < 2:
        raise InputError(
            f"chance is told from assumption by two worlds of two seeds each at least, not "
            f"{worlds} of {seeds}: run with more --replications and --seeds-per-world 2 or more"
        )
    means, within = values.mean(axis=1), values.var(axis=1, ddof=1)
    assumption, chance = _components(means, within, seeds)
    drawn = np.random.default_rng(0).integers(0, worlds, (DRAWS, worlds))  # not the model's draws
    # Worlds drawn twice make a draw's means lie closer than those of as many worlds would.
    spread_out = means.mean() + (means - means.mean()) * np.sqrt(worlds / (worlds - 1.0))
    shares = _share(*_components(spread_out[drawn], within[drawn], seeds))
    low, high = np.nanpercentile(shares, ENDS) if np.isfinite(shares).any() else (np.nan, np.nan)
    share = Interval(float(_share(assumption, chance)), float(low), float(high), worlds)
    return Parts(float(means.mean()), float(assumption), float(chance), share, worlds, seeds)


def parts_in(result: Comparison, arm: int, one: Measure, period: int) -> Parts:
    """The parts of a measure's difference from the base, or of its value in the base (arm 0)."""
    months = result.each_monthly(one)
    values = year_value(months[arm] - months[0] if arm else months[0], one, period)
    return parts_of(values.reshape(-1, result.seeds_per_world))


def _components(means: np.ndarray, within: np.ndarray, seeds: int) -> tuple[np.ndarray, np.ndarray]:
    """Variances between and within worlds; ``means`` and ``within`` are [..., worlds]."""
    chance = within.mean(axis=-1)
    return np.maximum(means.var(axis=-1, ddof=1) - chance / seeds, 0.0), chance


def _share(assumption: np.ndarray, chance: np.ndarray) -> np.ndarray:
    whole = np.asarray(assumption + chance, float)
    return np.divide(assumption, whole, out=np.full_like(whole, np.nan), where=whole > 0.0)
