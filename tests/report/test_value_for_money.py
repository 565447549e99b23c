"""Net monetary benefit, the cost of a QALY and their pictures' figures: known by hand, and said so.

What costs more is above zero, and so is what gains QALYs.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinedup.outcomes.measures import POSITION
from joinedup_experiments.compare.results.tables import value_table
from joinedup_experiments.compare.value import Ratio, Value, net_benefit, present, value_of
from joinedup_experiments.compare.value_charts import GRID
from joinedup_experiments.display.document import Fold, Points, Table, Words
from joinedup_experiments.report import value
from joinedup_experiments.report.page import page
from joinedup_experiments.report.sentences import one_run, value_words
from joinedup_experiments.report.view import View

GAIN, LOSS, NOISE = (9.0, 10.0, 11.0, 10.0), (-9.0, -10.0, -11.0, -10.0), (9.0, -10.0, 8.0, -7.0)
T_ONE_DEGREE = 12.7062  # Student's t, two-sided 95%, of two replications
MONEY = st.floats(-1e7, 1e7)


def made(qalys, pounds) -> Value:
    return Value(np.array(pounds, float), np.array(qalys, float))


def valued(results, cost, lost, months=24):
    """Made-up results, each month of which has this cost and QALYs lost: [arms, replications]."""
    there = results(replications=len(cost[0]), months=months)
    for key, each in (("cost_public", cost), ("qalys_lost", lost)):
        there.comparison.months[:, :, POSITION[key]] = np.array(each, float)[..., None]
    return there


def test_two_replications_by_hand() -> None:
    one = made([10.0, 20.0], [100e3, 300e3])
    assert one.net_benefit(20_000.0).mean == pytest.approx(100e3)  # 200 - 100, and 400 - 300
    found = one.net_benefit(30_000.0)  # 200 and 300 thousand
    assert found.mean == pytest.approx(250e3)
    assert found.half_width == pytest.approx(T_ONE_DEGREE * 50e3, rel=1e-4)
    assert one.net_benefit(0.0).mean == pytest.approx(-200e3)


@pytest.mark.parametrize("years", [1, 5, 7])
def test_discounting_is_that_of_the_closed_form(years) -> None:
    """A geometric series of months, each paid in its middle."""
    month = 1.035 ** (-1.0 / 12.0)
    whole = 100.0 * month**0.5 * (1.0 - month ** (12 * years)) / (1.0 - month)
    assert present(np.full((2, 12 * years), 100.0)) == pytest.approx([whole, whole])
    assert present(np.full(12 * years, 100.0), 0.0) == pytest.approx(1200.0 * years)
    late = np.zeros(12 * years)
    late[-1] = 1.0
    assert present(late) == pytest.approx(1.035 ** -(years - 1.0 / 24.0))


@pytest.mark.parametrize(
    ("qalys", "cost", "kind"),
    [(GAIN, GAIN, Ratio.GAINED), (GAIN, LOSS, Ratio.DOMINATES), (LOSS, GAIN, Ratio.DOMINATED),
     (LOSS, LOSS, Ratio.GIVEN_UP), (NOISE, GAIN, Ratio.UNTOLD), (GAIN, NOISE, Ratio.UNTOLD),
     (GAIN[:1], LOSS[:1], Ratio.UNTOLD), ((0.0,) * 4, (0.0,) * 4, Ratio.SAME),
     ((0.0,) * 4, GAIN, Ratio.SAME), (NOISE, (0.0,) * 4, Ratio.SAME)],
)  # fmt: skip
def test_a_qaly_has_a_price_only_where_both_are_shown_and_point_the_same_way(
    qalys, cost, kind
) -> None:
    found, ratio = made(qalys, 1000.0 * np.array(cost)).ratio
    assert found is kind
    assert np.isfinite(ratio.mean) == (kind in (Ratio.GAINED, Ratio.GIVEN_UP))
    if np.isfinite(ratio.mean):
        assert (ratio.mean, ratio.low, ratio.high) == pytest.approx((1000.0,) * 3)


def test_what_is_added_up_is_paired_and_has_its_sign(results) -> None:
    there = valued(results, cost=[[10.0, 20.0], [13.0, 24.0]], lost=[[5.0, 6.0], [4.0, 5.5]])
    whole = present(np.ones(24))
    one = value_of(there.comparison, 1)
    assert one.cost == pytest.approx([3.0 * whole, 4.0 * whole])  # it costs more
    assert one.qalys == pytest.approx([1.0 * whole, 0.5 * whole])  # and loses fewer
    back = value_of(there.comparison, 0, base=1)
    assert back.net_benefit(20_000.0).mean == pytest.approx(-one.net_benefit(20_000.0).mean)
    row = value_table(there.comparison, [7.0]).iloc[0]
    assert row["net_monetary_benefit"] == pytest.approx((7.0 * 0.75 - 3.5) * whole)


@given(cost=MONEY, qalys=st.floats(-1e3, 1e3), one=st.floats(0, 1e5), other=st.floats(0, 1e5))
def test_it_is_linear_in_the_threshold_and_turns_with_the_arms(cost, qalys, one, other) -> None:
    def at(price: float, sign: float = 1.0) -> float:
        return float(net_benefit(sign * np.array(cost), sign * np.array(qalys), price))

    assert at((one + other) / 2.0) == pytest.approx((at(one) + at(other)) / 2.0, abs=1e-3)
    assert at(one, -1.0) == -at(one)


def test_the_curve_counts_replications() -> None:
    """Each of these is good value from 10, 20, 30 and 40 thousand pounds on."""
    one = made([1.0] * 4, [9_999.0, 19_999.0, 29_999.0, 39_999.0])
    share, low, high = one.acceptability(np.array([0.0, 10_000.0, 20_000.0, 30_000.0, 60_000.0]))
    assert list(share) == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert low[-1] == pytest.approx(4.0 / (4.0 + 1.96**2), rel=1e-3)  # Wilson's, of all
    assert (low <= share).all() and (share <= high).all() and high[-1] == 1.0
    assert (np.diff(one.acceptability(GRID)[0]) >= 0.0).all()
    assert np.isnan(made([np.nan, 1.0], [1.0, 1.0]).acceptability(GRID)[0]).all()


@pytest.mark.parametrize(
    ("benefit", "says"),
    [(GAIN, ": good value;"), (LOSS, ": not good value;"),
     (NOISE, ": too uncertain to tell whether it is good value;"),
     ((5.0, 5.0), ": too few replications to tell whether it is good value;"),
     ((0.0, 0.0, 0.0), ": no difference at all;")],
)  # fmt: skip
def test_words_follow_the_interval(benefit, says) -> None:
    _, *thresholds = value_words(made(np.zeros(len(benefit)), -np.array(benefit)))
    assert [words.startswith(f"At £{n}0,000 for a QALY{says}")
            for n, words in zip((2, 3), thresholds, strict=True)] == [True, True]  # fmt: skip


def test_the_page_says_what_it_is_worth_once_and_that_this_is_chance_only(results, undrawn) -> None:
    cost = 1000.0 * np.array([[0.0] * 4, GAIN])
    there = valued(results, cost, lost=[[10.0] * 4, [9.0, 9.2, 9.1, 8.9]])
    text = page(there)
    assert text.count(value.HEADING) == 1 and value.CHANCE in text
    parts = value.parts(View(there.comparison))
    (points,) = [part for part in parts if isinstance(part, Points)]
    assert points.items[0].startswith("Cost-effectiveness: £10,5")  # 10,000 / 0.95
    assert points.items[1].startswith("At £20,000 for a QALY: good value; net monetary benefit +£")
    (table,) = [part for part in parts if isinstance(part, Table)]
    assert "chance only" in table.caption and table.rows[-1][1] == "100% (51% to 100%)"
    fold = parts[-1]
    assert isinstance(fold, Fold)
    steps = fold.parts[-1]
    assert isinstance(steps, Words) and "with 4 it moves in steps of 25 percentage" in steps.text


def test_the_words_say_whose_costs_are_counted_and_the_figures_count_those(results) -> None:
    """The public pays more and people as much less: it costs more, and all payers as much."""
    cost = np.array([[5000.0] * 4, 5000.0 + 100.0 * np.array(GAIN)])
    there = valued(results, cost, lost=[[10.0] * 4] * 2)
    for key, each in (("cost_people", 9000.0 - cost), ("cost_total", 9000.0 + 0.0 * cost)):
        there.comparison.months[:, :, POSITION[key]] = each[..., None]
    view = View(there.comparison)
    (table,) = [part for part in value.parts(view) if isinstance(part, Table)]
    assert table.rows[0][1].startswith("+") and not view.effect(1, "cost_total").changed
    assert "all payers and" not in value.HOW
    for says in (
        "What public payers pay (the NHS, the council and voluntary organisations)",
        "What people pay for their own care is left out",
    ):
        assert says in value.HOW


def test_a_point_is_called_by_the_plausible_world_that_was_run(results) -> None:
    for worlds in ((57, 58, 61, 60), (57, 57, 61, 61)):
        there = results(replications=4, months=12, seeds_per_world=1).comparison
        view = View(replace(there, worlds=worlds))
        table = value.plane(view, [value_of(view.result, 1)]).table
        called = [f"Plausible world {n}" for n in dict.fromkeys(worlds)]
        assert [row[0] for row in table.rows] == called


def test_one_replication_is_no_verdict_and_one_arm_has_no_value(results) -> None:
    single = View(results(replications=1, months=12).comparison)
    (points,) = [part for part in value.parts(single) if isinstance(part, Points)]
    assert points.items == [f"Value for money: {one_run(plausible=False)}."]
    assert value.parts(View(results(("Alone",), months=12).comparison)) == []
