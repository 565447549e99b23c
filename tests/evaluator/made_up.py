"""Recorded tables that are made up, with an effect that is known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from joinedup_experiments.evaluator.designs.estimate import OUTCOMES, YEAR, Estimate

OUTCOME, *OTHERS, COST = OUTCOMES
MONTH, POUNDS, RESIDENTS = YEAR / 12.0, 2_500.0, 10_000
BEFORE, AFTER, PEOPLE, PICKED = 12, 9, 2_000, 20
ENROLLING = (0, 1, 2)  # months in which some are enrolled
THRESHOLD = 5.505  # of risk scores, among those with 5.5 points
LONG_BEFORE, LONG_AFTER = 36, 12  # months of areas


def people(rng: np.random.Generator, effect: float = 0.0, by: str = "chance") -> pd.DataFrame:
    """Person-months of people of very different rates, of whom some are enrolled.

    From the month after enrolment on, each of those has ``effect`` more admissions a year. They
    are picked by ``chance``, by their ``record`` of half a year, or by ``clinicians``, who see
    besides who will be worse from then on.
    """
    rate, worse = 0.3 + rng.gamma(0.5, 1.2, PEOPLE), np.exp(rng.normal(-0.5, 1.0, PEOPLE))
    enrolled, admitted = np.full(PEOPLE, AFTER), np.zeros((PEOPLE, BEFORE + AFTER), int)
    for place, month in enumerate(range(-BEFORE, AFTER)):
        after = enrolled < month
        more = after * (effect + (0.5 * worse if by == "clinicians" else 0.0))
        if month in ENROLLING:
            lately = admitted[:, place - 6 : place].sum(axis=1)
            chance = np.ones(PEOPLE) if by == "chance" else 0.05 + np.minimum(lately, 2.0)
            chance = chance * (worse if by == "clinicians" else 1.0) * (enrolled == AFTER)
            enrolled[rng.choice(PEOPLE, PICKED, replace=False, p=chance / chance.sum())] = month
        admitted[:, place] = rng.poisson((rate + more) / 12.0)
    return table(rng, admitted, enrolled)


def offered(rng: np.random.Generator, effect: float = 0.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Person-months of people of whom half, by a draw, are offered the programme, and the draw."""
    rate = 0.3 + rng.gamma(0.5, 1.2, PEOPLE)
    drawn = rng.permutation(PEOPLE) < PEOPLE // 2
    rates = np.repeat(rate[:, None], BEFORE + AFTER, axis=1)
    rates[drawn, BEFORE:] += effect
    made = table(rng, rng.poisson(rates / 12.0), np.where(drawn, 0, AFTER))
    return made, pd.DataFrame({"person": np.arange(PEOPLE), "offered": drawn.astype(int)})


def searched(
    rng: np.random.Generator, effect: float = 0.0, jump: float = 0.6
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Person-months of people who were scored in month 0, and the threshold of their area.

    Scores are half points, ties broken; the higher, the more are admitted, by ever more. Of those
    above the threshold ``jump`` more are enrolled than of those below, of whom a tenth are.
    """
    points = 2.0 + 0.5 * rng.binomial(14, 0.42, PEOPLE) + 0.01 * rng.uniform(size=PEOPLE)
    chance = 0.1 + jump * (points >= THRESHOLD)
    ever = rng.uniform(size=PEOPLE) < chance
    rate = 0.6 * np.exp(0.35 * (points - THRESHOLD)) * rng.gamma(2.0, 0.5, PEOPLE)
    rates = np.repeat(rate[:, None], BEFORE + AFTER, axis=1)
    rates[ever, BEFORE + 1 :] += effect
    made = table(rng, rng.poisson(rates / 12.0), np.where(ever, 0, AFTER))
    made = made.assign(neighbourhood=1, offered=1)
    made["risk_score"] = np.where(made["month"] >= 0, points[made["person"]], np.nan)
    areas = pd.DataFrame({"month": np.arange(-BEFORE, AFTER), "neighbourhood": 1})
    areas["risk_threshold"] = np.where(areas["month"] >= 0, THRESHOLD, np.nan)
    return made, areas


def table(rng: np.random.Generator, admitted: np.ndarray, enrolled: np.ndarray) -> pd.DataFrame:
    """A table of person-months of these admissions, and of the month each is enrolled in."""
    count, months = admitted.shape
    month = np.arange(months) - BEFORE
    made = {
        "person": np.repeat(np.arange(count), months),
        "month": np.tile(month, count),
        "days": np.full(count * months, MONTH),
        "age_band": np.repeat(rng.choice(["65-74", "75-84"], count), months),
        "quintile": np.repeat(rng.integers(1, 6, count), months),
        "recorded_frailty": np.repeat(rng.integers(0, 3, count), months),
        "enrolled": (month >= enrolled[:, None]).ravel().astype(int),
        "linked": np.ones(count * months, int),
        OUTCOME: admitted.ravel(),
        COST: POUNDS * admitted.ravel(),
    }
    return pd.DataFrame(made | {name: rng.poisson(0.1, count * months) for name in OTHERS})


def area(
    rng: np.random.Generator,
    effect: float = 0.0,
    *,
    trend: float = 0.0,
    winter: float = 0.0,
    lasting: float = 0.0,
    change: float = 0.0,
    begins: int = 0,
    residents: int = RESIDENTS,
) -> pd.DataFrame:
    """Area-months, with ``effect`` more admissions per 1,000 people a year from ``begins`` on.

    ``trend`` is a year's, ``winter`` the height of a wave; of what chance does to a month,
    ``lasting`` is still there in the next; ``change`` is the spread of areas' own changes.
    """
    month = np.arange(-LONG_BEFORE, LONG_AFTER)
    chance = rng.normal(0.0, 4.0, len(month))
    for place in range(1, len(month)):
        chance[place] += lasting * chance[place - 1]
    rate = 100.0 + trend * month / 12.0 + winter * np.cos(2.0 * np.pi * (month - 4) / 12.0) + chance
    rate += (month >= begins) * (effect + rng.normal(0.0, change))
    days = residents * MONTH
    count = rng.poisson(np.maximum(rate, 0.0) * days / YEAR / 1_000.0)
    made = {"month": month, "neighbourhood": 1, "person_days": days, OUTCOME: count}
    made[COST] = POUNDS * count
    return pd.DataFrame(made | {name: rng.poisson(200, len(month)) for name in OTHERS})


def mixed(
    rng: np.random.Generator,
    effect: float,
    many: int,
    apart: float = 1.0,
    residents: int = RESIDENTS,
) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """An area and so many comparators whose trends and winters differ, by ``apart`` times."""
    trends, winters = (
        rng.normal(*one, many + 1) for one in ((-3.0, 6.0 * apart), (8.0, 4.0 * apart))
    )
    ours, *others = (
        area(rng, effect * (number == 0), trend=trends[number], winter=winters[number],
             lasting=0.3, change=4.0, residents=residents)
        for number in range(many + 1)
    )  # fmt: skip
    return ours, others


def wedge(
    rng: np.random.Generator, effect: float, many: int
) -> tuple[pd.DataFrame, dict[int, int]]:
    """So many neighbourhoods of different trends, and when each goes live: over two years."""
    live = {number + 1: int(month) for number, month in enumerate(np.linspace(-24, 0, many))}
    made = [
        area(rng, effect, trend=rng.normal(-3.0, 2.0), winter=8.0, lasting=0.3, begins=month)
        .assign(neighbourhood=number)
        for number, month in live.items()
    ]  # fmt: skip
    return pd.concat(made, ignore_index=True), live


def over(times: int, design: Callable[[np.random.Generator], Estimate]) -> pd.DataFrame:
    """What a design finds on so many made-up records: estimate, low and high."""
    each = [design(np.random.default_rng([15, seed])) for seed in range(times)]
    return pd.DataFrame({name: [getattr(one, name) for one in each]
                         for name in ("estimate", "low", "high")})  # fmt: skip


def wrong(found: pd.DataFrame, truth: float) -> int:
    """How many intervals leave out the truth: where it is zero, false positives."""
    return int(((found["low"] > truth) | (found["high"] < truth)).sum())
