"""Figures of a year, and of people 91 days after hospital, by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from joinedup.codes import MONTH_DAYS, Activity, Cause
from joinedup.engine.events import EVENT
from joinedup.outcomes.after_discharge import still_at_home
from joinedup.outcomes.measures import MEASURES, in_group
from joinedup.outcomes.metrics import answers_to, response_to, truth_about
from joinedup.outcomes.monthly import counts_of
from joinedup.outcomes.stays import SHORT_TERM, about_stays
from joinedup.run import days_of
from joinedup.state.markers import ANSWERS, QUESTIONS, Answer, Question
from joinedup_experiments.scenario_io.load import load_scenario

IN, OUT = Activity.EMERGENCY_ADMISSION, Activity.DISCHARGE
BEGUN, HOME, DIED = Activity.CARE_STARTED, Activity.CARE_HOME_MOVE, Activity.DIED


def test_the_eight_system_metrics_of_001_are_all_there():
    assert set(in_group("system metric")) == {
        "bed_days",
        "admissions_last_100_days",
        "admissions_ambulatory_care_sensitive",
        "health_status",
        "experience_of_coordination",
        "self_management",
        "care_plans",
        "care_home_admissions",
    }
    assert all(m.better or m.key == "bed_days" for m in MEASURES if m.group == "system metric")


def test_a_survey_gives_one_figure_a_year_and_the_last_year_may_be_short():
    surveys = np.zeros((15, QUESTIONS, ANSWERS))
    surveys[[0, 11, 13], Question.HEALTH, Answer.ANSWERED] = 2, 2, 5
    surveys[[0, 11, 13], Question.HEALTH, Answer.SUM] = 1000, 3000, 4000
    surveys[:, Question.HEALTH, Answer.ASKED] = 10
    surveys[3, Question.HEALTH, :2] = 4, 2800
    months = SimpleNamespace(surveys=surveys)
    answers = answers_to(Question.HEALTH)(months)
    assert answers == pytest.approx([1.0] * 12 + [0.8] * 3)
    assert response_to(Question.HEALTH)(months) == pytest.approx([4 / 120] * 12 + [5 / 30] * 3)
    truth = truth_about(Question.HEALTH)(months)  # there is none of nobody
    assert truth == pytest.approx([0.7] * 12 + [np.nan] * 3, nan_ok=True)


@pytest.mark.parametrize("burn_in_years", [0.25, 10.0])
def test_a_month_has_its_whole_days_and_the_first_lacks_none(burn_in_years: float):
    """An event a day, late in it: as many in each month as the days that are tallied there."""
    scenario = load_scenario("siloed_borough").with_({"run.burn_in_years": burn_in_years})
    first, end = days_of(scenario)
    rows = np.zeros(end, EVENT)
    rows["time"], rows["activity"] = np.arange(end) + 0.9, Activity.CRISIS
    found = counts_of([rows], first, scenario.run.months)[0][:, Activity.CRISIS].sum(axis=0)
    number = np.floor(np.arange(first, end) / MONTH_DAYS).astype(int)  # as phases.records has it
    days = np.bincount(number - number[0])[: scenario.run.months]
    assert np.array_equal(found, days)
    assert set(days) == {30, 31} and abs(days.sum() - 7 * 365.25) < 1.0


def log(*events: tuple) -> np.ndarray:
    rows = np.zeros(len(events), EVENT)
    for row, (time, who, activity) in zip(rows, events, strict=True):
        row["time"], row["who"], row["activity"], row["genuine"] = time, who, activity, 1
        row["cause"] = SHORT_TERM if activity == BEGUN else Cause.BACKGROUND
    return about_stays([rows[::-1]])


def test_who_is_at_home_91_days_after_leaving_hospital_into_reablement():
    day = 20.0  # of the start of reablement; leaving hospital two days before, if not said
    of_each = [[(day - 9, n, IN), (day - 2, n, OUT), (day, n, BEGUN)] for n in range(6)]
    of_each[1] += [(day + 40, 1, DIED)]
    of_each[2] += [(day + 90, 2, HOME)]
    of_each[3] += [(day + 85, 3, IN), (day + 95, 3, OUT)]
    of_each[4] += [(day + 60, 4, IN), (day + 70, 4, OUT), (day + 92, 4, DIED)]
    of_each[5] = [(day, 5, BEGUN)]  # not from hospital
    late = [(200.0, 6, IN), (210.0, 6, OUT), (211.0, 6, BEGUN)]  # its 91st day is after the end
    found = still_at_home(log(*[row for rows in (*of_each, late) for row in rows]), 0, 8)
    assert 8 * MONTH_DAYS < 211.0 + 91.0
    assert found["reabled"].tolist() == [5.0] + [0.0] * 7
    assert found["still_at_home"].tolist() == [2.0] + [0.0] * 7  # 0, and 4 who went and came back
    assert not still_at_home(log((1.0, 0, OUT)), 0, 8)["reabled"].any()
