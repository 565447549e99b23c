"""What is said of a question follows from its intervals, and from nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from joinedup_experiments.compare.statistics import Interval
from joinedup_experiments.studies.patterns.answers import in_words
from joinedup_experiments.studies.patterns.asking import read_question
from joinedup_experiments.studies.patterns.judging import change_in_words, judge, seen, verdict
from joinedup_experiments.studies.patterns.question import Expectation, Other
from joinedup_experiments.studies.patterns.running import Figures

REPLICATES, YEARS = 6, 7


def interval(low: float, high: float) -> Interval:
    return Interval((low + high) / 2.0, low, high, 8)


@pytest.mark.parametrize(
    ("expect", "low", "high", "said"),
    [
        ("up", 1.0, 2.0, "as expected"),
        ("up", 0.1, 0.4, "as expected, but slight"),
        ("up", 0.1, 0.6, "as expected"),
        ("up", -0.4, -0.1, "the other way, but slight"),
        ("up", -1.0, 2.0, "cannot be told"),
        ("up", -2.0, -1.0, "the other way"),
        ("down", -2.0, -1.0, "as expected"),
        ("down", -1.0, 0.5, "cannot be told"),
        ("down", 1.0, 2.0, "the other way"),
        ("not_down", -0.4, 3.0, "as expected"),
        ("not_down", -0.6, 3.0, "cannot be told"),
        ("not_down", -3.0, -0.6, "the other way"),
        ("not_down", -0.4, -0.1, "as expected"),
        ("not_up", -3.0, 0.4, "as expected"),
        ("not_up", 0.6, 3.0, "the other way"),
    ],
)
def test_an_interval_bears_an_expectation_out_or_not(expect, low, high, said) -> None:
    assert seen(expect, interval(low, high), margin=0.5) == said


def test_a_single_replicate_bears_nothing_out() -> None:
    assert seen("up", Interval(2.0, float("nan"), float("nan"), 1), 0.5) == "cannot be told"


@pytest.fixture
def asked():
    return read_question("lowering_barriers")


def figures(asked, of) -> Figures:
    """Made-up figures: ``of(arm, years)`` for each arm, with a little luck in every replication."""
    luck = 0.01 * np.arange(REPLICATES)[:, None]
    years = np.arange(1, YEARS + 1)
    values = {
        ("usual", arm, key): of(arm, years) + luck * (1.0 + (arm != asked.base))
        for arm in asked.arms
        for key in asked.measures
    }
    return Figures(values, tuple(range(REPLICATES)))


def one(asked, **said) -> object:
    expectation = Expectation(says="a change", measure="referrals_true", **said)
    question = asked.question.model_copy(update={"expectations": [expectation]})
    return replace(asked, question=question)


def test_a_change_is_a_share_of_the_base_and_paired(asked) -> None:
    made = figures(asked, lambda arm, years: np.where(arm == asked.base, 100.0, 110.0) + 0 * years)
    (found,) = judge(one(asked, expect="up"), made)
    assert found.seen == "as expected"
    assert found.scaled.mean == pytest.approx(0.1, abs=1e-3)
    assert found.change.half_width < 0.1  # luck that both arms share cancels


def test_later_less_earlier_is_a_double_difference(asked) -> None:
    made = figures(asked, lambda arm, years: 100.0 - (arm != asked.base) * years)
    (found,) = judge(one(asked, expect="down", years=[6, 7], less=Other(years=[1, 2])), made)
    assert found.change.mean == pytest.approx(-5.0, abs=1e-6)
    assert found.seen == "as expected"


def test_years_without_a_value_are_passed_over(asked) -> None:
    last_only = np.where(np.arange(YEARS) == YEARS - 1, 1.0, np.nan)
    made = figures(asked, lambda arm, years: last_only * (2.0 if arm == asked.base else 1.0))
    (found,) = judge(one(asked, expect="down"), made)
    assert found.change.mean == pytest.approx(-1.0, abs=0.1)


def test_matched_controls_are_the_bases_people_of_another_replication(asked) -> None:
    rng = np.random.default_rng(4)
    place = 10.0 * rng.random((REPLICATES, 1))  # luck that the arms of a replication share
    values = {
        ("usual", arm, key): 100.0 + (arm != asked.base) + place + np.zeros(YEARS)
        for arm in asked.arms
        for key in asked.measures
    }
    made = Figures(values, tuple(range(REPLICATES)))
    (paired,) = judge(one(asked, expect="up"), made)
    (matched,) = judge(one(asked, expect="up", controls="elsewhere"), made)
    assert paired.change.mean == pytest.approx(matched.change.mean)
    assert paired.change.half_width < 1e-6 < matched.change.half_width


def test_words_follow_the_figures(asked) -> None:
    nothing = judge(one(asked, expect="up"), figures(asked, lambda arm, years: 100.0 + 0 * years))
    worse = judge(
        one(asked, expect="up"),
        figures(asked, lambda arm, years: 100.0 - 9.0 * (arm != asked.base) + 0 * years),
    )
    assert verdict(nothing) == "comes out, but slightly"
    assert in_words(nothing).startswith("**As expected, but slight:** a change, +0.0%")
    assert in_words(worse).startswith("**The other way:** a change, -9.0%")
    assert verdict(worse) == "the other way"
    assert verdict([*worse, replace(worse[0], seen="as expected")]).startswith("comes out in part")
    assert change_in_words(worse[0]) == "-9.0% (-9.0% to -9.0%)"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (["as expected"] * 3, "comes out"),
        (["as expected", "as expected, but slight"], "comes out, in part slightly"),
        (["as expected, but slight"], "comes out, but slightly"),
        (["as expected", "cannot be told"], "comes out in part"),
        (["as expected", "the other way, but slight"], "comes out in part"),
        (["as expected", "the other way"], "comes out in part, and in part the other way"),
        (["the other way", "cannot be told"], "the other way"),
        (["the other way, but slight", "cannot be told"], "does not show"),
    ],
)
def test_a_verdict_follows_from_all_that_was_expected(asked, found, said) -> None:
    (one_of_them,) = judge(one(asked, expect="up"), figures(asked, lambda arm, years: 0.0 * years))
    assert verdict([replace(one_of_them, seen=word) for word in found]) == said
