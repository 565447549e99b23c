"""A first-come team for the tools that step by the day: continuous times inside the day."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from heapq import heapreplace
from typing import NamedTuple


class Served(NamedTuple):
    """A service that starts on this day; times in days."""

    who: int
    accepted: float
    start: float
    finish: float


class DayTeam:
    """Servers, each with the time from which they are free, and a first-come queue."""

    def __init__(self, servers, draw_length):
        self.free_from = [0.0] * servers
        self.draw_length = draw_length
        self.queue = deque()

    def accept(self, who, time):
        """Put a person at the end of the queue; call in the order of ``time``."""
        self.queue.append((who, time))

    def leave(self, who):
        """Take a person out of the queue."""
        self.queue = deque(entry for entry in self.queue if entry[0] != who)

    def serve(self, day) -> Iterator[Served]:
        """Start every service that can start before the day is over."""
        queue, free_from = self.queue, self.free_from
        while queue:
            who, accepted = queue[0]
            start = max(accepted, free_from[0])
            if start >= day + 1:
                return
            queue.popleft()
            finish = start + self.draw_length()
            heapreplace(free_from, finish)
            yield Served(who, accepted, start, finish)
