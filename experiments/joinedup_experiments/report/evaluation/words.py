"""Words and numbers of an evaluation's page, the same wherever they are read."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from joinedup_experiments.compare.intervals import Interval
from joinedup_experiments.display.numbers import (
    DASH,
    counted,
    difference,
    percent,
    percent_with_interval,
)
from joinedup_experiments.evaluator.evaluation.performance import Performance
from joinedup_experiments.evaluator.evaluation.two_samples import Share

if TYPE_CHECKING:
    from joinedup.outcomes.measures import Form

LABELS = {
    "emergency_admissions": "emergency admissions",
    "outpatient_attendances": "outpatient attendances",
    "elective_stays": "elective inpatient stays",
    "ae_attendances": "A&E attendances",
    "hospital_cost": "cost of hospital care",
}
COST = "hospital_cost"
NOT_EVEN_ALL = "not even all of it"


def unit_of(outcome: str) -> str:
    """What an outcome is counted in."""
    return "pounds a person a year" if outcome == COST else "per 1,000 people a year"


def form_of(outcome: str) -> Form:
    """How its numbers are written."""
    return "pounds" if outcome == COST else "count"


def begun(words: str) -> str:
    """Words as a sentence begins, the rest as it is.

    >>> begun("A&E attendances"), begun("cost of care")
    ('A&E attendances', 'Cost of care')
    """
    return words[:1].upper() + words[1:]


def months(window: int) -> str:
    """A window in words.

    >>> months(6), months(12), months(36)
    ('6 months', '1 year', '3 years')
    """
    if window % 12:
        return f"{window} month{'' if window == 1 else 's'}"
    return f"{window // 12} year{'' if window == 12 else 's'}"


def so_many(numbers: Collection[int], noun: str = "") -> str:
    """How many, or how many of something, where several numbers may differ.

    >>> so_many([50, 50], "world"), so_many([48, 50], "run"), so_many([48, 50])
    ('50 worlds', '48 to 50 runs', '48 to 50')
    """
    fewest, most = min(numbers), max(numbers)
    last = counted(most, noun) if noun else f"{most:,}"
    return last if fewest == most else f"{fewest:,} to {last}"


def with_interval(one: Interval, outcome: str) -> str:
    """A change with its interval over worlds."""
    return difference(one, form_of(outcome))


def share_of(one: Share | None) -> str:
    """A share of worlds with its interval, in whole per cent."""
    if one is None:
        return DASH
    low, high = (round(100.0 * x) for x in (one.low, one.high))
    return f"{round(100.0 * one.share)}% ({low}% to {high}%)"


def as_share(one: Performance, effect: float) -> str:
    """An effect as a share of use without the programme; a dash where there is none."""
    return percent(effect / one.counterfactual) if one.counterfactual else DASH


def truth_as_share(one: Performance) -> str:
    """The truth with its interval over worlds, as a share of use without the programme."""
    return percent_with_interval(one.truth_share) if one.truth_share else DASH


def smallest_as_share(one: Performance) -> str:
    """The smallest effect seen, without a sign, as a share of use without the programme."""
    if not one.counterfactual:
        return DASH
    share = 100.0 * one.smallest_seen / one.counterfactual
    if share > 100.0:
        return NOT_EVEN_ALL
    return f"{share:.1f}%" if share < 10.0 else f"{share:.0f}%"
