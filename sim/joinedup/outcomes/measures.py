"""Outcomes, from the ledger and the columns alone.

Every measure is a number a month from the day of change on. Flows are summed over months;
stocks are person-days in the month, so that they too can be summed, or means over its days.
"""

from __future__ import annotations

import numpy as np

from joinedup.outcomes.measures_of_care import OF_CARE
from joinedup.outcomes.measures_of_experience import OF_EXPERIENCE
from joinedup.outcomes.measures_of_staff import OF_STAFF
from joinedup.outcomes.metrics import Measure
from joinedup.outcomes.monthly import MONTH_DAYS, Books

__all__ = ["MEASURES", "MONTH_DAYS", "Measure", "measure", "monthly"]

_TABLE = (*OF_CARE, *OF_EXPERIENCE, *OF_STAFF)
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


HEADLINES = (
    "presented_true", "presented_false", "referrals_true", "referrals_false", "refused", "bounced",
    "lost", "gave_up", "care_started", "waiting", "wait_days", "unmet_latent", "unmet_known",
    "unmet_severe", "crises", "ae", "emergency", "emergency_background", "emergency_crisis",
    "emergency_carer_breakdown", "emergency_no_alternative", "emergency_found", "bed_days",
    "delayed_days", "outpatient", "elective", "consultations", "cost_nhs", "cost_council", "cost",
    "cost_cashable", "retold", "qaly_lost", "strain", "burnt_out", "sickness", "vacancy", "leavers",
    "satisfaction", "fear", "special_skill", "learnt", "adoption", "trust", "fidelity",
)  # fmt: skip
