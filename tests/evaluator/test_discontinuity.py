"""The threshold of case finding as a design: by hand, on records of a run, and where it cannot."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, t

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.designs.discontinuity import (
    BANDWIDTH,
    discontinuity_at_threshold,
)
from joinedup_experiments.evaluator.designs.estimate import OUTCOMES
from joinedup_experiments.evaluator.recording import record
from tests.evaluator.conftest import AFTER, BEFORE, SEED, Frames
from tests.evaluator.made_up import OUTCOME, THRESHOLD, searched

Tables = dict[str, pd.DataFrame]
MANAGED = "arrangement.case_management"


def finding(managed: Scenario, share: float) -> Scenario:
    """The place with a search that finds this share of residents, and places for 2%."""
    changes = {f"{MANAGED}.share_of_residents": share, f"{MANAGED}.filled_by_clinicians": 0.0}
    return managed.with_(changes)


@pytest.fixture(scope="module")
def taken_in(managed: Scenario, frames: Frames) -> Tables:
    """Records of a place with room for all whom a search finds."""
    return frames(record(finding(managed, 0.01), SEED, BEFORE))


def sharp() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Everybody above the threshold is enrolled, nobody below."""
    people, areas = searched(np.random.default_rng(4), 0.6)
    above = people.groupby("person")["risk_score"].transform("max") >= THRESHOLD
    return people.assign(enrolled=(above & (people["month"] >= 0)).astype(int)), areas


def test_where_all_above_are_enrolled_it_is_statsmodels_regression() -> None:
    sm = pytest.importorskip("statsmodels.api")
    people, areas = sharp()
    found = discontinuity_at_threshold(people, areas, OUTCOME, 6)
    after = people[people["month"].between(1, 6)].groupby("person")
    gap = after["risk_score"].first() - THRESHOLD
    gap = gap[gap.abs() < BANDWIDTH]
    days = after["days"].sum()[gap.index]
    rate = 365_250.0 * after[OUTCOME].sum()[gap.index] / days
    above = (gap >= 0.0).astype(float)
    terms = np.column_stack([np.ones(len(gap)), above, gap, above * gap])
    weights = days * (1.0 - gap.abs() / BANDWIDTH)
    fit = sm.WLS(rate, terms, weights).fit(cov_type="HC1", use_t=True)
    low, high = fit.conf_int().loc["x1"]
    assert (found.estimate, found.low, found.high) == pytest.approx((fit.params["x1"], low, high))
    assert found.units == len(gap)


def test_the_interval_holds_the_effects_at_which_no_jump_is_left() -> None:
    """Anderson and Rubin's: at its ends what the effect leaves of the jump is just in error."""
    sm = pytest.importorskip("statsmodels.api")
    people, areas = searched(np.random.default_rng(6), 0.6)
    found = discontinuity_at_threshold(people, areas, OUTCOME, 6, bandwidth=1.0)
    after = people[people["month"].between(1, 6)].groupby("person")
    gap = after["risk_score"].first() - THRESHOLD
    gap = gap[gap.abs() < 1.0]
    rate = 2_000.0 * after[OUTCOME].sum()[gap.index]
    above = (gap >= 0.0).astype(float)
    terms = np.column_stack([np.ones(len(gap)), above, gap, above * gap])
    sure = t.ppf(0.975, len(gap) - 4)
    for effect, inside in ((found.low, 1.0), (found.estimate, 0.0), (found.high, -1.0)):
        left = rate - effect * after["enrolled"].max()[gap.index]
        fit = sm.WLS(left, terms, 1.0 - gap.abs()).fit(cov_type="HC1")
        assert fit.tvalues["x1"] == pytest.approx(inside * sure, abs=1e-6)


def test_where_enrolment_does_not_jump_it_says_so_nineteen_times_in_twenty() -> None:
    answered = 0
    for seed in range(20):
        tables = searched(np.random.default_rng([16, seed]), 0.6, jump=0.0)
        try:
            discontinuity_at_threshold(*tables, OUTCOME, 6)
            answered += 1
        except InputError as error:
            assert "enrolment does not jump" in str(error)
    assert answered <= binom.ppf(0.999, 20, 0.025)


def test_it_answers_on_records_of_a_run(taken_in: Tables) -> None:
    people, areas = taken_in["person_months"], taken_in["area_months"]
    for outcome in OUTCOMES:
        found = discontinuity_at_threshold(people, areas, outcome, 12)
        assert np.isfinite((found.low, found.high)).all()
        assert found.low < found.estimate < found.high and found.units > 100
        assert "enrolment jumps by" in found.notes[1]


def test_where_places_run_out_above_the_threshold_there_is_no_jump(
    managed: Scenario, frames: Frames
) -> None:
    """The highest scores are enrolled first, and case managers are full before the threshold."""
    tables = frames(record(finding(managed, 0.06), SEED, BEFORE))
    with pytest.raises(InputError, match="enrolment does not jump at the threshold: by"):
        discontinuity_at_threshold(tables["person_months"], tables["area_months"], OUTCOME, 12)


def test_what_cannot_be_had_is_refused_in_one_line(taken_in: Tables) -> None:
    people, areas = taken_in["person_months"], taken_in["area_months"]
    unsearched = areas.assign(risk_threshold=np.nan)
    nobody = people.assign(enrolled=0)
    refused = [
        (people, areas, "lives", 12, 2.0, "no such outcome"),
        (people, areas, OUTCOME, 0, 2.0, "window 0: it must be above 0"),
        (people, areas, OUTCOME, 12, 0.0, "bandwidth 0.0: it must be above 0"),
        (people, areas, OUTCOME, 12, 0.001, "people on a side of the threshold: 20 are needed"),
        (people, areas, OUTCOME, AFTER, 2.0, f"window {AFTER}: records have {AFTER - 1} months"),
        (people, unsearched, OUTCOME, 12, 2.0, "nobody was searched for"),
        (people.drop(columns="risk_score"), areas, OUTCOME, 12, 2.0, "no column risk_score"),
        (nobody, areas, OUTCOME, 12, 2.0, "threshold: nobody near it is enrolled within"),
        (people.assign(linked=0), areas, OUTCOME, 12, 2.0, "linked"),
    ]  # fmt: skip
    for table, area, outcome, window, bandwidth, reason in refused:
        with pytest.raises(InputError, match=reason) as error:
            discontinuity_at_threshold(table, area, outcome, window, bandwidth)
        assert "\n" not in str(error.value)
