"""The pool of comparator places: whose they are, and what another in their stead would change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from joinedup_experiments.evaluator.designs.areas import Area
from joinedup_experiments.evaluator.designs.catalogue import DESIGNS, Material
from joinedup_experiments.evaluator.designs.estimate import DesignError

COMPARED = ("comparator_areas", "synthetic_control")  # designs that have comparators
NAMES = "comparators"
EXCHANGED = ("estimate_exchanged", "low_exchanged", "high_exchanged")


def drawn(pool: int, many: int, seed: int, run: int) -> np.ndarray:
    """The places, from 0, that the run of a seed has of the pool, and the next, which is spare.

    There is no spare one where it has the whole pool.
    """
    return np.random.default_rng([seed, run]).permutation(pool)[: many + 1]


def found_exchanged(
    its: Material, spare: Area | None, design: str, outcome: str, window: int
) -> np.ndarray:
    """The estimate and its interval with the spare place in the stead of each comparator in turn.

    It is what the run would have had of a pool without that one. As `EXCHANGED` names them
    [3, comparators], NaN where it cannot be had, or no place is spare.
    """
    found = np.full((len(EXCHANGED), len(its.comparators)), np.nan)
    if spare is None:
        return found
    for number in range(len(its.comparators)):
        others = [*its.comparators]
        others[number] = spare
        try:
            one = DESIGNS[design].make(replace(its, comparators=others), outcome, window)
        except DesignError:
            continue
        found[:, number] = one.estimate, one.low, one.high
    return found
