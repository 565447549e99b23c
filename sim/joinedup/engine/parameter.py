"""What a number is: default, unit, range, source and meaning, declared once in two lines.

A mechanism's parameters are the body of a `Parameters` class. From that one declaration come the
record the compiled rules read (``p.group.name``), the check of a scenario's overrides, the
parameter table and the design of an experiment.

>>> class Joining(Parameters):
...     sorting_minutes = parameter(25.0, "minutes", (10, 60), "assumed",
...         "single point of access's time for one referral")
>>> Joining.sorting_minutes.name, Joining.sorting_minutes.bounds(25.0)
('sorting_minutes', (10.0, 60.0))
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar, Literal

import numpy as np

from joinedup.needs import Kind, Need

EvidenceLevel = Literal["measured", "recalled", "assumed"]
Role = Literal["lever", "uncertainty", "constant"]
_UP_TO_ONE = ("share", "chance", "severity", "0 or 1", "scale 0 to 1")  # how such units begin


@dataclass(eq=False)
class Parameter:
    """One declared number, or one number for each member of an enumeration."""

    default: np.ndarray  # read-only; without axes for a single number
    unit: str  # spelled out
    low: float  # the range believed plausible; for a table, factors on every cell
    high: float
    source: str  # A key of ``evidence/parameters.csv``, a paper's number, or ``assumed``
    meaning: str  # plain English, as a planner would put it
    evidence: EvidenceLevel  # one of "measured", "recalled", "assumed" How well the value is known
    # one of "lever", "uncertainty", "constant" Whether a planner sets it, a researcher varies it,
    # or neither
    role: Role
    per: tuple[type[IntEnum], ...] = ()  # what labels a table's axes, outermost first
    group: str = ""  # the module it is declared in, and its name there
    name: str = ""
    key: str = ""  # the dotted name used in scenario files: ``crisis.rate``

    def __set_name__(self, owner: type, name: str) -> None:
        self.group, self.name = owner.__module__.rpartition(".")[2], name
        self.key = f"{self.group}.{self.name}"

    def bounds(self, value: float) -> tuple[float, float]:
        """The plausible range of a single value, which ends where its unit does."""
        if not self.per:
            return self.low, self.high
        low, high = sorted((value * self.low, value * self.high))
        return low, min(high, self.most())

    def most(self) -> float:
        """The greatest value that its unit allows: a share, a chance or a severity ends at 1."""
        more = self.unit == "share more" or (not self.per and self.high > 1.0)
        return 1.0 if self.unit.startswith(_UP_TO_ONE) and not more else math.inf

    def why_impossible(self, value: float, usual: float) -> str:
        """Why nothing can have this value, whatever is plausible; empty when something can.

        Shares, chances and severities lie between 0 and 1. Others are not below 0, and not 0
        either where the range of the ``usual`` value begins above it, since some are divided by.
        """
        if not math.isfinite(value):
            return "must be a finite number"
        low, _ = self.bounds(usual)
        if self.most() == 1.0:
            return "" if 0.0 <= value <= 1.0 else "must lie between 0 and 1"
        if low > 0.0:
            return "" if value > 0.0 else "must be more than 0"
        return "must not be below 0" if value < 0.0 <= low else ""


class Parameters:
    """One mechanism's parameters: a class body of `parameter` lines.

    ``resident_columns``, and those of a need, a team and a member of staff, are columns of its own:
    (name, type, meaning[, shape]) of each.
    """

    declared: ClassVar[tuple[Parameter, ...]] = ()
    resident_columns: ClassVar[tuple[tuple[Any, ...], ...]] = ()
    need_columns: ClassVar[tuple[tuple[Any, ...], ...]] = ()
    team_columns: ClassVar[tuple[tuple[Any, ...], ...]] = ()
    staff_columns: ClassVar[tuple[tuple[Any, ...], ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.declared = tuple(part for part in vars(cls).values() if isinstance(part, Parameter))


@dataclass(frozen=True)
class Cells:
    """A table's numbers and the enumerations of its axes, outermost first."""

    numbers: np.ndarray
    axes: tuple[type[IntEnum], ...]


def by(axis: type[IntEnum], otherwise: float | None = None, /, **cells: float | Cells) -> Cells:
    """A table with a cell, or a row made by `by`, for each member of an enumeration.

    ``otherwise`` is the number of members that are not named.

    Raises
    ------
    TypeError
        When a member has no cell, or a cell no member, or rows differ in their axis.
    """
    names = [member.name.lower() for member in axis]
    unknown = set(cells) - set(names)
    missing = set(names) - set(cells) if otherwise is None else set()
    if unknown or missing:
        wrong = ", ".join(sorted(unknown | missing))
        raise TypeError(f"cells and members of {axis.__name__} do not match: {wrong}")
    rows = [cells.get(name, otherwise) for name in names]
    row_axes = {row.axes if isinstance(row, Cells) else () for row in rows}
    if len(row_axes) != 1:
        raise TypeError(f"the rows by {axis.__name__} differ in their axes")
    numbers = [row.numbers if isinstance(row, Cells) else row for row in rows]
    return Cells(np.asarray(numbers, float), (axis, *row_axes.pop()))


def by_need(cell: Callable[[Kind], float | Cells]) -> Cells:
    """A table of one number, or one row made by `by`, of every kind of need in `joinedup.needs`."""
    return by(Need, **{need.name.lower(): cell(need.kind) for need in Need})


def parameter(
    default: float | Cells,
    unit: str,
    limits: tuple[float, float],
    source: str,
    meaning: str,
    *,
    evidence: EvidenceLevel = "assumed",
    role: Role = "uncertainty",
) -> Parameter:
    """Declare a parameter in the body of a `Parameters` class; fields as in `Parameter`."""
    cells = default if isinstance(default, Cells) else Cells(np.asarray(default, float), ())
    cells.numbers.flags.writeable = False
    low, high = (float(limit) for limit in limits)
    return Parameter(cells.numbers, unit, low, high, source, meaning, evidence, role, cells.axes)


Groups = Mapping[str, type[Parameters]]


def record_of(groups: Groups) -> np.dtype:
    """The nested record type that holds every group's numbers for the compiled rules."""
    fields = []
    for group, declaration in groups.items():
        columns = [(d.name, "f8", d.default.shape) for d in declaration.declared]
        fields.append((group, np.dtype(columns, align=True)))
    return np.dtype(fields, align=True)


def filled(groups: Groups) -> Any:
    """One record array of length 1 with the defaults."""
    record = np.zeros(1, record_of(groups)).view(np.recarray)
    for group, declaration in groups.items():
        for d in declaration.declared:
            record[group][d.name][0] = d.default
    return record
