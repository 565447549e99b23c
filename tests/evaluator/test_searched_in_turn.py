"""Neighbourhoods searched in turn: people are followed, in estimate and truth, from their own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.designs.catalogue import DESIGNS, Material
from joinedup_experiments.evaluator.designs.discontinuity import discontinuity_at_threshold
from joinedup_experiments.evaluator.designs.first_search import drawn_by_lot
from joinedup_experiments.evaluator.designs.people import panel_of
from joinedup_experiments.evaluator.designs.randomised import as_drawn
from joinedup_experiments.evaluator.truth import truth_for_people
from tests.evaluator.made_up import OUTCOME, PEOPLE, searched

WINDOW, LATER, ONE_A_DAY = 4, 3, 365_250.0
FIRST_ENROLLED = {1: 0, 2: LATER + 2}  # the second neighbourhood waits for its case managers
Tables = tuple[pd.DataFrame, pd.DataFrame]


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Two neighbourhoods of people, the second searched three months later, half offered it."""
    people, areas = searched(np.random.default_rng(7))
    later = people["month"] + LATER
    second = people.assign(person=people["person"] + PEOPLE, neighbourhood=2, month=later)
    both = pd.concat([people, second], ignore_index=True)
    begins = both["neighbourhood"].map(FIRST_ENROLLED)
    enrolled = both["enrolled"] * (both["month"] >= begins)
    offered = np.random.default_rng(8).integers(0, 2, 2 * PEOPLE)[both["person"]]
    areas = pd.concat([areas, areas.assign(neighbourhood=2, month=areas["month"] + LATER)])
    chance = np.random.default_rng(9).normal(0.0, 1e-6, len(both))  # rates all alike are refused
    outcome = both["days"] / 30 + chance
    return both.assign(enrolled=enrolled, offered=offered, **{OUTCOME: outcome}), areas


def added(people: pd.DataFrame, begins: dict[int, int]) -> pd.DataFrame:
    """One more a day of everybody in the window from a month on, a hundred in other months."""
    start = people["neighbourhood"].map(begins)
    inside = people["month"].between(start, start + WINDOW - 1)
    return people.assign(**{OUTCOME: people[OUTCOME] + people["days"] * np.where(inside, 1, 100)})


def test_at_the_threshold_the_truth_is_of_the_months_of_the_estimate(tables: Tables) -> None:
    people, areas = tables
    found = discontinuity_at_threshold(people, areas, OUTCOME, WINDOW)
    more = added(people, {1: 1, 2: LATER + 1})
    truth = truth_for_people(found, panel_of(more), panel_of(people))
    assert truth.effect == pytest.approx(ONE_A_DAY)
    assert set(found.begins) == {1, LATER + 1} and len(found.begins) == len(found.people)


@pytest.mark.parametrize(
    ("by", "begins"), [("search", {1: 0, 2: LATER}), ("enrolment", FIRST_ENROLLED)]
)
def test_those_drawn_are_followed_from_their_own_search_or_enrolment(
    tables: Tables, by: str, begins: dict[int, int]
) -> None:
    people, areas = tables
    late = people["month"] >= people["neighbourhood"].map(begins)
    more = added(people, begins)[OUTCOME].where(late & (people["offered"] == 1), people[OUTCOME])
    trial = people.assign(**{OUTCOME: more})
    if by == "search":
        found = as_drawn(trial, drawn_by_lot(trial, areas), OUTCOME, WINDOW)
    else:
        its = Material(people, areas, (), 0, {}, trial=Material(trial, areas, (), 0, {}))
        found = DESIGNS["randomised"].make(its, OUTCOME, WINDOW)
    truth = truth_for_people(found, panel_of(trial), panel_of(people))
    assert set(found.begins) == set(begins.values())
    assert found.estimate == pytest.approx(ONE_A_DAY) == truth.effect


def test_who_was_drawn_too_late_for_the_window_is_left_out(tables: Tables) -> None:
    people, areas = tables
    drawn, until = drawn_by_lot(people, areas), people["month"].max()
    found = as_drawn(people, drawn, OUTCOME, until - LATER + 2)
    assert set(found.begins) == {0} and found.units < len(drawn)
    with pytest.raises(InputError, match=rf"window {until + 2}: records have {until + 1} months"):
        as_drawn(people, drawn, OUTCOME, until + 2)


@pytest.mark.parametrize("wrong", ["yes", 2, float("nan")])
def test_a_draw_is_of_noughts_and_ones(tables: Tables, wrong: object) -> None:
    people, areas = tables
    drawn = drawn_by_lot(people, areas).astype({"offered": object})
    drawn.loc[0, "offered"] = wrong
    with pytest.raises(InputError, match="drawn: `offered` must be 1 or 0, not"):
        as_drawn(people, drawn, OUTCOME, WINDOW)
    for begins in (0.5, "1"):
        with pytest.raises(InputError, match="begins must be a whole number, not"):
            as_drawn(people, drawn_by_lot(people, areas), OUTCOME, WINDOW, begins=begins)
