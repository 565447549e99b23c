"""What varies in a design, a factor each, and how their values change scenarios."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Literal

import numpy as np

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.assumed import (
    Outside,
    assumed,
    cell_paths,
    declared,
    kept,
    laid_under,
    parted,
)
from joinedup_experiments.sweep.shapes import Shape

Kind = Literal["parameter", "table", "cell", "lever"]
PATTERN = "*?["
BOTH = 2  # choices, of which one can be set against the other
ARRANGED, NEW_TEAMS = "arrangement.", "arrangement.new_teams"
ASSUMED = "assumptions."  # begins a pattern of parameters that a lever multiplies


@dataclass(frozen=True)
class Factor:
    """One coordinate of the sample; a ``table`` is one factor that multiplies all its cells.

    A coordinate from n up to n + 1 stands for the n-th choice, from 0; so too for whole numbers.
    """

    key: str  # ``crisis.rate``, ``crisis.rate[frailty]``, or a lever's dotted path
    kind: Kind
    low: float  # of the coordinate
    high: float
    choices: tuple[Any, ...] = ()
    whole: bool = False
    arms: tuple[str, ...] = ()  # in which a lever acts
    unit: str = ""
    meaning: str = ""
    scales: tuple[str, ...] = ()  # patterns of what a lever multiplies; none when it sets a value
    shape: Shape | None = None  # uniform from end to end without

    def value(self, coordinate: float) -> Any:
        """What a coordinate stands for."""
        if self.choices:
            return self.choices[min(int(coordinate), len(self.choices) - 1)]
        if self.whole:
            return min(math.floor(coordinate), round(self.high) - 1)
        return float(coordinate)

    def coordinates(self, uniform: np.ndarray) -> np.ndarray:
        """Coordinates with the factor's distribution, in the order of uniform ones."""
        if not self.shape:
            return uniform
        shares = (uniform - self.low) / (self.high - self.low)
        return self.shape.quantiles(shares, self.low, self.high)

    def shares(self, coordinates: np.ndarray) -> np.ndarray:
        """What share of its points is expected below each coordinate."""
        if self.shape:
            return self.shape.shares(coordinates, self.low, self.high)
        return (coordinates - self.low) / (self.high - self.low)

    @property
    def is_stepped(self) -> bool:
        """Whether a coordinate stands for a choice or a whole number, not for itself."""
        return bool(self.choices or self.whole)

    @property
    def has_order(self) -> bool:
        """Whether more of it means something: not where there are three choices or more."""
        return len(self.choices) <= BOTH

    @property
    def is_after_the_change(self) -> bool:
        """Whether it changes arrangements alone, but for their teams, which have rows before."""
        paths = self.scales or (self.key,)
        return all(p.startswith(ARRANGED) and not p.startswith(NEW_TEAMS) for p in paths)

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
        """What it is, in plain English, with its key where that differs."""
        return f"{self.meaning} (`{self.key}`)" if self.meaning else self.key

    @property
    def evidence(self) -> str:
        """How well the parameter is known, or what else it is."""
        if self.kind == "lever":
            return "lever of the design"
        one = declared().get(parted(self.key)[0])
        return one.evidence if one else ""


def values_of(factors: Sequence[Factor], points: np.ndarray) -> np.ndarray:
    """What coordinates [points, factors] stand for, as numbers: a choice is its place, from 0."""
    last = np.round([factor.high for factor in factors]) - 1.0
    stepped = [factor.is_stepped for factor in factors]
    return np.where(stepped, np.minimum(np.floor(points), last), points)


def keys_meant(patterns: Iterable[str]) -> list[str]:
    """The parameters that names and patterns such as ``handover.*`` stand for, each once.

    A pattern leaves out constants; a name does not. Unknown names stay as they are.

    >>> keys_meant(["skill.t*", "crisis.rate"])
    ['skill.taught', 'skill.triage_minutes', 'crisis.rate']
    """
    usual = [key for key, d in declared().items() if d.role != "constant"]
    keys: list[str] = []
    for pattern in patterns:
        is_pattern = "[" not in pattern and any(sign in pattern for sign in PATTERN)
        found = [key for key in usual if pattern == "all" or fnmatchcase(key, pattern)]
        keys += found if is_pattern or pattern == "all" else [pattern]
    return list(dict.fromkeys(keys))


def parameter_factor(key: str) -> Factor:
    """A declared parameter, over its range; ValueError when it has no such cell."""
    name, cell = parted(key)
    d = declared()[name]
    low, high = d.low, d.high
    if cell:
        wanted, paths = ", ".join(word.strip() for word in cell.split(",")), cell_paths(d)
        if wanted not in paths:
            raise ValueError(f"{name} has no cell {cell}")
        low, high = d.bounds(float(d.default.reshape(-1)[paths.index(wanted)]))
    kind: Kind = "cell" if cell else "table" if d.per else "parameter"
    unit = "times" if kind == "table" else d.unit
    return Factor(key, kind, low, high, unit=unit, meaning=d.meaning)


def point_scenarios(
    names: Sequence[str],
    scenarios: Sequence[Scenario],
    factors: Sequence[Factor],
    values: Mapping[str, Any],
    own_stays: bool = False,
) -> list[Scenario]:
    """Each arm's scenario at one design point; RefusedError where levers make it impossible.

    With ``own_stays`` what the scenarios assume themselves lies over the values.
    """
    parameters = {f.key: values[f.key] for f in factors if f.kind != "lever"}
    own, outside = scenarios[0].assumptions, scenarios[0].outside_range
    below = {} if own_stays else own
    assumptions = assumed(parameters, below, outside)
    if own_stays:
        assumptions = laid_under(assumptions, own)
    levers = [(f, values[f.key]) for f in factors if f.kind == "lever"]
    for lever, value in levers:
        assumptions = _scaled(assumptions, scaled_parameters(lever.scales), value, outside)
    return [
        with_levers(scenario, [one for one in levers if name in one[0].arms], assumptions)
        for name, scenario in zip(names, scenarios, strict=True)
    ]


def with_levers(
    scenario: Scenario, levers: Sequence[tuple[Factor, Any]], assumptions: Any = None
) -> Scenario:
    """The scenario with its levers' values set, or its numbers scaled, and checked anew.

    Raises RefusedError when a path leads nowhere, or the scenario cannot have such a value.
    """
    changes: dict[str, Any] = {}
    for factor, value in levers:
        for path, number in scaled_numbers(scenario, factor.scales):
            changes[path] = changes.get(path, number) * value
        if not factor.scales:
            changes[factor.key] = value
    made = scenario.with_(changes) if changes else scenario
    return made.assuming(assumptions) if assumptions else made


def scaled_parameters(patterns: Sequence[str]) -> list[str]:
    """The parameters that a lever multiplies, by name or pattern after ``assumptions.``."""
    named = [one.removeprefix(ASSUMED) for one in patterns if one.startswith(ASSUMED)]
    return [key for key in keys_meant(named) if key in declared()]


def _scaled(
    assumptions: Mapping[str, Any], keys: Sequence[str], factor: float, outside: Outside
) -> dict[str, Any]:
    """Assumptions with some parameters multiplied, each number kept within its declared range.

    Those ``outside`` are kept to what can be.
    """
    made = dict(assumptions)
    for key in keys:
        d = declared()[key]
        if d.per:
            made |= assumed({key: factor}, made, outside)
        else:
            default = float(d.default)
            made[key] = kept(d, made.get(key, default) * factor, default, outside)
    return made


def scaled_numbers(scenario: Scenario, patterns: Sequence[str]) -> list[tuple[str, float]]:
    """The dotted paths and values of all numbers that some pattern leads to, each once."""
    wanted = [one.split(".") for one in patterns if not one.startswith(ASSUMED)]
    return [
        (".".join(path), number)
        for path, number in _numbers_in(scenario.model_dump(exclude_none=True), ())
        if any(len(path) == len(one) and all(map(fnmatchcase, path, one)) for one in wanted)
    ]


def _numbers_in(data: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    """The paths of all numbers that are not whole by nature."""
    if isinstance(data, dict):
        for key, below in data.items():
            yield from _numbers_in(below, (*path, key))
    elif isinstance(data, list) and path:
        for number, below in enumerate(data):
            yield from _numbers_in(below, (*path[:-1], f"{path[-1]}[{number}]"))
    elif isinstance(data, float):
        yield path, data
