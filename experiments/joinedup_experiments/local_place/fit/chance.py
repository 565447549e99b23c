"""How well chance lets a figure be known: in a few runs of the model, in a year of the place."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.statistics import t_quantile
from joinedup_experiments.local_place.fit.runs import YEARS
from joinedup_experiments.local_place.new.activity import Activity

LEAST = 0.005  # of a log figure: chance is never known to be nothing
NORMAL = 1.96  # standard errors in half a 95% interval


class Chance:
    """The spread of single runs, and what follows from it.

    Parameters
    ----------
    runs : ndarray [runs, figures]
        Runs of the place as it stands, each with a random seed of its own.
    small, place : Scenario
        The place that was run, and the whole one.
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
