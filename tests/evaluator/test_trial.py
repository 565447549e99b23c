"""A trial by lot in a run: who is offered case management, and what its records say of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from joinedup.codes import Activity
from joinedup.phases.case_management import lot_of
from joinedup.phases.resident_draws import key_of
from joinedup.run import simulate
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.designs.first_search import drawn_by_lot
from joinedup_experiments.evaluator.designs.randomised import as_drawn
from joinedup_experiments.evaluator.recording import Recording, record
from joinedup_experiments.scenario_io.load import load_scenario
from tests.evaluator.conftest import BEFORE, PEOPLE, SEED, Frames
from tests.evaluator.made_up import OUTCOME

SURE = 0.999


def trial(scenario: Scenario, share: float) -> Scenario:
    return scenario.with_({"offered_to": share})


@pytest.fixture(scope="module")
def half(managed: Scenario) -> Recording:
    """The place of the other tests, with case management offered to half of its people."""
    return record(trial(managed, 0.5), SEED, BEFORE)


@pytest.fixture(scope="module")
def tables(half: Recording, frames: Frames) -> dict[str, pd.DataFrame]:
    return frames(half)


@pytest.fixture(scope="module")
def of_half(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return tables["person_months"]


def offered(people: pd.DataFrame) -> pd.Series:
    each = people.groupby(people["person"].astype(str))["offered"]
    assert (each.nunique() == 1).all()  # a person's lot is drawn once
    return each.first()


def test_half_is_offered_to_half_and_nobody_else_is_enrolled(of_half: pd.DataFrame) -> None:
    lots = offered(of_half)
    low, high = binom.ppf([1.0 - SURE, SURE], len(lots), 0.5)
    assert low <= lots.sum() <= high
    ever = of_half.groupby(of_half["person"].astype(str))["enrolled"].max()
    assert ever[lots == 0].sum() == 0 < ever[lots == 1].sum()


def test_its_draw_is_of_those_whom_the_first_search_found(
    tables: dict[str, pd.DataFrame], of_half: pd.DataFrame
) -> None:
    drawn = drawn_by_lot(of_half, tables["area_months"])
    assert len(drawn) == int(0.02 * PEOPLE)
    lots = offered(of_half)[drawn["person"].astype(str)]
    assert lots.tolist() == drawn["offered"].tolist() and 0 < lots.sum() < len(lots)
    found = as_drawn(of_half, drawn, OUTCOME, 12)
    assert found.low < found.estimate < found.high and found.units > 0.8 * len(drawn)


def test_without_a_search_or_a_trial_there_is_no_draw(
    tables: dict[str, pd.DataFrame], people: pd.DataFrame, of_half: pd.DataFrame
) -> None:
    areas = tables["area_months"]
    with pytest.raises(InputError, match="nobody was searched for"):
        drawn_by_lot(of_half, areas[areas["month"] < 0])
    with pytest.raises(InputError, match="nobody was offered it, or everybody"):
        as_drawn(people, drawn_by_lot(people, areas), OUTCOME, 12)


def test_newcomers_to_a_row_have_lots_of_their_own() -> None:
    keys = [[key_of(who, lived) for who in range(2_000)] for lived in (0, 1)]
    first, second = ([lot_of(SEED, key) for key in row] for row in keys)
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.08
    assert 0.45 < np.mean(first) < 0.55 and lot_of(SEED + 1, keys[0][0]) != first[0]


def test_a_larger_trial_offers_it_to_all_whom_a_smaller_one_does(
    managed: Scenario, half: Recording, frames: Frames, of_half: pd.DataFrame
) -> None:
    """And the seed's own people, as long as they live alike."""
    before = of_half[of_half["month"] < 0]
    more = frames(record(trial(managed, 0.8), SEED, BEFORE))["person_months"]
    lots, larger = offered(before), offered(more[more["month"] < 0])
    assert set(lots.index) == set(larger.index)
    assert (larger.loc[lots.index] >= lots).all() and larger.sum() > lots.sum()


def test_offered_to_nobody_it_enrols_nobody_and_to_all_it_is_no_trial(
    managed: Scenario, recording: Recording, people: pd.DataFrame
) -> None:
    nobody = simulate(trial(managed, 0.0), SEED).events
    assert not (nobody["activity"] == Activity.ENROLLED).any()
    assert np.array_equal(simulate(trial(managed, 1.0), SEED, contacts=True).events,
                          recording.run.events)  # fmt: skip
    assert (people["offered"] == 1).all()


def test_a_share_that_cannot_be_is_refused() -> None:
    with pytest.raises(RefusedError, match="offered_to"):
        trial(load_scenario("case_management"), 1.5)
