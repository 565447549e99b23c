"""The table of unit costs, laid onto the model's money parameters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from joinedup_experiments.local_place.new.cells import number, one_of
from joinedup_experiments.local_place.new.csv_table import Row, read_table
from joinedup_experiments.local_place.new.teams import PROFESSIONS
from joinedup_experiments.scenario_io.load.problems import Problem, ScenarioError

# The item as a planner writes it, and the parameter that it sets.
ITEMS = {
    "ae_attendance": "money.ae",
    "emergency_short_stay": "money.emergency_short",
    "emergency_long_stay": "money.emergency_long",
    "excess_bed_day": "money.excess_bed_day",
    "elective_stay": "money.elective",
    "day_case": "money.day_case",
    "outpatient_attendance": "money.outpatient",
    "care_home_week": "money.care_home_week",
}
HOURS = {f"{profession}_hour": profession for profession in PROFESSIONS}
STAFF_HOUR = "money.staff_hour"


@dataclass(frozen=True)
class Cost:
    """One unit cost in pounds, the parameter that it sets, and the line it stands on."""

    key: str
    cell: str
    pounds: float
    line: int


def read_costs(path: Path) -> list[Cost]:
    """Read ``item,pounds``.

    Raises
    ------
    ScenarioError
        For every fault with its line; also for a cost outside the range that the model takes.
    """
    table = read_table(path, ("item", "pounds"), ("source",))
    found: dict[str, Cost] = {}
    problems: list[Problem] = []
    for row in table.rows:
        try:
            item = one_of(row, "item", [*ITEMS, *HOURS], "cost item")
            pounds = number(row, "pounds", "an amount of money", pounds=True)
            if item in found:
                what = f"`{item}` stands there twice: here and in line {found[item].line}"
                raise ScenarioError(Problem(row.spot, what, (), "keep one of them"))
            _refuse_outside(row, item, pounds)
        except ScenarioError as error:
            problems += error.problems
            continue
        found[item] = Cost(ITEMS.get(item, STAFF_HOUR), HOURS.get(item, ""), pounds, row.spot.line)
    if problems:
        raise ScenarioError(problems)
    return list(found.values())


def national_costs() -> dict[str, tuple[float, float, float]]:
    """By item: the national figure, and the lowest and highest that the model takes, in pounds.

    Examples
    --------
    >>> "ae_attendance" in national_costs()
    True
    """
    from joinedup.rules.collected import declared

    known = declared()
    found = {}
    for item, key in ITEMS.items():
        value = float(known[key].default)
        found[item] = (value, *known[key].parameter.bounds(value))
    hours = known[STAFF_HOUR]
    for number_of, item in enumerate(HOURS):
        value = float(hours.default[number_of])
        found[item] = (value, *hours.parameter.bounds(value))
    return found


def _refuse_outside(row: Row, item: str, pounds: float) -> None:
    value, low, high = national_costs()[item]
    if not low <= pounds <= high:
        what = (
            f"£{pounds:,.2f} for `{item}` is outside the range that the model takes, "
            f"£{low:,.2f} to £{high:,.2f} (national figure £{value:,.2f})"
        )
        hint = "check the unit; without this line the national figure is used"
        raise ScenarioError(Problem(row.spot, what, (), hint))
