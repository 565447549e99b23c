"""How many areas, or enrolled people, it takes to see an effect: power over windows.

Places differ in how much they change without any programme, by chance and for reasons of their
own. The spread of these changes over plausible worlds is that of the standard error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from joinedup_experiments.compare.intervals import NORMAL_95
from joinedup_experiments.evaluator.evaluation.in_one_world import PLACEBO, PROGRAMME
from joinedup_experiments.evaluator.evaluation.performance import FEWEST as FEWEST_WORLDS

LEVEL, WANTED = 0.05, 0.8
FEWEST = 2
AREAS = (2, 4, 8, 16, 32, 64, 128, 256)  # with the programme, and as many without
PEOPLE = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
AREA_DESIGN, PEOPLE_DESIGN = "area_before_after", "matched_prognostic"
EFFECTS = {AREA_DESIGN: 0.05, PEOPLE_DESIGN: 0.10}  # falls, as shares of use without


@dataclass(frozen=True)
class Power:
    """The power to see a fall of a share ``effect`` of an outcome, by window.

    ``units`` are areas on either side, or enrolled people, each with matched controls. ``power``
    is [windows, units], ``enough`` the number for 80%, NaN where it is more than can be had. The
    windows ``few`` have too few evaluations to tell.
    """

    of: str
    outcome: str
    effect: float
    units: tuple[int, ...]
    windows: tuple[int, ...]
    power: np.ndarray
    enough: tuple[float, ...]
    few: tuple[int, ...] = ()


def power_of_areas(found: pd.DataFrame, outcome: str) -> Power | None:
    """Areas with a programme against as many exchanged: differences in differences.

    The changes are those of the place without the programme, a world each; None where they were
    not looked at. Areas are of the size simulated.
    """
    each, few = _of(found, PLACEBO, AREA_DESIGN, outcome)
    spread = {
        window: (one["estimate"].std(ddof=1), one["counterfactual"].mean()) for window, one in each
    }
    effect = EFFECTS[AREA_DESIGN]

    def power(window: int, areas: float) -> float:
        deviation, level = spread[window]
        return two_sided(effect * level / (deviation * np.sqrt(2.0 / areas)), 2.0 * areas - 2.0)

    return _power("areas", outcome, effect, AREAS, list(spread), few, power)


def power_of_people(found: pd.DataFrame, outcome: str) -> Power | None:
    """Enrolled people against matched controls; None where nobody was enrolled.

    Errors shrink with the root of how many are enrolled; bias does not, and is not in it.
    """
    each, few = _of(found, PROGRAMME, PEOPLE_DESIGN, outcome)
    spread = {}
    for window, one in each:
        error = (one["high"] - one["low"]) / (2.0 * NORMAL_95)
        spread[window] = (
            float((error * np.sqrt(one["units"])).mean()),
            one["counterfactual"].mean(),
        )
    effect = EFFECTS[PEOPLE_DESIGN]

    def power(window: int, people: float) -> float:
        deviation, level = spread[window]
        return two_sided(effect * level * np.sqrt(people) / deviation, people - 1.0)

    return _power("enrolled people", outcome, effect, PEOPLE, list(spread), few, power)


def two_sided(errors: float, freedom: float) -> float:
    """The power of a two-sided t-test at 5% to see an effect of so many standard errors.

    >>> round(two_sided(2.8, 1e6), 2)
    0.8
    """
    from scipy.stats import nct, t

    limit = t.ppf(1.0 - LEVEL / 2.0, freedom)
    other = np.nan_to_num(nct.cdf(-limit, freedom, errors))  # where it is next to nothing, NaN
    return float(nct.sf(limit, freedom, errors) + other)


def _of(
    found: pd.DataFrame, arm: str, design: str, outcome: str
) -> tuple[list[tuple[int, pd.DataFrame]], tuple[int, ...]]:
    """A design's evaluations by window, and the windows of which there are too few to tell."""
    mine = found[
        (found["arm"] == arm) & (found["design"] == design) & (found["outcome"] == outcome)
    ].dropna(subset=["estimate", "low", "high"])
    each = [(int(str(window)), one) for window, one in mine.groupby("window")]
    few = tuple(window for window, one in each if len(one) < FEWEST_WORLDS)
    enough = [
        (window, one)
        for window, one in each
        if window not in few and one["counterfactual"].mean() > 0.0 and one["estimate"].std() > 0.0
    ]
    return enough, few


def _power(
    of: str,
    outcome: str,
    effect: float,
    units: tuple[int, ...],
    windows: Sequence[int],
    few: tuple[int, ...],
    power: Callable[[int, float], float],
) -> Power | None:
    if not windows and not few:
        return None
    table = np.array([[power(window, many) for many in units] for window in windows])
    enough = [_enough(partial(power, window), units[-1]) for window in windows]
    return Power(of, outcome, effect, units, tuple(windows), table, tuple(enough), few)


def _enough(power: Callable[[float], float], most: int) -> float:
    """The fewest units with the power wanted; NaN where the most have less."""
    from scipy.optimize import brentq

    if power(most) < WANTED:
        return float("nan")
    if power(FEWEST) >= WANTED:
        return float(FEWEST)
    return float(np.ceil(brentq(lambda many: power(many) - WANTED, FEWEST, most)))
