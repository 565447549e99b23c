"""Ages in years, and who takes whose place: bands keep their shares, and balance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinedup.codes import AGES
from joinedup.rules.life_course import BAND_BEGINS, YEAR, band_of, next_band_at, years_old
from joinedup.setup.ages import (
    MOST_LEAVING,
    YEARS,
    band_of_year,
    newcomers_of_growing,
    newcomers_of_steady,
    shares_by_year,
    steady_leaving,
)

ENGLAND = np.array([0.185, 0.31, 0.32, 0.10, 0.06, 0.025])
DYING = np.array([0.0003, 0.0006, 0.0032, 0.0145, 0.042, 0.15])
LEAVING = np.array([0.035, 0.085, 0.03, 0.02, 0.018, 0.025])


def test_bands_begin_at_their_birthdays():
    for band, first in enumerate(BAND_BEGINS):
        assert band_of(float(first)) == band
        assert band_of(first - 0.01) == max(0, band - 1)
    born = -30.0 * YEAR
    assert years_old(born, 0.0) == pytest.approx(30.0)
    assert next_band_at(born, 1) == pytest.approx(10.0 * YEAR)


@given(st.lists(st.integers(0, 10_000), min_size=AGES, max_size=AGES).filter(any))
def test_whatever_the_shares_each_band_has_its_own_and_nobody_is_missing(shares):
    shares = np.asarray(shares, float)
    ages = shares_by_year(shares, DYING + LEAVING)
    assert ages.min() >= 0.0 and ages.sum() == pytest.approx(1.0)
    found = np.bincount(band_of_year(), ages)
    assert found == pytest.approx(shares / shares.sum(), abs=1e-9)
    leaving = steady_leaving(ages, DYING, LEAVING)
    assert np.all(leaving >= LEAVING) and np.all(leaving <= MOST_LEAVING)


def test_a_place_like_england_is_steady_with_hardly_more_moves_than_usual():
    ages = shares_by_year(ENGLAND, DYING + LEAVING)
    leaving = steady_leaving(ages, DYING, LEAVING)
    assert leaving == pytest.approx(LEAVING, abs=0.02)
    gone = (DYING + leaving)[band_of_year()]
    new = newcomers_of_steady(ages, gone)
    # As many come as go, and in a hundred years of this the bands are what they were.
    assert new.sum() == pytest.approx((ages * gone).sum(), rel=0.02)
    now = ages.copy()
    for _ in range(100):
        moved = np.concatenate([[0.0], now[:-1]]) + new
        now = moved / (1.0 + gone)
    bands = np.bincount(band_of_year(), now) / now.sum()
    assert bands == pytest.approx(ENGLAND, rel=0.03)


def test_left_to_age_births_are_as_stated_and_the_rest_move_in():
    ages = shares_by_year(ENGLAND, DYING + LEAVING)
    band = band_of_year()
    new = newcomers_of_growing(ages, DYING[band], LEAVING[band], 0.0105)
    assert len(new) == YEARS and new.min() >= 0.0
    assert new[0] == pytest.approx(0.0105)
    assert new.sum() == pytest.approx((ages * (DYING + LEAVING)[band]).sum())
