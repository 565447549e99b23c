"""What is told of a pattern follows from its runs, and from nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.compare.statistics import Interval, paired
from joinedup_experiments.studies.answers import Answer, answer_of
from joinedup_experiments.studies.judging import comes_out, judge, seen, share_in_words
from joinedup_experiments.studies.running import PLAUSIBLE, Outcomes
from joinedup_experiments.studies.study import USUAL, Elsewhere, Expectation, read_pattern

REPLICATIONS, YEARS = 6, 7


def interval(low: float, high: float) -> Interval:
    return Interval((low + high) / 2.0, low, high, 8)


@pytest.mark.parametrize(
    ("expect", "low", "high", "shown"),
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
def test_an_interval_bears_an_expectation_out_or_not(expect, low, high, shown) -> None:
    assert seen(expect, interval(low, high), margin=0.5) == shown


def test_a_single_replicate_bears_nothing_out() -> None:
    assert seen("up", Interval(2.0, float("nan"), float("nan"), 1), 0.5) == "cannot be told"


@pytest.fixture
def asked():
    return read_pattern("lowering_barriers")


def outcomes(asked, of) -> Outcomes:
    """Made-up: ``of(arm, years)`` for each arm, and a little more in every replication."""
    shift = 0.01 * np.arange(REPLICATIONS)[:, None]
    years = np.arange(1, YEARS + 1)
    values = {
        (USUAL, arm, key): of(arm, years) + shift * (1.0 + (arm != asked.base))
        for arm in asked.arms
        for key in asked.measures
    }
    return Outcomes(values, tuple(range(REPLICATIONS)))


def one(asked, **shown) -> object:
    expectation = Expectation(says="a change", measure="referrals_of_need", **shown)
    study = asked.study.model_copy(update={"expectations": [expectation]})
    return replace(asked, study=study)


def test_a_change_is_a_share_of_the_base_and_paired(asked) -> None:
    made = outcomes(asked, lambda arm, years: np.where(arm == asked.base, 100.0, 110.0) + 0 * years)
    (found,) = judge(one(asked, expect="up"), made)
    assert found.seen == "as expected"
    assert found.change.mean / found.base == pytest.approx(0.1, abs=1e-3)
    assert found.change.half_width < 0.1  # luck that both arms share cancels


def test_later_less_earlier_is_a_double_difference(asked) -> None:
    made = outcomes(asked, lambda arm, years: 100.0 - (arm != asked.base) * years)
    (found,) = judge(one(asked, expect="down", years=[6, 7], less=Elsewhere(years=[1, 2])), made)
    assert found.change.mean == pytest.approx(-5.0, abs=1e-6)
    assert found.seen == "as expected"


def test_years_without_a_value_are_passed_over(asked) -> None:
    last_only = np.where(np.arange(YEARS) == YEARS - 1, 1.0, np.nan)
    made = outcomes(asked, lambda arm, years: last_only * (2.0 if arm == asked.base else 1.0))
    (found,) = judge(one(asked, expect="down"), made)
    assert found.change.mean == pytest.approx(-1.0, abs=0.1)


def test_replications_without_a_value_are_passed_over_as_comparisons_do(asked) -> None:
    """The base was no number where one replication had none, and so was its margin."""
    made = outcomes(asked, lambda arm, years: np.where(arm == asked.base, 100.0, 110.0) + 0 * years)
    for arm in asked.arms:
        made.values[USUAL, arm, "referrals_of_need"][0] = np.nan
    (found,) = judge(one(asked, expect="up"), made)
    base, other = (made.mean(USUAL, arm, "referrals_of_need", None) for arm in list(asked.arms)[:2])
    effect = paired(asked.measures["referrals_of_need"], base, other)
    assert (found.base, found.change) == (effect.base.mean, effect.difference)
    assert found.relative and found.central and found.not_in == (0,)
    made.values[USUAL, list(asked.arms)[1], "referrals_of_need"][:] = np.nan
    (found,) = judge(one(asked, expect="up"), made)
    assert found.seen == "cannot be told" and found.base > 100.0 and found.central is None


def test_controls_are_the_arms_own(asked) -> None:
    """What they let expect is read off the same run, not off the base's."""
    asked = read_pattern("case_management")
    values = {
        (USUAL, arm, key): np.full((REPLICATIONS, YEARS), 1.0)
        + 0.01 * np.arange(REPLICATIONS)[:, None]
        for arm in asked.arms
        for key in asked.measures
    }
    values[USUAL, "case_management", "enrolled_emergency_matched"] -= 0.2
    made = Outcomes(values, tuple(range(REPLICATIONS)))
    expectation = Expectation(
        says="up", measure="enrolled_emergency", controls="matched", expect="up"
    )
    study = asked.study.model_copy(update={"expectations": [expectation]})
    (found,) = judge(replace(asked, study=study), made)
    assert found.change.mean == pytest.approx(0.2)
    assert found.where.endswith("against their matched controls")


def test_words_follow_the_numbers(asked) -> None:
    def lower_by(change):
        made = outcomes(asked, lambda arm, years: 100.0 - change * (arm != asked.base) + 0 * years)
        return judge(one(asked, expect="up"), made)

    (nothing,), (worse,) = lower_by(0.0), lower_by(9.0)
    assert nothing.seen == "as expected, but slight" and nothing.in_words.startswith("+0.0")
    assert worse.seen == "the other way"
    assert worse.in_words == "\N{MINUS SIGN}9.0% (\N{MINUS SIGN}9.0% to \N{MINUS SIGN}9.0%)"


MANY = 24


@pytest.mark.parametrize(
    ("expect", "out"),
    [
        ("up", [False, False, False, False, True, False]),
        ("down", [True, False, False, False, False, False]),
        ("not_up", [True, True, True, True, False, False]),
        ("not_down", [False, True, True, True, True, False]),
    ],
)
def test_what_comes_out_is_beyond_the_margin_of_its_own_world(expect, out) -> None:
    changes = np.array([-0.6, -0.5, 0.0, 0.5, 0.6, np.nan])
    assert comes_out(expect, changes, np.full(6, 0.5)).tolist() == out
    assert comes_out("up", np.array([2.0, 2.0]), np.array([1.0, 3.0])).tolist() == [True, False]


@pytest.mark.parametrize(
    ("out", "of", "words"),
    [
        (24, 24, "in nearly all plausible worlds (24 of 24)"),
        (19, 20, "in nearly all plausible worlds (19 of 20)"),
        (22, 24, "in most plausible worlds (22 of 24)"),
        (4, 5, "in most plausible worlds (4 of 5)"),
        (13, 24, "in more than half of the plausible worlds (13 of 24)"),
        (12, 24, "in half of the plausible worlds (12 of 24)"),
        (11, 24, "in fewer than half of the plausible worlds (11 of 24)"),
        (1, 5, "in fewer than half of the plausible worlds (1 of 5)"),
        (4, 24, "in few plausible worlds (4 of 24)"),
        (0, 24, "in few plausible worlds (0 of 24)"),
        (1, 1, "in too few plausible worlds to tell"),
        (0, 0, "in too few plausible worlds to tell"),
    ],
)
def test_words_go_by_the_share_of_worlds(out, of, words) -> None:
    assert share_in_words(out, of) == words


def answer(asked, changes, over=PLAUSIBLE) -> Answer:
    """Made-up worlds: a change of 100 in each, by measure, that is hoped to be up."""
    values = {
        (USUAL, arm, key): np.full((MANY, YEARS), 100.0) for arm in asked.arms for key in changes
    }
    for key, by_world in changes.items():
        values[USUAL, list(asked.arms)[1], key] += np.asarray(by_world)[:, None]
    wanted = [Expectation(says=f"more {key}", measure=key, expect="up") for key in changes]
    study = asked.study.model_copy(update={"expectations": wanted})
    made = Outcomes(values, tuple(range(1, 1 + MANY)))
    return answer_of(replace(asked, study=study), made, 600, over)


def test_a_pattern_comes_out_in_a_world_where_all_that_was_expected_does(asked) -> None:
    first, second = np.full(MANY, 9.0), np.full(MANY, 9.0)
    every = answer(asked, {"needs_presented": first, "crises": second})
    words = "2 of 2 expectations come out in most; all together in nearly all plausible worlds"
    assert every.verdict == f"{words} (24 of 24)"
    first[:6], second[3:13] = -9.0, 0.5
    split = answer(asked, {"needs_presented": first, "crises": second})
    words = "0 of 2 expectations come out in most; all together in fewer than half of the plausible"
    assert split.verdict == f"{words} worlds (11 of 24); in the fewest, 14 of 24: more crises"
    assert split.judged[0].not_in == tuple(range(1, 7))
    assert split.judged[0].central == (-0.09, 0.09)
    assert split.judged[0].central_in_words == "\N{MINUS SIGN}9.0% to +9.0%"
    one_sided = answer(asked, {"needs_presented": -np.full(MANY, 9.0)})
    words = "0 of 1 expectations come out in most; all together in few plausible worlds (0 of 24)"
    assert one_sided.verdict.startswith(words)
    assert answer(asked, {}).verdict == "nothing was expected"


def test_in_one_world_replications_are_counted(asked) -> None:
    found = answer(asked, {"crises": np.full(MANY, 9.0)}, OverWorlds("one"))
    words = "1 of 1 expectations come out in most; all together in nearly all replications"
    assert found.verdict == f"{words} in one world (24 of 24)"
