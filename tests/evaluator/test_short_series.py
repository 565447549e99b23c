"""An interrupted time series of so few months after that they are fitted exactly."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from joinedup_experiments.evaluator.designs.estimate import DesignError
from joinedup_experiments.evaluator.designs.interrupted import interrupted_time_series
from tests.evaluator.made_up import OUTCOME, area


@pytest.mark.parametrize("season", [False, True])
def test_one_month_after_has_no_trend_and_no_warning(season: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for seed in range(3):
            found = interrupted_time_series(
                area(np.random.default_rng(seed)), OUTCOME, 1, season=season
            )
            assert found.low < found.estimate < found.high


def test_newey_west_errors_are_of_months_that_are_not_fitted_exactly() -> None:
    """A level and a trend go through two months, which then show nothing of chance."""
    one = area(np.random.default_rng(3))
    for window in (1, 2):
        says = f"newey-west: of a window of {window} .*; take 3 months or more, or autoregressive"
        with pytest.raises(DesignError, match=says):
            interrupted_time_series(one, OUTCOME, window, errors="newey-west")
        assert interrupted_time_series(one, OUTCOME, window).units > window
    assert interrupted_time_series(one, OUTCOME, 3, errors="newey-west").window == 3
