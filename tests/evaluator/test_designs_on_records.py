"""Designs on records of a small place that was run, and where they cannot be had."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.designs.before_and_after import (
    area_before_and_after,
    enrolled_before_and_after,
)
from joinedup_experiments.evaluator.designs.comparator_areas import areas_against_comparators
from joinedup_experiments.evaluator.designs.estimate import OUTCOMES, Estimate
from joinedup_experiments.evaluator.designs.interrupted import interrupted_time_series
from joinedup_experiments.evaluator.designs.matched import WAYS, enrolled_against_matched
from joinedup_experiments.evaluator.designs.randomised import as_drawn
from tests.evaluator.conftest import AFTER, BEFORE, Frames
from tests.evaluator.made_up import OUTCOME

Tables = dict[str, pd.DataFrame]
Design = Callable[[Tables, str, int], Estimate]


def comparators(area: pd.DataFrame) -> list[pd.DataFrame]:
    """Its neighbourhoods, as if they were other places."""
    return [one for _, one in area.groupby("neighbourhood")]


def halves(people: pd.DataFrame) -> pd.DataFrame:
    """Everybody, as if half of them had been offered the programme."""
    names = people["person"].drop_duplicates()
    return pd.DataFrame({"person": names, "offered": np.arange(len(names)) % 2})


DESIGNS: dict[str, Design] = {
    "enrolled": lambda t, outcome, n: enrolled_before_and_after(t["person_months"], outcome, n),
    "area": lambda t, outcome, n: area_before_and_after(t["area_months"], outcome, n),
    "series": lambda t, outcome, n: interrupted_time_series(
        t["area_months"], outcome, n, begins=1, season=True
    ),
    "areas": lambda t, outcome, n: areas_against_comparators(
        [t["area_months"]], comparators(t["area_months"]), outcome, n
    ),
    "draw": lambda t, outcome, n: as_drawn(
        t["person_months"], halves(t["person_months"]), outcome, n
    ),
    **{
        way: lambda t, outcome, n, way=way: enrolled_against_matched(
            t["person_months"], outcome, n, way
        )
        for way in WAYS
    },
}


@pytest.mark.parametrize("name", DESIGNS)
def test_every_design_answers_on_records_of_a_run(whole: Tables, name: str) -> None:
    for outcome in OUTCOMES:
        found = DESIGNS[name](whole, outcome, 12)
        values = (found.low, found.estimate, found.high)
        assert np.isfinite(values).all() and found.low <= found.estimate <= found.high, outcome
        assert (found.outcome, found.window) == (outcome, 12) and found.units > 0
        for one in found.balance:
            assert np.isfinite((one.everybody, one.matched)).all()


def test_poor_records_will_do(frames: Frames) -> None:
    tables = frames(coding=0.6, linkage=0.8, attrition=0.1, sample=0.8)
    found = enrolled_against_matched(tables["person_months"], OUTCOME, 6)
    best = enrolled_against_matched(frames()["person_months"], OUTCOME, 6)
    assert 0 < found.units < best.units and np.isfinite((found.low, found.high)).all()


def test_controls_may_live_in_another_place(people: pd.DataFrame) -> None:
    """The same pseudonyms there are other people, and nobody there is among the enrolled."""
    there = people.assign(enrolled=0)
    found = enrolled_against_matched(people, OUTCOME, 12, elsewhere=there)
    apart = people.assign(person=people["person"].astype(str) + "b", enrolled=0)
    again = enrolled_against_matched(people, OUTCOME, 12, elsewhere=apart)
    assert found == again
    assert found.units <= enrolled_before_and_after(people, OUTCOME, 12).units
    with pytest.raises(InputError, match="window 12: records last"):
        enrolled_against_matched(people[people["month"] < 12], OUTCOME, 12, elsewhere=there)


@pytest.mark.parametrize("name", DESIGNS)
def test_a_window_longer_than_the_records_is_refused(whole: Tables, name: str) -> None:
    with pytest.raises(InputError, match=rf"window {AFTER + 1}: records (have|last) \d+ months"):
        DESIGNS[name](whole, OUTCOME, AFTER + 1)


@pytest.mark.parametrize("name", ["enrolled", *WAYS])
def test_nobody_enrolled_is_refused(whole: Tables, name: str) -> None:
    nobody = whole | {"person_months": whole["person_months"].assign(enrolled=0)}
    with pytest.raises(InputError, match="nobody is enrolled"):
        DESIGNS[name](nobody, OUTCOME, 6)


def test_no_comparator_is_refused(whole: Tables, people: pd.DataFrame) -> None:
    area = whole["area_months"]
    with pytest.raises(InputError, match="1 comparators: 2 are needed"):
        areas_against_comparators([area], comparators(area)[:1], OUTCOME, 6)
    with pytest.raises(InputError, match="no area with the programme"):
        areas_against_comparators([], comparators(area), OUTCOME, 6)
    passing = people[people["month"].isin([-BEFORE, AFTER - 1])]  # nobody is there in between
    for way in WAYS:
        with pytest.raises(InputError, match="no comparator"):
            enrolled_against_matched(people, OUTCOME, 6, way, elsewhere=passing.assign(enrolled=0))


def test_too_few_months_before_are_refused(whole: Tables, people: pd.DataFrame) -> None:
    area = whole["area_months"]
    late, short = area[area["month"] >= -4], people[people["month"] >= -4]
    for design in (area_before_and_after, interrupted_time_series):
        with pytest.raises(InputError, match=r"before \d+: records have 4 months before 0"):
            design(late, OUTCOME, 6)
    with pytest.raises(InputError, match="prognostic: it needs 6 months"):
        enrolled_against_matched(short, OUTCOME, 6)
    with pytest.raises(InputError, match="before 12: records have 4 months before 0"):
        as_drawn(short, halves(short), OUTCOME, 12)
    with pytest.raises(InputError, match="before 48: records begin 18 months before"):
        enrolled_before_and_after(people, OUTCOME, 6, before=48)


def test_what_is_not_known_is_refused_in_one_line(whole: Tables, people: pd.DataFrame) -> None:
    area = whole["area_months"]
    twice = pd.concat([halves(people)] * 2)
    refused: list[tuple[str, Callable[[], Estimate]]] = [
        ("no such outcome", lambda: area_before_and_after(area, "lives", 6)),
        ("window 0", lambda: enrolled_before_and_after(people, OUTCOME, 0)),
        ("no such way", lambda: enrolled_against_matched(people, OUTCOME, 6, "nearest")),
        ("no such errors", lambda: interrupted_time_series(area, OUTCOME, 6, errors="none")),
        ("no column", lambda: area_before_and_after(area.drop(columns=OUTCOME), OUTCOME, 6)),
        ("no rows", lambda: enrolled_before_and_after(people.iloc[:0], OUTCOME, 6)),
        ("linked", lambda: enrolled_before_and_after(people.assign(linked=0), OUTCOME, 6)),
        ("drawn twice", lambda: as_drawn(people, twice, OUTCOME, 6)),
        ("or everybody", lambda: as_drawn(people, halves(people).assign(offered=1), OUTCOME, 6)),
    ]
    for reason, design in refused:
        with pytest.raises(InputError, match=reason) as error:
            design()
        assert "\n" not in str(error.value)


def test_without_statsmodels_it_is_said_how_to_get_it(
    whole: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "statsmodels.api", None)
    with pytest.raises(InputError, match=r"pip install 'joinedup\[evaluate\]'"):
        area_before_and_after(whole["area_months"], OUTCOME, 6)
