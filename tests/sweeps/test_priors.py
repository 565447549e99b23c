"""Priors of other shapes than uniform, and factors that go together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from SALib.analyze import sobol as salib_sobol
from scipy import stats

from joinedup_experiments.scenario_io.load import ScenarioError
from joinedup_experiments.sweep.design import Design, sampled
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.plan import Plan, plan_from
from joinedup_experiments.sweep.sensitivity.analysis import tornado_of
from joinedup_experiments.sweep.sensitivity.methods import going_together, indices_of
from joinedup_experiments.sweep.shapes import Shape

VARY = "vary: [handover.loss, crisis.rate, seeking.gp_first, handover.wrong_door]\n"
SIGMA = np.log(1.4) / stats.norm.ppf(0.95)
SHAPES = {  # with SciPy's own, before it is cut
    "lognormal": (Shape("lognormal", (1.0, 1.4)), stats.lognorm(SIGMA, scale=1.0), 0.6, 1.8),
    "triangular": (Shape("triangular", (0.3,)), stats.triang(0.25, 0.2, 0.4), 0.2, 0.6),
    "beta": (Shape("beta", (12.0, 48.0)), stats.beta(12.0, 48.0), 0.1, 0.35),
}


def design(method: str, size: int, **more) -> Design:
    return Design(name="a design", base="nothing", method=method, size=size, **more)


@pytest.mark.parametrize("kind", SHAPES)
def test_quantiles_are_those_of_scipy_given_the_range(kind: str) -> None:
    shape, known, low, high = SHAPES[kind]
    x = np.linspace(low, high, 9)
    by_hand = (known.cdf(x) - known.cdf(low)) / (known.cdf(high) - known.cdf(low))
    assert np.allclose(shape.shares(x, low, high), by_hand)
    assert np.allclose(shape.quantiles(by_hand, low, high), x)
    assert tuple(shape.quantiles(np.array([0.0, 1.0]), low, high)) == pytest.approx((low, high))


def test_an_uncut_lognormal_has_the_median_and_the_percentile_that_are_given() -> None:
    values = Shape("lognormal", (2.0, 5.0)).quantiles(np.array([0.5, 0.95]), 1e-9, 1e9)
    assert values == pytest.approx([2.0, 5.0])


@pytest.mark.parametrize("kind", SHAPES)
@pytest.mark.parametrize("method", ["latin_hypercube", "sobol", "morris", "fast", "rbd_fast"])
def test_every_method_draws_from_the_distribution(kind: str, method: str) -> None:
    shape, _, low, high = SHAPES[kind]
    factors = [Factor("a", "lever", low, high, shape=shape), Factor("b", "lever", 0.0, 1.0)]
    size = 256 if method == "sobol" else 300
    points = sampled(design(method, size), factors, ())
    plain = sampled(design(method, size), [replace(one, shape=None) for one in factors], ())
    assert points.shape == plain.shape
    assert (points[:, 1] == plain[:, 1]).all()
    unit = (plain[:, 0] - low) / (high - low)
    assert np.allclose(shape.shares(points[:, 0], low, high), unit, atol=1e-6)
    if method in ("latin_hypercube", "rbd_fast"):
        assert stats.kstest(shape.shares(points[:, 0], low, high), "uniform").statistic < 1 / size


def test_sobol_indices_of_a_sum_are_the_shares_of_its_variance(planned_of) -> None:
    """Of independent factors each has its part of the variance, whatever its distribution."""
    factors = tuple(Factor(kind, "lever", low, high, shape=shape)
                    for kind, (shape, _, low, high) in SHAPES.items())  # fmt: skip
    plan = planned_of(design("sobol", 4096), factors)
    parts = []
    for shape, _, low, high in SHAPES.values():
        values = shape.quantiles((np.arange(100_000) + 0.5) / 100_000, low, high)
        parts.append(values.var())
    found = indices_of(plan, plan.points.sum(axis=1))
    for index in ("S1", "ST"):
        assert found.of(index)["value"].to_numpy() == pytest.approx(
            np.array(parts) / sum(parts), abs=0.02
        )


def test_a_monotone_marginal_leaves_indices_of_what_is_linear_in_its_shares_as_they_are(
    planned_of,
) -> None:
    """A function of shares, 3 and 1 times: indices 0.9 and 0.1, to the last digit as uniform."""
    shape, _, low, high = SHAPES["lognormal"]
    factors = (
        Factor("a", "lever", low, high, shape=shape), Factor("b", "lever", 0.0, 1.0),
    )  # fmt: skip
    plan = planned_of(design("sobol", 1024), factors)
    shares = np.stack([f.shares(x) for f, x in zip(factors, plan.points.T, strict=True)], axis=1)
    found = indices_of(plan, shares @ [3.0, 1.0])
    assert found.of("ST")["value"].to_numpy() == pytest.approx([0.9, 0.1], abs=0.01)
    uniform = [replace(one, shape=None, low=0.0, high=1.0) for one in factors]
    same = planned_of(design("sobol", 1024), tuple(uniform))
    y = same.points @ [3.0, 1.0]
    known = salib_sobol.analyze(same.problem, y, calc_second_order=False, seed=2)
    assert found.of("ST")["value"].to_numpy() == pytest.approx(known["ST"], abs=1e-6)


def test_a_tornado_takes_quarters_of_the_distribution(planned_of) -> None:
    shape = Shape("lognormal", (1.0, 1.2))
    plan = planned_of(
        design("latin_hypercube", 400), (Factor("a", "lever", 0.2, 5.0, shape=shape),)
    )
    y = plan.points[:, 0]
    (bar,) = tornado_of(plan, y).itertuples()
    quarter = np.sort(y)[-100:].mean() - y.mean()
    assert bar.in_the_highest_quarter == pytest.approx(quarter, rel=0.02)


@pytest.mark.parametrize("method", ["latin_hypercube", "delta", "pawn"])
def test_factors_go_together_as_asked_and_stay_a_latin_hypercube(method: str, planned_of) -> None:
    names = "abcd"
    factors = tuple(Factor(name, "lever", 0.0, 1.0) for name in names)
    pairs = [{"between": ["a", "b"], "rank": 0.7}, {"between": ["b", "c"], "rank": -0.4}]
    made = design(method, 500, correlations=pairs)
    points = sampled(made, factors, ())
    ranks = stats.spearmanr(points).statistic
    assert ranks[0, 1] == pytest.approx(0.7, abs=0.03)
    assert ranks[1, 2] == pytest.approx(-0.4, abs=0.03)
    assert ranks[0, 2] == pytest.approx(0.0, abs=0.03)
    assert abs(ranks[3, :3]).max() < 0.15
    assert (np.sort((points * 500).astype(int), axis=0) == np.arange(500)[:, None]).all()
    together = going_together(planned_of(made, factors), ["a"])
    assert together["goes_with"].to_list() == ["b"]


@pytest.fixture
def planned_of(read):
    """A plan of any factors: what is analysed beside the model."""

    def plan(made: Design, factors: tuple[Factor, ...]) -> Plan:
        one = read("vary: [crisis.rate]\nmethod: latin_hypercube\nsize: 4\n")
        return replace(one, design=made, factors=factors, points=sampled(made, factors, ()))

    return plan


def test_a_design_with_priors_is_read_written_and_read_again(read) -> None:
    found = read(
        VARY + "ranges:\n  handover.loss: {distribution: triangular, mode: 0.1}\n"
        "  crisis.rate: {distribution: lognormal, median: 1.0, p95: 1.3}\n"
        "correlations: [{between: [handover.loss, crisis.rate], rank: 0.5}]\n"
        "method: latin_hypercube\nsize: 100\n"
    )
    again = plan_from(found.written(), found.points)
    assert again.fingerprint == found.fingerprint
    assert again.factors == found.factors
    loss, rate = found.points[:, 0], found.points[:, 1]
    assert np.median(rate) == pytest.approx(1.0, abs=0.05)
    assert stats.spearmanr(loss, rate).statistic == pytest.approx(0.5, abs=0.08)


LHS, SOBOL = "method: latin_hypercube\nsize: 100\n", "method: sobol\nsize: 16\n"
RATE = VARY + "ranges:\n  crisis.rate: "
PAIR = "correlations:\n  - {between: [handover.loss, crisis.rate], rank: 0.5}\n"
BAD = {
    "unknown distribution": (
        RATE + "{distribution: log_normal, median: 1, p95: 2}\n" + LHS, 6, "`lognormal`"
    ),
    "number missing": (
        RATE + "{distribution: lognormal, median: 1}\n" + LHS, 6, "`p95` is missing"
    ),
    "number too many": (
        RATE + "{low: 0.8, high: 1.2, mode: 1}\n" + LHS, 6, "uniform has no `mode`"
    ),
    "turned round": (
        RATE + "{distribution: lognormal, median: 1.3, p95: 1}\n" + LHS, 6, "below `p95`"
    ),
    "mode outside": (RATE + "{distribution: triangular, mode: 99}\n" + LHS, 6, "`mode` must lie"),
    "nothing of a beta": (
        RATE + "{distribution: beta, alpha: 0, beta: 2}\n" + LHS, 6, "must be above 0"
    ),
    "mostly outside": (
        RATE + "{distribution: lognormal, median: 50, p95: 60}\n" + LHS, 6, "lies within"
    ),
    "a method of uniform factors": (
        RATE + "{distribution: lognormal, median: 1, p95: 1.3}\nmethod: dgsm\nsize: 8\n", 6,
        "`dgsm` knows no distribution but uniform",
    ),
    "independent": (VARY + PAIR + SOBOL, 5, "hold only where factors are independent"),
    "does not vary": (
        VARY + "correlations:\n  - {between: [handover.los, crisis.rate], rank: 0.5}\n" + LHS, 6,
        "did you mean `handover.loss`?",
    ),
    "of one": (
        VARY + "correlations:\n  - {between: [crisis.rate, crisis.rate], rank: 0.5}\n" + LHS, 6,
        "a pair is of two factors",
    ),
    "twice": (
        VARY + PAIR + "  - {between: [crisis.rate, handover.loss], rank: 0.2}\n" + LHS, 7,
        "such a pair already",
    ),
    "too strong": (
        VARY + "correlations: [{between: [handover.loss, crisis.rate], rank: 2}]\n" + LHS, 5, "rank"
    ),
    "not all at once": (
        VARY + "correlations:\n  - {between: [handover.loss, crisis.rate], rank: 0.9}\n"
        "  - {between: [crisis.rate, seeking.gp_first], rank: 0.9}\n"
        "  - {between: [handover.loss, seeking.gp_first], rank: -0.9}\n" + LHS, 5,
        "no values can go together",
    ),
    "too few points": (VARY + PAIR + "method: latin_hypercube\nsize: 2\n", 8, "it takes 3"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", BAD)
def test_priors_that_cannot_be_are_refused_by_line(read, wrong: str) -> None:
    text, line, says = BAD[wrong]
    with pytest.raises(ScenarioError) as refused:
        read(text)
    assert f"design.yaml:{line}" in str(refused.value), refused.value
    assert says in str(refused.value)
