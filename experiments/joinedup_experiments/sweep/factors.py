"""What varies: one factor for each parameter, table, cell or lever of a design."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from itertools import product
from typing import Any, Literal

from joinedup.engine.parameter import Parameter
from joinedup.rules import collected

Kind = Literal["parameter", "table", "cell", "lever", "plain"]
PATTERN = "*?["
_UP_TO_ONE = ("share", "chance", "severity")


@dataclass(frozen=True)
class Factor:
    """One coordinate of the sample, and what it stands for."""

    key: str  # ``crisis.rate``, ``crisis.rate[frailty]``, or a lever's dotted path
    # A ``table`` is one factor that multiplies all its cells; a ``plain`` one is an argument of a
    # textbook function
    kind: Kind
    # The coordinate's bounds. Choices are numbered from 0, and a coordinate from n up to n + 1
    # stands for the n-th; so too for whole numbers
    low: float
    high: float
    choices: tuple[Any, ...] = ()
    whole: bool = False
    arms: tuple[str, ...] = ()  # in which a lever acts
    unit: str = ""
    meaning: str = ""
    # What a lever multiplies, as patterns of dotted paths; none when it sets a value
    scales: tuple[str, ...] = ()

    def value(self, coordinate: float) -> Any:
        """What a coordinate stands for.

        >>> Factor("a", "lever", 0, 2, choices=("block", "activity")).value(1.3)
        'activity'
        >>> Factor("a", "lever", 3, 6, whole=True).value(6.0)
        5
        """
        if self.choices:
            return self.choices[min(int(coordinate), len(self.choices) - 1)]
        if self.whole:
            return min(math.floor(coordinate), round(self.high) - 1)
        return float(coordinate)

    def ends(self) -> tuple[Any, ...]:
        """Every choice, or the two ends of the range."""
        return self.choices or (self.value(self.low), self.value(self.high))

    @property
    def unit_text(self) -> str:
        """The unit; ``times the usual`` of what multiplies."""
        is_multiple = self.scales or (self.kind == "table" and self.unit == "times")
        return "times the usual" if is_multiple else self.unit

    @property
    def name(self) -> str:
        """What it is, in plain English, with its key where that differs.

        >>> Factor("a.b", "parameter", 0.0, 1.0, meaning="time of a visit").name
        'time of a visit (`a.b`)'
        """
        return f"{self.meaning} (`{self.key}`)" if self.meaning else self.key

    @property
    def evidence(self) -> str:
        """How well the parameter is known, or what else it is.

        >>> Factor("crisis.rate", "table", 0.7, 1.4).evidence
        'assumed'
        """
        if self.kind == "lever":
            return "lever of the design"
        one = declared().get(parted(self.key)[0])
        return one.evidence if one else ""


def factor_from(record: dict[str, Any]) -> Factor:
    """A factor as ``dataclasses.asdict`` and JSON have it."""
    tuples = {key: tuple(record[key]) for key in ("choices", "arms", "scales")}
    return Factor(**(record | tuples))


@lru_cache(maxsize=1)
def declared() -> dict[str, Parameter]:
    """Every parameter by its key: `joinedup.rules.collected.declared`, looked up once."""
    return collected.declared()


def usual_keys() -> list[str]:
    """Every parameter that is not a constant, in the order declared."""
    return [key for key, d in declared().items() if d.role != "constant"]


def keys_meant(patterns: Iterable[str]) -> list[str]:
    """The parameters that names and patterns such as ``handover.*`` stand for, each once.

    A pattern leaves out constants; a name does not. Unknown names stay as they are.

    >>> keys_meant(["skill.t*", "crisis.rate"])
    ['skill.taught', 'skill.triage_minutes', 'crisis.rate']
    """
    usual = usual_keys()
    keys: dict[str, None] = {}
    for pattern in patterns:
        if pattern == "all":
            keys |= dict.fromkeys(usual)
        elif "[" not in pattern and any(sign in pattern for sign in PATTERN):
            keys |= dict.fromkeys(key for key in usual if fnmatchcase(key, pattern))
        else:
            keys[pattern] = None
    return list(keys)


def parted(key: str) -> tuple[str, str]:
    """A parameter's key and the cell that is meant.

    >>> parted("crisis.rate[frailty]")
    ('crisis.rate', 'frailty')
    """
    name, _, cell = key.partition("[")
    return name, cell.removesuffix("]")


def parameter_factor(key: str, d: Parameter, reach: tuple[float, float] | None = None) -> Factor:
    """The factor of a declared parameter, over its declared range or another.

    Raises
    ------
    ValueError
        When the parameter has no such cell.
    """
    cell = parted(key)[1]
    kind: Kind = "cell" if cell else "table" if d.per else "parameter"
    bounds = (d.low, d.high)
    if cell:
        low, high = d.bounds(_cell_default(d, cell))
        bounds = (low, within(d.unit, high))
    low, high = reach or bounds
    unit = "times" if kind == "table" else d.unit
    return Factor(key, kind, low, high, unit=unit, meaning=d.meaning)


def _cell_default(d: Parameter, cell: str) -> float:
    wanted = ", ".join(word.strip() for word in cell.split(","))
    paths = cell_paths(d)
    if wanted not in paths:
        raise ValueError(f"{d.key} has no cell {cell}")
    return float(d.default.reshape(-1)[paths.index(wanted)])


def within(unit: str, value: float) -> float:
    """A value clipped to what its unit allows: shares, chances and severities end at 1.

    >>> within("share of requests", 1.2), within("days", 1.2)
    (1.0, 1.2)
    """
    return min(value, 1.0) if unit.startswith(_UP_TO_ONE) else value


def cell_paths(d: Parameter) -> list[str]:
    """The cells of a table as scenarios name them, in the order of the array."""
    names = [[member.name.lower() for member in labels] for labels in d.per]
    return [", ".join(path) for path in product(*names)]
