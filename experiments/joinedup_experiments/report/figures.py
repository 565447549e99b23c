"""Effects of a comparison, in units that people know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.comparison import ALL_YEARS, Comparison
from joinedup_experiments.compare.statistics import Effect


@dataclass(frozen=True)
class Figures:
    """A comparison as effects by the keys of their measures."""

    result: Comparison

    def effect(self, arm: int, key: str, period: int = ALL_YEARS) -> Effect:
        """One measure in an arm beside the base, person-days as needs on an average day.

        Parameters
        ----------
        arm : int
            0 sets the base beside itself, of which only ``base`` means anything.
        period : int
            A year after the change from 1, or ``ALL_YEARS`` for the average year.
        """
        return self.result.effect(arm, measure(key), period).as_read()

    def effects(self, arm: int, keys: Sequence[str], period: int = ALL_YEARS) -> list[Effect]:
        """Several of them."""
        return [self.effect(arm, key, period) for key in keys]


def heading_of(key: str) -> str:
    """A measure's name at the beginning of a line."""
    return measure(key).label


def unit_in_table(one: Effect) -> str:
    """The unit as a table or an axis says it."""
    if one.form == "pounds":
        return "pounds a year"
    if one.form == "share":
        return f"% {one.unit}".strip()
    return one.unit.removeprefix("on a ")
