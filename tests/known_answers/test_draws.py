"""Keyed draws are uniform, neighbouring keys independent, and the draws have their law."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from numba import njit
from scipy import special, stats

from joinedup.engine.draws import hazard_threshold, normal, normal_from_uniform, uniform

KEY = ("seed", "purpose", "who", "what", "nth")
MANY = 200_000
SURPRISING = 1e-4  # one in some sixty fixed tests would be a finding


@njit
def along(start, step, count):
    """``count`` draws from the key ``start`` on, moved by ``step`` each time."""
    drawn = np.empty(count)
    for i in range(count):
        drawn[i] = uniform(
            start[0] + i * step[0],
            start[1] + i * step[1],
            start[2] + i * step[2],
            start[3] + i * step[3],
            start[4] + i * step[4],
        )
    return drawn


def draws(argument, count=MANY, start=(20, 3, 1000, 2, 1)):
    step = [0] * len(KEY)
    step[KEY.index(argument)] = 1
    return along(np.array(start), np.array(step), count)


def neighbours(argument, neighbour):
    """Draws along one argument, and beside each the draw whose ``neighbour`` is one more."""
    start = [20, 3, 1000, 2, 1]
    here = draws(argument, start=start)
    start[KEY.index(neighbour)] += 1
    return here, draws(argument, start=start)


@pytest.mark.parametrize("argument", KEY)
def test_draws_along_each_argument_are_uniform(argument):
    drawn = draws(argument)
    found = np.histogram(drawn, bins=256, range=(0, 1))[0]
    assert stats.chisquare(found).pvalue > SURPRISING
    assert stats.kstest(drawn, "uniform").pvalue > SURPRISING
    assert drawn.min() > 0.0
    assert drawn.max() < 1.0


@pytest.mark.parametrize("argument", KEY)
def test_the_lowest_bits_are_as_uniform_as_the_highest(argument):
    bits = (draws(argument) * 2**40) % 256
    assert stats.chisquare(np.bincount(bits.astype(int), minlength=256)).pvalue > SURPRISING


def independence(here, there):
    """The p-value of a 16 by 16 table of pairs against all cells equally likely."""
    pairs = np.histogram2d(here, there, bins=16, range=((0, 1), (0, 1)))[0]
    return stats.chisquare(pairs.ravel()).pvalue


@pytest.mark.parametrize("lag", [1, 2, 3, 16])
@pytest.mark.parametrize("argument", KEY)
def test_neighbours_along_an_argument_are_independent(argument, lag):
    drawn = draws(argument)
    assert independence(drawn[:-lag], drawn[lag:]) > SURPRISING


@pytest.mark.parametrize(
    ("argument", "neighbour"),
    [(a, n) for a in ("who", "nth", "seed") for n in KEY if a != n],
)
def test_people_beside_each_other_in_any_argument_are_independent(argument, neighbour):
    here, there = neighbours(argument, neighbour)
    assert independence(here, there) > SURPRISING


def test_the_parts_of_a_key_do_not_stand_in_for_each_other():
    keys = np.stack(np.meshgrid(*[np.arange(6)] * len(KEY)), axis=-1).reshape(-1, len(KEY))
    drawn = {uniform(*(int(part) for part in key)) for key in keys}
    assert len(drawn) == len(keys)


def test_a_key_always_gives_the_same_draw():
    assert uniform(1, 2, 3, 4, 5) == uniform(1, 2, 3, 4, 5)


@pytest.mark.parametrize("argument", ["who", "nth", "seed"])
def test_thresholds_are_unit_exponential(argument):
    thresholds = -np.log(draws(argument))
    # The variance of an exponential's sample variance is 8 / n (its fourth moment is 9).
    assert abs(thresholds.mean() - 1) < 4 * sqrt(1 / MANY)
    assert abs(thresholds.var() - 1) < 4 * sqrt(8 / MANY)
    assert stats.kstest(thresholds, "expon").pvalue > SURPRISING


def test_a_threshold_is_the_logarithm_of_its_own_uniform_draw():
    for who in range(1000):
        assert hazard_threshold(1, 2, who, 3, 4) == pytest.approx(
            -np.log(uniform(1, 2, who, 3, 4)), rel=1e-14
        )


def test_the_normal_quantile_is_acklams():
    """Its relative error is below 1.15e-9 (Acklam 2003); the tail's ends are the hard part."""
    u = np.concatenate(
        [np.linspace(1e-6, 1 - 1e-6, 20_001), np.logspace(-15, -2, 500), [0.02425, 1 - 0.02425]]
    )
    u = u[u != 0.5]
    found = np.array([normal_from_uniform(it) for it in u])
    np.testing.assert_allclose(found, special.ndtri(u), rtol=1.2e-9)
    assert normal_from_uniform(0.5) == 0.0


def test_normal_draws_are_the_quantiles_of_the_uniform_draws():
    for who in range(100):
        assert normal(9, 1, who, 0, 0) == normal_from_uniform(uniform(9, 1, who, 0, 0))


@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
@pytest.mark.parametrize("draw", [uniform, hazard_threshold, normal])
def test_plain_python_draws_the_same(draw):
    largest = (2**63 - 1, 2**63 - 1, 2**63 - 1, 2**32 - 1, 2**32 - 1)
    keys = [(0, 0, 0, 0, 0), (1, 2, 3, 4, 5), largest]
    keys += [(20, purpose, who, 2, 1) for purpose in range(20) for who in range(50)]
    for key in keys:
        assert draw.py_func(*key) == draw(*key)
