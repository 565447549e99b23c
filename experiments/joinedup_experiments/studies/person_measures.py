"""Readings of a run that no measure shows: of single people, and of worth against cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from joinedup.codes import DOMAIN_OF_NEED, DOMAINS, QUINTILES, Activity, State
from joinedup.outcomes.measures import Measure, measure
from joinedup.run import Run
from joinedup_experiments.compare.value import THRESHOLDS, net_benefit
from joinedup_experiments.local_place.conditions import needs_of
from joinedup_experiments.studies.enrolled import ENROLLED, enrolled
from joinedup_experiments.studies.in_years import Values, by_year, in_year

SERVED = (State.IN_CARE, State.SUPPORTED, State.MET)


@dataclass(frozen=True)
class PersonMeasure:
    """Measures of a study's own, and how they are read off a run beside the base's run.

    By key, a value a year.
    """

    measures: list[Measure]
    read: Callable[[Run, Run], Values]


def _measure(key: str, label: str, unit: str) -> Measure:
    return Measure(key, label, unit, "people", mean_of="people")


def worth(run: Run, _: Run) -> Values:
    """Quality of life lost at its price, and cost, both counted against it."""
    lost, cost = (by_year(run, measure(key)) for key in ("qalys_lost", "cost_total"))
    return {"net_worth": net_benefit(cost, -lost, THRESHOLDS[-1])}


UNSERVED = {
    "unserved_least_deprived": "Need unserved in the least deprived quintile",
    "unserved_most_deprived": "Need unserved in the most deprived quintile",
    "unserved_low_persistence": "Need unserved of the third who give up soonest",
    "unserved_high_persistence": "Need unserved of the third who give up last",
    "unserved_one_domain": "Need unserved of people with needs in one domain",
    "unserved_three_domains": "Need unserved of people with needs in three domains",
    "gap_deprivation": "Need unserved by group: most less least deprived quintile",
    "gap_persistence": "Need unserved by group: least less most persistent third",
    "gap_mixed": "Need unserved by group: three domains less one",
}


def unserved(run: Run, _: Run) -> Values:
    """Shares of true need unserved at the end of the last year, and gaps between groups."""
    there, open_ = true_needs(run)
    residents, domains = np.asarray(run.world.residents), domains_with_need(there)
    low, high = np.quantile(residents["persistence"], (1 / 3, 2 / 3))
    groups = (
        residents["quintile"] == 0,
        residents["quintile"] == QUINTILES - 1,
        residents["persistence"] <= low,
        residents["persistence"] >= high,
        domains == 1,
        domains == 3,
    )
    least, most, soonest, last, one, three = (standardised(there, open_, who) for who in groups)
    found = (least, most, soonest, last, one, three, most - least, soonest - last, three - one)
    return {key: in_year(run, value, -1) for key, value in zip(UNSERVED, found, strict=True)}


PRICES = {
    "price_bounced": ("Bounces for every referral", "for every referral"),
    "price_referrals": ("Referrals for every start of care", "for every start of care"),
    "price_unserved": ("Need unserved", "share of needs"),
}


def price_of_mixed_need(run: Run, _: Run) -> Values:
    """What needs in three domains cost beside one, of those who have lived here all the time."""
    there, open_ = true_needs(run)
    domains, here = domains_with_need(there), _count(run, Activity.MOVED_IN) == 0
    referred, bounced, begun = (
        _count(run, one) for one in (Activity.REFERRED, Activity.BOUNCED, Activity.CARE_STARTED)
    )
    one, three = (
        np.array([
            bounced[who].sum() / max(referred[who].sum(), 1),
            referred[who].sum() / max(begun[who].sum(), 1),
            standardised(there, open_, who),
        ])
        for who in (here & (domains == number) for number in (1, 3))
    )  # fmt: skip
    return {k: in_year(run, float(x), -1) for k, x in zip(PRICES, three - one, strict=True)}


_WORTH = [Measure("net_worth", "Worth of quality of life kept, less cost", "GBP", "money")]
_UNSERVED = [_measure(key, label, "share of needs") for key, label in UNSERVED.items()]
_PRICES = [
    _measure(key, f"{label}, three domains less one", unit) for key, (label, unit) in PRICES.items()
]
PERSON_MEASURES = (
    PersonMeasure(ENROLLED, enrolled),
    PersonMeasure(_WORTH, worth),
    PersonMeasure(_UNSERVED, unserved),
    PersonMeasure(_PRICES, price_of_mixed_need),
)


def true_needs(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """The true needs there are at the end, and those unserved: bool [residents, NEEDS] each."""
    there = needs_of(run)
    return there, there & ~np.isin(run.world.needs["state"], SERVED)


def domains_with_need(there: np.ndarray) -> np.ndarray:
    """In how many domains each resident has true needs: ndarray [residents]."""
    domain = np.asarray(DOMAIN_OF_NEED)
    return np.sum([there[:, domain == d].any(axis=1) for d in range(DOMAINS)], axis=0)


def standardised(there: np.ndarray, unserved: np.ndarray, who: np.ndarray) -> float:
    """The share of some people's needs that go unserved, as if they had everybody's needs.

    Each kind of need counts as much as it does in the whole place (direct standardisation), so
    that groups do not differ merely because they have other kinds of need. ``there`` and
    ``unserved`` are bool [residents, NEEDS], ``who`` is bool [residents].
    """
    mine = there[who].sum(axis=0)
    share = unserved[who].sum(axis=0) / np.maximum(mine, 1)
    weight = np.where(mine > 0, there.sum(axis=0), 0)
    return float((weight * share).sum() / max(weight.sum(), 1))


def _count(run: Run, activity: Activity) -> np.ndarray:
    """How often something happened to each resident since the change: ndarray [residents]."""
    rows = run.events["who"][run.events["activity"] == activity].astype(np.int64)
    size = len(run.world.residents)
    return np.bincount(rows[rows < size], minlength=size)
