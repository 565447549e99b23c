"""Even samples of a rare region, and its share, where both are known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest

from joinedup_experiments.worlds.remaining import NothingRemainsError, remaining


def test_a_corner_is_filled_evenly_and_its_share_found():
    """A box of 0.05 to the fifth: three in ten million of fifty dimensions."""
    found = remaining(lambda x: x[:, :5].max(axis=1), 50, 1000, 0.05, seed=1)
    assert np.log10(found.share) == pytest.approx(5 * np.log10(0.05), abs=0.35)
    assert found.coordinates[:, :5].max() <= 0.05
    assert kstest(found.coordinates[:, 0] / 0.05, "uniform").statistic < 0.12
    assert kstest(found.coordinates[:, 20], "uniform").statistic < 0.12


def test_a_band_keeps_its_correlation():
    """Where two coordinates add up to one, they vary against each other."""
    found = remaining(lambda x: np.abs(x[:, 0] + x[:, 1] - 1.0), 10, 800, 0.02, seed=2)
    assert np.corrcoef(found.coordinates[:, :2].T)[0, 1] < -0.95
    assert found.share == pytest.approx(0.0396, rel=0.25)  # 1 - 0.98 squared


def test_where_nothing_is_below_the_limit_it_says_how_near_it_came():
    with pytest.raises(NothingRemainsError) as caught:
        remaining(lambda x: 2.0 + x[:, 0], 3, 200, 1.0, seed=1)
    assert 2.0 <= caught.value.args[0] < 2.01


def test_the_same_seed_gives_the_same_points():
    first, second = (remaining(lambda x: x[:, 0], 4, 100, 0.1, seed=3) for _ in range(2))
    assert (first.coordinates == second.coordinates).all()
