"""A comparison as a report shows it: effects in units that people know, as tables and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.comparison import ALL_YEARS, Comparison, how_long, in_no_year
from joinedup_experiments.compare.intervals import FEWEST_TENTHS
from joinedup_experiments.compare.statistics import Effect, Verdict
from joinedup_experiments.compare.two_by_two import twins_in
from joinedup_experiments.display.document import Figure, Part, Points, Table, Words
from joinedup_experiments.display.numbers import (
    DASH,
    change_range,
    difference,
    level,
    percent_range,
    percent_with_interval,
    value_range,
)
from joinedup_experiments.report.charts import (
    Rows,
    bars_chart,
    changes_chart,
    svg,
    upon_one_another,
    years_chart,
)
from joinedup_experiments.report.claims import nine_in_ten, of_base, short, when
from joinedup_experiments.report.sentences import in_short
from joinedup_experiments.scenario_io.proposal_cost import paid_until

OF_BASE = "Difference, % of base"
TABLE_BELOW = " The table below has every number."


@dataclass(frozen=True)
class View:
    """A comparison as effects by the keys of their measures; arm 0 is the base."""

    result: Comparison

    @property
    def names(self) -> list[str]:
        """The arms' names, the base first."""
        return [scenario.name for scenario in self.result.scenarios]

    @property
    def others(self) -> range:
        """The arms but the base."""
        return range(1, len(self.result.names))

    @cached_property
    def twins(self) -> dict[int, dict[str, int]]:
        """Each proposal's twins: see `twins_in`, which takes a while."""
        return twins_in(self.result)

    @property
    def proposals(self) -> list[int]:
        """The arms that are proposed: all but the base, and twins of one that is here as well."""
        beside = {arm for mine in self.twins.values() for arm in mine.values()}
        return [arm for arm in self.others if arm not in beside]

    @property
    def average_year(self) -> str:
        """The period of a table that names none."""
        years = how_long(self.result)
        return "the year" if years == "1 year" else f"an average year of {years}"

    @property
    def by_years(self) -> str:
        """What a table by year says of its years: also which months are in none of them."""
        which = in_no_year(self.result) if self.result.whole_years else ""
        return f"by year (not {which})" if which else "by year"

    def effect(self, arm: int, key: str, period: int = ALL_YEARS) -> Effect:
        """One measure in an arm beside the base, person-days as needs on an average day."""
        return self.result.effect(arm, measure(key), period).as_read()

    def effects(self, arm: int, keys: Sequence[str]) -> list[Effect]:
        """Several measures in the average year."""
        return [self.effect(arm, key) for key in keys]

    def by_year(self, arm: int, key: str) -> list[Effect]:
        """One effect for each whole year after the change."""
        return [self.effect(arm, key, year) for year in range(1, self.result.whole_years + 1)]

    def rows(self, keys: Sequence[str]) -> Rows:
        """For each measure its label, and an effect for each arm, the base first."""
        arms = range(len(self.names))
        return [(measure(key).label, [self.effect(arm, key) for arm in arms]) for key in keys]

    def points(self, arm: int, items: Sequence[str]) -> list[Part]:
        """A list about one arm, which is named where there are several."""
        name: list[Part] = [Words(f"{self.names[arm]}:")] if len(self.others) > 1 else []
        return [*name, Points(items)] if items else []

    def with_interval(self, heading: str) -> str:
        """A column's heading, for values that have intervals."""
        return f"{heading} (95% interval)" if len(self.result.seeds) > 1 else heading

    def with_nine_in_ten(self, heading: str) -> str:
        """A column's heading, for values with between what nine plausible worlds in ten lie."""
        enough = self.result.plausible and self.result.sampled >= FEWEST_TENTHS
        return f"{heading} (nine worlds in ten)" if enough else heading

    def tables(self, what: str, rows: Rows, period: str = "") -> list[Table]:
        """A table for each arm beside the base; one of levels where there is no other arm."""
        base, period = self.names[0], period or self.average_year
        if not self.others:
            head = ("Figure and unit", self.with_interval("Value"))
            cells = [(labelled(label, e), level(e.level, e.form)) for label, (e, *_) in rows]
            return [Table(f"{what}: {period}", head, cells)]
        intervals = (self.with_interval(base), self.with_interval("Difference"))
        heads = ("Figure and unit", *intervals, self.with_nine_in_ten(OF_BASE), "Verdict")
        return [
            Table(f"{what}: {self.names[arm]} beside {base}, {period}", heads,
                  [beside_base(label, effects[arm]) for label, effects in rows])
            for arm in self.others
        ]  # fmt: skip

    def changes(
        self, name: str, title: str, axis: str, keys: Sequence[str], share: bool
    ) -> list[Figure]:
        """A chart of changes from the base; none where there is no other arm."""
        rows = [(label, effects[1:]) for label, effects in self.rows(keys)]
        return [self.changes_of(name, title, axis, rows, share)] if self.others else []

    def changes_of(self, name: str, title: str, axis: str, rows: Rows, share: bool) -> Figure:
        """A chart of changes from the base; a row has an effect for each arm but the base."""
        if len(self.others) == 1:
            title = f"{title}: {in_short([effects[0] for _, effects in rows])}"
        cells = []
        for label, effects in rows:
            mine = (_share(e) if share else difference(e.difference, e.form) for e in effects)
            cells += [(label, *mine), *_tenths(label, _changes(effects, share))]
        # Cells have their own thousands and millions; only the axis of the chart is in thousands.
        caption = f"{title}: {axis.replace('thousand pounds', 'pounds')}"
        caption += ", with 95% intervals" if len(self.result.seeds) > 1 else ""
        shown = f"{axis} (hollow: {_hollow(self.result)})"
        drawn = changes_chart(shown, self.names[1:], rows, share)
        table = Table(caption, ("Figure", *self.names[1:]), cells)
        return pictured(name, title, f"Points with 95% intervals: {shown}", drawn, table)

    def bars(self, name: str, title: str, axis: str, rows: Rows) -> Figure:
        """A chart of levels as bars, with its table."""
        head = ("Where", *map(self.with_interval, self.names))
        cells = []
        for label, effects in rows:
            mine = (level(e.level, e.form) for e in effects)
            cells += [(label, *mine), *_tenths(label, _levels(effects))]
        drawn = bars_chart(axis, self.names, rows)
        return pictured(name, title, f"Bars: {axis}", drawn, Table(f"{title}: {axis}", head, cells))

    def years(self, key: str) -> Figure:
        """A chart by year of one measure, under what it says of the first proposal."""
        effects = [self.by_year(arm, key) for arm in range(len(self.names))]
        one = effects[0][0]
        what, unit = one.measure.label, unit_in_table(one)
        name = f", {self.names[self.proposals[0]]}" if len(self.others) > 1 else ""
        title = f"{what}{name}: {when(effects[self.proposals[0]])}" if self.others else what
        ends = [self.money_ends(arm) for arm in self.others]
        differences = (self.with_interval(f"Difference: {arm}") for arm in self.names[1:])
        head = ("Year after the change", *map(self.with_interval, self.names), *differences)
        rows = []
        for year, mine in enumerate(zip(*effects, strict=True), 1):
            label, others = f"Year {year}", mine[1:]
            levels = (level(e.level, e.form) for e in mine)
            rows.append((label, *levels, *(difference(e.difference, e.form) for e in others)))
            rows += _tenths(label, [*_levels(mine), *_changes(others)])
        axis = "thousand pounds a year" if one.form == "pounds" else unit
        drawn = years_chart(axis, self.names, effects, next(filter(None, ends), None))
        table = Table(f"{what}, {unit}, {self.by_years}", head, rows)
        beside = f" beside {self.names[0]}" if upon_one_another(effects) else ""
        alt = f"Lines by year with 95% intervals: {axis}{beside}"
        name = f"year-{key.replace('_', '-')}"
        return pictured(name, title, alt, drawn, table, yearly=True)

    def money_ends(self, arm: int) -> float | None:
        """In which year an arm's money ends, counted from 0; None where it goes on or is none."""
        month = paid_until(self.result.scenarios[arm])
        return None if month is None or month >= self.result.months.shape[-1] else month / 12.0


def named(one: Effect, label: str) -> Effect:
    """An effect with another label."""
    return replace(one, measure=replace(one.measure, label=label))


def unit_in_table(one: Effect) -> str:
    """The unit as a table or an axis says it."""
    if one.form == "pounds":
        return "pounds a year"
    return f"% {one.unit}".strip() if one.form == "share" else one.unit.removeprefix("on a ")


def labelled(label: str, one: Effect) -> str:
    """A row's heading: what is counted, and its unit."""
    unit = unit_in_table(one)
    return f"{label}, {unit}" if unit else label


def beside_base(label: str, one: Effect) -> tuple[str, ...]:
    """The cells of a row: the base's value, the difference, its share of the base, the verdict."""
    share = of_base(one)
    if one.form in ("share", "scale"):
        ends = nine_in_ten(one, one.spread)
        share = change_range(ends, one.form) if ends else DASH
    return (
        labelled(label, one), level(one.base_level, one.form), difference(one.difference, one.form),
        share, short(one),
    )  # fmt: skip


def _hollow(result: Comparison) -> str:
    if not result.plausible:
        return "the 95% interval spans zero, so no change is shown"
    return "the 95% interval spans zero, or fewer than 80% of the plausible worlds agree"


def _share(e: Effect) -> str:
    """The change as a share of the base, with its 95% interval."""
    has_base = e.verdict is not Verdict.NO_VALUE and not e.from_none
    return percent_with_interval(e.of_base) if has_base else of_base(e)


def _tenths(label: str, cells: Sequence[str]) -> list[tuple[str, ...]]:
    """A row on between what nine plausible worlds in ten lie; none where that cannot be said."""
    return [(f"{label}: nine worlds in ten", *cells)] if any(cells) else []


def _changes(effects: Sequence[Effect], share: bool = False) -> list[str]:
    """Between what the changes of nine worlds in ten lie, with ``share`` as one of the base."""
    cells = []
    for e in effects:
        of_base = share and not e.from_none
        ends = nine_in_ten(e, e.shares if of_base else e.spread)
        if ends is None:
            cells.append("")
        else:
            cells.append(percent_range(ends) if of_base else change_range(ends, e.form))
    return cells


def _levels(effects: Sequence[Effect]) -> list[str]:
    """Between what the values of nine worlds in ten lie."""
    each = [(nine_in_ten(e, e.levels), e.form) for e in effects]
    return [value_range(ends, form) if ends else "" for ends, form in each]


def pictured(
    name: str, title: str, alt: str, drawn: Any, table: Table, yearly: bool = False
) -> Figure:
    """A drawn chart as a figure of the page, with the table behind it."""
    alt = f"{alt}.{TABLE_BELOW}"
    return Figure(name, title, alt, svg(name, title, alt, drawn), table, yearly, drawn)
