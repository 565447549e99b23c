"""What records show of people before a month: what they are matched on, and their scores."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from joinedup_experiments.display.numbers import counted
from joinedup_experiments.evaluator.designs.estimate import OUTCOMES, YEAR, DesignError
from joinedup_experiments.evaluator.designs.matching import score_of, scores
from joinedup_experiments.evaluator.designs.people import Panel

Score = Callable[[np.ndarray, np.ndarray], np.ndarray]  # of people in a month each
USES = tuple(name for name in OUTCOMES if name != "hospital_cost")
RECENT = 6  # months whose emergency admissions count apart, as those of the last one do
MANY = 2  # conditions or admissions, from which on people are alike in an exact match


def covariates_of(panel: Panel, who: np.ndarray, month: np.ndarray, before: int) -> np.ndarray:
    """What records show of people before a month each: [people, covariates].

    Traits are those at the end of the month before; use is a year's rate over ``before`` months.
    People must be in the records in the month before.
    """
    use = [_rates(panel, name, who, month - before, month) for name in USES]
    lately = [_rates(panel, USES[0], who, month - past, month) for past in _recent(before)]
    return np.column_stack([_traits(panel, who, month), *use, *lately])


def covariate_names(panel: Panel, before: int) -> tuple[str, ...]:
    """What `covariates_of` has, in its order."""
    labels = {"age_band": "age band", "on_file": "conditions on file"}
    traits = (labels.get(name, name) for name in panel.trait_names)
    uses = (f"{name.replace('_', ' ')}, {counted(before, 'month')} before" for name in USES)
    recent = (f"emergency admissions, last {past} of them" for past in _recent(before))
    return (*traits, *uses, *recent)


def _recent(before: int) -> list[int]:
    """Of which last months admissions count apart; those of all of them do already."""
    return [past for past in (RECENT, 1) if past < before]


def _traits(panel: Panel, who: np.ndarray, month: np.ndarray) -> np.ndarray:
    return np.asarray(panel.traits[panel.row[who, month - 1 - panel.first]])


def _rates(
    panel: Panel, name: str, who: np.ndarray, start: np.ndarray, stop: np.ndarray
) -> np.ndarray:
    days = np.maximum(panel.sums("days", who, start, stop), 1.0)
    return np.asarray(YEAR * panel.sums(name, who, start, stop) / days)


def prognosis(panel: Panel, before: int) -> Score:
    """The emergency admissions expected of people in the months to come, from the half before.

    The model is of everybody in the records before month 0, when nobody is enrolled: what the
    first half of ``before`` months foretold of the second (Hansen 2008). `DesignError` where
    records do not begin early enough.
    """
    half = max(1, before // 2)
    if panel.first > -2 * half:
        raise DesignError(
            f"prognostic: it needs {counted(2 * half, 'month')} of records before index"
        )
    everybody = np.arange(len(panel.enrolled))
    mine = everybody[panel.there(everybody, -2 * half) & panel.there(everybody, -1)]
    if not len(mine):
        raise DesignError("prognostic: nobody is in the records over the months before index")
    at = np.zeros(len(mine), int)
    late = _rates(panel, USES[0], mine, at - half, at)
    model = score_of(_foretelling(panel, mine, at - half, half), late)
    return lambda who, month: scores(_foretelling(panel, who, month, half), model)


def _foretelling(panel: Panel, who: np.ndarray, month: np.ndarray, half: int) -> np.ndarray:
    use = [_rates(panel, name, who, month - half, month) for name in USES]
    return np.column_stack([_traits(panel, who, month), *use])


def strata(panel: Panel, who: np.ndarray, month: np.ndarray, before: int) -> list[tuple[int, ...]]:
    """Who is alike to an exact match: same traits, and admissions of two and more alike."""
    traits = _traits(panel, who, month)
    on_file = panel.trait_names.index("on_file")
    traits[:, on_file] = np.minimum(traits[:, on_file], MANY)
    admitted = [np.minimum(panel.sums(USES[0], who, month - past, month), MANY)
                for past in (before, *_recent(before))]  # fmt: skip
    return [tuple(row) for row in np.column_stack([traits, *admitted]).astype(int).tolist()]
