"""Outcomes, from the ledger and the columns alone.

Every measure is a number a month from the day of change on. Flows are summed over months;
stocks are person-days in the month, so that they too can be summed, or means over its days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.books import MONTH_DAYS, Books
from sim.place import Tally
from sim.readings import (
    cause_of,
    daily_of,
    extra_of,
    fifth_unmet_of,
    flow_of,
    kind_unmet_of,
    money_of,
    stock_of,
    tally_of,
    truth_of,
)
from sim.vocabulary import Activity, Cause, Need, State, title

__all__ = ["MEASURES", "MONTH_DAYS", "Measure", "measure", "monthly"]

Combine = Literal["sum", "mean"]
UNSERVED = slice(int(State.PRESENTED), int(State.WAITING) + 1)


@dataclass(frozen=True)
class Measure:
    """One outcome: what it is called, its unit, and which way is better."""

    key: str
    label: str
    unit: str
    group: str
    combine: Combine = "sum"
    good: Literal["less", "more"] | None = None


LATENT = slice(int(State.LATENT), int(State.LATENT) + 1)
ALL_UNMET = slice(int(State.LATENT), int(State.WAITING) + 1)
A = Activity
Row = tuple[Measure, Callable[[Books], np.ndarray]]


def _m(
    key: str,
    label: str,
    unit: str,
    group: str,
    combine: Combine = "sum",
    good: Literal["less", "more"] | None = None,
    *,
    f: Callable[[Books], np.ndarray],
) -> Row:
    return Measure(key, label, unit, group, combine, good), f


_TABLE: tuple[Row, ...] = (
    _m(
        "presented_true",
        "True needs brought to a service",
        "needs",
        "demand",
        f=truth_of(1, A.PRESENTED),
    ),
    _m(
        "presented_false",
        "Presentations that were not need",
        "presentations",
        "demand",
        f=truth_of(0, A.PRESENTED),
    ),
    _m(
        "referrals_true", "Referrals of true need", "referrals", "demand", f=truth_of(1, A.REFERRED)
    ),
    _m(
        "referrals_false",
        "Referrals of what was not need",
        "referrals",
        "demand",
        f=truth_of(0, A.REFERRED),
    ),
    _m("accepted", "Referrals accepted", "referrals", "demand", f=flow_of(A.ACCEPTED)),
    _m(
        "refused",
        "Referrals refused as below the threshold",
        "referrals",
        "demand",
        good="less",
        f=flow_of(A.REFUSED),
    ),
    _m(
        "bounced",
        "Referrals bounced to somebody else",
        "referrals",
        "demand",
        good="less",
        f=flow_of(A.BOUNCED),
    ),
    _m("lost", "People lost at a handover", "people", "demand", good="less", f=flow_of(A.LOST)),
    _m(
        "gave_up",
        "People who gave up asking",
        "people",
        "demand",
        good="less",
        f=flow_of(A.GAVE_UP),
    ),
    _m(
        "care_started",
        "Packages of care started",
        "packages",
        "demand",
        good="more",
        f=flow_of(A.CARE_STARTED),
    ),
    _m(
        "waiting",
        "People waiting in a team's line, on an average day",
        "people",
        "waiting",
        combine="mean",
        good="less",
        f=extra_of("waiting"),
    ),
    _m(
        "wait_days",
        "Mean wait from acceptance to start of care",
        "days",
        "waiting",
        combine="mean",
        good="less",
        f=extra_of("wait_days"),
    ),
    _m(
        "load",
        "Community staff time asked for, of time there is",
        "share",
        "waiting",
        combine="mean",
        good="less",
        f=extra_of("load"),
    ),
    _m(
        "unmet_latent",
        "Unmet need that no service knows",
        "person-days",
        "unmet need",
        good="less",
        f=stock_of(LATENT),
    ),
    _m(
        "unmet_known",
        "Unmet need that is known but unserved",
        "person-days",
        "unmet need",
        good="less",
        f=stock_of(UNSERVED),
    ),
    _m(
        "unmet_mild",
        "Unmet need, mild",
        "person-days",
        "unmet need",
        good="less",
        f=stock_of(ALL_UNMET, slice(0, 1)),
    ),
    _m(
        "unmet_moderate",
        "Unmet need, moderate",
        "person-days",
        "unmet need",
        good="less",
        f=stock_of(ALL_UNMET, slice(1, 2)),
    ),
    _m(
        "unmet_severe",
        "Unmet need, severe",
        "person-days",
        "unmet need",
        good="less",
        f=stock_of(ALL_UNMET, slice(2, 3)),
    ),
    *(
        _m(
            f"unmet_{k.name.lower()}",
            f"Unmet need: {title(k)}",
            "person-days",
            "unmet need",
            good="less",
            f=kind_unmet_of(k),
        )
        for k in Need
    ),
    _m(
        "unmet_most_deprived",
        "Unmet need in the most deprived fifth",
        "person-days",
        "unmet need",
        good="less",
        f=fifth_unmet_of(4),
    ),
    _m(
        "unmet_least_deprived",
        "Unmet need in the least deprived fifth",
        "person-days",
        "unmet need",
        good="less",
        f=fifth_unmet_of(0),
    ),
    _m(
        "crises",
        "Crises of unmet or served need",
        "crises",
        "hospital",
        good="less",
        f=flow_of(A.CRISIS),
    ),
    _m("ae", "A&E attendances", "attendances", "hospital", good="less", f=flow_of(A.AE_ATTENDANCE)),
    _m(
        "emergency",
        "Emergency admissions",
        "admissions",
        "hospital",
        good="less",
        f=flow_of(A.EMERGENCY_ADMISSION),
    ),
    *(
        _m(
            f"emergency_{c.name.lower()}",
            f"Emergency admissions: {label}",
            "admissions",
            "hospital",
            good="less",
            f=cause_of(c),
        )
        for c, label in (
            (Cause.BACKGROUND, "background acute illness"),
            (Cause.CRISIS, "crisis of unmet need"),
            (Cause.CARER_BREAKDOWN, "carer breakdown"),
            (Cause.NO_ALTERNATIVE, "no alternative reachable"),
            (Cause.FOUND, "found by somebody who looked"),
        )
    ),
    _m("bed_days", "Hospital bed days", "bed days", "hospital", f=tally_of(Tally.BED_DAYS)),
    _m(
        "delayed_days",
        "Bed days of people fit to leave",
        "bed days",
        "hospital",
        good="less",
        f=tally_of(Tally.READY_BED_DAYS),
    ),
    _m(
        "care_home_moves",
        "Moves into a care home",
        "moves",
        "hospital",
        good="less",
        f=flow_of(A.CARE_HOME_MOVE),
    ),
    _m("deaths", "Deaths", "deaths", "hospital", good="less", f=flow_of(A.DIED)),
    _m(
        "last_100_days",
        "Emergency admissions in the last 100 days of life",
        "admissions",
        "hospital",
        good="less",
        f=extra_of("last_100_days"),
    ),
    _m(
        "outpatient",
        "Outpatient attendances",
        "attendances",
        "planned care",
        f=flow_of(A.OUTPATIENT),
    ),
    _m(
        "elective_inpatient",
        "Elective inpatient stays",
        "stays",
        "planned care",
        f=flow_of(A.ELECTIVE_INPATIENT),
    ),
    _m("day_cases", "Day cases", "day cases", "planned care", f=flow_of(A.DAY_CASE)),
    _m(
        "elective",
        "Elective stays and day cases",
        "episodes",
        "planned care",
        f=lambda b: b.flows[A.ELECTIVE_INPATIENT] + b.flows[A.DAY_CASE],
    ),
    _m(
        "elective_list",
        "People on the elective list, on an average day",
        "people",
        "planned care",
        combine="mean",
        good="less",
        f=daily_of(Tally.ELECTIVE_LIST_DAYS),
    ),
    _m(
        "consultations",
        "GP and nurse consultations",
        "consultations",
        "general practice",
        f=tally_of(Tally.CONSULTATIONS),
    ),
    _m(
        "no_appointment",
        "Requests that found no appointment",
        "requests",
        "general practice",
        good="less",
        f=tally_of(Tally.NO_APPOINTMENT),
    ),
    _m("cost_nhs", "Cost to the NHS", "GBP", "money", good="less", f=money_of(0)),
    _m("cost_council", "Cost to the council", "GBP", "money", good="less", f=money_of(1)),
    _m(
        "cost_voluntary", "Cost to the voluntary sector", "GBP", "money", good="less", f=money_of(2)
    ),
    _m("cost", "Cost, all payers", "GBP", "money", good="less", f=lambda b: b.money.sum(axis=1)),
    _m(
        "cost_cashable",
        "Cost that changes with activity bought by the item",
        "GBP",
        "money",
        good="less",
        f=extra_of("cost_cashable"),
    ),
    _m(
        "cost_capacity",
        "Cost of standing capacity: staff and beds",
        "GBP",
        "money",
        good="less",
        f=extra_of("cost_capacity"),
    ),
    _m(
        "retold",
        "Times the story was told again",
        "times",
        "experience",
        good="less",
        f=tally_of(Tally.RETOLD),
    ),
    _m(
        "crossed",
        "Interfaces crossed",
        "times",
        "experience",
        good="less",
        f=tally_of(Tally.CROSSED),
    ),
    _m("plans", "Care plans agreed", "plans", "experience", good="more", f=tally_of(Tally.PLANS)),
    _m("visits", "Case managers' visits", "visits", "experience", f=tally_of(Tally.VISITS)),
    _m(
        "qaly_lost",
        "Quality of life lost to need",
        "QALYs",
        "wellbeing",
        good="less",
        f=lambda b: b.utility_lost,
    ),
)

MEASURES: tuple[Measure, ...] = tuple(m for m, _ in _TABLE)


def monthly(books: Books) -> dict[str, np.ndarray]:
    """Every measure's value in each month after the change."""
    return {m.key: np.asarray(f(books), float) for m, f in _TABLE}


def measure(key: str) -> Measure:
    """The measure with this key.

    Raises
    ------
    KeyError
        When there is none.
    """
    for m in MEASURES:
        if m.key == key:
            return m
    raise KeyError(key)
