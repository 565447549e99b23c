"""The event log of a model, page by page: the world has room for one."""

from __future__ import annotations

import numpy as np

from joinedup.engine.events import EVENT
from joinedup.engine.tables import copied_rows
from joinedup.rules.collected import ACTIVITY_NUMBERS
from joinedup.state.world import World


class EventPages:
    """Pages that are full, beside the world's present one."""

    def __init__(self) -> None:
        self.full: list[np.ndarray] = []
        self._times = np.zeros(ACTIVITY_NUMBERS, np.int64)

    @staticmethod
    def present(world: World) -> np.ndarray:
        """The rows of the present page."""
        return np.asarray(world.events[: world.globals[0].settings.events]).view(EVENT)

    def turn(self, world: World) -> None:
        """Put the present page away and begin a fresh one."""
        page = copied_rows(self.present(world))
        self.full.append(page)
        self._times += np.bincount(page["activity"], minlength=ACTIVITY_NUMBERS)
        world.globals[0].settings.events = 0

    def times(self, activity: int, world: World) -> int:
        """How often something has happened since day 0."""
        present = np.count_nonzero(self.present(world)["activity"] == activity)
        return int(self._times[activity] + present)
