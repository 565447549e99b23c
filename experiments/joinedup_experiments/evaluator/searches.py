"""Case finding, as practices' software shows it: each person's risk score, and the threshold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from joinedup.state.world import World

NEVER = 2**31


@dataclass(frozen=True)
class Searches:
    """What each search showed, in order of time.

    ``scores`` has a row for each person of the neighbourhoods searched: day, the resident's row,
    how many lived in it before, and the score, below 0 for children and in care homes.
    ``thresholds`` has one for each neighbourhood searched: day, its number and the threshold.
    """

    scores: np.ndarray  # [people and days, 4]
    thresholds: np.ndarray  # [neighbourhoods and days, 3]


class SearchKeeper:
    """Looks at a world after each day of case finding, and notes what its search showed."""

    def __init__(self, world: World):
        self.world = world
        self._neighbourhood = np.asarray(world.residents["neighbourhood"]).copy()
        self._scores = [np.empty((0, 4))]
        self._thresholds = [np.empty((0, 3))]
        self._risk, self._generation = self._seen()

    def next_from(self, day: int) -> int:
        """The next day of case finding, from a day on; one beyond all days where there is none."""
        index_day, found = int(self.world.globals[0].settings.index_day), [NEVER]
        for place in self.world.places:
            if 0 <= day <= index_day:
                found.append(index_day)
            if place.case_management and index_day >= 0:
                first, every = int(place.searched_from), int(place.search_every)
                found.append(max(index_day, day + (first - day) % every))
        return min(found)

    def look(self, day: int) -> None:
        """Note the scores of each neighbourhood in which anybody's is another than before.

        Newcomers are nobody whose score has changed: they have none.
        """
        before, lived = self._risk, self._generation
        self._risk, self._generation = self._seen()
        changed = (self._risk != before) & (self._generation == lived)
        for place in np.unique(self._neighbourhood[changed]):
            who = np.flatnonzero(self._neighbourhood == place)
            noted = np.full(len(who), float(day)), who, self._generation[who], self._risk[who]
            self._scores.append(np.column_stack(noted))
            threshold = float(self.world.places[place].bar)
            self._thresholds.append(np.array([[float(day), place, threshold]]))

    def kept(self) -> Searches:
        """All that was noted."""
        return Searches(np.concatenate(self._scores), np.concatenate(self._thresholds))

    def _seen(self) -> tuple[np.ndarray, np.ndarray]:
        residents = self.world.residents
        return np.asarray(residents["risk"]).copy(), np.asarray(residents["generation"]).copy()
