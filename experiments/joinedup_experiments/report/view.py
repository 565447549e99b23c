"""A comparison as a report looks at it: effects in units that people know, arms by their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.comparison import ALL_YEARS, Comparison, how_long
from joinedup_experiments.compare.statistics import Effect
from joinedup_experiments.display.document import Part, Points, Words


@dataclass(frozen=True)
class View:
    """A comparison as effects by the keys of their measures."""

    result: Comparison

    @property
    def names(self) -> list[str]:
        """The arms' names, the base first."""
        return [scenario.name for scenario in self.result.scenarios]

    @property
    def arms(self) -> range:
        """All arms."""
        return range(len(self.result.names))

    @property
    def others(self) -> range:
        """The arms but the base."""
        return range(1, len(self.result.names))

    @property
    def years(self) -> range:
        """The whole years after the change, from 1."""
        return range(1, self.result.whole_years + 1)

    @property
    def average_year(self) -> str:
        """The period of a table that names none."""
        return f"an average year of {how_long(self.result)}"

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

    def effects(self, arm: int, keys: Sequence[str]) -> list[Effect]:
        """Several measures in the average year."""
        return [self.effect(arm, key) for key in keys]

    def by_year(self, arm: int, key: str) -> list[Effect]:
        """One effect for each whole year."""
        return [self.effect(arm, key, year) for year in self.years]

    def rows(self, keys: Sequence[str]) -> list[tuple[str, list[Effect]]]:
        """For each measure its label, and an effect for each arm, the base first."""
        return [(measure(key).label, [self.effect(arm, key) for arm in self.arms]) for key in keys]

    def about(self, arm: int, text: str) -> str:
        """A sentence, after the name of the arm it is about where there are several."""
        return text if len(self.others) == 1 else f"{self.names[arm]}. {text}"

    def points(self, arm: int, items: Sequence[str]) -> list[Part]:
        """A list about one arm, which is named where there are several."""
        name: list[Part] = [Words(f"{self.names[arm]}:")] if len(self.others) > 1 else []
        return [*name, Points(items)]

    def with_interval(self, heading: str) -> str:
        """A column's heading, for values that have intervals."""
        return f"{heading} (95% interval)" if len(self.result.seeds) > 1 else heading


def named(one: Effect, label: str) -> Effect:
    """An effect with another label."""
    return replace(one, measure=replace(one.measure, label=label))


def unit_in_table(one: Effect) -> str:
    """The unit as a table or an axis says it."""
    if one.form == "pounds":
        return "pounds a year"
    if one.form == "share":
        return f"% {one.unit}".strip()
    return one.unit.removeprefix("on a ")


def labelled(label: str, one: Effect) -> str:
    """A row's heading: what is counted, and its unit."""
    unit = unit_in_table(one)
    return f"{label}, {unit}" if unit else label
