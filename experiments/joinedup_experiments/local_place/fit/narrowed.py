"""Which assumptions local figures shift or narrow: where worlds that fit differ from the rest.

The distance is Kolmogorov and Smirnov's, between the worlds that fit and all that were tried. How
great it is by chance is found from random subsets of those tried, which is the same for every
parameter, as the distance goes by ranks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from joinedup_experiments.compare.intervals import CENTRAL
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.local_place.fit.runs import EDGE, TIMES, CalibrationParameter
from joinedup_experiments.local_place.fit.world_runs import cells_of, factor_in
from joinedup_experiments.scenario_io.assumed import declared, parted

SUBSETS = 4_000
BY_CHANCE = 0.01  # the share of random subsets that must not be as far off
FOREMOST = 10


class Narrowed(NamedTuple):
    """An assumption whose values in the worlds that fit are not those of the worlds tried.

    ``before`` and ``after`` are the central 90%; ``chance`` is the share of random subsets of the
    worlds tried that lie as far from them. In ``at_edge`` of the worlds that fit it is at an end of
    its range, so that its values there are the model's limit and not what figures say of it.
    """

    key: str
    unit: str
    before: tuple[float, float]
    after: tuple[float, float]
    distance: float
    chance: float
    at_edge: int = 0

    def cells(self) -> tuple[str, ...]:
        """What a table shows of it."""
        ends = (f"{low:.3g} to {high:.3g}" for low, high in (self.before, self.after))
        at_edge = f"; {EDGE} in {counted(self.at_edge, 'world')}" if self.at_edge else ""
        return (f"{self.key}, {self.unit}{at_edge}", *ends)


def narrowed(
    tried: Sequence[Mapping[str, float]],
    fitting: Sequence[Mapping[str, float]],
    drivers: Sequence[CalibrationParameter],
) -> tuple[list[Narrowed], str]:
    """What is shifted or narrowed, the furthest first; how many are, and by chance, in words."""
    columns = _columns(tried, fitting, drivers)
    null = by_chance(len(tried), len(fitting))
    found = []
    for key, (before, after) in columns.items():
        apart = distance(before, after)
        share = float(np.mean(null >= apart - 1e-9))
        if share <= BY_CHANCE:
            found.append(Narrowed(key, _unit(key), central(before), central(after), apart, share))
    found.sort(key=lambda one: -one.distance)
    summary = (
        f"Of the {len(columns)} uncertain values, your figures shift or narrow {len(found)}; "
        f"about {BY_CHANCE * len(columns):.0f} would seem so by chance alone."
    )
    return found, summary


def by_chance(whole: int, part: int) -> np.ndarray:
    """Distances between ``whole`` values and random subsets of them, drawn alike every time."""
    rng = np.random.default_rng(0)  # not the model's draws
    values = np.arange(whole)
    return np.array(
        [distance(values, rng.choice(values, min(part, whole), False)) for _ in range(SUBSETS)]
    )


def central(values: np.ndarray | Sequence[float]) -> tuple[float, float]:
    """Between which values the central 90% lie."""
    low, high = np.percentile(values, CENTRAL)
    return float(low), float(high)


def distance(one: np.ndarray, other: np.ndarray) -> float:
    """The greatest difference between the two shares of values up to any value."""
    at = np.concatenate([one, other])
    shares = [np.searchsorted(np.sort(v), at, side="right") / len(v) for v in (one, other)]
    return float(np.max(np.abs(shares[0] - shares[1])))


def _columns(
    tried: Sequence[Mapping[str, float]],
    fitting: Sequence[Mapping[str, float]],
    drivers: Sequence[CalibrationParameter],
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Values by key, tried and fitting; cells that a driver moves in step are one."""
    found = {
        key: (np.array([world[key] for world in tried]), np.array([w[key] for w in fitting]))
        for key in tried[0] if not parted(key)[1]
    }  # fmt: skip
    for driver in drivers:
        for part in driver.parts:
            name = parted(part)[0]
            cells = [cell for other, cell in driver.settings if other == name]
            if cells_of(name, cells, {}):
                before, after = (
                    np.array([factor_in(world, name, cells) for world in worlds])
                    for worlds in (tried, fitting)
                )
                found[part] = before, after
    return found


def _unit(key: str) -> str:
    d = declared()[parted(key)[0]]
    return TIMES if d.per else d.unit
