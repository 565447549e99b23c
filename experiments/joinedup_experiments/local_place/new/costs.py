"""The table of unit costs, which sets the model's money parameters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import PlainValidator

from joinedup.rules.collected import declared
from joinedup_experiments.local_place.new.cells import number, one_of
from joinedup_experiments.local_place.new.table import CellError, Once, Row, read_table
from joinedup_experiments.local_place.new.teams import PROFESSIONS

STAFF_HOUR = "money.staff_hour"
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
    **{f"{profession}_hour": (STAFF_HOUR, profession) for profession in PROFESSIONS},
}


@dataclass(frozen=True)
class Cost:
    """One unit cost in pounds, the parameter that it sets, and the line it stands on."""

    key: str
    cell: str
    pounds: float
    line: int


class CostRow(Row):
    """``item,pounds`` and, for the reader, ``source``."""

    item: Annotated[str, PlainValidator(one_of([*ITEMS], "cost item"))]
    pounds: Annotated[float, PlainValidator(number("an amount of money", pounds=True))]
    source: str = ""


def read_costs(path: Path) -> list[Cost]:
    """The costs of a table of `CostRow`, each within the range that the model takes.

    `ScenarioError` has every fault with its line.
    """
    costs: list[Cost] = []
    once = Once("keep one of them")

    def take(row: CostRow) -> None:
        once.check(row.item, f"`{row.item}` stands there", row.line)
        value, low, high = national_cost(row.item)
        if not low <= row.pounds <= high:
            what = (
                f"£{row.pounds:,.2f} for `{row.item}` is outside the range that the model takes, "
                f"£{low:,.2f} to £{high:,.2f} (national figure £{value:,.2f})"
            )
            raise CellError(what, "check the unit; without this line the national figure is used")
        costs.append(Cost(*ITEMS[row.item], row.pounds, row.line))

    read_table(path, CostRow, take)
    return costs


def national_cost(item: str) -> tuple[float, float, float]:
    """The national figure, and the lowest and highest that the model takes, in pounds."""
    key, cell = ITEMS[item]
    found = declared()[key]
    value = float(found.default[PROFESSIONS.index(cell)] if cell else found.default)
    return value, *found.bounds(value)
