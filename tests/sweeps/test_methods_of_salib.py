"""What SALib gives is put right: intervals of its bounds, and what two runs cannot show."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import t

from joinedup_experiments.scenario_io.load import ScenarioError
from joinedup_experiments.sweep.design import Design, sampled
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.sensitivity.methods import indices_of

BUDGETS = "arrangement.paying.budgets: {choices: [separate, aligned, pooled]}"
MEETINGS = "arrangement.joint_meetings.every_days: {low: 7, high: 28}"


def test_the_interval_of_a_bound_is_that_of_a_bootstrap_of_it(at_points) -> None:
    """Of y = 1000 (x0 + x1^2): mean squares of slopes over variance and pi squared, resampled."""
    factors = [Factor(f"x{i}", "parameter", 0.0, 1.0) for i in range(2)]
    points = sampled(Design(name="x", base="y", method="dgsm", size=200), factors, ())
    y = 1000.0 * (points[:, 0] + points[:, 1] ** 2)
    found = indices_of(at_points(points, "dgsm"), y)
    bound, squares = found.of("dgsm"), found.of("vi")
    base = points[::3]
    slopes = 1000.0 * (base[:, 1] + points[2::3, 1])
    assert bound["value"]["x1"] == pytest.approx(
        (slopes**2).mean() / (y[::3].var() * np.pi**2), rel=1e-6
    )
    rows = np.random.default_rng(1).integers(0, 200, (400, 200))
    half = 1.96 * (slopes[rows] ** 2).mean(axis=1).std()
    widths = squares["high_95"] - squares["value"]
    assert widths["x1"] == pytest.approx(half, rel=0.2)
    widths = bound["high_95"] - bound["value"]
    assert widths["x1"] == pytest.approx(half / (y[::3].var() * np.pi**2), rel=0.2)
    assert widths["x0"] == pytest.approx(0.0, abs=1e-9)  # one slope everywhere


@pytest.mark.parametrize(
    ("method", "lever", "wrong"),
    [
        ("dgsm\nsize: 4", BUDGETS, "has choices, and `dgsm` steps by 5% of a number"),
        ("dgsm\nsize: 4", MEETINGS, "is a whole number below 20, of which 5% is less than one"),
        ("fractional_factorial", BUDGETS, "has 3 choices, and `fractional_factorial` runs two"),
        ("morris\nsize: 4", BUDGETS, "has 3 choices, and `morris` sets only some of them side by"),
    ],
)
def test_steps_that_a_method_cannot_take_are_refused_with_those_that_can(
    read, method, lever, wrong
) -> None:
    with pytest.raises(ScenarioError) as refused:
        read(f"vary: [crisis.rate]\nlevers:\n  {lever}\nmethod: {method}\n")
    assert wrong in str(refused.value) and "`sobol`, `latin_hyper" in str(refused.value)
    # Three choices are a matter of neither.
    assert ("use `morris`" in str(refused.value)) == (lever == MEETINGS)
    assert refused.value.problems[0].spot.line == 6


def test_effects_are_high_less_low_and_pairs_name_what_they_cannot_be_parted_from(
    at_points,
) -> None:
    """Eight runs of four factors: half of them show each pair, in sum with that of the others."""
    factors = [Factor(f"x{i}", "parameter", 0.0, 1.0) for i in range(4)]
    method = "fractional_factorial"
    points = sampled(Design(name="x", base="y", method=method), factors, ())
    plan = at_points(points, method)
    twice = {"second_order": True, "replications": 2}
    plan = replace(plan, design=plan.design.model_copy(update=twice))
    x = points.T
    y, apart = 3.0 * x[0] - x[1] + 4.0 * x[2] * x[3], np.array([-0.1, 0.1])
    found = indices_of(plan, y[:, None] + apart * (1.0 + x[:1].T))
    effects = found.of("effect")
    # Where x3 is low, x2 has no effect, and where it is high one of 4: on average 2.
    assert effects["value"].tolist() == pytest.approx([3.0, -1.0, 2.0, 2.0])
    # Of x0 the two replications have 2.9 and 3.1; what a seed does to all points is in no effect.
    half = effects["high_95"] - effects["value"]
    assert half["x0"] == pytest.approx(t.ppf(0.975, 1) * 0.1) and np.isnan(half["x1"])
    # With seeds of their own chance has variance 0.02 in each run, so 4 x 0.01 / 8 in a difference
    # of halves of two replications; it is known with 8 degrees of freedom.
    own = plan.design.model_copy(update={"common_random_numbers": False})
    effects = indices_of(replace(plan, design=own), x[0][:, None] + apart).of("effect")
    half = t.ppf(0.975, 8) * np.sqrt(4.0 * 0.01 / 8.0)
    assert (effects["high_95"] - effects["value"]).tolist() == pytest.approx([half] * 4)
    pairs = found.pairs.set_index(["first", "second"])
    assert pairs["value"]["x2", "x3"] == pytest.approx((4.0 - 0.0) / 2.0)
    assert pairs["value"]["x0", "x1"] == pytest.approx(2.0)  # it is that of the other
    assert pairs["aliases"]["x0", "x1"] == "x2 with x3"
    assert pairs["aliases"]["x2", "x3"] == "x0 with x1"
    assert pairs["value"]["x0", "x2"] == pytest.approx(0.0)
