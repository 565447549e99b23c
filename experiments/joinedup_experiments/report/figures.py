"""Findings of a comparison: every measure in plain English and in units that people know.

Person-days of unmet need are said as needs on an average day; sums of measures that belong
together are taken within each replication, so that their intervals are right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from joinedup.outcomes.measures import Measure, measure
from joinedup_experiments.compare.comparison import ALL_YEARS, Comparison
from joinedup_experiments.compare.statistics import interval_of
from joinedup_experiments.report.findings import Finding, Form

YEAR_DAYS = 365.25


@dataclass(frozen=True)
class Sum:
    """Measures added up, some of them taken off.

    Attributes
    ----------
    plus, minus : tuple of str
        Keys of measures of one unit.
    """

    label: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()


SUMS = {
    "unmet_all": Sum("unmet need of every kind", ("unmet_mild", "unmet_moderate", "unmet_severe")),
    "emergency_preventable": Sum(
        "emergency admissions from crises, carers who can do no more and no alternative",
        ("emergency_crisis", "emergency_carer_breakdown", "emergency_no_alternative"),
    ),
    "deprivation_gap": Sum(
        "unmet need in the most deprived fifth less that in the least deprived fifth",
        ("unmet_most_deprived",),
        ("unmet_least_deprived",),
    ),
}
_PLAIN = {
    "presented_true": "true needs brought to a service",
    "presented_false": "presentations that turned out not to be need",
    "unmet_severe": "severe unmet need",
    "gave_up": "the number of people who gave up asking",
    "qaly_lost": "quality of life lost to need",
    "wait_days": "the mean wait from acceptance to start of care",
    "cost": "the cost to all payers together",
    "cost_nhs": "the cost to the NHS",
    "cost_council": "the cost to the council",
    "cost_voluntary": "the cost to the voluntary sector",
    "cost_cashable": "the cost of what is paid by the item (the part that could be cash)",
    "cost_capacity": "the cost of standing capacity: staff and beds",
    "burnt_out": "the share of staff who are burnt out",
    "leavers": "the share of staff who leave in a year",
    "sickness": "the share of staff time lost to sickness",
    "vacancy": "the share of posts without a holder",
    "emergency_found": "emergency admissions found by somebody who looked",
    "coordination": "contacts at which two teams of one person knew of each other's work",
    "adoption": "the share of staff of joined teams who work in the new way",
}
_UNITS = {"QALYs": "quality-adjusted life years a year", "person-days": "needs on an average day"}


@dataclass(frozen=True)
class Figures:
    """A comparison as findings."""

    result: Comparison

    def finding(self, arm: int, key: str, period: int = ALL_YEARS) -> Finding:
        """One measure, or one of ``SUMS``, in an arm beside the base.

        Parameters
        ----------
        arm : int
            0 sets the base beside itself, of which only ``base`` means anything.
        period : int
            A year after the change from 1, or ``ALL_YEARS`` for the average year.
        """
        base, other = self._yearly(0, key, period), self._yearly(arm, key, period)
        first = measure(SUMS[key].plus[0]) if key in SUMS else measure(key)
        return Finding(
            label=label_of(key),
            unit=unit_of(first),
            base=interval_of(base),
            other=interval_of(other),
            change=interval_of(other - base),
            better=first.better,
            form=form_of(first),
        )

    def findings(self, arm: int, keys: Sequence[str], period: int = ALL_YEARS) -> list[Finding]:
        """Several of them."""
        return [self.finding(arm, key, period) for key in keys]

    def _yearly(self, arm: int, key: str, period: int) -> np.ndarray:
        if key in SUMS:
            parts = SUMS[key]
            plus = sum(self._yearly(arm, k, period) for k in parts.plus)
            return np.asarray(plus - sum(self._yearly(arm, k, period) for k in parts.minus), float)
        one = measure(key)
        year = self.result.yearly(arm, one, period)
        return year / YEAR_DAYS if one.unit == "person-days" else year


def form_of(one: Measure) -> Form:
    """How a measure's numbers are written."""
    if one.unit == "GBP":
        return "pounds"
    first = one.unit.split()[0]
    return {"share": "share", "scale": "scale"}.get(first, "count")  # type: ignore[return-value]


def unit_of(one: Measure) -> str:
    """What follows a measure's number.

    >>> unit_of(measure("emergency")), unit_of(measure("unmet_latent")), unit_of(measure("cost"))
    ('admissions a year', 'needs on an average day', 'a year')
    """
    form = form_of(one)
    if form == "pounds":
        return "a year"
    if form == "scale":
        return "on a scale from 0 to 1"
    if form == "share":
        return one.unit.removeprefix("share").strip()
    if one.unit in _UNITS:
        return _UNITS[one.unit]
    return f"{one.unit} a year" if one.combine == "sum" else one.unit


def label_of(key: str) -> str:
    """A measure's name as it stands in the middle of a sentence.

    >>> label_of("emergency"), label_of("ae"), label_of("consultations")
    ('emergency admissions', 'A&E attendances', 'GP and nurse consultations')
    """
    if key in SUMS:
        return SUMS[key].label
    if key in _PLAIN:
        return _PLAIN[key]
    label = measure(key).label.removesuffix(", 0 none to 1 the greatest")
    return label if label[:2].isupper() or "&" in label[:3] else label[0].lower() + label[1:]


def heading_of(key: str) -> str:
    """The same at the beginning of a line, without the article."""
    label = label_of(key).removeprefix("the ")
    return label[0].upper() + label[1:]


def unit_in_table(one: Finding) -> str:
    """The unit as a table or an axis says it."""
    if one.form == "pounds":
        return "pounds a year"
    if one.form == "share":
        return f"% {one.unit}".strip()
    return one.unit.removeprefix("on a ")
