"""The fit's method on made-up functions, where the answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Age, Need
from joinedup.rules.collected import declared, overridden
from joinedup_experiments.compare.intervals import Interval, t_quantile
from joinedup_experiments.local_place.check_baseline import BY_FIGURE
from joinedup_experiments.local_place.fit.chance import standard_errors
from joinedup_experiments.local_place.fit.least_squares import (
    ALL_POINTS,
    USUAL,
    Identifiability,
    identify,
    solve,
)
from joinedup_experiments.local_place.fit.runs import (
    parameter_of,
    parameters_for,
    place_to_run,
    with_factors,
)
from joinedup_experiments.local_place.fit.verdicts import (
    FigureFit,
    notes,
    out_of_reach,
    reasons,
)
from joinedup_experiments.local_place.new.figures import Activity
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario

SLOPES = np.array([[0.8, 0.0, 0.3], [0.7, 0.8, 0.0], [0.0, -0.2, -0.5]])
BASE = load_scenario("siloed_borough")
NEAR = np.full(3, USUAL)


def bent(points):
    """Three figures of three quantities, a little bent, as the model's are."""
    return [SLOPES @ x + 0.3 * (SLOPES @ x) ** 2 for x in points]


def between(mean: float, low: float, high: float) -> Interval:
    return Interval(mean, low, high, 4)


def target(key: str, value: float) -> Activity:
    return Activity(key, key, f"The figure {key}", "a year", value, 7)


def test_known_quantities_come_back() -> None:
    truth = np.array([0.15, -0.3, 0.2])
    wide = np.ones(3)
    found = solve(bent, bent([truth])[0], -wide, wide, NEAR)
    assert found.x == pytest.approx(truth, abs=0.04)
    assert found.figures == pytest.approx(bent([truth])[0], abs=0.01)
    assert found.steps <= ALL_POINTS


def test_the_fit_stays_within_its_bounds_and_ends_at_the_one_that_binds() -> None:
    low, high = np.full(3, -0.1), np.full(3, 0.1)
    found = solve(bent, bent([np.array([0.5, 0.0, 0.0])])[0], low, high, NEAR)
    assert np.all(found.x >= low) and np.all(found.x <= high)
    assert found.x[0] == pytest.approx(0.1, abs=1e-6)


def test_what_is_out_of_reach_spoils_nothing_else() -> None:
    truth = np.array([0.15, -0.3, 0.2])
    wide = np.full(3, 0.5)
    targets = bent([truth])[0] + [0.0, 2.0, 0.0]
    found = solve(bent, targets, -wide, wide, NEAR)
    miss = np.abs(found.figures - targets)
    assert miss[1] > 0.1 and np.all(miss[[0, 2]] < 0.02)
    assert found.steps <= ALL_POINTS


def test_a_figure_that_is_known_better_pulls_more() -> None:
    def one(points):
        return [np.array([x[0], x[0]]) for x in points]

    wide, targets = np.ones(1), np.array([0.0, 0.1])
    known = [solve(one, targets, -wide, wide, np.array(w)).x[0] for w in ([0.3, 0.1], [0.1, 0.3])]
    assert known[0] > 0.08 and known[1] < 0.02


def test_what_cannot_be_moved_stays_where_it_is() -> None:
    def deaf(points):
        return [np.array([0.5 * x[0]]) for x in points]

    found = solve(deaf, np.array([0.1]), -np.ones(2), np.ones(2), NEAR[:1])
    assert found.x == pytest.approx([0.2, 0.0], abs=0.02)


def identified(slopes, error=0.01):
    slopes = np.asarray(slopes, float)
    half = np.full(slopes.shape[1], 0.3)
    return identify(slopes, -half, half, np.full(len(slopes), error))


def test_two_parameters_that_do_the_same_are_not_identified() -> None:
    found = identified([[0.8, 0.8, 0.0], [0.4, 0.4, 0.0], [0.0, 0.0, 0.9]])
    assert (found.alike, found.open) == ([[0, 1]], [])
    assert found.spread[0] > 0.2 > 0.02 > found.spread[2]


def test_opposite_effects_are_not_identified_either_and_a_third_figure_tells_them() -> None:
    assert identified([[0.8, -0.8], [0.4, -0.4]]).alike == [[0, 1]]
    assert identified([[0.8, -0.8], [0.4, 0.4]]).alike == []


def test_what_moves_nothing_is_named_and_more_quantities_than_figures_are_open() -> None:
    assert identified([[0.8, 0.001]]).open == [1]
    assert identified([[0.8, 0.5, 0.9]]).alike == [[0, 1, 2]]
    # What chance drowns is not known either.
    assert identified([[0.8]], error=1.0).open == [0]
    # Half a range moves this figure by 0.24: twice what chance does says little, ten times enough.
    assert (
        identified([[0.8]], error=0.12).open == [0] and identified([[0.8]], error=0.024).open == []
    )


@pytest.mark.parametrize("key", [t.driver for t in BY_FIGURE.values()])
def test_a_parameter_stays_in_range_and_multiplies_its_cells(key: str) -> None:
    one = parameter_of(key, BASE)
    assert one.low < 1.0 < one.high
    for factor in (one.low, one.high, 1.0):
        found = overridden(dict(with_factors(BASE, [one], [factor]).assumptions))
        assert all(np.all(np.isfinite(value)) for value in found.values())
    changed = with_factors(BASE, [one], [1.1 if one.high > 1.1 else 1.01])
    assert set(changed.assumptions) == {name for name, _ in one.settings}


TOP = 1.2 * float(declared()["acute.ae_rate"].default[Age.CHILD])


def test_a_parameter_starts_from_what_the_place_assumes() -> None:
    place = BASE.model_copy(update={"assumptions": {"handover.loss": 0.25}})
    one = parameter_of("handover.loss", place)
    assert (one.low, one.high) == pytest.approx((0.4, 1.2))
    assert with_factors(place, [one], [0.8]).assumptions["handover.loss"] == pytest.approx(0.2)
    at_end = BASE.model_copy(update={"assumptions": {"acute.ae_rate": {"child": TOP}}})
    assert parameter_of("acute.ae_rate", at_end).high == pytest.approx(1.0)


def test_two_parameters_of_one_table_keep_each_others_cells() -> None:
    parameters = parameters_for(["requests", "treated"], [], BASE)
    result = with_factors(BASE, parameters, [1.1, 0.9]).assumptions["seeking.rate"]
    usual = declared()["seeking.rate"].default
    assert result == pytest.approx(
        {
            "daily_living": 1.1 * usual[Need.DAILY_LIVING],
            "common_mental_disorder": 0.9 * usual[Need.COMMON_MENTAL_DISORDER],
        }
    )


def test_quantities_are_turned_in_step_within_the_range_of_each() -> None:
    one = parameter_of("planned.stay_days + care.direct_share[gp; practice_nurse]", BASE)
    # 2.5 to 5 days of 3.4, and 0.8 to 1.2 times each share.
    assert (one.low, one.high) == pytest.approx((0.8, 1.2))
    result = with_factors(BASE, [one], [1.1]).assumptions
    assert result["planned.stay_days"] == pytest.approx(3.74)
    assert result["care.direct_share"] == pytest.approx({"gp": 0.605, "practice_nurse": 0.605})


def test_nothing_is_turned_twice() -> None:
    with pytest.raises(ScenarioError, match=r"already as `seeking.rate\[daily_living\]`"):
        parameters_for(["requests"], ["seeking.rate"], BASE)


@pytest.mark.parametrize(("key", "says"), [
    ("handover.los", "did you mean `handover.loss`"),
    ("handover.loss[frailty]", "one number"),
    ("crisis.rate[fraility]", "did you mean `frailty`"),
    ("handover.obstacle", "constant"),
    ("handover.loss + care.direct_share[gp; nurse]", "no such cell"),
])  # fmt: skip
def test_quantities_that_cannot_be_moved_are_refused(key: str, says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        parameter_of(key, BASE)


def test_a_small_place_keeps_the_size_of_its_practices() -> None:
    place = load_scenario("siloed_three_networks")
    small = place_to_run(place, 15_000).place
    assert (small.residents, small.neighbourhoods) == (15_000, 1)
    assert small.practices_each == 2  # 7,500 residents each, as before
    assert place_to_run(BASE, 30_000).place == BASE.place


def test_a_slip_is_told_before_anything_is_fitted() -> None:
    lines = out_of_reach([target("ae", 3400.0), target("loss", 0.2)], np.array([340.0, 0.19]))
    assert list(lines) == ["ae"] and "10.0 times less" in lines["ae"] and "line 7" in lines["ae"]


def test_a_refusal_names_the_target_how_far_off_and_the_bound() -> None:
    parameters = parameters_for(["ae", "loss"], [], BASE)
    slopes = np.array([[0.8, 0.0], [0.0, 1.0]])
    shown = [
        FigureFit(
            target("ae", 600.0),
            between(340.0, 335.0, 345.0),
            between(400.0, 395.0, 405.0),
            400.0,
            0.01,
        ),
        FigureFit(
            target("loss", 0.2),
            between(0.19, 0.18, 0.2),
            between(0.2, 0.19, 0.21),
            0.2,
            0.01,
        ),
    ]
    x = np.array([np.log(parameters[0].high), 0.0])
    (reason,) = reasons(shown, parameters, x, slopes).values()
    assert "The figure ae: your figure is 600" in reason and "33% too low" in reason
    assert "acute.ae_rate is at the edge of what the model allows, the top of its range" in reason
    (nothing,) = reasons(shown, parameters, x, 0.0 * slopes).values()
    assert "none of the parameters" in nothing
    (pulled,) = reasons(shown, parameters, 0.0 * x, slopes).values()
    assert "spoiling" in pulled


def test_what_is_met_by_chance_alone_is_said() -> None:
    one = FigureFit(
        target("ae", 350.0),
        between(340.0, 335.0, 345.0),
        between(380.0, 375.0, 385.0),
        351.0,
        0.01,
    )
    assert one.met and one.verdict == "by chance"
    assert (
        "+8.6% off with other random seeds"
        in notes([one], Identifiability([], [], np.empty(0)), [], np.empty(0))[0]
    )
    assert (
        FigureFit(one.target, one.before, between(352.0, 349.0, 355.0), 351.0, 0.01).verdict
        == "yes"
    )
    outside = FigureFit(one.target, one.before, between(345.0, 343.0, 347.0), 349.0, 0.01)
    assert outside.verdict == "nearly: outside its interval"
    assert FigureFit(one.target, one.before, one.after, 380.0, 0.01).verdict == "NOT MET"
    assert FigureFit(one.target, one.before, one.after, 380.0, 0.01, True).verdict == "left out"


def test_what_chance_leaves_unknown_grows_with_fewer_runs_and_a_smaller_place() -> None:
    runs = 100.0 * (1.0 + 0.02 * np.array([[-1.0], [0.0], [1.0], [0.0]]))
    one_run = 0.02 * np.sqrt(2.0 / 3.0)
    of_means, _ = standard_errors(runs, [], 4, 1.0)
    assert of_means == pytest.approx([one_run / 2.0])
    # Three years of a third of the place have as much chance as one year of the whole.
    third = place_to_run(BASE, 10_000)
    years = third.run.years * third.place.residents / BASE.place.residents
    _, (both,) = standard_errors(runs, [target("ae", 100.0)], 1, years)
    assert both == pytest.approx(one_run * np.sqrt(2.0))
    given = Activity("ae", "ae", "", "", 100.0, 1, within=0.2)
    _, (result,) = standard_errors(runs, [given], 1, years)
    assert result == pytest.approx(np.hypot(one_run, np.log(1.2) / 1.96))
    assert t_quantile(2) == pytest.approx(12.71, abs=0.01)
