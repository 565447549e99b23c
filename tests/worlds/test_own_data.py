"""From figures that the model gave with hidden parameters, the set covers them: 20 trials."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from joinedup_experiments.compare.executors import gather
from joinedup_experiments.local_place.fit.world_search import CUTOFF
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.sweep.factors import parameter_factor
from joinedup_experiments.worlds.acceptance import chance_of, judged
from joinedup_experiments.worlds.calibrating import emulators_of, worst_of
from joinedup_experiments.worlds.published import ARM, published, run_figures
from joinedup_experiments.worlds.remaining import remaining
from joinedup_experiments.worlds.uncertain import Uncertain
from joinedup_experiments.worlds.waves import Runs

HIDDEN = (
    "acute.ae_rate", "acute.admitted", "planned.clinic_rate", "planned.listed", "handover.loss",
    "onset.rate", "stays.stay_days", "seeking.rate",
)  # fmt: skip
TRIALS, FIRST, THEN = 20, 240, 60
FEWEST = 19  # worlds of a trial, of which the least and the greatest hold nine in ten of a next


def run_at(place, uncertain: Uncertain, coordinates: np.ndarray, first_seed: int) -> Runs:
    """Runs at coordinates, each with a seed of its own."""
    values = uncertain.values(coordinates)
    calls = [
        partial(lambda n, tell: run_figures(place, uncertain.factors, values[n], first_seed + n), n)
        for n in range(len(values))
    ]
    found = [run[ARM] for run in gather(calls)]
    figures = {one.key: np.array([run[one.key][0] for run in found]) for one in published()}
    return Runs(coordinates, figures, np.arange(len(coordinates)))


@pytest.mark.slow
def test_hidden_parameters_are_covered():
    """Of 20 hidden places all but one or two are plausible, and nine in ten values inside 90%."""
    place = load_scenario("siloed_borough").with_(
        {"residents": 3000, "years": 2.0, "burn_in_years": 2.0}
    )
    uncertain = Uncertain(tuple(parameter_factor(key) for key in HIDDEN))
    at = uncertain.latin_hypercube(FIRST, 1)
    wave = run_at(place, uncertain, np.concatenate([at, np.repeat(at[:20], 3, axis=0)]), 1)
    hidden = uncertain.latin_hypercube(TRIALS, 2)
    data = run_at(place, uncertain, hidden, 10_000)
    kept = covered = values = 0
    for trial in range(TRIALS):
        ones = [
            one._replace(value=float(data.figures[one.key][trial]), error=0.01, discrepancy=0.01)
            for one in published()
            if one.matched and data.figures[one.key][trial] > 0.0
        ]
        chance = chance_of(wave, ones)
        # A figure that was seen once has the error of chance as well.
        ones = [
            one._replace(error=float(np.sqrt(one.error**2 + own)))
            for one, own in zip(ones, chance, strict=True)
        ]
        fitted = emulators_of(wave, ones, trial, None)
        value = worst_of(fitted, ones)
        kept += bool(value(hidden[[trial]])[0] <= CUTOFF)
        left = remaining(value, len(HIDDEN), 300, CUTOFF, trial).coordinates
        # What is unique comes in order: of the first alone, one coordinate would be low in all.
        points = np.random.default_rng(trial).permutation(np.unique(left, axis=0))[:THEN]
        runs = run_at(place, uncertain, points, 100_000 * (trial + 1))
        worlds = runs.coordinates[judged(runs, ones, chance).accepted]
        if len(worlds) >= FEWEST:
            # Between these lies, of as many worlds and one more, that one in 90% (Weibull 1939).
            low, high = np.quantile(worlds, [0.05, 0.95], axis=0, method="weibull")
            covered += np.count_nonzero((low <= hidden[trial]) & (hidden[trial] <= high))
            values += len(HIDDEN)
        far = f"{trial + 1} tried: {kept} kept; {covered} of {values} values inside"
        print(f"{far} ({len(worlds)} worlds in the last)", flush=True)
    print(f"{kept} of {TRIALS} hidden places are plausible; {covered} of {values} values inside")
    assert kept >= TRIALS - 2
    assert values >= 15 * len(HIDDEN)
    assert covered / values >= 0.8
