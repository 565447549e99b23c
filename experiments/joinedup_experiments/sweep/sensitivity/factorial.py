"""Effects of a fractional factorial: how sure they are, and what they cannot be parted from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from joinedup_experiments.compare.intervals import ROUNDING, interval_of, t_quantile
from joinedup_experiments.sweep.plan import Plan

SHOWN = 4  # aliases of a pair that are named


def is_high(plan: Plan) -> np.ndarray:
    """Where each factor is at its high end, [points, factors]."""
    return np.asarray(plan.points > (plan.points.max(axis=0) + plan.points.min(axis=0)) / 2.0)


def halves_of(plan: Plan, values: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Half the 95% interval of each contrast, ``high`` [points, contrasts], of ``values``.

    These are [points, replications]. Where points share seeds, a seed moves what a factor does at
    all points alike, so that of an effect there is one value for each replication, and the interval
    is of these. With seeds of its own each run is a further one of chance. NaN where replications
    do not tell.
    """
    points, replications = values.shape
    if replications < 2:
        return np.full(high.shape[1], np.nan)
    if plan.design.common_random_numbers:
        each = np.where(high, 2.0, -2.0).T @ values / points
        each[np.abs(each) <= ROUNDING * np.abs(values).max()] = 0.0
        return np.array([interval_of(one).half_width for one in each])
    error = 2.0 * np.sqrt(values.var(axis=1, ddof=1).mean() / values.size)
    return np.full(high.shape[1], t_quantile(points * (replications - 1) + 1) * error)


def pairs_of(plan: Plan, pairs: pd.DataFrame, values: np.ndarray) -> pd.DataFrame:
    """Pairs with their intervals and ``aliases``: what these runs show is the sum of them all."""
    high = is_high(plan)
    first, second = (pd.Index(plan.inputs).get_indexer(pairs[x]) for x in ("first", "second"))
    half = halves_of(plan, values, high[:, first] == high[:, second])
    pairs = pairs.assign(low_95=pairs["value"] - half, high_95=pairs["value"] + half)
    return pairs.assign(aliases=_aliases(plan, pairs))


def _aliases(plan: Plan, pairs: pd.DataFrame) -> list[str]:
    """Of each pair the main effects and pairs that are high and low together in the same runs."""
    sides = dict(zip(plan.inputs, is_high(plan).T, strict=True))
    same: dict[bytes, list[str]] = {}
    keys = []
    for name, side in sides.items():
        same.setdefault(_contrast(side), []).append(name)
    for first, second in pairs[["first", "second"]].itertuples(index=False):
        keys.append(_contrast(sides[first] == sides[second]))
        same.setdefault(keys[-1], []).append(f"{first} with {second}")
    found = []
    for key, first, second in zip(keys, pairs["first"], pairs["second"], strict=True):
        others = [one for one in same[key] if one != f"{first} with {second}"]
        more = f"; and {len(others) - SHOWN:,} more" if len(others) > SHOWN else ""
        found.append("; ".join(others[:SHOWN]) + more)
    return found


def _contrast(high: np.ndarray) -> bytes:
    """In which runs something is high, or else low: the same bytes for both."""
    return np.packbits(high ^ high[0]).tobytes()
