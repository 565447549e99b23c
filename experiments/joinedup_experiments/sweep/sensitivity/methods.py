"""From a sample and an outcome to indices: one wrapper of SALib, and ours for any points."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from joinedup_experiments.sweep.sample import copied
from joinedup_experiments.sweep.sensitivity.any_points import delta_and_first, estimated, pawn
from joinedup_experiments.sweep.sensitivity.indices import (
    NORMAL_95,
    NOT_KNOWN,
    SRRC,
    Index,
    Indices,
    Pair,
    Sample,
)
from joinedup_experiments.sweep.sensitivity.rank_regression import rank_regression

RESAMPLES = 200
RESAMPLES_OF_ANY_POINTS = 50  # each takes as long as ten of the others
FEWEST_POINTS = 20  # of no method: below it classes and slides hold next to nothing
ANY_POINTS = {
    "delta": (delta_and_first,),
    "pawn": (pawn,),
    "latin_hypercube": (delta_and_first, pawn),
    "given": (delta_and_first, pawn),
}


class Method(NamedTuple):
    """A module of ``SALib.analyze``.

    ``indices`` are our names by SALib's, the main one first; half-widths are called the same and
    ``_conf``.
    """

    module: str
    indices: dict[str, str]
    takes_points: bool
    options: Callable[[Sample], dict[str, Any]]


def _usual(s: Sample) -> dict[str, Any]:
    return {"num_resamples": RESAMPLES, "seed": s.seed}


SALIB = {
    "sobol": Method("sobol", {"ST": "ST", "S1": "S1"}, False,
                    lambda s: _usual(s) | {"calc_second_order": s.second_order}),
    "morris": Method("morris", {"mu_star": "mu_star", "mu": "mu", "sigma": "sigma"}, True,
                     lambda s: _usual(s) | {"num_levels": s.levels}),
    "fast": Method("fast", {"ST": "ST", "S1": "S1"}, False,
                   lambda s: {"num_resamples": 2, "seed": s.seed}),
    "rbd_fast": Method("rbd_fast", {"S1": "S1"}, True, _usual),
    "dgsm": Method("dgsm", {"dgsm": "dgsm", "vi": "vi"}, True, _usual),
    "fractional_factorial": Method("ff", {"ME": "effect"}, True,
                                   lambda s: {"second_order": s.second_order, "seed": s.seed}),
}  # fmt: skip


def indices_of(sample: Sample, y: np.ndarray) -> Indices:
    """The indices of one outcome, ``y`` [points].

    Raises
    ------
    ValueError
        When a number is not finite, or the outcome does not vary: SALib would make 0 of both.
    """
    y = np.asarray(y, float)
    if len(y) != len(sample.points) or not np.isfinite(y).all():
        raise ValueError("every design point needs a finite result")
    if np.ptp(y) == 0.0:
        raise ValueError("the outcome does not vary")
    if sample.method in SALIB:
        return _from_salib(sample, y, SALIB[sample.method])
    return _of_any_points(sample, y)


def _from_salib(s: Sample, y: np.ndarray, method: Method) -> Indices:
    analyser = import_module(f"SALib.analyze.{method.module}")
    points = (s.points,) if method.takes_points else ()
    with _quiet():
        result = analyser.analyze(copied(s.problem), *points, y, **method.options(s))
    names = list(result["names"]) if "names" in result else s.names
    order = [names.index(name) for name in s.names]
    # The effects of a two-level design have no bootstrap: their intervals are from chance alone.
    by_chance = NORMAL_95 * float(np.sqrt(s.within / len(y)))
    each: list[Index] = []
    for theirs, name in method.indices.items():
        if s.method == "morris" and "groups" in s.problem and name != "mu_star":
            continue  # members of a group move up and down together
        half = np.full(len(order), by_chance if theirs == "ME" else NOT_KNOWN)
        # FAST's are left out: resampling breaks the order that frequencies live in (SALib 649).
        if f"{theirs}_conf" in result and s.method != "fast":
            half = np.asarray(result[f"{theirs}_conf"], float)[order]
        each += s.indices(name, np.asarray(result[theirs], float)[order], half)
    pairs = list(_pairs(s, result, by_chance)) if s.second_order else []
    return Indices(next(iter(method.indices.values())), each, pairs)


def _pairs(s: Sample, result: Any, by_chance: float) -> Iterator[Pair]:
    """Second-order indices: a matrix of Sobol's, a list of a fractional factorial's."""
    if "S2" in result:
        for (i, first), (j, second) in combinations(enumerate(s.names), 2):
            value, half = float(result["S2"][i, j]), float(result["S2_conf"][i, j])
            yield Pair(first, second, value, value - half, value + half)
    else:
        for (first, second), value in zip(result["interaction_names"], result["IE"], strict=True):
            if {first, second} <= set(s.names):  # SALib adds dummies
                value = float(value)
                yield Pair(first, second, value, value - by_chance, value + by_chance)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep SALib's warnings, and its change of how all warnings look, to itself."""
    look = warnings.formatwarning
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        warnings.formatwarning = look


def _of_any_points(s: Sample, y: np.ndarray) -> Indices:
    """Delta and the first order, PAWN's median, and the rank regression where points suffice.

    The bias of delta is taken off as in Plischke, Borgonovo and Smith (2013), equation 30.
    Intervals are from resampled points, and floors from factors that do nothing.
    """
    many = len(s.names)
    each: list[Index] = []
    idle: dict[str, float] = {}
    for estimate in ANY_POINTS[s.method]:
        whole, again = estimated(estimate, s.points, y, RESAMPLES_OF_ANY_POINTS, s.seed)
        names = ("median",) if estimate is pawn else ("delta", "S1")
        if names[0] == "delta":
            whole[0] = 2.0 * whole[0] - again[:, 0].mean(axis=0)
        for name, values, half in zip(names, whole, again.std(axis=0, ddof=1), strict=True):
            each += s.indices(name, values[:many], NORMAL_95 * half[:many])
            idle[name] = float(np.quantile(values[many:], 0.95))
    main = each[0].name
    fit = rank_regression(s.points, y)
    if fit is not None:
        each += s.indices(SRRC, fit.value, fit.high - fit.value)
    return Indices(main, each, idle=idle, ranks=fit)
