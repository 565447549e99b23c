"""Outcomes, from the ledger and the columns alone.

Every measure is a number a month from the day of change on (a month is a twelfth of 365.25
days). Flows are summed over months; stocks are person-days in the month, so that they too
can be summed, or means over the month's days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from sim.place import TALLIES, World
from sim.place import Tally as T
from sim.vocabulary import CAUSES, NEEDS, Activity, Cause, Need, State, title

MONTH_DAYS = 30.4375
Combine = Literal["sum", "mean"]


@dataclass(frozen=True)
class Measure:
    """One outcome: what it is called, its unit, and which way is better."""

    key: str
    label: str
    unit: str
    group: str
    combine: Combine = "sum"
    good: Literal["less", "more"] | None = None


@dataclass
class Books:
    """What a run leaves behind, cut to the months after the change.

    ``flows[activity, month]``, ``by_truth[truth, activity, month]``,
    ``admissions[cause, month]``, ``tallies[item, month]`` and
    ``stock[month, real, kind, state, band, fifth]`` (person-days).
    """

    flows: np.ndarray
    by_truth: np.ndarray
    by_kind: np.ndarray
    admissions: np.ndarray
    tallies: np.ndarray
    stock: np.ndarray
    money: np.ndarray
    utility_lost: np.ndarray
    days: np.ndarray
    extra: dict[str, np.ndarray] = field(default_factory=dict)


UNSERVED = slice(int(State.PRESENTED), int(State.WAITING) + 1)


def flows_of(
    events: np.ndarray, first: float, months: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Count the ledger's rows by month: all, by truth, by kind, and admissions by cause."""
    month = ((events["time"].astype(float) - first) / MONTH_DAYS).astype(np.int64)
    kept = (events["time"] >= first) & (month < months)
    rows, month = events[kept], month[kept]
    activity = rows["activity"].astype(np.int64)
    size = len(Activity)
    flows = np.bincount(activity * months + month, minlength=size * months)
    truth = rows["genuine"].astype(np.int64)
    by_truth = np.bincount(
        (truth * size + activity) * months + month, minlength=2 * size * months
    )
    about = rows["kind"] < NEEDS
    kind = rows["kind"][about].astype(np.int64)
    by_kind = np.bincount(
        (activity[about] * NEEDS + kind) * months + month[about], minlength=size * NEEDS * months
    )
    admitted = activity == Activity.EMERGENCY_ADMISSION
    cause = rows["cause"][admitted].astype(np.int64)
    admissions = np.bincount(cause * months + month[admitted], minlength=CAUSES * months)
    return (
        flows.reshape(size, months),
        by_truth.reshape(2, size, months),
        by_kind.reshape(size, NEEDS, months),
        admissions.reshape(CAUSES, months),
    )


def _flow(activity: Activity) -> Callable[[Books], np.ndarray]:
    return lambda b: b.flows[activity]


def _truth(truth: int, activity: Activity) -> Callable[[Books], np.ndarray]:
    return lambda b: b.by_truth[truth, activity]


def _cause(cause: Cause) -> Callable[[Books], np.ndarray]:
    return lambda b: b.admissions[cause]


def _tally(item: T) -> Callable[[Books], np.ndarray]:
    return lambda b: b.tallies[item]


def _daily(item: T) -> Callable[[Books], np.ndarray]:
    return lambda b: b.tallies[item] / b.days


def _stock(states: slice, band: slice = slice(None)) -> Callable[[Books], np.ndarray]:
    return lambda b: b.stock[:, 1, :, states, band, :].sum(axis=(1, 2, 3, 4))


def _kind_unmet(kind: Need) -> Callable[[Books], np.ndarray]:
    states = slice(int(State.LATENT), int(State.WAITING) + 1)
    return lambda b: b.stock[:, 1, kind, states].sum(axis=(1, 2, 3))


def _fifth_unmet(fifth: int) -> Callable[[Books], np.ndarray]:
    states = slice(int(State.LATENT), int(State.WAITING) + 1)
    return lambda b: b.stock[:, 1, :, states, :, fifth].sum(axis=(1, 2, 3))


def _share(top: Activity, *bottom: Activity) -> Callable[[Books], np.ndarray]:
    def worked_out(b: Books) -> np.ndarray:
        total = sum(b.flows[a] for a in bottom)
        return b.flows[top] / np.maximum(total, 1)

    return worked_out


def _money(payer: int) -> Callable[[Books], np.ndarray]:
    return lambda b: b.money[:, payer]


def _extra(key: str) -> Callable[[Books], np.ndarray]:
    return lambda b: b.extra[key]


LATENT = slice(int(State.LATENT), int(State.LATENT) + 1)
ALL_UNMET = slice(int(State.LATENT), int(State.WAITING) + 1)
A = Activity
Row = tuple[Measure, Callable[[Books], np.ndarray]]


def _m(*args: object, f: Callable[[Books], np.ndarray], **kw: object) -> Row:
    return Measure(*args, **kw), f  # type: ignore[arg-type]


_TABLE: tuple[Row, ...] = (
    _m("presented_true", "True needs brought to a service", "needs", "demand",
       f=_truth(1, A.PRESENTED)),
    _m("presented_false", "Presentations that were not need", "presentations", "demand",
       f=_truth(0, A.PRESENTED)),
    _m("referrals_true", "Referrals of true need", "referrals", "demand",
       f=_truth(1, A.REFERRED)),
    _m("referrals_false", "Referrals of what was not need", "referrals", "demand",
       f=_truth(0, A.REFERRED)),
    _m("accepted", "Referrals accepted", "referrals", "demand", f=_flow(A.ACCEPTED)),
    _m("refused", "Referrals refused as below the threshold", "referrals", "demand",
       good="less", f=_flow(A.REFUSED)),
    _m("bounced", "Referrals bounced to somebody else", "referrals", "demand", good="less",
       f=_flow(A.BOUNCED)),
    _m("lost", "People lost at a handover", "people", "demand", good="less", f=_flow(A.LOST)),
    _m("gave_up", "People who gave up asking", "people", "demand", good="less",
       f=_flow(A.GAVE_UP)),
    _m("care_started", "Packages of care started", "packages", "demand", good="more",
       f=_flow(A.CARE_STARTED)),
    _m("waiting", "People waiting in a team's line, on an average day", "people", "waiting",
       combine="mean", good="less", f=_extra("waiting")),
    _m("wait_days", "Mean wait from acceptance to start of care", "days", "waiting",
       combine="mean", good="less", f=_extra("wait_days")),
    _m("load", "Community staff time asked for, of time there is", "share", "waiting",
       combine="mean", good="less", f=_extra("load")),
    _m("unmet_latent", "Unmet need that no service knows", "person-days", "unmet need",
       good="less", f=_stock(LATENT)),
    _m("unmet_known", "Unmet need that is known but unserved", "person-days", "unmet need",
       good="less", f=_stock(UNSERVED)),
    _m("unmet_mild", "Unmet need, mild", "person-days", "unmet need", good="less",
       f=_stock(ALL_UNMET, slice(0, 1))),
    _m("unmet_moderate", "Unmet need, moderate", "person-days", "unmet need", good="less",
       f=_stock(ALL_UNMET, slice(1, 2))),
    _m("unmet_severe", "Unmet need, severe", "person-days", "unmet need", good="less",
       f=_stock(ALL_UNMET, slice(2, 3))),
    *(
        _m(f"unmet_{k.name.lower()}", f"Unmet need: {title(k)}", "person-days", "unmet need",
           good="less", f=_kind_unmet(k))
        for k in Need
    ),
    _m("unmet_most_deprived", "Unmet need in the most deprived fifth", "person-days",
       "unmet need", good="less", f=_fifth_unmet(4)),
    _m("unmet_least_deprived", "Unmet need in the least deprived fifth", "person-days",
       "unmet need", good="less", f=_fifth_unmet(0)),
    _m("crises", "Crises of unmet or served need", "crises", "hospital", good="less",
       f=_flow(A.CRISIS)),
    _m("ae", "A&E attendances", "attendances", "hospital", good="less", f=_flow(A.AE_ATTENDANCE)),
    _m("emergency", "Emergency admissions", "admissions", "hospital", good="less",
       f=_flow(A.EMERGENCY_ADMISSION)),
    *(
        _m(f"emergency_{c.name.lower()}", f"Emergency admissions: {label}", "admissions",
           "hospital", good="less", f=_cause(c))
        for c, label in (
            (Cause.BACKGROUND, "background acute illness"),
            (Cause.CRISIS, "crisis of unmet need"),
            (Cause.CARER_BREAKDOWN, "carer breakdown"),
            (Cause.NO_ALTERNATIVE, "no alternative reachable"),
            (Cause.FOUND, "found by somebody who looked"),
        )
    ),
    _m("bed_days", "Hospital bed days", "bed days", "hospital", f=_tally(T.BED_DAYS)),
    _m("delayed_days", "Bed days of people fit to leave", "bed days", "hospital", good="less",
       f=_tally(T.READY_BED_DAYS)),
    _m("care_home_moves", "Moves into a care home", "moves", "hospital", good="less",
       f=_flow(A.CARE_HOME_MOVE)),
    _m("deaths", "Deaths", "deaths", "hospital", good="less", f=_flow(A.DIED)),
    _m("last_100_days", "Emergency admissions in the last 100 days of life", "admissions",
       "hospital", good="less", f=_extra("last_100_days")),
    _m("outpatient", "Outpatient attendances", "attendances", "planned care",
       f=_flow(A.OUTPATIENT)),
    _m("elective_inpatient", "Elective inpatient stays", "stays", "planned care",
       f=_flow(A.ELECTIVE_INPATIENT)),
    _m("day_cases", "Day cases", "day cases", "planned care", f=_flow(A.DAY_CASE)),
    _m("elective", "Elective stays and day cases", "episodes", "planned care",
       f=lambda b: b.flows[A.ELECTIVE_INPATIENT] + b.flows[A.DAY_CASE]),
    _m("elective_list", "People on the elective list, on an average day", "people",
       "planned care", combine="mean", good="less", f=_daily(T.ELECTIVE_LIST_DAYS)),
    _m("consultations", "GP and nurse consultations", "consultations", "general practice",
       f=_tally(T.CONSULTATIONS)),
    _m("no_appointment", "Requests that found no appointment", "requests", "general practice",
       good="less", f=_tally(T.NO_APPOINTMENT)),
    _m("cost_nhs", "Cost to the NHS", "GBP", "money", good="less", f=_money(0)),
    _m("cost_council", "Cost to the council", "GBP", "money", good="less", f=_money(1)),
    _m("cost_voluntary", "Cost to the voluntary sector", "GBP", "money", good="less",
       f=_money(2)),
    _m("cost", "Cost, all payers", "GBP", "money", good="less", f=lambda b: b.money.sum(axis=1)),
    _m("cost_cashable", "Cost that changes with activity bought by the item", "GBP", "money",
       good="less", f=_extra("cost_cashable")),
    _m("cost_capacity", "Cost of standing capacity: staff and beds", "GBP", "money", good="less",
       f=_extra("cost_capacity")),
    _m("retold", "Times the story was told again", "times", "experience", good="less",
       f=_tally(T.RETOLD)),
    _m("crossed", "Interfaces crossed", "times", "experience", good="less", f=_tally(T.CROSSED)),
    _m("plans", "Care plans agreed", "plans", "experience", good="more", f=_tally(T.PLANS)),
    _m("visits", "Case managers' visits", "visits", "experience", f=_tally(T.VISITS)),
    _m("qaly_lost", "Quality of life lost to need", "QALYs", "wellbeing", good="less",
       f=lambda b: b.utility_lost),
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


def tallies_since(world: World, first: int, months: int) -> np.ndarray:
    """The monthly tallies from month ``first`` on, as ``[item, month]``."""
    kept = np.asarray(world.months.tallies)[first : first + months]
    return kept.reshape(months, TALLIES).T
