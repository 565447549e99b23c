"""The tables of unit costs, which set the model's money, and of activity, which a fit meets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Annotated, ClassVar, NamedTuple

from pydantic import BeforeValidator, Field

from joinedup.rules.collected import declared
from joinedup.scenario.names import OneOf, Says
from joinedup_experiments.local_place.check_baseline import BY_FIGURE
from joinedup_experiments.local_place.new.rows import Row, as_name, fault
from joinedup_experiments.local_place.new.table import ignored, read_table
from joinedup_experiments.local_place.new.teams import PROFESSIONS
from joinedup_experiments.scenario_io.load.problems import clipped, closest, listed

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
    """``item,pounds`` and, for the reader, ``source``."""

    table: ClassVar = "costs"
    amount: ClassVar = "pounds"
    once: ClassVar = ("item",)
    filled: ClassVar = ("item",)
    item: Annotated[str, OneOf(tuple(ITEMS), "cost item"), as_name]
    pounds: Annotated[float, Says(unit="pounds")]
    source: str = ""

    @property
    def national(self) -> float:
        """The national figure, in pounds."""
        key, cell = ITEMS[self.item]
        default = declared()[key].default
        return float(default[PROFESSIONS.index(cell)] if cell else default)


def read_costs(path: Path, remark: Callable[[str], None] = ignored) -> list[CostRow]:
    """The costs of a table, each in the range that the model takes.

    `ScenarioError` has every fault with its line; ``remark`` takes how the table was understood.
    """
    found = read_table(path, CostRow)
    faults = []
    for row in found.rows:
        low, high = declared()[ITEMS[row.item][0]].bounds(row.national)
        if not low <= row.pounds <= high:
            what = (
                f"£{row.pounds:,.2f} for `{row.item}` is outside the range that the model takes, "
                f"£{low:,.2f} to £{high:,.2f} (national figure £{row.national:,.2f})"
            )
            hint = "check the unit; without this line the national figure is used"
            faults.append((row.line, what, hint))
    found.refuse(faults)
    for text in found.remarks:
        remark(text)
    return found.rows


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

    @property
    def near_enough(self) -> float:
        """As a share of it: 5%, unless the table says how well the figure is known."""
        return self.within or 0.05


_ANY_SHARE = "it must lie between 0 and 1, as 0.37 or 37% does"

_AE = re.compile(r"\ba ?(&|and) ?e\b|\baccident (&|and) emergency\b")


def _figure(text: str) -> str:
    """The name of a figure, which its label as it is printed stands for too."""
    words = _AE.sub("ae", " ".join(text.lower().split()))
    for name, t in BY_FIGURE.items():
        label = t.label.lower().replace("a&e", "ae")
        if words in (label, f"{label}, {t.unit}"):
            return name
    name = re.sub(r"[\s-]+", "_", words)
    if name in BY_FIGURE or not name:
        return name
    close = closest(name, list(BY_FIGURE))
    nearest = sorted(BY_FIGURE, key=lambda one: _likeness(name, one), reverse=True)
    hint = f"did you mean `{close}`?" if close else f"the nearest is `{nearest[0]}`"
    others = "" if close else f"; there are also {listed(nearest[1:])}"
    raise fault(f"there is no figure `{clipped(text)}`", hint + others)


def _likeness(wrong: str, name: str) -> tuple[int, float]:
    """Words that two names share, and how alike they are in letters."""
    shared = set(wrong.split("_")) & set(name.split("_"))
    return len(shared), SequenceMatcher(None, wrong, name).ratio()


class ActivityRow(Row):
    """``figure,value,per``, and ``within`` and ``source`` where they are there."""

    table: ClassVar = "activity"
    amount: ClassVar = "value"
    once: ClassVar = ("figure",)
    filled: ClassVar = ("figure",)
    percent: ClassVar = ("value", "within")
    figure: Annotated[str, OneOf(tuple(BY_FIGURE), "figure"), BeforeValidator(_figure)]
    value: Annotated[float, Field(gt=0), Says(unit="cases in a year, or a share")]
    per: Annotated[
        str,
        OneOf((WHOLE, *PER.values())),
        as_name,
        BeforeValidator(lambda text: re.sub("per |,|a year$", "", str(text).lower()).strip()),
    ]
    within: Annotated[float | None, Field(gt=0, le=0.5), Says(unit="shares of the figure")] = None
    source: str = ""


def read_activity(
    path: Path,
    residents: int,
    ages: Mapping[str, float],
    remark: Callable[[str], None] = ignored,
) -> list[Activity]:
    """The figures of a table of `ActivityRow`, in the model's units.

    ``residents`` live in the whole place, of whom ``ages`` has shares. `ScenarioError` has every
    fault with its line; ``remark`` takes how the table was understood.
    """
    adults = residents * (1.0 - ages.get("0-15", 0.0))
    people = {"resident": residents, "1000_residents": residents / 1e3, "1000_adults": adults / 1e3}
    table = read_table(path, ActivityRow)
    found, faults = [], []
    for row in table.rows:
        t = BY_FIGURE[row.figure]
        own = PER[t.unit]
        value = row.value * people.get(row.per, 1.0) / people.get(own, 1.0)
        found.append(Activity(row.figure, t.key, t.label, t.unit, value, row.line, row.within))
        if (own == SHARE) != (row.per == SHARE):
            unit = "a share" if own == SHARE else t.unit
            hint = "write `share`" if own == SHARE else f"write `{WHOLE}` or `{own}`"
            what = f"`{row.figure}` cannot be per `{row.per}`: it is {unit}"
            faults.append((row.line, what, hint))
        elif own == SHARE and not 0.0 < value < 1.0:
            what = f"`{row.figure}` is {value:g}, and a share lies between 0 and 1"
            hint = f"write {value / 100.0:.6g} or {value:.6g}%"
            if not 2.0 <= value < 100.0:  # 120% is not 1.2%
                what, hint = f"`{row.figure}` is {100.0 * value:g}%", _ANY_SHARE
            faults.append((row.line, what, hint))
        # Twenty times the national figure is a slip in the column `per`, or of a digit.
        elif own != SHARE and not 1 / 20 < value / t.value < 20:
            national = f"{t.unit}, and the national figure is {t.value:,.4g}"
            hint = "is `per` right, and does the figure cover the whole place for one year?"
            faults.append((row.line, f"`{row.figure}` comes to {value:,.4g} {national}", hint))
    table.refuse(faults)
    for text in table.remarks:
        remark(text)
    return found
