"""The tables of unit costs, which set the model's money, and of activity, which a fit meets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, ClassVar, NamedTuple, Self

from pydantic import PlainValidator, ValidationInfo, model_validator

from joinedup.rules.collected import declared
from joinedup_experiments.local_place.check_baseline import BY_FIGURE
from joinedup_experiments.local_place.new.population_and_teams import PROFESSIONS
from joinedup_experiments.local_place.new.table import CellError, Row, number, one_of, read_table
from joinedup_experiments.scenario_io.load.problems import clipped

# The item as a planner writes it: the parameter that it sets, and the cell of it.
ITEMS = {
    "ae_attendance": ("money.ae", ""),
    "emergency_short_stay": ("money.emergency_short", ""),
    "emergency_long_stay": ("money.emergency_long", ""),
    "excess_bed_day": ("money.excess_bed_day", ""),
    "elective_stay": ("money.elective", ""),
    "day_case": ("money.day_case", ""),
    "outpatient_attendance": ("money.outpatient", ""),
    "care_home_week": ("money.care_home_week", ""),
    **{f"{profession}_hour": ("money.staff_hour", profession) for profession in PROFESSIONS},
}
WHOLE, SHARE = "whole_place", "share"
# How the model states a figure, in the words of the column `per`.
PER = {
    "per resident a year": "resident",
    "per 1,000 residents a year": "1000_residents",
    "per 1,000 adults a year": "1000_adults",
    "share": SHARE,
}


class CostRow(Row):
    """``item,pounds``, in the range that the model takes, and, for the reader, ``source``."""

    once: ClassVar = ("item",)
    item: Annotated[str, PlainValidator(one_of([*ITEMS], "cost item"))]
    pounds: Annotated[float, PlainValidator(number("an amount of money", pounds=True))]
    source: str = ""

    @model_validator(mode="after")
    def _in_range(self) -> Self:
        parameter = declared()[ITEMS[self.item][0]]
        low, high = parameter.bounds(self.national)
        if not low <= self.pounds <= high:
            what = (
                f"£{self.pounds:,.2f} for `{self.item}` is outside the range that the model takes, "
                f"£{low:,.2f} to £{high:,.2f} (national figure £{self.national:,.2f})"
            )
            hint = "check the unit; without this line the national figure is used"
            raise CellError(what, hint)
        return self

    @property
    def national(self) -> float:
        """The national figure, in pounds."""
        key, cell = ITEMS[self.item]
        default = declared()[key].default
        return float(default[PROFESSIONS.index(cell)] if cell else default)


def read_costs(path: Path) -> list[CostRow]:
    """The costs of a table; `ScenarioError` has every fault with its line."""
    return read_table(path, CostRow)


class Activity(NamedTuple):
    """One local figure, as it is called in the table and as a baseline figure.

    ``value`` is in the model's ``unit``; ``within`` is how far off it may be, as a share of
    it, 19 times in 20, and None when not given.
    """

    name: str
    key: str
    label: str
    unit: str
    value: float
    line: int
    within: float | None = None


def _value(text: str, info: ValidationInfo) -> float:
    figure = info.data.get("figure")
    is_share = figure is not None and PER[BY_FIGURE[figure].unit] == SHARE
    value: float = number("a figure for a year", percent=is_share)(text, info)
    if is_share and not 0.0 < value < 1.0:
        what = f"`{figure}` is {clipped(text)}, and a share lies between 0 and 1"
        raise CellError(what, "write 0.37 or 37%")
    return value


def _per(text: str, info: ValidationInfo) -> str:
    plain = text.lower().replace(",", "").replace("per ", "").strip()
    read = one_of((WHOLE, *PER.values()), "unit called")
    return str(read(plain.removesuffix("a year").strip(), info))


def _within(text: str, info: ValidationInfo) -> float:
    share: float = number("a share of the figure", percent=True)(text, info)
    if not 0.0 < share <= 0.5:
        hint = "write how far off the figure may be, as a share of it: 5%, and 50% at most"
        raise CellError(f"`within` is {clipped(text)}", hint)
    return share


class ActivityRow(Row):
    """``figure,value,per``, and ``within`` and ``source``; the value comes in the model's unit.

    The context ``people`` has the whole place's residents and adults, by the words of ``per``.
    """

    once: ClassVar = ("figure",)
    figure: Annotated[str, PlainValidator(one_of([*BY_FIGURE], "figure"))]
    value: Annotated[float, PlainValidator(_value)]
    per: Annotated[str, PlainValidator(_per)]
    within: Annotated[float | None, PlainValidator(_within)] = None
    source: str = ""

    @model_validator(mode="after")
    def _in_the_models_unit(self, info: ValidationInfo) -> Self:
        target = BY_FIGURE[self.figure]
        own = PER[target.unit]
        if (own == SHARE) != (self.per == SHARE):
            unit = "a share" if own == SHARE else target.unit
            hint = "write `share`" if own == SHARE else f"write `{WHOLE}` or `{own}`"
            raise CellError(f"`{self.figure}` cannot be per `{self.per}`: it is {unit}", hint)
        if self.value <= 0.0:
            what = f"`{self.figure}` is nought, which no fit can reach"
            raise CellError(what, "take the line out if it is not known")
        people: dict[str, float] = (info.context or {})["people"]
        self.value = self.value * people.get(self.per, 1.0) / people.get(own, 1.0)
        # Twenty times the national figure is a slip in the column `per`, or of a digit.
        if own != SHARE and not 1 / 20 < self.value / target.value < 20:
            national = f"{target.unit}, and the national figure is {target.value:,.4g}"
            what = f"`{self.figure}` comes to {self.value:,.4g} {national}"
            hint = "is `per` right, and does the figure cover the whole place for one year?"
            raise CellError(what, hint)
        return self


def read_activity(path: Path, residents: int, ages: Mapping[str, float]) -> list[Activity]:
    """The figures of a table of `ActivityRow`; `ScenarioError` has every fault with its line.

    ``residents`` live in the whole place, of whom ``ages`` has shares.
    """
    adults = residents * (1.0 - ages.get("0-15", 0.0))
    people = {"resident": residents, "1000_residents": residents / 1e3, "1000_adults": adults / 1e3}
    rows = read_table(path, ActivityRow, people=people)
    targets = [BY_FIGURE[row.figure] for row in rows]
    return [
        Activity(row.figure, t.key, t.label, t.unit, row.value, row.line, row.within)
        for row, t in zip(rows, targets, strict=True)
    ]
