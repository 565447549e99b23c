"""Differences, intervals and the number of replications, against scipy on made-up numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from joinedup.codes import EPISODE_STATUSES, NEEDS
from joinedup.outcomes.measures import MEASURES, POSITION, WEIGHTED, measure
from joinedup_experiments.compare.comparison import ALL_YEARS, Comparison, how_long
from joinedup_experiments.compare.executors import workers_for
from joinedup_experiments.compare.intervals import (
    Interval,
    interval_of,
    replications_for,
    spread_of,
    t_quantile,
)
from joinedup_experiments.compare.results.tables import (
    differences_table,
    wide_table,
)
from joinedup_experiments.compare.statistics import Effect, Verdict, paired, verdict_of
from joinedup_experiments.display.numbers import level
from joinedup_experiments.local_place.check_baseline import interval_words
from joinedup_experiments.scenario_io.load import load_scenario


def made_up(replications=6, months=24, seed=7):
    """Two arms that share what replications have in common, and differ by 5 a month on average.

    By exactly that, whatever chance does to so many measures: a 95% interval misses one in twenty.
    """
    rng = np.random.default_rng(seed)
    siloed = load_scenario("siloed_borough")
    shared = rng.normal(1000.0, 100.0, (1, replications, len(MEASURES), months))
    apart = rng.normal(0.0, 1.0, (2, replications, len(MEASURES), months))
    apart -= apart.mean(axis=(1, 3), keepdims=True)
    values = shared + apart + np.array([0.0, 5.0])[:, None, None, None]
    return Comparison(
        names=("siloed", "other"),
        scenarios=(siloed, siloed),
        seeds=tuple(range(1, replications + 1)),
        months=values,
        ledgers=np.zeros((2, replications, 2, NEEDS, EPISODE_STATUSES)),
        costs=np.zeros((2, replications, months, 3)),
        event_log=(),
        index_day=0.0,
        worlds=(0,) * replications,
        simulated=siloed.place.residents,
    )


def test_intervals_are_students():
    values = np.random.default_rng(7).normal(3.0, 2.0, 9)
    found = interval_of(values)
    low, high = stats.t.interval(0.95, 8, values.mean(), stats.sem(values))
    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.excludes_zero == (stats.ttest_1samp(values, 0.0).pvalue < 0.05)


@pytest.mark.parametrize("many", [2, 3, 10, 21, 24])
def test_the_central_nine_tenths_are_numpys_to_the_last_bit(many):
    rng = np.random.default_rng(many)
    for values in (rng.normal(0.0, 1e3, many), np.round(rng.normal(0.0, 2.0, many))):
        found = spread_of(values)
        assert [found.low, found.high] == np.percentile(values, (5.0, 95.0)).tolist()


def test_differences_are_paired():
    result = made_up()
    m = measure("emergency_admissions")
    number = MEASURES.index(m)
    yearly = result.months[:, :, number].sum(axis=-1) / 2.0
    expected = stats.ttest_rel(yearly[1], yearly[0]).confidence_interval(0.95)
    found = result.effect(1, m).difference
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert found.low < 60.0 < found.high


def test_sums_are_added_and_means_averaged_over_a_year():
    result = made_up()
    flow, stock = measure("emergency_admissions"), measure("people_waiting")
    flows = result.months[0, :, MEASURES.index(flow)]
    stocks = result.months[0, :, MEASURES.index(stock)]
    assert result.yearly(0, flow, 2) == pytest.approx(flows[:, 12:].sum(axis=1))
    assert result.yearly(0, stock, 1) == pytest.approx(stocks[:, :12].mean(axis=1))
    both = [result.yearly(0, flow, year) for year in (1, 2)]
    assert result.yearly(0, flow, ALL_YEARS) == pytest.approx(np.mean(both, axis=0))


def test_one_replicate_has_no_interval_and_shows_no_change():
    d = made_up(replications=1).effect(1, measure("emergency_admissions"))
    assert not d.difference.known
    assert not d.difference.excludes_zero
    assert np.isnan(d.difference.low)
    assert np.isnan(d.difference.deviation)
    assert d.verdict is Verdict.TOO_FEW


FEW = {
    "one replication": ([3.0], Verdict.TOO_FEW),
    "two that agree": ([3.0, 3.0], Verdict.TOO_FEW),
    "four that agree": ([3.0] * 4, Verdict.TOO_FEW),
    "two that agree but for rounding": ([0.1 + 0.2, 0.3], Verdict.TOO_FEW),
    "two that differ": ([3.0, 3.1], Verdict.HIGHER),
    "two of nothing": ([0.0, 0.0], Verdict.IDENTICAL),
    "many of nothing": ([0.0] * 8, Verdict.IDENTICAL),
    "five that agree": ([-0.1] * 5, Verdict.LOWER),
    "three that cancel out": ([-1.0, 0.0, 1.0], Verdict.NO_CHANGE),
    "three that differ widely": ([-40.0, 0.0, 40.0], Verdict.UNCERTAIN),
    "what was not counted": ([np.nan] * 4, Verdict.NO_VALUE),
}


@pytest.mark.parametrize("values, verdict", FEW.values(), ids=FEW.keys())
def test_the_verdict_on_a_few_replications(values, verdict):
    """Beside a base of 100, of which a change of 3 is ruled out to show no change."""
    found = interval_of(np.array(values))
    assert found.excludes_zero is (verdict in (Verdict.HIGHER, Verdict.LOWER))
    base = Interval(100.0, 99.0, 101.0, len(values))
    assert Effect(measure("emergency_admissions"), base, base, found).verdict is verdict


def test_of_a_share_three_points_are_ruled_out():
    base = Interval(0.2, 0.2, 0.2, 8)
    narrow, wide = Interval(0.0, -0.02, 0.03, 8), Interval(0.0, -0.02, 0.031, 8)
    assert Effect(measure("vacancy_rate"), base, base, narrow).verdict is Verdict.NO_CHANGE
    assert Effect(measure("vacancy_rate"), base, base, wide).verdict is Verdict.UNCERTAIN


def test_higher_is_better_only_where_the_measure_says_so():
    base, up = np.array([10.0, 11.0, 12.0]), np.array([12.0, 13.1, 14.0])
    assert paired(measure("satisfaction"), base, up).for_the_better is True
    assert paired(measure("emergency_admissions"), base, up).for_the_better is False
    assert paired(measure("outpatient_attendances"), base, up).for_the_better is None


@pytest.mark.parametrize("replications", [2, 3, 8])
def test_intervals_cover_the_truth_as_often_as_they_say(replications):
    """Of 4,000 intervals of a mean of nothing, 95% hold nothing: within four standard errors."""
    draws = np.random.default_rng(replications).normal(0.0, 3.0, (4000, replications))
    changed = (Verdict.HIGHER, Verdict.LOWER)
    wrong = np.mean([verdict_of(interval_of(d), 0.1) in changed for d in draws])
    assert abs(wrong - 0.05) < 4.0 * np.sqrt(0.05 * 0.95 / 4000)


def test_a_deviation_is_read_off_its_interval():
    values = np.random.default_rng(1).normal(5.0, 2.0, 7)
    assert interval_of(values).deviation == pytest.approx(values.std(ddof=1))


def test_person_days_are_read_as_needs_on_an_average_day():
    one = paired(
        measure("identified_unmet_need"), np.array([3652.5, 7305.0]), np.array([0.0, 3652.5])
    )
    read = one.as_read()
    assert read.base.mean == pytest.approx(15.0) and read.difference.mean == pytest.approx(-10.0)
    assert read.unit == "needs on an average day" and read.label == "identified unmet need"
    assert read.verdict is one.verdict


def test_a_few_that_agree_have_no_interval_and_many_have_one_of_no_width():
    """Nor is it known how many it would take, or what is to be shown of it."""
    two, five = interval_of(np.array([3.0, 3.0])), interval_of(np.full(5, 3.0))
    assert np.isnan((two.low, two.high, two.deviation)).all()
    assert replications_for(two.deviation, 1.0) is None
    assert (level(two, "count"), level(five, "count")) == ("3.00", "3.00 (3.00 to 3.00)")
    assert interval_of(np.zeros(2)).identical and interval_of(np.zeros(2)).has_ends
    assert (two.has_ends, five.has_ends) == (False, True) and interval_words(two) == "3"


def test_the_table_says_nothing_where_two_replicates_agree():
    result = made_up(replications=2)
    result.months[1] = result.months[0]
    result.months[1, :, MEASURES.index(measure("ae_attendances"))] += 1.0
    columns = differences_table(result)
    by_measure = dict(
        zip(columns["measure"], columns["interval_excludes_zero"].tolist(), strict=True)
    )
    assert by_measure["ae_attendances"] is pd.NA
    assert by_measure["emergency_admissions"] is False


@pytest.mark.parametrize("deviation, half_width", [(10.0, 5.0), (10.0, 0.5), (1.0, 3.0)])
def test_replications_needed_is_the_smallest_that_is_enough(deviation, half_width):
    many = replications_for(deviation, half_width)

    def half(replications):
        return t_quantile(replications) * deviation / np.sqrt(replications)

    assert half(many) <= half_width
    assert many == 2 or half(many - 1) > half_width


def test_replications_needed_grows_with_precision():
    result, single = made_up(), made_up(replications=1)
    for one in MEASURES:
        effect = result.effect(1, one)
        assert effect.replications_needed(0.0001) >= effect.replications_needed(0.01)
        assert single.effect(1, one).replications_needed(0.01) is None


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="half-width"):
        replications_for(1.0, 0.0)
    with pytest.raises(ValueError, match="worker"):
        workers_for(3, 0)
    assert workers_for(3, 8) == 3


def test_each_world_has_a_share_of_its_own_base():
    """Half of what each world has is lost: half of it in every one, however large; never more.

    Divided by the mean base of 55, the larger loss would be 91% and a total loss 182%.
    """
    base = np.array([10.0, 100.0] * 6)
    half = paired(measure("emergency_admissions"), base, base / 2.0, plausible=True)
    assert (half.shares.low, half.shares.high) == (-0.5, -0.5)
    none = paired(measure("emergency_admissions"), base, 0.0 * base, plausible=True)
    assert (none.shares.low, none.shares.high) == (-1.0, -1.0)


def test_a_world_that_has_none_has_no_share_of_it():
    base = np.array([0.0, 10.0, 10.0, 10.0, 10.0, 10.0])
    some = paired(measure("emergency_admissions"), base, base + 1.0, plausible=True)
    assert (some.shares.low, some.shares.high) == pytest.approx((0.1, 0.1))
    of_none = paired(measure("emergency_admissions"), np.zeros(6), base, plausible=True)
    assert np.isnan(of_none.shares.low)


def test_replications_that_have_no_value_are_left_out() -> None:
    wait = measure("waiting_days")
    some = paired(wait, np.array([50.0, 54.0, np.nan, 52.0]), np.array([60.0, 64.0, 70.0, np.nan]))
    assert (some.base.mean, some.other.mean, some.difference.mean) == (52.0, 62.0, 10.0)
    assert some.difference.replications == some.base.replications == 2
    assert (some.spread.up, some.levels.low) == (1.0, pytest.approx(60.2))


def test_seeds_of_a_world_are_paired_before_they_are_averaged() -> None:
    """A replication with a value in one arm alone tells nothing of the difference of its world."""
    result, at = replace(made_up(), worlds=(1, 1, 2, 2, 3, 3)), POSITION["waiting_days"]
    result.months[1, :, at] = result.months[0, :, at] + 7.0
    result.months[1, 0, at] = 9_000.0
    result.months[0, 0, at] = np.nan
    found = result.effect(1, measure("waiting_days"))
    assert found.difference.mean == pytest.approx(7.0)
    assert found.difference.replications == 3
    assert result.level(1, measure("waiting_days")).mean > 1_500.0


def test_nobody_served_is_no_shorter_wait() -> None:
    """An arm in which nobody is served has no mean wait, and nothing is said of it."""
    result = made_up()
    wait, at = measure("waiting_days"), POSITION["waiting_days"]
    result.months[1, :, at] = np.nan
    found = result.effect(1, wait)
    assert found.verdict is Verdict.NO_VALUE and found.for_the_better is None
    assert found.base == result.level(0, wait) and found.base.mean > 0.0
    assert np.isnan(found.other.mean) and found.other.replications == 0
    row = differences_table(result, "waiting_days", [ALL_YEARS]).iloc[0]
    assert row["verdict"] == "no value" and np.isnan(row["difference"])


def test_a_year_counts_each_month_by_how_many_it_is_of() -> None:
    result, wait = made_up(), measure("waiting_days")
    months = result.months[:, :, POSITION["waiting_days"]]
    weights = np.ones((*result.months.shape[:2], len(WEIGHTED), result.months.shape[-1]))
    starts = np.arange(months.shape[-1], dtype=float)
    weights[:, :, WEIGHTED["waiting_days"]] = starts
    weighted = replace(result, weights=weights)
    for arm, period, own in ((1, ALL_YEARS, np.s_[:]), (1, 2, np.s_[12:24]), (0, 1, np.s_[:12])):
        whole = (months[arm, :, own] * starts[own]).sum(axis=-1) / starts[own].sum()
        assert weighted.yearly(arm, wait, period) == pytest.approx(whole)
    crises = measure("crises")
    assert np.array_equal(weighted.yearly(1, crises), result.yearly(1, crises)), "a total"


def test_a_table_of_months_has_how_many_each_mean_is_of() -> None:
    result = made_up(months=3)
    weights = np.full((*result.months.shape[:2], len(WEIGHTED), 3), 7.0)
    weights[:, :, WEIGHTED["waiting_days"]] = 1.0, 0.0, 4.0
    weighted = replace(result, weights=weights)
    table = wide_table(weighted)
    assert table["waiting_days_weight"].tolist() == [1.0, 0.0, 4.0] * 12
    assert "crises_weight" not in table, "a total"


def test_a_year_is_the_mean_of_the_months_that_have_a_value() -> None:
    result = made_up()
    wait, at = measure("waiting_days"), POSITION["waiting_days"]
    whole = result.months[1, :, at].copy()
    result.months[1, :, at, ::2] = np.nan
    assert result.yearly(1, wait) == pytest.approx(whole[:, 1::2].mean(axis=-1))
    assert result.yearly(1, wait, 2) == pytest.approx(whole[:, 13::2].mean(axis=-1))


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (1, "1 year"),
        (7, "7 years"),
        (0.5, "0.5 years"),
        (1.3, "16 months"),
        (0.02, "1 month"),
        (0.3333, "4 months"),
        (4 / 3, "16 months"),
        (1.25, "1.25 years"),
        (4.9999, "5 years"),
    ],
)
def test_how_long_a_run_is_says_the_months_that_are_counted(years: float, words: str) -> None:
    result = made_up()
    asked = result.scenarios[0].with_({"run.years": years})
    assert how_long(replace(result, scenarios=(asked, asked))) == words
