"""Differences, intervals and the number of replications, against scipy on made-up numbers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from joinedup.outcomes.measures import MEASURES, measure
from joinedup_experiments.compare.comparison import ALL_YEARS, Comparison, Difference
from joinedup_experiments.compare.executors import workers_for
from joinedup_experiments.compare.results.tables import differences_table
from joinedup_experiments.compare.statistics import interval_of, replications_for, t_quantile
from joinedup_experiments.report.terminal import verdict
from joinedup_experiments.scenario_io.load import load_scenario

LUCK = np.random.default_rng(7)


def made_up(replications=6, months=24):
    """Two arms that share what replications have in common, and differ by 5 a month on average.

    By exactly that, whatever the luck of so many measures: a 95% interval misses one in twenty.
    """
    siloed = load_scenario("siloed_borough")
    shared = LUCK.normal(1000.0, 100.0, (1, replications, len(MEASURES), months))
    apart = LUCK.normal(0.0, 1.0, (2, replications, len(MEASURES), months))
    apart -= apart.mean(axis=(1, 3), keepdims=True)
    values = shared + apart + np.array([0.0, 5.0])[:, None, None, None]
    return Comparison(
        names=("siloed", "other"),
        scenarios=(siloed, siloed),
        seeds=tuple(range(1, replications + 1)),
        months=values,
        ledgers=np.zeros((2, replications, 2, 9, 13)),
        costs=np.zeros((2, replications, months, 3)),
        event_log=(),
        index_day=0.0,
    )


def test_intervals_are_students():
    values = LUCK.normal(3.0, 2.0, 9)
    found = interval_of(values)
    low, high = stats.t.interval(0.95, 8, values.mean(), stats.sem(values))
    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.excludes_zero == (stats.ttest_1samp(values, 0.0).pvalue < 0.05)


def test_differences_are_paired():
    result = made_up()
    m = measure("emergency")
    number = MEASURES.index(m)
    yearly = result.months[:, :, number].sum(axis=-1) / 2.0
    expected = stats.ttest_rel(yearly[1], yearly[0]).confidence_interval(0.95)
    found = result.difference(1, m).difference
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert found.low < 60.0 < found.high


def test_sums_are_added_and_means_averaged_over_a_year():
    result = made_up()
    flow, stock = measure("emergency"), measure("waiting")
    flows = result.months[0, :, MEASURES.index(flow)]
    stocks = result.months[0, :, MEASURES.index(stock)]
    assert result.yearly(0, flow, 2) == pytest.approx(flows[:, 12:].sum(axis=1))
    assert result.yearly(0, stock, 1) == pytest.approx(stocks[:, :12].mean(axis=1))
    both = [result.yearly(0, flow, year) for year in (1, 2)]
    assert result.yearly(0, flow, ALL_YEARS) == pytest.approx(np.mean(both, axis=0))


def test_one_replicate_has_no_interval_and_shows_no_change():
    d = made_up(replications=1).difference(1, measure("emergency"))
    assert not d.difference.known
    assert not d.difference.excludes_zero
    assert np.isnan(d.difference.low)
    assert np.isnan(d.deviation)


ALIKE = {
    "one replication": ([3.0], False, ""),
    "two that agree": ([3.0, 3.0], False, "too few replications to tell"),
    "two that agree but for rounding": ([0.1 + 0.2, 0.3], False, "too few replications to tell"),
    "two that differ": ([3.0, 3.1], True, "more"),
    "two of nothing": ([0.0, 0.0], False, "no difference at all"),
    "many of nothing": ([0.0] * 8, False, "no difference at all"),
    "three that agree": ([-0.1] * 3, True, "less"),
    "three that cancel out": ([-1.0, 0.0, 1.0], False, "no change shown"),
}


@pytest.mark.parametrize("values, excludes, said", ALIKE.values(), ids=ALIKE.keys())
def test_an_interval_without_width_is_called_a_change_only_by_three(values, excludes, said):
    pairs = np.array(values)
    found = interval_of(pairs)
    assert found.excludes_zero is excludes
    d = Difference(1, measure("emergency"), ALL_YEARS, found, found, found, 0.0)
    assert verdict(d) == said


def test_the_table_says_nothing_where_two_replicates_agree():
    result = made_up(replications=2)
    result.months[1] = result.months[0]
    result.months[1, :, MEASURES.index(measure("ae"))] += 1.0
    columns = differences_table(result)
    by_measure = dict(zip(columns["measure"], columns["interval_excludes_zero"], strict=True))
    assert by_measure["ae"] is None
    assert by_measure["emergency"] is False


@pytest.mark.parametrize("deviation, half_width", [(10.0, 5.0), (10.0, 0.5), (1.0, 3.0)])
def test_replications_needed_is_the_smallest_that_is_enough(deviation, half_width):
    many = replications_for(deviation, half_width)

    def half(replications):
        return t_quantile(replications) * deviation / np.sqrt(replications)

    assert half(many) <= half_width
    assert many == 2 or half(many - 1) > half_width


def test_replications_needed_grows_with_precision():
    result = made_up()
    coarse, fine = result.replications_needed(0.01), result.replications_needed(0.0001)
    assert coarse.keys() == fine.keys()
    assert all(fine[key] >= coarse[key] for key in coarse)
    assert set(made_up(replications=1).replications_needed(0.01).values()) == {None}


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="half-width"):
        replications_for(1.0, 0.0)
    with pytest.raises(ValueError, match="worker"):
        workers_for(3, 0)
    assert workers_for(3, 8) == 3
