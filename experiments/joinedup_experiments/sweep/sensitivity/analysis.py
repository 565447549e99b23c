"""The whole analysis of a sweep: every outcome, in one place for tables, pictures and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from joinedup_experiments.compare.intervals import less, varies
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.sweep.checking import faults_of_steps
from joinedup_experiments.sweep.design import WORLDS
from joinedup_experiments.sweep.observed import IncompleteError, observed
from joinedup_experiments.sweep.plan import Outcome, Plan
from joinedup_experiments.sweep.sensitivity import methods
from joinedup_experiments.sweep.sensitivity.methods import (
    FEWEST_POINTS,
    SRRC,
    Indices,
    going_together,
    indices_of,
)
from joinedup_experiments.sweep.sweep_folder import Sweep

TOP = 5
FOREMOST = 15  # factors of which it is said what else goes with them
# Along a trajectory the other factors stay where they are, so points in which one factor is low
# differ from those in which it is high in much else; the elementary effects do not.
NO_TORNADO = ("morris",)
PART = 4  # the lowest and the highest quarter of each factor's range
RESAMPLES = 200
FEWEST_BLOCKS = 20
OTHER = "any other"
INDEX_HEAD = [  # columns that a table of indices has whatever the method is
    "outcome", "label", "factor", "index", "value", "low_95", "high_95", "is_lever",
    "from_half_the_sample", "holds_for",
]  # fmt: skip
LOW, HIGH = "in_the_lowest_quarter", "in_the_highest_quarter"


class Noise(NamedTuple):
    """The variance of an outcome within and between points, and the shares of it by chance.

    With common random numbers what is within points is what seeds do to each point by itself.

    No index below the share in the points' means differs from 0. NaN with one replication.
    """

    variance_within_points: float = np.nan
    variance_between_points: float = np.nan
    noise_share_of_a_run: float = np.nan
    noise_share_of_a_mean: float = np.nan


def noise_of(values: np.ndarray, common: bool = False) -> Noise:
    """Split the variance of an outcome, ``[points, replications]``, by a one-way layout.

    With ``common`` random numbers by a two-way one: what a seed does to all points alike is no
    difference between them, and no chance in it.
    """
    points, replications = values.shape
    if replications < 2:
        return Noise()
    freedom = 1.0
    if common and points > 1:
        values, freedom = values - values.mean(axis=0), points / (points - 1)
    within = freedom * float(values.var(axis=1, ddof=1).mean())
    between = max(0.0, float(values.mean(axis=1).var(ddof=1)) - within / replications)
    shares = [part / (part + between) if part + between else np.nan
              for part in (within, within / replications)]  # fmt: skip
    return Noise(within, between, *shares)


class Convergence(NamedTuple):
    """The main index from half the sample beside the whole."""

    half: Indices
    rank_correlation: float  # Spearman's; NaN of fewer than three factors
    top: int
    top_shared: int  # of the ``top`` most important factors
    greatest_change: float  # of the index, over factors


@dataclass(frozen=True)
class Analysed:
    """One outcome's sensitivity to every factor."""

    outcome: Outcome
    mean: float  # over design points
    deviation: float
    noise: Noise
    valueless: str = ""  # the runs that gave no value, of an outcome that is left out for them
    indices: Indices | None = None  # None when it is left out, or the same at every point
    convergence: Convergence | None = None
    tornado: pd.DataFrame | None = None  # as `tornado_of` gives it
    together: pd.DataFrame | None = None  # over plausible worlds, as `going_together` gives it
    levers: tuple[str, ...] = ()
    holds_for: str = ""  # which seeds, as the design has it


def analyse(
    sweep: Sweep, report: Callable[[float], None] = lambda share: None, only: str | None = None
) -> list[Analysed]:
    """Analyse every outcome with a value in every run; ``report`` is called with the share done.

    Those of ``only`` one measure, if it is given.

    The others come last, with what keeps them out. Raises `IncompleteError` as `observed` does, and
    when the points are too few; InputError where the method cannot show what varies, as in sweeps
    that were run before such were refused.
    """
    from threadpoolctl import threadpool_limits

    many, method = len(sweep.plan.points), sweep.plan.design.method
    if method in methods.ANY_POINTS and many < FEWEST_POINTS:
        need = f"`{method}` needs {FEWEST_POINTS} at the least, and better ten for each factor"
        few = f"{counted(many, 'point')}: too few for a sensitivity analysis"
        raise IncompleteError(f"{sweep.folder}: {few}; {need}")
    for fault in faults_of_steps(sweep.plan.design, sweep.plan.factors):
        raise InputError(f"{sweep.folder}: {fault.what}; for that {fault.hint}")
    seen, analysed, left_out = observed(sweep), [], []
    mine = [one for one in sweep.plan.outcomes if only in (None, one.measure)]
    # Threads inside small decompositions wait for each other hundreds of times longer than the
    # work takes, wherever something else keeps a core busy.
    with threadpool_limits(1, "blas"):
        for outcome in mine:
            if why := seen.valueless.get(outcome, ""):
                left_out.append(Analysed(outcome, np.nan, np.nan, Noise(), why))
            else:
                analysed.append(_analysed(sweep.plan, outcome, seen.values[outcome]))
            report((len(analysed) + len(left_out)) / len(mine))
    return analysed + left_out


def _analysed(plan: Plan, outcome: Outcome, values: np.ndarray) -> Analysed:
    y, design = values.mean(axis=1), plan.design
    noise = noise_of(values, design.common_random_numbers)
    levers = tuple(factor.key for factor in plan.factors if factor.kind == "lever")
    found = Analysed(outcome, float(y.mean()), float(y.std(ddof=1)), noise, levers=levers)
    found = replace(found, holds_for=design.holds_for)
    if not varies(y):
        return found
    indices = indices_of(plan, values)
    tornado = None if design.method in NO_TORNADO else tornado_of(plan, y)
    convergence = convergence_of(plan, y, indices)
    found = replace(found, indices=indices, convergence=convergence, tornado=tornado)
    if design.method != WORLDS and not design.correlations:
        return found
    return replace(found, together=going_together(plan, indices.ranked().index[:FOREMOST]))


def convergence_of(plan: Plan, y: np.ndarray, whole: Indices) -> Convergence | None:
    """Compare N/2 with N, for ``y`` [points]; None where half a design is no design."""
    blocks = len(y) // plan.block if plan.block else 0
    if blocks < (2 * FEWEST_POINTS if plan.design.method in methods.ANY_POINTS else 4):
        return None
    many = blocks // 2 * plan.block
    try:
        half = indices_of(replace(plan, points=plan.points[:many]), y[:many])
    except ValueError:  # half of it does not vary
        return None
    pairs = pd.concat([one.of(one.main)["value"] for one in (half, whole)], axis=1)
    count = min(TOP, len(pairs))
    first, second = (set(one.ranked().index[:count]) for one in (half, whole))
    correlation = float(pairs.abs().corr("spearman", min_periods=3).iloc[0, 1])
    change = float(pairs.diff(axis=1).abs().max(axis=None))
    return Convergence(half, correlation, count, len(first & second), change)


def tornado_of(plan: Plan, y: np.ndarray) -> pd.DataFrame | None:
    """The mean outcome in the lowest and highest quarter of each factor's range, less the mean.

    Over plausible worlds, in the quarter of the points in which it is lowest or highest. Of two
    choices with the one and the other; of more a row each, with it and with any other. The widest
    first, with 95% intervals by resampling. None where these would be too narrow: with fewer than
    20 blocks of points, or no point of a resample at an end of a factor's range.
    """
    blocks = plan.blocks
    many = int(blocks.max()) + 1
    if plan.block > 1 and many < FEWEST_BLOCKS:
        return None
    about, unit = _sides(plan)
    parts = np.ones_like(unit), unit <= 1.0 / PART, unit >= 1.0 - 1.0 / PART
    rng = np.random.default_rng(plan.design.seed + 1)
    drawn = [np.bincount(rng.integers(0, many, many), minlength=many) for _ in range(RESAMPLES)]
    weights = np.array([np.ones(len(y)), *(one[blocks] for one in drawn)])
    # Means by part of the range, [1 + resamples, factors]; NaN where a resample has no point.
    with np.errstate(invalid="ignore"):
        mean, low, high = ((weights * y) @ part / (weights @ part) for part in parts)
    bars: dict[str, Any] = dict(about)
    for name, one, other in ((LOW, low, mean), (HIGH, high, mean), ("difference", high, low)):
        change = less(one, other)
        bars[name] = change[0]
        ends = np.quantile(change[1:], [0.025, 0.975], axis=0)
        bars[f"{name}_low_95"], bars[f"{name}_high_95"] = ends
    known = np.isfinite(low).all(axis=0) & np.isfinite(high).all(axis=0)
    table = pd.DataFrame(bars)[known]
    table = table.sort_values("difference", key=lambda value: -abs(value), kind="stable")
    return table if len(table) else None


def _sides(plan: Plan) -> tuple[dict[str, list[str]], np.ndarray]:
    """What each row of a tornado is of, and where in its range each point lies, [points, rows]."""
    rows: list[tuple[str, str, str]] = []
    places: list[np.ndarray] = []
    for factor, x, values in zip(plan.factors, plan.points.T, plan.values.T, strict=True):
        for i, choice in enumerate(factor.choices):
            if i or not factor.has_order:  # of two the second says it all
                other = str(factor.choices[0]) if factor.has_order else OTHER
                rows.append((factor.key, other, str(choice)))
                places.append((values == i).astype(float))
        if factor.choices:
            continue
        rows.append((factor.key, "", ""))
        if factor.is_stepped:
            places.append((values + 0.5 - factor.low) / (factor.high - factor.low))
        elif plan.design.method == WORLDS:  # they crowd somewhere, so quarters are of points
            places.append((np.argsort(np.argsort(x)) + 0.5) / len(x))
        else:
            places.append(factor.shares(x))
    about = dict(
        zip(("factor", "low_is", "high_is"), map(list, zip(*rows, strict=True)), strict=True)
    )
    if not any(about["high_is"]):
        about = {"factor": about["factor"]}
    return about, np.stack(places, axis=1)


def index_tables(analysed: Sequence[Analysed]) -> dict[str, pd.DataFrame]:
    """Indices, noise, tornado, convergence, rank regression and second order, where there are.

    Indices are always there, with `INDEX_HEAD` and no rows where no outcome varies.
    """
    parts: dict[str, list[pd.DataFrame]] = {}
    for one in analysed:
        for name, rows in _tables_of(one):
            rows.insert(0, "outcome", one.outcome.key)
            parts.setdefault(name, []).append(rows)
    found = {name: pd.concat(each, ignore_index=True) for name, each in parts.items()}
    return {"indices": pd.DataFrame(columns=INDEX_HEAD)} | found


def _tables_of(one: Analysed) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each table about one outcome, by its name."""
    about = {"label": one.outcome.label, "unit": one.outcome.unit_of_year, "mean": one.mean}
    about |= {"standard_deviation": one.deviation, "varies": one.indices is not None}
    about |= {"left_out_for": one.valueless}
    yield "noise", pd.DataFrame([about | one.noise._asdict()])
    if one.indices is None:
        return
    c, fit, each = one.convergence, one.indices.ranks, one.indices.each.copy()
    each.insert(0, "label", one.outcome.label)
    each["is_lever"] = each["factor"].isin(one.levers)
    half = (c.half.each if c else each[:0])[["factor", "index", "value"]]
    half = half.rename(columns={"value": "from_half_the_sample"})
    each = each.merge(half, "left", ["factor", "index"])
    yield "indices", each.assign(holds_for=one.holds_for)
    if len(one.indices.pairs):
        yield "second_order", one.indices.pairs.copy()
    if one.tornado is not None:
        yield "tornado", one.tornado.copy()
    if one.together is not None and len(one.together):
        yield "going_together", one.together.copy()
    if c:
        yield "convergence", pd.DataFrame([c._asdict()]).drop(columns="half")
    if fit:
        row = {"factors": len(one.indices.of(SRRC)), "r2": fit.r2, "adjusted_r2": fit.adjusted_r2}
        yield "rank_regression", pd.DataFrame([row])
