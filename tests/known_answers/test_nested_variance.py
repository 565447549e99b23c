"""Chance told from assumption: numbers made with known variances between and within worlds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.intervals import t_quantile
from joinedup_experiments.compare.nested import parts_in, parts_of
from joinedup_experiments.display.errors import InputError


def made(rng, worlds, seeds, assumption, chance):
    between = rng.normal(0.0, np.sqrt(assumption), (worlds, 1))
    return 3.0 + between + rng.normal(0.0, np.sqrt(chance), (worlds, seeds))


def test_known_variances_come_back():
    found = parts_of(made(np.random.default_rng(1), 4_000, 3, 4.0, 1.0))
    assert found.assumption == pytest.approx(4.0, rel=0.05)
    assert found.chance == pytest.approx(1.0, rel=0.05)
    assert found.share.mean == pytest.approx(0.8, abs=0.02)
    assert found.share.low < 0.8 < found.share.high
    assert found.mean == pytest.approx(3.0, abs=0.1)


def test_the_textbooks_arithmetic():
    """Two worlds of two seeds: mean squares of 32 and 2, so (32 - 2) / 2 and 2."""
    found = parts_of(np.array([[1.0, 3.0], [5.0, 7.0]]) * np.sqrt([[2.0, 2.0]]))
    assert (found.assumption, found.chance) == (pytest.approx(14.0), pytest.approx(4.0))
    assert found.share.mean == pytest.approx(14.0 / 18.0)


def test_chance_alone_leaves_nothing_to_assumption():
    rng = np.random.default_rng(2)
    shares = [parts_of(made(rng, 24, 4, 0.0, 1.0)).share for _ in range(100)]
    assert min(one.mean for one in shares) == 0.0  # negative estimates are nought
    assert np.mean([one.mean for one in shares]) < 0.1
    assert np.mean([one.low == 0.0 for one in shares]) > 0.8


def test_assumption_alone_leaves_nothing_to_chance():
    found = parts_of(np.repeat(np.arange(5.0)[:, None], 3, axis=1))
    assert (found.chance, found.share.mean, found.share.low) == (0.0, 1.0, 1.0)
    same = parts_of(np.ones((5, 3)))
    assert np.isnan(same.share.mean) and np.isnan(same.share.low)


@pytest.mark.parametrize(("assumption", "chance"), [(1.0, 1.0), (3.0, 1.0), (1.0, 3.0)])
def test_the_interval_of_the_share_holds_it_about_as_often_as_it_says(assumption, chance):
    rng, true = np.random.default_rng(3), assumption / (assumption + chance)
    shares = [parts_of(made(rng, 24, 4, assumption, chance)).share for _ in range(200)]
    assert 0.88 <= np.mean([one.low <= true <= one.high for one in shares]) <= 1.0


@pytest.mark.parametrize("worlds", [6, 12, 24])
@pytest.mark.parametrize("true", [0.1, 0.5])
def test_the_interval_holds_the_share_with_few_worlds_of_two_seeds(worlds, true):
    rng = np.random.default_rng(6)
    shares = [parts_of(made(rng, worlds, 2, true, 1.0 - true)).share for _ in range(200)]
    assert np.mean([one.low <= true <= one.high for one in shares]) >= 0.9
    at_nought = [one for one in shares if one.mean == 0.0 and np.isfinite(one.high)]
    assert all(one.low == 0.0 < one.high for one in at_nought)


def test_fewer_than_five_worlds_have_no_interval():
    found = parts_of(np.arange(8.0).reshape(4, 2))
    assert found.too_few and np.isnan(found.share.low) and np.isnan(found.share.high)
    assert not parts_of(np.arange(10.0).reshape(5, 2)).too_few


def test_as_many_worlds_as_are_asked_for_are_enough():
    found = parts_of(made(np.random.default_rng(4), 50, 4, 4.0, 8.0))
    error = np.sqrt(found.assumption + found.chance / 4)
    needed = found.worlds_needed(0.5)
    assert t_quantile(needed) * error / np.sqrt(needed) <= 0.5
    assert t_quantile(needed - 1) * error / np.sqrt(needed - 1) > 0.5
    assert found.worlds_needed(0.5, seeds=1) > needed > found.worlds_needed(0.5, seeds=16)


def test_the_same_numbers_give_the_same_interval():
    values = made(np.random.default_rng(5), 10, 2, 1.0, 1.0)
    assert parts_of(values) == parts_of(values)


@dataclass(frozen=True)
class OneDay:
    """A comparison of two arms of one value a replication, in worlds of two seeds."""

    arms: np.ndarray
    seeds_per_world: int = 2

    def each_yearly(self, arm, one, period):
        return self.arms[arm]


def test_differences_of_rounding_alone_are_no_assumption():
    """Arms alike but for the order in which they were added up, which differs between worlds."""
    base = np.random.default_rng(7).normal(1e5, 1e3, 12)
    other = base + np.repeat([1.0, -1.0] * 3, 2) * 2.0**-36  # the last bit
    found = parts_in(OneDay(np.stack([base, other])), 1, measure("cost_total"), 0)
    assert (found.mean, found.assumption, found.chance) == (0.0, 0.0, 0.0)
    assert np.isnan(found.share.mean) and np.isnan(found.share.low)


def test_it_takes_two_worlds_of_two_seeds():
    for few in ((1, 5), (5, 1)):
        with pytest.raises(InputError, match="seeds per world of 2"):
            parts_of(np.ones(few))
