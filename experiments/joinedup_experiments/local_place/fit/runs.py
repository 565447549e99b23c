"""What a fit may change in a place, and its runs: on the same few seeds at every point."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from joinedup.rules.collected import overridden
from joinedup.run import simulate
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.executors import Tell, gather
from joinedup_experiments.compare.results.kept_runs import KeptRuns
from joinedup_experiments.local_place.check_baseline import TARGETS, figures
from joinedup_experiments.scenario_io.assumed import cell_paths, declared, parted
from joinedup_experiments.scenario_io.load import scenario_hash
from joinedup_experiments.scenario_io.load.problems import ScenarioError, did_you_mean, refusal

TIMES = "times what it was"
Setting = tuple[str, str]  # a parameter and a cell of it, empty for a single number
Room = tuple[float, float, float]  # a value, and the factors that keep it in its range
YEARS = 3.0
LARGEST = 15_000  # residents, unless asked otherwise
AT_END = 0.02  # of the range's logarithm
EDGE = "at the edge of what the model allows"
CHECKED_FROM = 1_000  # seeds of the check lie so far from those of the fit


def parts_of(key: str) -> list[str]:
    """What a key names, moved in step where several.

    >>> parts_of("crisis.rate[frailty] + seeking.rate")
    ['crisis.rate[frailty]', 'seeking.rate']
    """
    return [part.strip() for part in key.split("+")]


class CalibrationParameter(NamedTuple):
    """One parameter, or cells of one or more that are multiplied together.

    ``key`` is ``acute.ae_rate``, or ``onset.rate[daily_living]`` for every cell that begins so;
    ``a; b`` in the brackets name more cells, and ``+`` more parameters, all moved in step.
    ``base`` has the values of its ``settings`` where the factor is 1; factors from ``low`` to
    ``high`` keep each in its declared range, and those of its ``rooms`` keep one. ``unit`` is that
    of `at`.
    """

    key: str
    settings: tuple[Setting, ...]
    base: tuple[float, ...]
    low: float
    high: float
    unit: str
    rooms: tuple[tuple[float, float], ...] = ()

    @property
    def parts(self) -> list[str]:
        """The parameters, or their cells, that its key names."""
        return parts_of(self.key)

    def at(self, factor: float) -> str:
        """Its value for tables, in its `unit`."""
        return f"{(self.base[0] if len(self.base) == 1 else 1.0) * factor:.4g}"

    def edge(self, log_factor: float) -> str:
        """The end of its range that it is at, ``top`` or ``bottom``; empty where at neither."""
        low, high = math.log(self.low), math.log(self.high)
        if high - log_factor < AT_END * (high - low):
            return "top"
        return "bottom" if log_factor - low < AT_END * (high - low) else ""

    def held_by(self, log_factor: float) -> list[str]:
        """Which of its parameters are at an end of their own ranges, so that all stop there."""
        near = AT_END * (math.log(self.high) - math.log(self.low))
        return [
            name
            for (name, _), (low, high) in zip(self.settings, self.rooms, strict=True)
            if log_factor - math.log(low) < near or math.log(high) - log_factor < near
        ]

    def from_base(self, base: float) -> CalibrationParameter:
        """The same one with factors of another first value, such as the model's own."""
        ratio = self.base[0] / base
        return self._replace(
            base=tuple(value / ratio for value in self.base),
            low=self.low * ratio,
            high=self.high * ratio,
            rooms=tuple((low * ratio, high * ratio) for low, high in self.rooms),
        )


def parameters_for(
    keys: Sequence[str], more: Sequence[str], scenario: Scenario
) -> list[CalibrationParameter]:
    """The calibration parameter of each baseline figure, and any others asked for, each once.

    ``more`` has keys such as ``handover.loss``. `ScenarioError` is raised for a parameter that is
    not declared, is a constant, or cannot be moved.
    """
    asked = dict.fromkeys([*(TARGETS[key].driver for key in keys), *more])
    parameters = [parameter_of(key, scenario) for key in asked]
    taken: dict[Setting, str] = {}
    for one in parameters:
        other = next((taken[s] for s in one.settings if s in taken), None)
        if other is not None:
            raise _refused(one.key, f"the fit moves it, or a part of it, already as `{other}`")
        taken |= dict.fromkeys(one.settings, one.key)
    return parameters


def parameter_of(key: str, scenario: Scenario) -> CalibrationParameter:
    """The calibration parameter that a key names, from what the scenario assumes of it."""
    found: dict[Setting, Room] = {}
    for part in parts_of(key):
        found |= _values(key, *parted("".join(part.split())), scenario)
    base, lows, highs = zip(*found.values(), strict=True)
    low, high = max(lows), min(highs)
    if not low < high * (1.0 - 1e-9):
        raise _refused(key, "it has no room to move within its declared range")
    unit = declared()[next(iter(found))[0]].unit if len(found) == 1 else TIMES
    rooms = tuple(zip(lows, highs, strict=True))
    return CalibrationParameter(key, tuple(found), base, low, high, unit, rooms)


def with_factors(
    scenario: Scenario, parameters: Sequence[CalibrationParameter], factors: Sequence[float]
) -> Scenario:
    """The scenario with each parameter's settings multiplied by its factor."""
    changed = assumptions_of(parameters, factors, scenario.assumptions)
    return scenario.with_({"assumptions": changed})


def assumptions_of(
    parameters: Sequence[CalibrationParameter],
    factors: Sequence[float],
    before: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A scenario's ``assumptions`` with each parameter's factor, laid over those ``before``."""
    values = dict(before or {})
    for parameter, factor in zip(parameters, factors, strict=True):
        for (name, cell), base in zip(parameter.settings, parameter.base, strict=True):
            value = float(f"{base * factor:.6g}")
            value = min(max(value, base * parameter.low), base * parameter.high)
            table = values.get(name)
            others = table if isinstance(table, dict) else {}
            values[name] = {**others, cell: value} if cell else value
    return values


def _values(key: str, name: str, cells: str, scenario: Scenario) -> dict[Setting, Room]:
    if name not in declared():
        raise _refused(key, "there is no such parameter", did_you_mean(name, list(declared())))
    d = declared()[name]
    if d.role == "constant":
        raise _refused(key, f"{name} is a constant of the model, so it is not fitted")
    if cells and not d.per:
        raise _refused(key, f"{name} is one number, not a table")
    assumed = scenario.assumptions.get(name)
    own = {} if assumed is None else {name: assumed}
    values = np.asarray(overridden(own, scenario.outside_range).get(name, d.default))
    paths = cell_paths(d)
    found: dict[Setting, Room] = {}
    for cell in cells.split(";"):
        words = cell.split(",") if cell else []
        chosen = {}
        for path, default, value in zip(paths, d.default.flat, values.flat, strict=True):
            if path.split(", ")[: len(words)] == words and default > 0.0 and value > 0.0:
                low, high = d.bounds(float(default))
                least = max(low, 1e-12)
                chosen[name, path] = (float(value), float(least / value), float(high / value))
        if not chosen:
            first = sorted({path.split(",")[0] for path in paths})
            what = "has no such cell" if d.per else "is nought, which no factor moves"
            raise _refused(key, f"{name} {what}", did_you_mean(cell, first) if d.per else "")
        found |= chosen
    return found


def _refused(key: str, what: str, hint: str = "") -> ScenarioError:
    return refusal(f"--adjust {key[:80]}", what, hint)


def place_to_run(place: Scenario, residents: int | None) -> Scenario:
    """The siloed place, smaller when it is large: as many staff and beds for each resident.

    Practices and neighbourhoods keep their size as nearly as they can.
    """
    all_residents = place.place.residents
    wanted = min(all_residents, residents or LARGEST)
    values = place.siloed.model_dump(exclude_none=True)
    values["run"]["years"] = YEARS
    if wanted < all_residents:
        share = wanted / all_residents
        hoods = max(1, min(round(place.place.neighbourhoods * share), wanted // 200))
        shares = place.place.shares_of_residents
        if place.place.by_neighbourhood and min(shares) * wanted >= 200:
            hoods = place.place.neighbourhoods  # each is unlike the others
        practices = place.place.neighbourhoods * place.place.practices_each * share
        each = max(1, min(20, round(practices / hoods)))
        values["place"] |= {"residents": wanted, "neighbourhoods": hoods, "practices_each": each}
        if hoods != place.place.neighbourhoods:
            values["place"] |= {"by_neighbourhood": [], "straddling": 0.0}
    return Scenario.model_validate(values)


@dataclass
class PlaceRuns:
    """Runs the place at points, several seeds each, and reads the figures asked for.

    A point has logarithms of the ``parameters``' factors, and all points the same ``replications``
    seeds. `means` gives the first ``fitted`` of ``keys``; ``at_first`` [replications, figures] is
    every run at the first point it was asked for. ``report`` is told how many runs are done. Runs
    are taken from those ``kept``, and kept there.
    """

    place: Scenario
    parameters: Sequence[CalibrationParameter]
    keys: Sequence[str]
    replications: int
    workers: int | None
    report: Callable[[float], None]
    fitted: int | None = None
    kept: KeptRuns | None = None
    at_first: np.ndarray = field(default_factory=lambda: np.empty(0))
    done: int = 0

    def at(self, points: Sequence[np.ndarray], first_seed: int) -> np.ndarray:
        """The figures [points, replications, figures] at points of log factors."""
        places = [with_factors(self.place, self.parameters, np.exp(point)) for point in points]
        seeds = range(first_seed, first_seed + self.replications)
        calls = [partial(self._one, place, seed) for place in places for seed in seeds]
        done, self.done = self.done, self.done + len(calls)
        values = gather(calls, self.workers, lambda share: self.report(done + share * len(calls)))
        return np.array(values).reshape(len(places), len(seeds), len(self.keys))

    def means(self, points: Sequence[np.ndarray]) -> list[np.ndarray]:
        """Log of the mean of every fitted figure at each point, on the fit's own seeds.

        `ScenarioError` is raised when the model has none at all of some figure.
        """
        every = self.at(points, self.place.run.seed)
        if not len(self.at_first):
            self.at_first = every[0]
        means = every.mean(axis=1)[:, : self.fitted]
        if not np.all(means > 0.0):
            missing = self.keys[int(np.argmin(means.min(axis=0)))]
            size = f"{self.place.place.residents:,} residents"
            what = f"in a place of {size} the model has no {missing}"
            hint = "fit a larger place with --residents, or take the figure out"
            raise refusal("--residents", what, hint)
        return [np.log(row) for row in means]

    def _one(self, place: Scenario, seed: int, tell: Tell | None) -> list[float]:
        name = f"{scenario_hash(place)[:32]}-{seed}"
        if self.kept and (found := self.kept.read(name)):
            return [float(x) for x in found["figures"]]
        values = figures(simulate(place, seed, progress=tell))
        mine = [float(values[key]) for key in self.keys]
        if self.kept:
            self.kept.keep(name, {"figures": np.array(mine)})
        return mine
