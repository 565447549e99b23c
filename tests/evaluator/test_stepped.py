"""Stepped wedge: what is compared with what, errors of few clusters, and where there is none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t, ttest_ind

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.designs.estimate import OUTCOMES
from joinedup_experiments.evaluator.designs.regression import regressed_in_few_clusters
from joinedup_experiments.evaluator.designs.stepped import stepped_wedge
from tests.evaluator.conftest import AFTER
from tests.evaluator.made_up import OUTCOME, area, wedge

Tables = dict[str, pd.DataFrame]


def two_groups(ours: int, others: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A value each of two groups, each a cluster of its own."""
    rng = np.random.default_rng([3, ours, others])
    treated = (np.arange(ours + others) < ours).astype(float)
    return rng.normal(size=len(treated)), treated, np.arange(len(treated))


@pytest.mark.parametrize(("ours", "others", "freedom"), [(3, 27, 2.467), (2, 5, None), (4, 4, 6)])
def test_with_a_row_a_cluster_errors_are_welchs_and_degrees_bell_and_mccaffreys(
    ours: int, others: int, freedom: float | None
) -> None:
    """Imbens and Kolesar (2016): (n + m)^2 (n - 1)(m - 1) / (m^2 (m - 1) + n^2 (n - 1))."""
    values, treated, clusters = two_groups(ours, others)
    terms = np.column_stack([treated, np.ones_like(treated)])
    found = regressed_in_few_clusters(values, terms, clusters)
    welch = ttest_ind(values[:ours], values[ours:], equal_var=False)
    n, m = ours, others
    expected = (n + m) ** 2 * (n - 1) * (m - 1) / (m**2 * (m - 1) + n**2 * (n - 1))
    assert freedom is None or expected == pytest.approx(freedom, abs=1e-3)
    half = t.ppf(0.975, expected) * abs(found.estimate / welch.statistic)
    assert found.high - found.estimate == pytest.approx(half, rel=1e-9)


def lined(rates: dict[int, np.ndarray]) -> pd.DataFrame:
    """Neighbourhoods of known rates, without chance, from month -36 on."""
    blank = area(np.random.default_rng(0))
    per_thousand = blank["person_days"] / 365_250.0
    tables = [blank.assign(neighbourhood=number, **{OUTCOME: rate * per_thousand})
              for number, rate in rates.items()]  # fmt: skip
    return pd.concat(tables, ignore_index=True)


def test_an_effect_that_grows_is_found_whole() -> None:
    """None is compared with those that are live: their growth would be taken off (it is 6.5)."""
    month = np.arange(-36, 12)
    live = {1: -24, 2: -12, 3: 0}
    rates = {
        number: 100.0 + 5.0 * number - 0.2 * month - np.clip(month - begins + 1, 0, 24)
        for number, begins in live.items()
    }
    rates[3] = rates[3] + 0.005 * (month >= -12)  # hardly any chance
    found = stepped_wedge(lined(rates), live, OUTCOME, 12)
    assert found.estimate == pytest.approx(-6.5, abs=0.01)
    assert found.low == pytest.approx(found.high, abs=0.1)
    assert found.units == 2 and "at 2 of 3 steps" in found.compares  # the last has none to compare


def test_neighbourhoods_that_never_go_live_are_compared_with_at_every_step() -> None:
    tables, live = wedge(np.random.default_rng(2), -10.0, 5)
    some = {number: month for number, month in live.items() if number < 5}
    found = stepped_wedge(tables, some, OUTCOME, 12)
    assert "at 4 of 4 steps" in found.compares and found.units == 4
    assert found.low < found.estimate < found.high


def test_it_answers_on_records_of_a_run(whole: Tables) -> None:
    """Its two neighbourhoods, and a third that never goes live."""
    areas = whole["area_months"]
    third = areas[areas["neighbourhood"] == 1].assign(neighbourhood=3)
    three = pd.concat([areas, third], ignore_index=True)
    for outcome in OUTCOMES:
        found = stepped_wedge(three, {1: 0, 2: 6}, outcome, 6)
        assert np.isfinite((found.low, found.high)).all() and found.low <= found.estimate
    with pytest.raises(InputError, match=rf"window {AFTER + 1}: records have {AFTER} months"):
        stepped_wedge(three, {1: 0}, OUTCOME, AFTER + 1)


def test_what_cannot_be_had_is_refused_in_one_line() -> None:
    tables, live = wedge(np.random.default_rng(2), 0.0, 3)
    two = tables[tables["neighbourhood"] < 3]
    refused = [
        (tables, live, 24 + 1, None, "at no step is another neighbourhood still to go"),
        (tables, dict.fromkeys(live, 0), 6, None, "at no step is another"),
        (tables, {}, 6, None, "no neighbourhood goes live"),
        (tables, live | {7: 3}, 6, None, "there is no neighbourhood 7"),
        (two, {1: -24, 2: -12}, 6, None, "2 neighbourhoods can be compared, and 3"),
        (tables, live, 24, None, "2 neighbourhoods can be compared, and 3"),
        (tables, live, 6, 24, "before 24: records have 12 months before -24"),
        (tables, live, 0, None, "window 0"),
        (tables.drop(columns="neighbourhood"), live, 6, None, "no column neighbourhood"),
    ]
    for areas, begins, window, before, reason in refused:
        with pytest.raises(InputError, match=reason) as error:
            stepped_wedge(areas, begins, OUTCOME, window, before)
        assert "\n" not in str(error.value)
