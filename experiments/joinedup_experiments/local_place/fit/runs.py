"""The place as a fit runs it: siloed, perhaps smaller, on the same few seeds at every point."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from joinedup.run import simulate
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.executors import Tell, gather
from joinedup_experiments.compare.intervals import t_quantile
from joinedup_experiments.local_place.check_baseline import figures
from joinedup_experiments.local_place.fit.calibration_parameters import (
    CalibrationParameter,
    with_factors,
)
from joinedup_experiments.local_place.new.figures import Activity
from joinedup_experiments.scenario_io.load.problems import Problem, ScenarioError, Spot

YEARS = 3.0
LARGEST = 15_000  # residents, unless asked otherwise
LEAST = 0.005  # of a log figure: chance is never known to be nothing
NORMAL = 1.96  # standard errors in half a 95% interval
CHECKED_FROM = 1_000  # seeds of the check lie so far from those of the fit


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
        practices = place.place.neighbourhoods * place.place.practices_each * share
        each = max(1, min(20, round(practices / hoods)))
        values["place"] |= {"residents": wanted, "neighbourhoods": hoods, "practices_each": each}
    return Scenario.model_validate(values)


class PlaceRuns:
    """Runs the place at points, several seeds each, and reads the figures asked for.

    A point's coordinates are logarithms of the ``parameters``' factors. Every point has the same
    ``replications`` seeds: common random numbers. The first ``fitted`` of ``keys`` are the figures
    that `means` gives. ``report`` is called with how many runs are done. ``at_first``
    [replications, figures] is every run at the first point that `means` was asked for.
    """

    def __init__(
        self,
        place: Scenario,
        parameters: Sequence[CalibrationParameter],
        keys: Sequence[str],
        replications: int,
        workers: int | None,
        report: Callable[[float], None],
        fitted: int | None = None,
    ) -> None:
        self.place, self.parameters, self.keys = place, parameters, keys
        self.replications, self.workers, self.report = replications, workers, report
        self.fitted = fitted
        self.at_first = np.empty((0, len(keys)))
        self._done = 0

    def at(self, points: Sequence[np.ndarray], first_seed: int) -> np.ndarray:
        """The figures [points, replications, figures] at points of log factors."""
        places = [with_factors(self.place, self.parameters, np.exp(point)) for point in points]
        seeds = range(first_seed, first_seed + self.replications)
        calls = [partial(self._one, place, seed) for place in places for seed in seeds]
        done, self._done = self._done, self._done + len(calls)
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
            raise ScenarioError(Problem(Spot("--residents"), what, (), hint))
        return [np.log(row) for row in means]

    def _one(self, place: Scenario, seed: int, tell: Tell | None) -> list[float]:
        values = figures(simulate(place, seed, progress=tell))
        return [float(values[key]) for key in self.keys]


class Chance:
    """The spread of single runs of the place as it stands, and what follows from it.

    ``runs`` [runs, figures] each have a random seed of their own; ``small`` is the place that was
    run, ``place`` the whole one.
    """

    def __init__(self, runs: np.ndarray, small: Scenario, place: Scenario) -> None:
        self.one_run = runs.std(axis=0, ddof=1) / np.maximum(runs.mean(axis=0), 1e-9)
        self.t = t_quantile(len(runs))
        # A figure of the table is one year of the whole place; a run is some years of a part.
        self.years_of_the_place = small.place.residents * YEARS / place.place.residents

    def of_a_mean(self, replications: int) -> np.ndarray:
        """Standard errors [figures] of log figures that are means of so many runs."""
        return np.maximum(self.one_run / math.sqrt(replications), LEAST)

    def of_the_fit(self, targets: Sequence[Activity], replications: int) -> np.ndarray:
        """Standard errors [targets] of the log model figure less the log target.

        The target's own is what a year of the whole place would have, counts over people and
        years; where the table says how far off a figure may be, that stands in its place.
        """
        own = self.one_run[: len(targets)] * math.sqrt(self.years_of_the_place)
        given = [math.nan if t.within is None else math.log1p(t.within) / NORMAL for t in targets]
        own = np.where(np.isnan(given), own, given)
        return np.hypot(self.of_a_mean(replications)[: len(targets)], own)
