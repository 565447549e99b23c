"""What is wrong with the distributions and the correlations of a design."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from joinedup_experiments.display.numbers import counted
from joinedup_experiments.scenario_io.load.problems import did_you_mean
from joinedup_experiments.sweep.design import Design, Fault
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.shapes import Reach, Shape, copula_of

TAKES = {"lognormal": ("median", "p95"), "triangular": ("mode",), "beta": ("alpha", "beta")}
EVERY = ("median", "p95", "mode", "alpha", "beta")
LEAST = 0.5  # of a distribution that lies within its range
LEAST_OF_ALL = 1e-9  # of the eigenvalues of correlations that can be
# Methods that take a distribution's ends or slopes for a uniform one's, or have their own points
WITHOUT_SHAPES = {
    "dgsm": "its bound holds for uniform factors",
    "fractional_factorial": "it has the two ends of each range alone",
    "given": "its points are in the table",
}
INDEPENDENT = ("sobol", "morris", "fast", "rbd_fast", "dgsm", "fractional_factorial")
WITH_CORRELATIONS = "`latin_hypercube`, `delta` or `pawn`"


def shape_of(key: str, reach: Reach, low: float, high: float) -> Shape | None:
    """A parameter's distribution; None where it is uniform.

    Raises ValueError with what is wrong, and a hint behind a semicolon.
    """
    kind = reach.distribution or "uniform"
    if kind not in ("uniform", *TAKES):
        hint = did_you_mean(kind, ["uniform", *TAKES])
        raise ValueError(f"`{key}`: there is no distribution `{kind}`; {hint}")
    takes = TAKES.get(kind, ())
    given = {name: getattr(reach, name) for name in EVERY if getattr(reach, name) is not None}
    if odd := [name for name in given if name not in takes]:
        raise ValueError(f"`{key}`: {kind} has no `{odd[0]}`; {_form(kind, takes)}")
    if missing := [name for name in takes if name not in given]:
        raise ValueError(f"`{key}`: `{missing[0]}` is missing; {_form(kind, takes)}")
    if kind == "uniform":
        return None
    shape = Shape(kind, tuple(given[name] for name in takes))
    if kind == "lognormal" and not 0.0 < shape.of[0] < shape.of[1]:
        raise ValueError(f"`{key}`: `median` must lie above 0 and below `p95`")
    if kind == "triangular" and not low <= shape.of[0] <= high:
        raise ValueError(f"`{key}`: `mode` must lie between {low:g} and {high:g}")
    if kind == "beta" and min(shape.of) <= 0.0:
        raise ValueError(f"`{key}`: `alpha` and `beta` must be above 0")
    first, last = shape.inside(low, high)
    if last - first < LEAST:
        what = f"`{key}`: {last - first:.0%} of this {kind} lies within {low:g} to {high:g}"
        raise ValueError(f"{what}; at least half must, since it is cut there")
    return shape


def _form(kind: str, takes: Sequence[str]) -> str:
    return f"{kind} takes {' and '.join(f'`{name}`' for name in (*takes, 'low', 'high')[:2])}"


def faults_of_priors(design: Design, factors: Sequence[Factor]) -> Iterator[Fault]:
    """What is wrong with distributions for a method, and with correlations."""
    if why := WITHOUT_SHAPES.get(design.method):
        for factor in factors:
            if factor.shape:
                what = f"`{design.method}` knows no distribution but uniform: {why}"
                yield Fault(("ranges", factor.key, "distribution"), what, "use another method")
    if not design.correlations:
        return
    if design.method in INDEPENDENT:
        what = f"the indices of `{design.method}` hold only where factors are independent"
        yield Fault(("correlations",), what, f"take them out, or use {WITH_CORRELATIONS}")
    elif design.method in ("given", "worlds"):
        what = f"the points of `{design.method}` go together as they are"
        yield Fault(("correlations",), what, f"take them out, or use {WITH_CORRELATIONS}")
    wrong = list(_wrong_pairs(design, factors))
    yield from wrong
    if wrong:
        return
    keys, matrix = copula_of(design.correlations)
    if np.linalg.eigvalsh(matrix).min() < LEAST_OF_ALL:
        what = "no values can go together as all of these say"
        yield Fault(("correlations",), what, "make some of them weaker")
    if design.size is not None and design.size <= len(keys):
        what = f"{counted(design.size, 'point')}: too few for {len(keys)} factors that go together"
        yield Fault(("size",), what, f"it takes {len(keys) + 1}")


def _wrong_pairs(design: Design, factors: Sequence[Factor]) -> Iterator[Fault]:
    known, seen = {factor.key: factor for factor in factors}, set[frozenset[str]]()
    for number, pair in enumerate(design.correlations or ()):
        for place, key in enumerate(pair.between):
            where = ("correlations", number, "between", place)
            if key not in known:
                yield Fault(where, f"`{key}` does not vary", did_you_mean(key, [*known]))
            elif known[key].choices:
                yield Fault(where, f"`{key}` has choices, which have no order")
        both = frozenset(pair.between)
        if len(both) < 2 or both in seen:
            what = "a pair is of two factors" if len(both) < 2 else "there is such a pair already"
            yield Fault(("correlations", number), what)
        seen.add(both)
