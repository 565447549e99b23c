"""Truth beside a programme: two runs that are one place until the index date, and what differs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.evaluator.comparators import comparator, siloed
from joinedup_experiments.evaluator.designs.before_and_after import (
    area_before_and_after,
    enrolled_before_and_after,
)
from joinedup_experiments.evaluator.designs.people import panel_of
from joinedup_experiments.evaluator.designs.stepped import stepped_wedge
from joinedup_experiments.evaluator.quality import Quality
from joinedup_experiments.evaluator.recording import Recording, records_of
from joinedup_experiments.evaluator.truth import (
    truth_for_area,
    truth_for_people,
    truth_in_turn,
)
from joinedup_experiments.evaluator.writing import Recorded
from joinedup_experiments.scenario_io.load import load_scenario
from tests.evaluator.conftest import BEFORE, SEED
from tests.evaluator.made_up import COST, OUTCOME

WINDOW = 6


@dataclass(frozen=True)
class Pair:
    """The tables of a place without its programme and with it."""

    base: dict[str, pd.DataFrame]
    programme: dict[str, pd.DataFrame]


def tables(recording: Recording) -> dict[str, pd.DataFrame]:
    recorded = Recorded(recording)
    return {"people": recorded.people(Quality()).to_pandas(), "area": recorded.area().to_pandas()}


@pytest.fixture(scope="module")
def pair(managed: Scenario) -> Pair:
    return Pair(*map(tables, records_of([siloed(managed), managed], SEED, BEFORE)))


def test_the_programme_of_a_pair_is_the_run_alone(
    pair: Pair, whole: dict[str, pd.DataFrame]
) -> None:
    pd.testing.assert_frame_equal(pair.programme["people"], whole["person_months"])
    pd.testing.assert_frame_equal(pair.programme["area"], whole["area_months"])


def test_neighbourhoods_in_turn_have_their_own_months_and_weights() -> None:
    names = ["neighbourhood", "month"]
    months = pd.MultiIndex.from_product([(1, 2, 3), range(-12, 24)], names=names)
    base = months.to_frame(index=False).assign(person_days=365_250.0 / 12.0, **{OUTCOME: 10.0})
    begins = base["neighbourhood"].map({1: 0, 2: 12, 3: 99})
    # Each is one lower a month when live, and two lower in its second year.
    since = base["month"] - begins
    fall = np.where(since >= 0, base["neighbourhood"], 0.0) * np.where(since >= 12, 50.0, 1.0)
    programme = base.assign(**{OUTCOME: base[OUTCOME] - fall})
    found = stepped_wedge(programme, {1: 0, 2: 12}, OUTCOME, 12)
    truth = truth_in_turn(found, programme, base)
    steps = {one.neighbourhood: (one.begins, one.weight) for one in found.in_turn}
    assert {key: begins for key, (begins, _) in steps.items()} == {1: 0, 2: 12}
    weighed = steps[1][1] * -12.0 + steps[2][1] * -24.0
    assert truth.effect == pytest.approx(weighed) and truth.counterfactual == pytest.approx(120.0)
    assert steps[1][1] + steps[2][1] == pytest.approx(1.0) and steps[1][1] > steps[2][1]
    assert found.estimate == pytest.approx(truth.effect), "without chance a wedge has no bias"


def test_two_runs_are_one_place_until_the_index_date(pair: Pair) -> None:
    early = [one["area"][one["area"]["month"] < 0] for one in (pair.base, pair.programme)]
    pd.testing.assert_frame_equal(*early)
    late = [one["area"][one["area"]["month"] >= 0] for one in (pair.base, pair.programme)]
    assert not late[0].equals(late[1]) and (late[0]["enrolments"] == 0).all()


def test_a_place_beside_itself_has_no_effect(pair: Pair) -> None:
    people, area = pair.programme["people"], pair.programme["area"]
    panel = panel_of(people)
    truth = truth_for_people(enrolled_before_and_after(people, OUTCOME, WINDOW), panel, panel)
    assert truth.effect == 0.0 < truth.counterfactual
    found = area_before_and_after(area, OUTCOME, WINDOW)
    assert truth_for_area(found, area, area, 0).effect == 0.0


@pytest.mark.parametrize(("outcome", "scale"), [(OUTCOME, 1_000.0), (COST, 1.0)])
def test_what_is_added_to_the_enrolled_is_the_truth(pair: Pair, outcome: str, scale: float) -> None:
    """One more a day of every person enrolled, from the month after enrolment on."""
    people = pair.programme["people"]
    first = people[people["enrolled"] == 1].groupby("person", observed=True)["month"].min()
    begins = people["person"].map(first).astype(float)
    more = np.where(people["month"] > begins, people["days"], 0.0)
    added = people.assign(**{outcome: people[outcome] + more})
    found = enrolled_before_and_after(people, outcome, WINDOW)
    truth = truth_for_people(found, panel_of(added), panel_of(people))
    assert truth.effect == pytest.approx(365.25 * scale)


def test_what_is_added_to_an_area_is_the_truth_of_the_window_alone(pair: Pair) -> None:
    area = pair.base["area"]
    begins = 3
    inside = area["month"].between(begins, begins + WINDOW - 1)
    added = area.assign(**{OUTCOME: area[OUTCOME] + area["person_days"] * (100.0 * ~inside + 1)})
    found = area_before_and_after(area, OUTCOME, WINDOW, begins=begins)
    assert truth_for_area(found, added, area, begins).effect == pytest.approx(365_250.0)


def test_who_is_not_in_the_other_world_is_left_out(pair: Pair) -> None:
    people, other = pair.programme["people"], pair.base["people"]
    found = enrolled_before_and_after(people, OUTCOME, WINDOW)
    nobody = other[~other["person"].isin(found.people)]
    assert np.isnan(truth_for_people(found, panel_of(people), panel_of(nobody)).effect)
    one = replace(found, people=found.people[:1])
    alone = other[other["person"].isin(one.people)]
    assert truth_for_people(one, panel_of(people), panel_of(alone)) == truth_for_people(
        one, panel_of(people), panel_of(other)
    )


def test_comparators_differ_and_are_the_same_when_asked_again() -> None:
    place = load_scenario("siloed_borough")
    first, second = (comparator(place, number, 7, 0.5) for number in (1, 2))
    assert comparator(place, 1, 7, 0.5) == first
    assert first.world != second.world and first.place.assumptions != second.place.assumptions
    assert first.place.place.ages != second.place.place.ages
    assert sum(first.place.place.ages.values()) == pytest.approx(1.0)


def test_a_place_without_its_programme_is_named_so() -> None:
    programme = load_scenario("case_management")
    assert siloed(programme).name == f"{programme.name}, without its programme"
    longest = programme.model_copy(update={"name": "x" * 200})
    assert siloed(longest).with_({"years": 3}).name.endswith("x, without its programme")


def test_staff_and_beds_of_comparators_go_with_their_need() -> None:
    place = load_scenario("siloed_borough")
    older = [comparator(place, number, 7, 0.0).place for number in range(1, 9)]
    beds = [one.hospital.beds_per_1000 for one in older]
    gps = [one.teams["general_practice"].staff["gp"] for one in older]
    old = [sum(one.place.ages[band] for band in ("65-74", "75-84", "85+")) for one in older]
    assert np.allclose(np.divide(beds, place.hospital.beds_per_1000), np.divide(gps, 15.6))
    poor = [np.dot(one.place.deprivation, np.arange(5)) for one in older]
    terms = np.column_stack([np.ones(8), old, poor])
    slopes, left, _, _ = np.linalg.lstsq(terms, beds, rcond=None)
    assert (slopes[1:] > 0.0).all() and left[0] < 0.05 * np.var(beds) * 8, "and with nothing else"


@pytest.mark.parametrize(("share", "many"), [(0.0, 0), (1.0, 8)])
def test_as_many_comparators_have_initiatives_as_is_asked_for(share: float, many: int) -> None:
    place = load_scenario("siloed_borough")
    each = [comparator(place, number, 7, share) for number in range(1, 9)]
    assert sum(bool(one.initiative) for one in each) == many
    joined = [one.place.arrangement != place.arrangement for one in each]
    assert sum(joined) == many
