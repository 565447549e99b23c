"""Sensitivity indices with intervals: SALib's, and our own for points of no method."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

import numpy as np

from joinedup_experiments.sweep.sampling import Problem, copied
from joinedup_experiments.sweep.sensitivity.rank_regression import RankRegression, rank_regression

RESAMPLES = 200
FEWEST_POINTS = 20  # of no method: below it classes and slides hold next to nothing
ANY_POINTS = ("delta", "pawn", "latin_hypercube", "given")
RESAMPLES_OF_ANY_POINTS = 50  # each takes as long as ten of the others
SRRC = "SRRC"
NORMAL_95 = 1.959963984540054
NOT_KNOWN = float("nan")


@dataclass(frozen=True)
class Index:
    """One index of one factor or group, with a 95% interval (NaN where the method has none)."""

    factor: str
    name: str
    value: float
    low: float = NOT_KNOWN
    high: float = NOT_KNOWN

    @property
    def excludes_zero(self) -> bool:
        """Whether 0 lies outside the interval; False where there is none."""
        return self.low > 0.0 or self.high < 0.0


@dataclass(frozen=True)
class Pair:
    """The second-order index of two factors or groups."""

    first: str
    second: str
    value: float
    low: float = NOT_KNOWN
    high: float = NOT_KNOWN


@dataclass(frozen=True)
class Indices:
    """All indices of one outcome.

    Attributes
    ----------
    main : str
        The name of the index that factors are ranked by.
    idle : dict of str to float
        By index, what 95 of 100 factors that do nothing stay below: no index can be told from
        luck below it, whatever its interval. For points of no method.
    ranks : RankRegression, optional
        For points that were drawn for no method in particular, if there are enough of them.
    """

    main: str
    each: list[Index]
    pairs: list[Pair] = field(default_factory=list)
    idle: dict[str, float] = field(default_factory=dict)
    ranks: RankRegression | None = None

    def of(self, name: str) -> dict[str, Index]:
        """One index, by factor."""
        return {index.factor: index for index in self.each if index.name == name}

    def ranked(self, name: str = "") -> list[Index]:
        """One index, the greatest first; the main one unless named."""
        mine = self.of(name or self.main).values()
        return sorted(mine, key=lambda index: -abs(index.value))


@dataclass(frozen=True)
class Sample:
    """The points of a design and how they were drawn, as the analysis has to know it.

    Attributes
    ----------
    points : ndarray [points, factors]
    names : tuple of str
        Factors, or groups where there are some, in SALib's order.
    seed : int
        Of the bootstrap; above 0, since SALib passes over 0.
    within : float
        Variance of one point's mean by luck alone; NaN where it is not known.
    """

    method: str
    problem: Problem
    points: np.ndarray
    second_order: bool
    levels: int
    names: tuple[str, ...]
    seed: int
    within: float = NOT_KNOWN

    @property
    def block(self) -> int:
        """How many points belong together, so that half a sample is whole blocks; 0 for none."""
        many = len(self.names)
        if self.method == "sobol":
            return 2 * many + 2 if self.second_order else many + 2
        if self.method in ("morris", "dgsm"):
            return many + 1
        return 0 if self.method in ("fast", "fractional_factorial") else 1


def indices_of(sample: Sample, y: np.ndarray) -> Indices:
    """The indices of one outcome.

    Parameters
    ----------
    y : ndarray [points]
        Finite, and not all the same.

    Raises
    ------
    ValueError
        When a number is not finite, or the outcome does not vary: SALib would make 0 of both.
    """
    if len(y) != len(sample.points) or not np.isfinite(y).all():
        raise ValueError("every design point needs a finite result")
    if np.ptp(y) == 0.0:
        raise ValueError("the outcome does not vary")
    return _METHODS[sample.method](sample, np.asarray(y, float))


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


def names_in(problem: Problem) -> tuple[str, ...]:
    """Factors, or groups in the order in which SALib gives their indices."""
    return tuple(dict.fromkeys(problem.get("groups") or problem["names"]))


def _about(sample: Sample, name: str, values: Any, half: Any = None) -> list[Index]:
    """One index for each name; ``half`` is half the width of its interval."""
    value = np.asarray(values, float)
    width = np.full(len(value), NOT_KNOWN) if half is None else np.asarray(half, float)
    return [
        Index(f, name, float(v), float(v - w), float(v + w))
        for f, v, w in zip(sample.names, value, width, strict=True)
    ]


def _sobol(s: Sample, y: np.ndarray) -> Indices:
    from SALib.analyze import sobol

    found = sobol.analyze(
        copied(s.problem),
        y,
        calc_second_order=s.second_order,
        num_resamples=RESAMPLES,
        seed=s.seed,
    )
    each = _about(s, "ST", found["ST"], found["ST_conf"])
    each += _about(s, "S1", found["S1"], found["S1_conf"])
    pairs = []
    if s.second_order:
        for (i, first), (j, second) in combinations(enumerate(s.names), 2):
            value, half = float(found["S2"][i, j]), float(found["S2_conf"][i, j])
            pairs.append(Pair(first, second, value, value - half, value + half))
    return Indices("ST", each, pairs)


def _morris(s: Sample, y: np.ndarray) -> Indices:
    from SALib.analyze import morris

    found = morris.analyze(
        copied(s.problem),
        s.points,
        y,
        num_resamples=RESAMPLES,
        num_levels=s.levels,
        seed=s.seed,
    )
    # Groups have a mu* alone: their members move up and down together.
    order = [list(found["names"]).index(name) for name in s.names]
    each = _about(s, "mu_star", found["mu_star"][order], np.array(found["mu_star_conf"])[order])
    if "groups" not in s.problem:
        each += _about(s, "mu", found["mu"][order])
        each += _about(s, "sigma", found["sigma"][order])
    return Indices("mu_star", each)


def _fast(s: Sample, y: np.ndarray) -> Indices:
    from SALib.analyze import fast

    with _quiet():
        found = fast.analyze(copied(s.problem), y, num_resamples=2, seed=s.seed)
    # No intervals: resampling breaks the order that the frequencies live in (SALib issue 649).
    each = _about(s, "ST", found["ST"])
    return Indices("ST", each + _about(s, "S1", found["S1"]))


def _rbd_fast(s: Sample, y: np.ndarray) -> Indices:
    from SALib.analyze import rbd_fast

    found = rbd_fast.analyze(copied(s.problem), s.points, y, num_resamples=RESAMPLES, seed=s.seed)
    return Indices("S1", _about(s, "S1", found["S1"], found["S1_conf"]))


def _delta(s: Sample, y: np.ndarray) -> Indices:
    return _with_ranks(s, y, _deltas(s, y))


def _pawn(s: Sample, y: np.ndarray) -> Indices:
    return _with_ranks(s, y, _medians(s, y))


def _any_points(s: Sample, y: np.ndarray) -> Indices:
    """What can be said of points that were drawn for no method in particular."""
    first, second = _deltas(s, y), _medians(s, y)
    both = replace(first, each=first.each + second.each, idle=first.idle | second.idle)
    return _with_ranks(s, y, both)


def _deltas(s: Sample, y: np.ndarray) -> Indices:
    """Borgonovo's delta and the first order.

    The bias of delta is taken off as in Plischke, Borgonovo and Smith (2013), equation 30.
    ``SALib.analyze.delta.analyze`` takes its estimate from a resample of the points, keeps some
    endings of names to itself, and works out two variants besides.
    """
    from joinedup_experiments.sweep.sensitivity.any_points import delta_and_first, estimated

    whole, again = estimated(delta_and_first, s.points, y, RESAMPLES_OF_ANY_POINTS, s.seed)
    whole[0] = 2.0 * whole[0] - again[:, 0].mean(axis=0)
    return _above_idle(s, "delta", ("delta", "S1"), whole, again)


def _medians(s: Sample, y: np.ndarray) -> Indices:
    """PAWN's median, with intervals from resampled points, which SALib leaves out."""
    from joinedup_experiments.sweep.sensitivity.any_points import estimated, pawn

    whole, again = estimated(pawn, s.points, y, RESAMPLES_OF_ANY_POINTS, s.seed)
    return _above_idle(s, "median", ("median",), whole, again)


def _above_idle(
    s: Sample, main: str, names: Sequence[str], whole: np.ndarray, again: np.ndarray
) -> Indices:
    """Indices with intervals, and what factors that do nothing come to by luck."""
    many, each, idle = len(s.names), [], {}
    half = NORMAL_95 * again.std(axis=0, ddof=1)
    for name, values, widths in zip(names, whole, half, strict=True):
        each += _about(s, name, values[:many], widths[:many])
        idle[name] = float(np.quantile(values[many:], 0.95))
    return Indices(main, each, idle=idle)


def _with_ranks(s: Sample, y: np.ndarray, found: Indices) -> Indices:
    """The rank regression added, where there are points enough for it."""
    fit = rank_regression(s.points, y)
    if fit is None:
        return found
    each = [
        Index(factor, SRRC, *map(float, values))
        for factor, *values in zip(s.names, fit.value, fit.low, fit.high, strict=True)
    ]
    return replace(found, each=found.each + each, ranks=fit)


def _dgsm(s: Sample, y: np.ndarray) -> Indices:
    from SALib.analyze import dgsm

    found = dgsm.analyze(copied(s.problem), s.points, y, num_resamples=RESAMPLES, seed=s.seed)
    each = _about(s, "dgsm", found["dgsm"], found["dgsm_conf"])
    return Indices("dgsm", each + _about(s, "vi", found["vi"]))


def _fractional_factorial(s: Sample, y: np.ndarray) -> Indices:
    """Half the difference between high and low; intervals from luck, where it is known."""
    from SALib.analyze import ff

    found = ff.analyze(copied(s.problem), s.points, y, second_order=s.second_order)
    half = NORMAL_95 * float(np.sqrt(s.within / len(y)))
    real = set(s.names)
    effects = [v for name, v in zip(found["names"], found["ME"], strict=True) if name in real]
    each = _about(s, "effect", effects, np.full(len(effects), half))
    pairs = []
    if s.second_order:
        for (first, second), value in zip(found["interaction_names"], found["IE"], strict=True):
            if first in real and second in real:
                pairs.append(Pair(first, second, float(value), value - half, value + half))
    return Indices("effect", each, pairs)


_METHODS: dict[str, Callable[[Sample, np.ndarray], Indices]] = {
    "sobol": _sobol,
    "morris": _morris,
    "fast": _fast,
    "rbd_fast": _rbd_fast,
    "delta": _delta,
    "pawn": _pawn,
    "dgsm": _dgsm,
    "fractional_factorial": _fractional_factorial,
    "latin_hypercube": _any_points,
    "given": _any_points,
}


def top(indices: Indices, many: int) -> Sequence[str]:
    """The factors that matter most."""
    return [index.factor for index in indices.ranked()[:many]]
