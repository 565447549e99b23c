"""A place in plausible worlds: its figures there, and its drivers moved until they are local."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, TypeVar

import numpy as np

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.executors import Tell, gather
from joinedup_experiments.compare.results.kept_runs import KeptRuns
from joinedup_experiments.local_place.fit.least_squares import CLOSE, slopes_at, solve
from joinedup_experiments.local_place.fit.runs import (
    CHECKED_FROM,
    CalibrationParameter,
    PlaceRuns,
    parameter_of,
)
from joinedup_experiments.scenario_io.assumed import assumed, cell_paths, declared
from joinedup_experiments.scenario_io.load import ScenarioError
from joinedup_experiments.scenario_io.plausible_worlds import range_of, with_values

STEPS = 4  # at most, of a re-match
STOP = 0.3  # of what is allowed: near enough to stop
FURTHEST = 2.0  # standard errors that a world may aim off a figure, which is not known better
SLOPE_RUNS = 4  # for each slope, which all worlds start from
REPEATED, AGAIN = 8, 2  # worlds that are run again, so often, to learn what chance does
T = TypeVar("T")
APART = 10_000  # seeds between worlds


class Tried(NamedTuple):
    """A world with the ``figures`` that the place has in it.

    ``values`` are the world's by key. Where it was re-matched, ``x`` has the logarithms of the
    factors of its ``drivers``, on the model's own values, with the room that they have in this
    world; else both are empty.
    """

    number: int
    values: dict[str, float]
    figures: np.ndarray
    x: np.ndarray = np.empty(0)
    drivers: Sequence[CalibrationParameter] = ()


@dataclass
class WorldRuns:
    """Runs a place in worlds, each with seeds of its own; ``report`` is told how many runs ended.

    ``drivers`` may be moved for the first ``fitted`` of the figures ``keys``. Runs are taken from
    those ``kept``, and kept there.
    """

    place: Scenario
    worlds: Sequence[Mapping[str, float]]
    drivers: Sequence[CalibrationParameter]
    keys: Sequence[str]
    fitted: int
    replications: int
    workers: int | None
    report: Callable[[float], None]
    kept: KeptRuns | None = None
    slopes: np.ndarray = field(default_factory=lambda: np.empty(0))
    done: float = 0.0

    @property
    def most(self) -> int:
        """How many runs there are at most."""
        slopes = (1 + len(self.drivers)) * SLOPE_RUNS
        return len(self.worlds) * (STEPS + 2) * self.replications + REPEATED * AGAIN + slopes

    def as_they_are(self) -> list[Tried]:
        """The place in every world."""
        numbers = range(1, len(self.worlds) + 1)
        found = self._all(
            [partial(self._figures, n, 0, self.replications) for n in numbers], self.replications
        )
        return [
            Tried(n, with_cells(self.worlds[n - 1], self.drivers, self.place), figures)
            for n, figures in zip(numbers, found, strict=True)
        ]

    def chance(self) -> np.ndarray:
        """The standard deviation of each log figure between single runs in one world."""
        several = range(1, min(REPEATED, len(self.worlds)) + 1)
        calls = [partial(self._figures, n, CHECKED_FROM + 1 + k, 1)
                 for n in several for k in range(1 + AGAIN)]  # fmt: skip
        logs = np.log(np.maximum(np.array(self._all(calls, 1)), 1e-9)).reshape(
            len(several), 1 + AGAIN, -1
        )
        return np.asarray(np.sqrt(logs.var(axis=1, ddof=1).mean(axis=0)))

    def learn_slopes(self) -> None:
        """How each log figure changes with each driver, in the model's own values."""
        done = self.done
        model = PlaceRuns(self.place, self.drivers, self.keys, SLOPE_RUNS, self.workers,
                          lambda runs: self._tell(done + runs), self.fitted, self.kept)  # fmt: skip
        low, high = _bounds(self.drivers)
        _, self.slopes = slopes_at(model.means, np.zeros(len(low)), low, high)

    def rematched(
        self, several: Sequence[Tried], goals: np.ndarray, allowed: np.ndarray
    ) -> list[Tried]:
        """Each with its drivers moved, from where they are, to where its figures are the goals.

        ``goals`` and ``allowed`` [fitted] are of log figures, and each world aims off the goals by
        chance, as far as is allowed: together they keep what is not known of the figures. They are
        judged with other random seeds than those that the drivers were moved on.
        """
        calls = [partial(self._rematched, one, goals, allowed) for one in several]
        return self._all(calls, (STEPS + 1) * self.replications)

    def _rematched(self, one: Tried, goals: np.ndarray, allowed: np.ndarray, tell: Tell) -> Tried:
        place = self._place(one.number)
        parameters = [parameter_of(driver.key, place) for driver in self.drivers]
        low, high = _bounds(parameters)
        runs = (STEPS + 1) * self.replications
        model = PlaceRuns(place, parameters, self.keys, self.replications, 1,
                          lambda done: tell(done / runs), self.fitted, self.kept)  # fmt: skip
        rng = np.random.default_rng(one.number)  # not the model's draws
        aim = goals + allowed * np.clip(rng.normal(size=len(goals)), -FURTHEST, FURTHEST)
        start = np.log(np.maximum(one.figures[: self.fitted], 1e-9)), self.slopes
        try:
            found = solve(model.means, aim, low, high, STOP / CLOSE * allowed, start, STEPS)
        except ScenarioError:  # a figure that came to nothing
            return one
        values = moved(one.values, parameters, np.exp(found.x))
        checked = with_values(self.place, values).with_({"seed": place.run.seed})
        bases = [driver.base[0] for driver in self.drivers]
        return one._replace(
            values=values, figures=self._run(checked, CHECKED_FROM, self.replications),
            x=found.x + np.log([p.base[0] / b for p, b in zip(parameters, bases, strict=True)]),
            drivers=[p.from_base(b) for p, b in zip(parameters, bases, strict=True)],
        )  # fmt: skip

    def _figures(self, number: int, further: int, replications: int, tell: Tell) -> np.ndarray:
        return self._run(self._place(number), further, replications, tell)

    def _place(self, number: int) -> Scenario:
        seed = self.place.run.seed + APART * number
        return with_values(self.place, self.worlds[number - 1]).with_({"seed": seed})

    def _run(
        self, place: Scenario, further: int, replications: int, tell: Tell | None = None
    ) -> np.ndarray:
        """Means of the figures, on seeds so much ``further`` than the place's own."""

        def report(done: float) -> None:
            if tell:
                tell(min(done / replications, 1.0))

        model = PlaceRuns(place, [], self.keys, replications, 1, report, kept=self.kept)
        return np.asarray(model.at([np.empty(0)], place.run.seed + further)[0].mean(axis=0))

    def _all(self, calls: Sequence[Callable[[Tell], T]], runs: int) -> list[T]:
        """Every call, each of so many ``runs``."""
        done, whole = self.done, len(calls) * runs
        found = gather(calls, self.workers, lambda share: self._tell(done + share * whole))
        self.done = done + whole
        return found

    def _tell(self, done: float) -> None:
        self.report(min(done / self.most, 1.0))


def with_cells(
    values: Mapping[str, float], drivers: Sequence[CalibrationParameter], place: Scenario
) -> dict[str, float]:
    """A world's values with those cells of their own that the drivers can move."""
    here = [parameter_of(driver.key, with_values(place, values)) for driver in drivers]
    return moved(values, here, np.ones(len(here)))


def moved(
    values: Mapping[str, float], parameters: Sequence[CalibrationParameter], factors: np.ndarray
) -> dict[str, float]:
    """A world's values with what each parameter sets multiplied by its factor, within its range.

    A table that is moved as a whole keeps one factor; of any other the cells moved are added.
    """
    made = dict(values)
    for parameter, factor in zip(parameters, factors, strict=True):
        bases = dict(zip(parameter.settings, parameter.base, strict=True))
        for name in dict.fromkeys(name for name, _ in parameter.settings):
            cells = [cell for other, cell in parameter.settings if other == name]
            alone = cells_of(name, cells, values)
            for key, base in {
                **({} if alone else {name: values[name]}),
                **{f"{name}[{cell}]": bases[name, cell] for cell in alone},
            }.items():
                low, high = range_of(key) or (base, base)
                made[key] = min(max(base * float(factor), low), high)
    return made


def cells_of(name: str, cells: Sequence[str], values: Mapping[str, float]) -> list[str]:
    """The cells, where they are not the whole of a number or table that has one value."""
    d = declared()[name]
    filled = {cell for cell, value in zip(cell_paths(d), d.default.flat, strict=True) if value}
    whole = not d.per or set(cells) == filled
    return [] if whole and not any(key.startswith(f"{name}[") for key in values) else list(cells)


def factor_in(values: Mapping[str, float], name: str, cells: Sequence[str]) -> float:
    """What cells of a table are, as a mean multiple of the model's own."""
    d, table = declared()[name], assumed(values, {})[name]
    own = dict(zip(cell_paths(d), d.default.flat, strict=True))
    return float(np.exp(np.mean([np.log(table[cell] / own[cell]) for cell in cells])))


def _bounds(parameters: Sequence[CalibrationParameter]) -> tuple[np.ndarray, np.ndarray]:
    return np.log([one.low for one in parameters]), np.log([one.high for one in parameters])
