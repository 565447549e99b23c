"""Outcomes, from the ledger and the columns alone: every measure in one table.

Every measure is a number a month from the index date on. Flows are summed over months;
stocks are person-days in the month, so that they too can be summed, or means over its days.
"""

from __future__ import annotations

import numpy as np

from joinedup.codes import MONTH_DAYS
from joinedup.outcomes import (
    measures_of_experience,
    measures_of_hospital,
    measures_of_need,
    measures_of_staff,
    measures_of_surveys,
    measures_of_targets,
)
from joinedup.outcomes.measure import Better, Form, Group, Measure, Ratio, Reading, Topic
from joinedup.outcomes.monthly import Monthly

__all__ = [
    "COMBINED",
    "MEASURES",
    "MONTH_DAYS",
    "POSITION",
    "TABLES",
    "WEIGHTED",
    "WEIGHTS",
    "Better",
    "Form",
    "Measure",
    "Reading",
    "Topic",
    "in_group",
    "in_sections",
    "measure",
    "read_monthly",
    "weights_monthly",
]

TABLES = (
    measures_of_need,
    measures_of_hospital,
    measures_of_experience,
    measures_of_staff,
    measures_of_surveys,
    measures_of_targets,
)
MEASURES: tuple[Measure, ...] = tuple(m for table in TABLES for m in table.TABLE)
POSITION = {m.key: number for number, m in enumerate(MEASURES)}
WEIGHTED = {
    m.key: number
    for number, m in enumerate(one for one in MEASURES if isinstance(one.reading, Ratio))
}
"""The measures whose months count, in a mean of them, by how many each is of; with positions."""
WEIGHTS = {key: f"{key}_weight" for key in WEIGHTED}
"""What tables call how many each month's value is of."""

# fmt: off
COMBINED = (
    Measure("unmet_need", "Unmet need of every kind", "person-days", "unmet need",
            better="lower", topic="residents",
            plus=("unmet_mild", "unmet_moderate", "unmet_severe")),
    Measure("deprivation_gap", "Unmet need in the most less the least deprived quintile",
            "person-days", "unmet need", better="lower",
            plus=("unmet_most_deprived",), minus=("unmet_least_deprived",)),
    Measure("emergency_admissions_preventable",
            "Emergency admissions from crises, carer breakdown and want of an alternative",
            "admissions", "hospital", better="lower", topic="hospital",
            plus=("emergency_admissions_crisis", "emergency_admissions_carer_breakdown",
                  "emergency_admissions_no_alternative")),
)
"""Sums and differences of measures, taken within each replication; not in the tables of results."""
# fmt: on
_BY_KEY = {m.key: m for m in (*MEASURES, *COMBINED)}


def measure(key: str) -> Measure:
    """The measure with this key.

    Raises
    ------
    KeyError
        When there is none.
    """
    return _BY_KEY[key]


def in_sections(*sections: str, core: bool = False) -> tuple[str, ...]:
    """Keys of the measures in some sections; the core ones only, if asked."""
    return tuple(m.key for m in MEASURES if m.section in sections and (m.core or not core))


def in_group(group: Group) -> tuple[str, ...]:
    """Keys of the measures on one list, such as the eight system metrics of 001."""
    return tuple(m.key for m in MEASURES if m.group == group)


def read_monthly(monthly: Monthly) -> dict[str, np.ndarray]:
    """Every measure's value in each month after the change."""
    return {m.key: np.asarray(m.reading(monthly), float) for m in MEASURES if m.reading}


def weights_monthly(monthly: Monthly) -> dict[str, np.ndarray]:
    """How many each month's value is of, for the measures that are `WEIGHTED`."""
    return {
        m.key: np.asarray(m.reading.whole(monthly), float)
        for m in MEASURES
        if isinstance(m.reading, Ratio)
    }
