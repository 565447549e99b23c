"""The months of records: counted from the index date, 0 the first after it, -1 the last before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from joinedup.codes import MONTH_DAYS
from joinedup.outcomes.stays import months_of
from joinedup.run import days_of
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.errors import InputError


class RecordsError(InputError):
    """Records that cannot be made as asked for; the text begins with the argument's name."""


@contextmanager
def named_as_options() -> Iterator[None]:
    """Have refusals of records begin with the option of a command, not with Python's argument."""
    try:
        yield
    except RecordsError as error:
        raise RecordsError(f"--{str(error).replace('_', '-', 1)}") from None


@dataclass(frozen=True)
class Window:
    """Months ``-before`` to ``after`` - 1 of a run whose index date is ``index_day``.

    Days are counted from day 0. Months are those of the model's monthly measures, of whole days.
    The index date is the first day of its month: nothing of before it is in month 0.
    """

    index_day: int
    before: int
    after: int

    @property
    def edges(self) -> np.ndarray:
        """When months begin, and the last ends: days, [before + after + 1]."""
        return np.ceil((self._first + np.arange(-self.before, self.after + 1)) * MONTH_DAYS)

    @property
    def calendar(self) -> slice:
        """Where its months are in the tables of months since day 0."""
        return slice(self._first - self.before, self._first + self.after)

    @property
    def _first(self) -> int:
        return int(self.index_day / MONTH_DAYS)

    def month_of(self, times: np.ndarray) -> np.ndarray:
        """The month of each time in days; times beyond all numbers are in the month ``after``."""
        days = np.clip(times, 0.0, np.ceil((self._first + self.after) * MONTH_DAYS))
        return months_of(days, self.index_day)


def window_of(scenario: Scenario, before: int, least: int = 0) -> Window:
    """The months of a scenario's records; `RecordsError` where its burn-in is too short.

    ``least`` is the fewest months before that make sense.
    """
    index_day, _ = days_of(scenario)
    most = int(index_day / MONTH_DAYS)
    if not least <= before <= most:
        raise RecordsError(
            f"months_before {before}: it must be from {least} to {most}, the months of the "
            "burn-in, which could be longer"
        )
    return Window(index_day, before, scenario.run.months)
