"""The table of local activity: the figures to which `joinedup fit` brings the model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import PlainValidator, ValidationInfo

from joinedup_experiments.local_place.new.cells import number, one_of, optional
from joinedup_experiments.local_place.new.table import CellError, Once, Row, read_table
from joinedup_experiments.local_place.targets import BY_FIGURE
from joinedup_experiments.scenario_io.load.problems import clipped, did_you_mean

WHOLE, SHARE = "whole_place", "share"
LOOSEST = 0.5  # of a figure: known no better than this, it is no target
# How the model states a figure, in the words of the column `per`.
_UNITS = {
    "per resident a year": "resident",
    "per 1,000 residents a year": "1000_residents",
    "per 1,000 adults a year": "1000_adults",
    "share": SHARE,
}
_PERS = (WHOLE, *_UNITS.values())


@dataclass(frozen=True)
class Activity:
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


def unit_of(figure: str) -> str:
    """How the model states a figure, in the words of the column ``per``.

    Examples
    --------
    >>> unit_of("consultations")
    'resident'
    """
    return _UNITS[BY_FIGURE[figure].unit]


def _value(cell: str, info: ValidationInfo) -> float:
    figure = info.data.get("figure")
    percent = figure is not None and unit_of(figure) == SHARE
    value = number("a figure for a year", percent=percent)(cell, info)
    if percent and not 0.0 < value < 1.0:
        what = f"`{figure}` is {clipped(cell)}, and a share lies between 0 and 1"
        raise CellError(what, "write 0.37 or 37%")
    return value


def _per(cell: str) -> str:
    plain = cell.lower().replace(",", "").replace("per ", "").strip()
    plain = plain.removesuffix("a year").strip().replace(" ", "_")
    if plain not in _PERS:
        what = f"`per` is `{clipped(cell)}`" if plain else "`per` is empty"
        raise CellError(what, did_you_mean(plain, _PERS))
    return plain


def _within(cell: str, info: ValidationInfo) -> float:
    share = number("a share of the figure", percent=True)(cell, info)
    if not 0.0 < share <= LOOSEST:
        hint = "write how far off the figure may be, as a share of it: 5%, and 50% at most"
        raise CellError(f"`within` is {clipped(cell)}", hint)
    return share


class ActivityRow(Row):
    """``figure,value,per``, and ``within`` and ``source`` where they are there."""

    figure: Annotated[str, PlainValidator(one_of([*BY_FIGURE], "figure"))]
    value: Annotated[float, PlainValidator(_value)]
    per: Annotated[str, PlainValidator(_per)]
    within: Annotated[float | None, PlainValidator(optional(_within))] = None
    source: str = ""


def read_activity(path: Path, residents: int, adults: float) -> list[Activity]:
    """The figures of a table of `ActivityRow`, in the model's units.

    ``residents``, and ``adults`` of 16 and older, live in the whole place. `ScenarioError` has
    every fault with its line.
    """
    figures: list[Activity] = []
    once = Once("keep one of them")
    people = {"resident": residents, "1000_residents": residents / 1000.0,
              "1000_adults": adults / 1000.0}  # fmt: skip

    def take(row: ActivityRow) -> None:
        once.check(row.figure, f"`{row.figure}` stands there", row.line)
        target, own = BY_FIGURE[row.figure], unit_of(row.figure)
        _refuse_wrong_per(row, own, target.unit)
        value = row.value * people.get(row.per, 1.0) / people.get(own, 1.0)
        # Twenty times the national figure is a slip in the column `per`, or of a digit.
        if own != SHARE and not 1 / 20 < value / target.value < 20:
            national = f"{target.unit}, and the national figure is {target.value:,.4g}"
            what = f"`{row.figure}` comes to {value:,.4g} {national}"
            hint = "is `per` right, and does the figure cover the whole place for one year?"
            raise CellError(what, hint)
        words = (row.figure, target.key, target.label, target.unit)
        figures.append(Activity(*words, value, row.line, row.within))

    read_table(path, ActivityRow, take)
    return figures


def _refuse_wrong_per(row: ActivityRow, own: str, unit: str) -> None:
    if (own == SHARE) != (row.per == SHARE):
        hint = "write `share`" if own == SHARE else f"write `{WHOLE}` or `{own}`"
        unit = "a share" if own == SHARE else unit
        raise CellError(f"`{row.figure}` cannot be per `{row.per}`: it is {unit}", hint)
    if row.value <= 0.0:
        what = f"`{row.figure}` is nought, which no fit can reach"
        raise CellError(what, "take the line out if it is not known")


def empty_table() -> str:
    """A table of activity to fill in: a remark for each figure, and no figure yet.

    Examples
    --------
    >>> empty_table().splitlines()[0]
    'figure,value,per,source'
    """
    lines = ["figure,value,per,source"]
    for name, target in BY_FIGURE.items():
        lines.append(f"# {name},{target.value:g},{unit_of(name)},national: {target.label}")
    lines += [
        "# Take the # away and put your own figure in place of the national one.",
        "# A total of the whole place for a year is written per whole_place.",
    ]
    return "\n".join(lines) + "\n"
