"""How practices differ: whom they have, and how prone to illness they are beyond that."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinedup.setup.practices import proneness_of, shares_by_practice

SCORES = [-1.5, -0.3, 0.2, 1.1]
AGES = [0.185, 0.31, 0.32, 0.10, 0.06, 0.025]


@given(
    st.lists(st.integers(0, 20), min_size=5, max_size=5).filter(any),
    st.lists(st.floats(-3.0, 3.0), min_size=1, max_size=6),
    st.floats(0.0, 0.75),
)
def test_the_totals_of_the_neighbourhood_stay(parts, scores, clustering):
    shares = np.array(parts) / sum(parts)
    made = shares_by_practice(shares.tolist(), scores, clustering)
    assert made.mean(axis=0) == pytest.approx(np.cumsum(shares), abs=1e-9)
    assert (np.diff(made, axis=1) >= -1e-12).all() and (made[:, -1] == 1.0).all()


def test_practices_differ_by_degrees_and_without_clustering_not_at_all(rises):
    spread = [shares_by_practice(AGES, SCORES, c)[:, 2].std() for c in (0.0, 0.02, 0.05, 0.1, 0.15)]
    assert spread[0] == 0.0 and rises(spread)
    assert shares_by_practice(AGES, SCORES, 0.0)[0] == pytest.approx(np.cumsum(AGES))


def test_a_higher_score_has_older_and_more_deprived_people():
    made = shares_by_practice(AGES, SCORES, 0.1)
    assert (np.diff(made[:, :-1], axis=0) < 0.0).all()


def test_over_many_practices_shares_of_the_old_vary_as_published(p):
    """practice_share_over_65: standard deviation 6.3 points, of a mean near 15.3%."""
    scores = np.random.default_rng(1).standard_normal(500).tolist()
    over_65 = 1.0 - shares_by_practice(AGES, scores, float(p.practices.age_clustering))[:, 2]
    assert over_65.std() == pytest.approx(0.063, abs=0.006)


def test_proneness_has_mean_one_and_spreads_by_degrees(rises):
    lists = np.array([1.0, 2.0, 1.0, 4.0])
    found = [proneness_of(SCORES, lists, spread) for spread in (0.0, 0.1, 0.2, 0.3)]
    assert [np.average(one, weights=lists) for one in found] == pytest.approx([1.0] * 4)
    assert (found[0] == 1.0).all() and rises([one.std() for one in found])
