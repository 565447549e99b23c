"""Shares of an eventual effect: paired, with an interval, and none of what may be nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from joinedup.outcomes.measures import MEASURES, POSITION, WEIGHTED
from joinedup_experiments.compare.statistics import Interval, interval_of
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.studies.answers import read_results
from joinedup_experiments.studies.effects import PAGE, RESULTS, run_again
from joinedup_experiments.studies.over_time import (
    Course,
    course_between,
    follow,
    jackknife,
    meets,
    strain_and_vacancy,
)
from joinedup_experiments.studies.running import Months, Outcomes
from joinedup_experiments.studies.study import ARRANGEMENTS, YEARS_TO_EFFECT, read_study

COMING = np.array([0.1, 0.4, 0.7, 0.9, 1.0, 1.0, 1.0, 1.0])


def course(eventual: float, spread: float = 1.0, replications: int = 8) -> Course:
    """Differences that come to ``eventual`` over eight years."""
    draws = np.random.default_rng(3).normal(0.0, spread, (replications, len(COMING)))
    return course_of(eventual * COMING + draws)


def course_of(by_year: np.ndarray) -> Course:
    return Course(by_year, by_year[:, -2:].mean(axis=1), 1000.0)


def test_a_share_has_an_interval_around_what_was_made_up():
    share = course(-100.0).share(2)
    assert share is not None
    assert share.low < 0.4 < share.high
    assert share.half_width < 0.05


def test_no_share_of_an_effect_that_may_be_nothing():
    noisy = course(0.0, spread=50.0)
    noisy = course_of(noisy.by_year - noisy.by_year.mean(axis=0))
    assert noisy.share(2) is None
    assert noisy.less(course(-100.0), 2) is None


def test_two_replications_that_agree_give_no_share():
    assert course(-100.0, spread=0.0, replications=2).share(2) is None


def test_what_delays_is_told_from_paired_shares():
    whole = course(-100.0)
    sooner = replace(whole, by_year=whole.by_year - 30.0 * (np.arange(len(COMING)) == 1))
    gap, same = sooner.less(whole, 2), whole.less(whole, 2)
    assert gap is not None and gap.excludes_zero
    assert gap.mean == pytest.approx(0.3, abs=0.02)
    assert same is not None and same.identical


def test_an_eventual_effect_counts_each_month_by_how_many_it_is_of():
    """Of the last two years the first has 30 people a month with 0.5, the other 10 with 0.9."""
    question = read_study(YEARS_TO_EFFECT)
    setting, (base, arm, *_) = question.first_setting, question.arms
    n, w = POSITION["satisfaction"], WEIGHTED["satisfaction"]

    def months(late: tuple[float, float]) -> Months:
        values = np.zeros((len(MEASURES), 12 * question.study.years))
        weights = np.ones((len(WEIGHTED), values.shape[1]))
        values[n, -24:], weights[w, -24:] = np.repeat(late, 12), np.repeat([30.0, 10.0], 12)
        return Months(values, weights)

    years = np.zeros((2, question.study.years))
    values = {(setting, name, "satisfaction"): years for name in (base, arm)}
    kept = {(setting, base): [months((0.0, 0.0))] * 2, (setting, arm): [months((0.5, 0.9))] * 2}
    found = course_between(question, Outcomes(values, (1, 2), kept), setting, arm, "satisfaction")
    assert found.late == pytest.approx(0.6)


def test_strain_of_a_year_is_that_of_all_in_post_in_it():
    """Ten people with 0.9 in one month, two with 0.3 in the next, in ten posts."""
    assert strain_and_vacancy([(9.0, 10.0, 10.0), (0.6, 2.0, 10.0)]) == pytest.approx([0.8, 0.4])


def test_the_jackknife_of_a_mean_is_students():
    values = np.random.default_rng(5).normal(3.0, 1.0, 9)
    found, expected = jackknife(lambda rows: values[rows].mean(), 9), interval_of(values)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


@pytest.mark.parametrize(
    ("gap", "word"),
    [
        (Interval(0.01, -0.05, 0.07, 8), "meet again"),
        (Interval(0.02, 0.01, 0.03, 8), "meet again"),
        (Interval(0.6, 0.5, 0.7, 8), "stay apart"),
        (Interval(0.1, -0.4, 0.6, 8), "too uncertain to tell"),
        (Interval(0.0, np.nan, np.nan, 1), "too few replications"),
    ],
)
def test_whether_two_starts_meet(gap, word):
    assert meets(0.75, gap) == word


def test_both_starts_are_as_they_say():
    siloed = load_scenario("siloed_borough")
    run = siloed.run.model_copy(update={"years": 1.0, "burn_in_years": 0.25})
    place = siloed.place.model_copy(update={"residents": 1500})
    found = follow(siloed.model_copy(update={"run": run, "place": place}), 2)
    assert found.shape == (2, 2, 2, 2)
    assert found[:, :, 0, 0] == pytest.approx(np.array([[0.05, 0.8], [0.05, 0.8]]))
    assert np.all(found[:, 0, 1, 0] == 0.0)
    assert np.all((found[:, 1, 1, 0] > 0.2) & (found[:, 1, 1, 0] < 0.5))


@pytest.mark.slow
def test_the_page_of_every_study_can_be_written_of_a_small_place(tmp_path):
    run_again([], tmp_path, replications=2, workers=2, residents=800)
    page = (tmp_path / PAGE).read_text(encoding="utf-8")
    kept = read_results(tmp_path / RESULTS)
    assert "nan" not in page
    for question in (read_study(ARRANGEMENTS), read_study(YEARS_TO_EFFECT)):
        assert f"## {question.study.title}" in page
    assert all(one.label in page for one in read_study(YEARS_TO_EFFECT).settings.values())
    assert set(kept.effects) == set(read_study(ARRANGEMENTS).arms) - {"siloed_borough"}
    for figure in re.findall(r"\]\((pictures/[^)]+)\)", page):
        assert (tmp_path / figure).is_file()


def test_a_replication_without_a_value_is_passed_over():
    question, rng = read_study(YEARS_TO_EFFECT), np.random.default_rng(2)
    setting, (base, arm, *_) = question.first_setting, question.arms
    shape = (6, question.study.years)
    values = {
        (setting, base, "waiting_days"): 50.0 + rng.standard_normal(shape),
        (setting, arm, "waiting_days"): 40.0 + rng.standard_normal(shape),
    }
    five = {key: each[1:] for key, each in values.items()}
    values[setting, base, "waiting_days"][0] = np.nan
    found, known = (
        course_between(question, Outcomes(each, tuple(range(many))), setting, arm, "waiting_days")
        for each, many in ((values, 6), (five, 5))
    )
    assert found.base == known.base and found.eventual == known.eventual
    assert found.share(2) == known.share(2) is not None
