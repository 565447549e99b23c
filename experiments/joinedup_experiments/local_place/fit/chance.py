"""How well figures are known: chance in runs, and in a year of a place."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from joinedup_experiments.local_place.new.figures import Activity

LEAST = 0.005  # of a log figure: chance is never known to be nothing
NORMAL = 1.96  # standard errors in half a 95% interval


def standard_errors(
    runs: np.ndarray, targets: Sequence[Activity], replications: int, years: float
) -> tuple[np.ndarray, np.ndarray]:
    """Standard errors of log figures [figures], and of those [targets] less the log targets.

    ``runs`` [runs, figures] have a seed each, and figures are means of ``replications`` of them.
    A target's own error is what a year of the whole place would have, counts over people and
    years, of which one run has ``years``; or what the table says.
    """
    one_run = runs.std(axis=0, ddof=1) / np.maximum(runs.mean(axis=0), 1e-9)
    return errors_of(one_run, targets, replications, years)


def errors_of(
    one_run: np.ndarray, targets: Sequence[Activity], replications: int, years: float
) -> tuple[np.ndarray, np.ndarray]:
    """The same from the standard deviation of each log figure between single runs."""
    of_means = np.maximum(one_run / math.sqrt(replications), LEAST)
    own = [
        chance * math.sqrt(years) if t.within is None else math.log1p(t.within) / NORMAL
        for chance, t in zip(one_run, targets, strict=False)
    ]
    return of_means, np.hypot(of_means[: len(targets)], own)
