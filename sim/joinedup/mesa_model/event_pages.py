"""The event log of a model, page by page: the world has room for one."""

from __future__ import annotations

import numpy as np

from joinedup.codes import Activity
from joinedup.engine.events import EVENT
from joinedup.engine.tables import copied_rows
from joinedup.rules.collected import ACTIVITY_NUMBERS
from joinedup.state.world import World


class EventPages:
    """Pages that are full, and the world's present one."""

    def __init__(self, world: World):
        self.world = world
        self.full: list[np.ndarray] = []
        self._times = np.zeros(ACTIVITY_NUMBERS, np.int64)

    def present(self) -> np.ndarray:
        """The rows of the present page."""
        return np.asarray(self.world.events[: self.world.globals[0].settings.events]).view(EVENT)

    def turn(self) -> None:
        """Put the present page away and begin a fresh one."""
        page = copied_rows(self.present())
        self.full.append(page)
        self._times += np.bincount(page["activity"], minlength=ACTIVITY_NUMBERS)
        self.world.globals[0].settings.events = 0

    def times(self, activity: Activity) -> int:
        """How often something has happened since day 0."""
        present = np.count_nonzero(self.present()["activity"] == activity)
        return int(self._times[activity] + present)
