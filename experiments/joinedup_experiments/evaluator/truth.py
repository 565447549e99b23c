"""What a programme did in truth: an evaluation's own people or area, beside the world without it.

The two runs are one place with the same people until the index date. What no evaluation has.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from joinedup_experiments.evaluator.designs.areas import rates_of
from joinedup_experiments.evaluator.designs.estimate import Estimate, scale_of
from joinedup_experiments.evaluator.designs.people import Panel

UNKNOWN = float("nan")


class Truth(NamedTuple):
    """Use with the programme less use in the world without it, and the latter, in one unit.

    Of both the chance of one run is a part.
    """

    effect: float
    counterfactual: float


def truth_for_people(found: Estimate, programme: Panel, base: Panel) -> Truth:
    """For the people whom an estimate is of, in the months that it followed them.

    That is, each from where the estimate says, in both arms; per year lived in each.
    Who came after the index date may not be the same in the two worlds, and is left out. NaN
    where nobody is left.
    """
    who, there = _places(programme, found.people), _places(base, found.people)
    kept = (who >= 0) & (there >= 0) & base.there(np.maximum(there, 0), -1)
    who, there = who[kept], there[kept]
    begins = np.array(found.begins)[kept] if found.begins else programme.enrolled[who] + 1
    with_it = _rate(programme, found, who, begins)
    other = _rate(base, found, there, begins)
    return Truth(with_it - other, other)


def _rate(panel: Panel, found: Estimate, who: np.ndarray, begins: np.ndarray) -> float:
    use, days = (
        panel.sums(name, who, begins, begins + found.window).sum()
        for name in (found.outcome, "days")
    )
    return float(scale_of(found.outcome) * use / days) if days else UNKNOWN


def _places(panel: Panel, names: tuple[str, ...]) -> np.ndarray:
    """Where people are in a panel, -1 for who is not in it."""
    return np.asarray(panel.index.get_indexer(list(names)))


def truth_for_area(
    found: Estimate, programme: pd.DataFrame, base: pd.DataFrame, begins: int
) -> Truth:
    """For everybody in an area, over the window from the month ``begins`` on."""
    with_it, other = (_area_rate(table, found, begins) for table in (programme, base))
    return Truth(with_it - other, other)


def truth_in_turn(found: Estimate, programme: pd.DataFrame, base: pd.DataFrame) -> Truth:
    """For the neighbourhoods that an estimate is of, each over its own window, by its weights."""
    total = np.zeros(2)
    for one in found.in_turn:
        mine = (table[table["neighbourhood"] == one.neighbourhood] for table in (programme, base))
        own = [_area_rate(table, found, one.begins) for table in mine]
        total += one.weight * np.array(own)
    with_it, other = total.tolist()
    return Truth(with_it - other, other)


def _area_rate(table: pd.DataFrame, found: Estimate, begins: int) -> float:
    rates = rates_of(table, found.outcome)
    return rates.mean((rates.month >= begins) & (rates.month < begins + found.window))
