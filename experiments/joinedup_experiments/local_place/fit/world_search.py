"""Which plausible worlds, some of them re-matched, have the figures of a local place.

A figure fits in a world when it is within three standard errors of the local one: of the local
figure's own error, of a model as simple as this, and of chance in the runs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from joinedup_experiments.local_place.fit.world_runs import Tried, WorldRuns
from joinedup_experiments.local_place.new.figures import Activity

DISCREPANCY = 0.05  # how far off a model as simple as this one is taken to be: of a log figure
CUTOFF = 3.0  # standard errors; Pukelsheim (1994): 95% of any distribution with one mode
LEAST, MOST = 0.02, 50.0  # times the local figure, beyond which further off is the same


class Search:
    """Worlds beside the ``fitted`` figures: those ``tried`` as they are, and those re-matched.

    ``allowed`` [fitted] is the standard error of each log figure.
    """

    def __init__(
        self, fitted: Sequence[Activity], allowed: np.ndarray, tried: Sequence[Tried]
    ) -> None:
        self.fitted, self.allowed, self.tried = fitted, allowed, tried
        self.goals = np.log([t.value for t in fitted])
        self.counts = np.ones(len(fitted), bool)
        self.moved: list[Tried] = []

    def off(self, one: Tried) -> np.ndarray:
        """How many standard errors each figure is off in a world."""
        ratios = one.figures[: len(self.goals)] / np.exp(self.goals)
        return np.abs(np.log(np.clip(ratios, LEAST, MOST))) / self.allowed

    def fits(self, one: Tried) -> bool:
        """Whether a world has every figure that counts."""
        return bool(np.all(self.off(one)[self.counts] <= CUTOFF))

    @property
    def accepted(self) -> list[Tried]:
        """The worlds that fit, in the order of their numbers."""
        found = [one for one in (*self.tried, *self.moved) if self.fits(one)]
        return sorted({one.number: one for one in reversed(found)}.values(), key=lambda w: w.number)

    def rematch(self, model: WorldRuns, wanted: int) -> None:
        """Re-match worlds that do not fit, in turn, until as many as wanted do."""
        waiting = [one for one in self.tried if not self.fits(one)]
        if not model.drivers or len(self.tried) - len(waiting) >= wanted:
            return
        model.learn_slopes()
        while waiting and (missing := wanted - len(self.accepted)) > 0:
            batch, waiting = waiting[:missing], waiting[missing:]
            self.moved += model.rematched(batch, self.goals, self.allowed)

    def give_up(self) -> list[int]:
        """Figures that keep every world from fitting, which count no more.

        Those that no world has; where every one is met in some world, those of the nearest.
        """
        if self.accepted:
            return []
        every = np.array([self.off(one) for one in (*self.tried, *self.moved)])
        unmet = every.min(axis=0) > CUTOFF
        if not unmet.any():
            unmet = every[np.argmin(every.max(axis=1))] > CUTOFF
        self.counts &= ~unmet
        return [int(number) for number in np.flatnonzero(unmet)]

    def nearest(self, figure: int) -> Tried:
        """The world that comes nearest to one figure, of those re-matched if there are any."""
        return min(self.moved or self.tried, key=lambda one: float(self.off(one)[figure]))
