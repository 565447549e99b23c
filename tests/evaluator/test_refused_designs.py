"""What is given to the designs of areas and cannot be: one clear error each, and no estimate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.designs.before_and_after import (
    area_before_and_after,
    enrolled_before_and_after,
)
from joinedup_experiments.evaluator.designs.comparator_areas import areas_against_comparators
from joinedup_experiments.evaluator.designs.interrupted import interrupted_time_series
from joinedup_experiments.evaluator.designs.stepped import stepped_wedge
from joinedup_experiments.evaluator.designs.synthetic import synthetic_control
from tests.evaluator.made_up import OUTCOME, mixed, offered, wedge

OURS, OTHERS = mixed(np.random.default_rng(3), 0.0, 5)
DESIGNS: dict[str, Callable[..., Any]] = {
    "area": area_before_and_after,
    "series": interrupted_time_series,
    "comparators": lambda ours, *given, **named: areas_against_comparators(
        [ours], OTHERS, *given, **named
    ),
    "mixture": lambda ours, *given, **named: synthetic_control(ours, OTHERS, *given, **named),
}


@pytest.mark.parametrize("design", DESIGNS)
def test_months_are_whole_and_none_is_missing(design: str) -> None:
    made = DESIGNS[design]
    for begins in (0.5, "1", None):
        with pytest.raises(InputError, match="begins must be a whole number, not"):
            made(OURS, OUTCOME, 6, begins=begins)
    with pytest.raises(InputError, match="area_months: month -4 is missing"):
        made(OURS[~OURS["month"].between(-4, 3)], OUTCOME, 6)
    empty = OURS.assign(**{OUTCOME: OURS[OUTCOME].where(OURS["month"] != 2)})
    with pytest.raises(InputError, match=f"area_months: {OUTCOME} is empty in month 2"):
        made(empty, OUTCOME, 6)


def test_a_month_of_going_live_is_whole() -> None:
    tables, live = wedge(np.random.default_rng(2), 0.0, 3)
    for month in (0.5, "0", None, float("nan")):
        with pytest.raises(InputError, match="live: the month of neighbourhood 3 must be a whole"):
            stepped_wedge(tables, {**live, 3: month}, OUTCOME, 6)
    with pytest.raises(InputError, match="live: a neighbourhood must be a whole number, not the"):
        stepped_wedge(tables, {"1": 0, 2: 6, 3: 18}, OUTCOME, 6)  # type: ignore[dict-item]
    with pytest.raises(InputError, match="live must have a month by each neighbourhood"):
        stepped_wedge(tables, [0, 6, 18], OUTCOME, 6)  # type: ignore[arg-type]


@pytest.mark.parametrize("design", [areas_against_comparators, synthetic_control])
def test_comparators_are_a_list_of_tables(design: Callable[..., Any]) -> None:
    ours = [OURS] if design is areas_against_comparators else OURS
    with pytest.raises(InputError, match="comparators: it must be a list with a table for each"):
        design(ours, OTHERS[0], OUTCOME, 6)
    with pytest.raises(InputError, match="an area must be a table of area_months, not the text"):
        design(ours, list(OTHERS[0]), OUTCOME, 6)
    with pytest.raises(InputError, match="areas: it must be a list"):
        areas_against_comparators(OURS, OTHERS, OUTCOME, 6)  # type: ignore[arg-type]


def test_hospital_use_of_those_linked_is_known() -> None:
    people, _ = offered(np.random.default_rng(1))
    people = people.assign(**{OUTCOME: people[OUTCOME].where(people["month"] != -3)})
    with pytest.raises(InputError, match=f"{OUTCOME} is empty in month -3 where `linked` is 1"):
        enrolled_before_and_after(people, OUTCOME, 6)
