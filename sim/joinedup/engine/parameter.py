"""What a number is: unit, range, source, standing and role, declared once.

A mechanism's parameters are a ``NamedTuple`` whose fields are ``Annotated`` with a
`Parameter`. From that one declaration come the record the compiled rules read, the check of
a scenario's overrides, the parameter table and the design of an experiment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, get_type_hints

import numpy as np

EvidenceLevel = Literal["measured", "recalled", "assumed"]
Role = Literal["lever", "uncertainty", "constant"]


@dataclass(frozen=True)
class Parameter:
    """One declared number, or one number for each member of an enumeration.

    Parameters
    ----------
    meaning
        Plain English, as a planner would say it.
    unit
        The unit, spelled out.
    low, high
        The range believed plausible. For a table these are factors on every cell unless
        ``absolute`` is set.
    source
        A key of ``evidence/parameters.csv``, a paper's number in brackets, or ``assumed``.
    standing
        How well the value is known.
    role
        Whether a planner sets it (lever), a researcher varies it (uncertainty) or neither.
    per
        The enumerations that label a table's axes, outermost first.
    """

    meaning: str
    unit: str
    low: float
    high: float
    source: str = "assumed"
    evidence: EvidenceLevel = "assumed"
    role: Role = "uncertainty"
    per: tuple[Any, ...] = field(default=())
    absolute: bool = False

    def bounds(self, value: float) -> tuple[float, float]:
        """The plausible range of a single value."""
        if not self.per or self.absolute:
            return self.low, self.high
        ends = sorted((value * self.low, value * self.high))
        return ends[0], ends[1]


@dataclass(frozen=True)
class Declared:
    """A quantity where it is declared: ``group.name`` with its default value."""

    group: str
    name: str
    parameter: Parameter
    default: np.ndarray

    @property
    def key(self) -> str:
        """The dotted name used in scenario files: ``crisis.rate``."""
        return f"{self.group}.{self.name}"


@cache
def declared_in(group: str, declaration: Any) -> tuple[Declared, ...]:
    """Every quantity of one mechanism's ``NamedTuple``, in the order declared."""
    hints = get_type_hints(declaration, include_extras=True)
    defaults = declaration()
    found = []
    for name in declaration._fields:
        marks = [m for m in getattr(hints[name], "__metadata__", ()) if isinstance(m, Parameter)]
        if len(marks) != 1:
            raise TypeError(f"{group}.{name} must be declared with exactly one Quantity")
        default = np.asarray(getattr(defaults, name), float)
        shape = tuple(len(labels) for labels in marks[0].per)
        if default.shape != shape:
            raise TypeError(f"{group}.{name}: default has shape {default.shape}, not {shape}")
        default.flags.writeable = False
        found.append(Declared(group, name, marks[0], default))
    return tuple(found)


def record_of(groups: dict[str, Any]) -> np.dtype:
    """The nested record type that holds every group's numbers for the compiled rules."""
    fields = []
    for group, declaration in groups.items():
        kernel = [(d.name, "f8", d.default.shape) for d in declared_in(group, declaration)]
        fields.append((group, np.dtype(kernel, align=True)))
    return np.dtype(fields, align=True)


def filled(groups: dict[str, Any], overrides: dict[str, np.ndarray] | None = None) -> np.ndarray:
    """One record array of length 1 with the defaults, and the overrides in their place.

    Raises
    ------
    KeyError
        When an override names no declared quantity.
    """
    record = np.zeros(1, record_of(groups)).view(np.recarray)
    left = dict(overrides or {})
    for group, declaration in groups.items():
        for d in declared_in(group, declaration):
            record[group][d.name][0] = left.pop(d.key, d.default)
    if left:
        raise KeyError(f"no such quantity: {', '.join(sorted(left))}")
    return record
