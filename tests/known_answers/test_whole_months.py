"""A part of a month is not counted as a month: the last one is run to its end."""

from __future__ import annotations

import pytest

from joinedup.codes import MONTH_DAYS
from joinedup.run import days_of
from joinedup_experiments.scenario_io.load import load_scenario


@pytest.mark.parametrize("burn_in", [0.0, 0.3, 1.0, 10.0])
@pytest.mark.parametrize("years", [0.02, 0.1, 0.25, 0.3, 1.0, 1.3, 2.3, 2.96, 7.0])
def test_the_months_that_are_counted_are_run_and_no_day_more(years: float, burn_in: float) -> None:
    changes = {"run.years": years, "run.burn_in_years": burn_in}
    scenario = load_scenario("siloed_borough").with_(changes)
    index_day, end = days_of(scenario)
    first = int(index_day / MONTH_DAYS)
    assert first == round(12 * burn_in)
    assert int((index_day - 1) / MONTH_DAYS) == first - 1 or index_day == 0
    assert int((end - 1) / MONTH_DAYS) == first + scenario.run.months - 1
    assert int(end / MONTH_DAYS) == first + scenario.run.months
