"""How good the records of people are: what is not coded, not linked, lost, or not sampled.

Each drop has a draw of its own, which belongs to the person alone. So the same people are dropped
whatever else is asked for, and better records only add to worse ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from joinedup.codes import NEEDS
from joinedup_experiments.evaluator.register import Register
from joinedup_experiments.evaluator.window import RecordsError
from joinedup_experiments.scenario_io.load.numbers_meant import hinted_share

YEAR = 365.25
SAMPLED, LINKED, LOST, CODED = 0, 1, 2, 3  # columns of the draws; a kind of need each from CODED on
DROPS = 0x5EC0D5  # parts these draws from any others of the seed


@dataclass(frozen=True)
class Quality:
    """Shares, from 0 to 1; `RecordsError` where one cannot be.

    ``coding`` is the share of conditions on file that are coded, ``linkage`` of people whose
    hospital records are linked, ``sample`` of people who are in the records at all, ``attrition``
    of people lost to follow-up in a year after the index date.
    """

    coding: float = 1.0
    linkage: float = 1.0
    attrition: float = 0.0
    sample: float = 1.0

    def __post_init__(self) -> None:
        for name in ("coding", "linkage", "attrition", "sample"):
            share = getattr(self, name)
            if not 0.0 <= share <= 1.0:
                what = f"{name} {share:g}: it must be a share from 0 to 1"
                raise RecordsError(hinted_share(what, share))
        if self.attrition == 1.0:
            raise RecordsError("attrition 1: it must be below 1, or nobody is followed up")
        if self.sample == 0.0:
            raise RecordsError("sample 0: it must be above 0, or nobody is in the records")


@dataclass(frozen=True)
class Drops:
    """Who is in the records (``sampled``), whose hospital records are (``linked``), [people].

    ``lost`` is the day on which each is lost to follow-up, infinity for never; ``coded`` [people,
    NEEDS] which conditions are coded once they are on file.
    """

    sampled: np.ndarray
    linked: np.ndarray
    lost: np.ndarray
    coded: np.ndarray


def drops_of(register: Register, quality: Quality, seed: int, index_day: float) -> Drops:
    """What is dropped of whom: the same for a person of a seed, whatever the others are."""
    many = len(register)
    if quality == Quality():  # the draws of many people take their time
        everybody, coded = np.ones(many, bool), np.ones((many, NEEDS), bool)
        return Drops(everybody, everybody, np.full(many, np.inf), coded)
    draws = _draws(register, seed)
    left = -np.log1p(-quality.attrition) / YEAR
    followed = np.maximum(index_day, register.came)
    with np.errstate(divide="ignore"):
        lost = followed - np.log1p(-draws[:, LOST]) / np.float64(left)
    return Drops(
        sampled=draws[:, SAMPLED] < quality.sample,
        linked=draws[:, LINKED] < quality.linkage,
        lost=lost if left > 0.0 else np.full(len(register), np.inf),
        coded=draws[:, CODED:] < quality.coding,
    )


def _draws(register: Register, seed: int) -> np.ndarray:
    """Uniform numbers of each person: [people, CODED + NEEDS]."""
    people = zip(register.who.tolist(), register.generation.tolist(), strict=True)
    each = [np.random.default_rng([DROPS, seed, *one]).random(CODED + NEEDS) for one in people]
    return np.array(each).reshape(len(register), CODED + NEEDS)
