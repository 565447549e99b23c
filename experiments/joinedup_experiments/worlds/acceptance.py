"""Which runs are plausible worlds, how much of a figure is chance, and which figures conflict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from joinedup_experiments.local_place.fit.world_search import CUTOFF
from joinedup_experiments.worlds.published import Published, log_ratios
from joinedup_experiments.worlds.waves import Runs


@dataclass(frozen=True)
class Judged:
    """Runs beside the matched figures.

    ``logs`` and ``implausibility`` are [runs, figures], the latter infinite where a figure is not
    known; ``chance`` [figures] is the variance of one run's log figure between random seeds;
    ``first`` [runs] are those that are the first at their point.
    """

    logs: np.ndarray
    implausibility: np.ndarray
    chance: np.ndarray
    first: np.ndarray

    @property
    def worst(self) -> np.ndarray:
        """The greatest implausibility of each run."""
        return np.asarray(self.implausibility.max(axis=1))

    @property
    def accepted(self) -> np.ndarray:
        """Which runs are plausible."""
        return self.worst <= CUTOFF

    @property
    def worlds(self) -> np.ndarray:
        """Which runs are worlds: of a point that was run more than once the first run counts."""
        return self.accepted & self.first

    def worlds_without(self, figure: int) -> int:
        """How many worlds there would be, were one figure not matched."""
        others = np.delete(self.implausibility, figure, axis=1)
        return int(np.count_nonzero((others.max(axis=1) <= CUTOFF) & self.first))


def judged(runs: Runs, ones: Sequence[Published], chance: np.ndarray) -> Judged:
    """Runs beside figures, of which ``chance`` is known."""
    logs = log_ratios(runs.figures, ones)
    allowed = np.sqrt(np.array([one.variance for one in ones]) + chance)
    far = np.where(np.isnan(logs), np.inf, np.abs(logs) / allowed)
    return Judged(logs, far, chance, runs.first_at_point)


def chance_of(runs: Runs, ones: Sequence[Published]) -> np.ndarray:
    """Variances [figures] of log figures between runs at the same coordinates, pooled."""
    _, at, many = np.unique(runs.coordinates, axis=0, return_inverse=True, return_counts=True)
    logs = log_ratios(runs.figures, ones)
    repeated = np.flatnonzero(many > 1)
    if not len(repeated):
        raise ValueError("no point was run twice, so nothing is known of chance")
    each = [np.nanvar(logs[at == point], axis=0, ddof=1) for point in repeated]
    return np.asarray(np.nanmean(each, axis=0))
