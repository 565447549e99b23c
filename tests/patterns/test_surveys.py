"""Surveys of a small place: what they miss, and that nobody's life changes."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.run import Run, simulate
from joinedup.state.markers import Answer, Question

ILL_ANSWER = (1.0, 0.65, 0.3)  # survey.response_worst


@pytest.fixture(scope="module")
def runs(siloed, sized) -> list[Run]:
    base = sized(siloed, 3_000, 1.0, 0.5)
    assumed = ({"survey.asked": 1.0, "survey.response_worst": worst} for worst in ILL_ANSWER)
    return [simulate(base.with_({"assumptions": one}), 3) for one in (*assumed, {})]


def year(run: Run, key: str) -> float:
    return float(run.months[key][0])


def test_the_less_the_ill_answer_the_healthier_a_survey_finds_people(runs, rises):
    """By degrees; the truth beside it stays where it is."""
    assert rises([year(run, "health_status_survey") for run in runs[:3]])
    assert len({year(run, "health_status") for run in runs}) == 1
    assert rises([-year(run, "survey_response") for run in runs[:3]])


def test_whom_a_survey_asks_changes_nothing_else(runs):
    for name in ("tallies", "stock_days", "markers", "hours"):
        first, *others = (np.asarray(run.world.months)[name] for run in runs)
        assert all((first == other).all() for other in others)
    assert all((run.events == runs[0].events).all() for run in runs)


def test_every_adult_is_come_to_once_a_year_and_a_few_are_asked(runs):
    sums = np.asarray(runs[-1].world.months)["surveys"][6:18, Question.HEALTH].sum(axis=0)
    adults = (runs[-1].world.residents["age"] > 0).sum()
    assert sums[Answer.PEOPLE] == pytest.approx(adults, rel=0.02)
    assert sums[Answer.ASKED] == pytest.approx(0.05 * adults, rel=0.35)
    assert 0 < sums[Answer.ANSWERED] < sums[Answer.ASKED]


def test_a_target_met_is_never_more_than_all(runs):
    for key in ("assessed_in_time", "started_in_time", "followed_up_in_time", "still_at_home"):
        of_nobody = np.isnan(runs[0].months[key]).all()
        assert of_nobody or 0.0 <= year(runs[0], key) <= 1.0
    assert year(runs[0], "assessed_in_time") > 0.0
    sensitive = runs[0].months["admissions_ambulatory_care_sensitive"].sum()
    assert 0.0 < sensitive < runs[0].months["emergency_admissions"].sum()
