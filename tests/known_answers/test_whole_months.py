"""A part of a month is not counted as a month: the last one is run to its end."""

from __future__ import annotations

import pytest

from joinedup.codes import MONTH_DAYS
from joinedup.run import days_of
from joinedup_experiments.scenario_io.load import load_scenario


@pytest.mark.parametrize("burn_in", [0.0, 0.3, 1.0, 10.0])
@pytest.mark.parametrize("years", [0.02, 0.1, 0.25, 0.3, 1.0, 1.3, 2.3, 2.96, 7.0])
def test_every_month_that_is_counted_is_run_to_its_end(years: float, burn_in: float) -> None:
    changes = {"run.years": years, "run.burn_in_years": burn_in}
    scenario = load_scenario("siloed_borough").with_(changes)
    index_day, end = days_of(scenario)
    first = int(index_day / MONTH_DAYS)
    assert first == round(12 * burn_in)
    assert end >= (first + scenario.run.months) * MONTH_DAYS
    assert end >= index_day + 365.25 * years
