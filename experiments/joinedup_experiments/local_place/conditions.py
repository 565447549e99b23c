"""Readings of who carries what: the needs that residents have at the end of a run, met ones too.

Odds and rates are compared within age bands and deprivation quintiles, after Mantel and Haenszel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from joinedup.codes import DOMAIN_OF_NEED, QUINTILES, Age, Domain, Need, State, labels
from joinedup.run import Run

CARED_FOR = [Need.DAILY_LIVING, Need.COGNITIVE]
Pair = tuple[np.ndarray, np.ndarray]
Readings = dict[str, Callable[[Run, str], float]]


def needs_of(run: Run) -> np.ndarray:
    """True needs that each resident has, met ones included [residents, NEEDS]."""
    needs = run.world.needs
    return (needs["genuine"] == 1) & ~np.isin(needs["state"], (State.ABSENT, State.RESOLVED))


def of_body(run: Run) -> np.ndarray:
    """How many long-term physical conditions each resident has."""
    return np.asarray(run.world.residents["conditions"], int)


def of_mind(run: Run) -> np.ndarray:
    """How many mental disorders services know of in each resident, substance use among them."""
    known = needs_of(run) & (run.world.needs["state"] != State.HIDDEN)
    mental = np.asarray(DOMAIN_OF_NEED) == Domain.MENTAL
    mental[Need.SUBSTANCE_USE] = True
    return np.asarray(known[:, mental].sum(axis=1))


def conditions_of(run: Run) -> np.ndarray:
    """How many conditions each resident has, physical and mental."""
    return of_body(run) + of_mind(run)


def ages_in(bands: Sequence[str]) -> list[Age]:
    """The age bands of these labels, such as 75-84."""
    return [age for age, label in zip(Age, labels(Age), strict=True) if label in bands]


def adults_of(run: Run) -> np.ndarray:
    """Whether each resident is an adult."""
    return np.asarray(run.world.residents["age"] != Age.CHILD)


def within_strata(run: Run, among: np.ndarray, above: Pair, below: Pair) -> float:
    """Mantel and Haenszel's ratio among some residents, of two products of counts each.

    ``among``, and each count of a pair, have a value for each resident; nan where all below is 0.
    """
    residents = run.world.residents
    strata = residents["age"].astype(int) * QUINTILES + residents["quintile"]
    members = among.astype(float)
    size, a, b, c, d = (np.bincount(strata, members * each) for each in (members, *above, *below))
    size = np.maximum(size, 1.0)
    divisor = float((c * d / size).sum())
    return float((a * b / size).sum()) / divisor if divisor else np.nan


def odds_ratio(run: Run, among: np.ndarray, exposed: np.ndarray, case: np.ndarray) -> float:
    """The odds of a case among the exposed against the others, like with like."""
    alike, unlike = (exposed & case, ~exposed & ~case), (exposed & ~case, ~exposed & case)
    return within_strata(run, among, alike, unlike)


def carrying(run: Run, of: str) -> float:
    """Share of residents with so many conditions; of some age bands, where it names them."""
    least, *bands = of.split()
    among = np.isin(run.world.residents["age"], ages_in(bands) or list(Age))
    return mean(conditions_of(run)[among] >= int(least))


def having(run: Run, of: str) -> float:
    """Share of residents with one kind of need."""
    return mean(needs_of(run)[:, Need[of.upper()]])


def recognised(run: Run, of: str) -> float:
    """Share of residents recognised to be, perhaps, in their last year of life."""
    world = run.world
    return mean(world.residents["last_year_until"] > world.globals[0].settings.today)


def mental_and_physical(run: Run, of: str) -> float:
    """Share of residents with a mental and a physical need; of one quintile, if it names one."""
    among = np.isin(run.world.residents["quintile"], [int(of)] if of else range(QUINTILES))
    return mean(_mixed(run)[among])


def mixed_of_many(run: Run, of: str) -> float:
    """Share of those with two or more conditions who have a mental and a physical one."""
    return mean(_mixed(run)[conditions_of(run) >= 2])


def odds_of_mental_disorder(run: Run, of: str) -> float:
    """Odds ratio of a mental need: so many physical ones against none."""
    physical, mental = of_body(run), of_mind(run) > 0
    exposed = physical >= int(of) if int(of) > 1 else physical == int(of)
    return odds_ratio(run, exposed | (physical == 0), exposed, mental)


def daily_living_if_ill(run: Run, of: str) -> float:
    """Share with a need in daily living of those over 65 with a physical need."""
    ill = of_body(run) > 0
    return mean(needs_of(run)[_old(run) & ill, Need.DAILY_LIVING])


def daily_living_most_deprived(run: Run, of: str) -> float:
    """That share of all over 65, in the most deprived quintile against the least."""
    quintile, needs = run.world.residents["quintile"], needs_of(run)[:, Need.DAILY_LIVING]
    least, most = (mean(needs[_old(run) & (quintile == q)]) for q in (0, QUINTILES - 1))
    return most / least if least else np.nan


def cared_for(run: Run, of: str) -> float:
    """Share of residents who have an unpaid carer, and a need that takes caring for."""
    needing = needs_of(run)[:, CARED_FOR].any(axis=1)
    return mean(needing & (run.world.residents["carer"] == 1))


def mean(values: np.ndarray) -> float:
    """The mean, or the share of which something holds; nan of nothing."""
    return float(np.mean(values)) if len(values) else np.nan


def _old(run: Run) -> np.ndarray:
    return np.asarray(run.world.residents["age"] >= Age.YOUNG_OLD)


def _mixed(run: Run) -> np.ndarray:
    return (of_mind(run) > 0) & (of_body(run) > 0)


READINGS: Readings = {
    reading.__name__: reading
    for reading in (
        carrying, having, mental_and_physical, mixed_of_many, odds_of_mental_disorder,
        daily_living_if_ill, daily_living_most_deprived, cared_for, recognised,
    )
}  # fmt: skip
