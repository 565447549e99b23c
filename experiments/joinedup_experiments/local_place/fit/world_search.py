"""Which plausible worlds, some of them re-matched, have the figures of a local place.

A figure fits in a world when it is within three standard errors of the local one: of the local
figure's own error, of a model as simple as this, and of chance in the runs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from joinedup_experiments.local_place.fit.world_runs import Tried, WorldRuns
from joinedup_experiments.local_place.new.figures import Activity

CUTOFF = 3.0  # standard errors; Pukelsheim (1994): 95% of any distribution with one mode
KEPT = 1  # which worlds are kept is drawn apart from where others aim
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
        return self.worst(one) <= CUTOFF

    @property
    def as_they_are(self) -> list[Tried]:
        """Worlds kept unmoved: of those that fit, the fewer the further off.

        Kept by chance, as likely as a normal error so great. Were all kept that are within three
        standard errors, the place would stay nearer to England than its figures are.
        """
        return [one for one in self.tried if self.fits(one) and self._drawn(one)]

    def _drawn(self, one: Tried) -> bool:
        draw = np.random.default_rng((one.number, KEPT)).random()  # not the model's draws
        return bool(draw < np.exp(-0.5 * self.worst(one) ** 2))

    def worst(self, one: Tried) -> float:
        """By how many standard errors the worst figure that counts is off."""
        return float(self.off(one)[self.counts].max(initial=0.0))

    @property
    def accepted(self) -> list[Tried]:
        """The worlds that fit, in the order of their numbers."""
        found = [*self.as_they_are, *(one for one in self.moved if self.fits(one))]
        return sorted(found, key=lambda one: one.number)

    def rematch(self, model: WorldRuns, wanted: int) -> None:
        """Re-match worlds that are not kept, in turn, until as many as wanted fit."""
        kept = {one.number for one in self.as_they_are}
        waiting = [one for one in self.tried if one.number not in kept]
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
