"""From a sample and an outcome to indices: by SALib, or ours for points of no method."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd

from joinedup_experiments.compare.intervals import NORMAL_95, ROUNDING, varies
from joinedup_experiments.sweep.design import WORLDS
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.sensitivity import any_points, factorial
from joinedup_experiments.sweep.sensitivity.any_points import delta_and_first, pawn
from joinedup_experiments.sweep.sensitivity.held_out import held_out_importance
from joinedup_experiments.sweep.sensitivity.trajectories import with_whole_steps

RESAMPLES = 200
TOGETHER = 0.3  # a correlation above which factors are said to go together
RESAMPLES_OF_ANY_POINTS = 50  # each takes as long as ten of the others
FEWEST_POINTS = 20  # of no method: below it classes and slides hold next to nothing
SRRC, RHO, TREES = "SRRC", "rho", "held_out"
FACTORIAL = "fractional_factorial"
SIGNED = (SRRC, RHO, "mu", "effect")  # indices of which the sign says which way
IN_UNITS = ("mu_star", "mu", "sigma", "effect")  # of the outcome; others are beside 1
ALONE = ("lowest_of_one_replication", "highest_of_one_replication")  # where seeds are shared
ANY_POINTS = {
    "delta": (delta_and_first,),
    "pawn": (pawn,),
    "latin_hypercube": (delta_and_first, pawn),
    "given": (delta_and_first, pawn),
    "worlds": (delta_and_first, pawn),
}
# By method the module of SALib.analyze, the options it takes beside a seed, and our names of its
# indices by its own, the main one first.
SALIB: dict[str, tuple[str, tuple[str, ...], dict[str, str]]] = {
    "sobol": ("sobol", ("num_resamples", "calc_second_order"), {"ST": "ST", "S1": "S1"}),
    "morris": ("morris", ("num_resamples", "num_levels"),
               {"mu_star": "mu_star", "mu": "mu", "sigma": "sigma"}),
    "fast": ("fast", (), {"ST": "ST", "S1": "S1"}),
    "rbd_fast": ("rbd_fast", ("num_resamples",), {"S1": "S1"}),
    "dgsm": ("dgsm", ("num_resamples",), {"dgsm": "dgsm", "vi": "vi"}),
    FACTORIAL: ("ff", ("second_order",), {"ME": "effect"}),
}  # fmt: skip
WITHOUT_POINTS = ("sobol", "fast")  # SALib knows them from the order of the results


@dataclass(frozen=True)
class Indices:
    """All indices of one outcome, with 95% intervals that are NaN where a method has none."""

    # By index (the main one first) and factor or group: value, low_95, high_95; and, for points of
    # no method, what 95 of 100 factors that do nothing stay below, whatever their intervals. With
    # choices also high_is: of two the one towards which a sign leads; those of more have no sign.
    # Of several replications that all points share also `ALONE`: what each gives by itself
    each: pd.DataFrame
    pairs: pd.DataFrame  # second order: first, second, value, low_95, high_95
    ranks: any_points.RankRegression | None = None  # for points of no method, if there are enough
    predicted: float = np.nan  # share of the variance that trees predict of points left out
    worlds: int = 0  # how many plausible worlds there are among the points

    @property
    def main(self) -> str:
        """The index that factors are ranked by."""
        return str(self.each["index"].iloc[0])

    def of(self, name: str) -> pd.DataFrame:
        """One index, by factor."""
        return self.each[self.each["index"] == name].set_index("factor")

    def ranked(self, name: str = "") -> pd.DataFrame:
        """One index, the greatest first; the main one unless named.

        Of what trees lose, below 0 is chance; of every other index the sign says which way.
        """
        mine, signed = self.of(name or self.main), (name or self.main) == TREES
        return mine.sort_values("value", key=lambda x: -x if signed else -abs(x), kind="stable")

    @property
    def floor(self) -> float:
        """What 95 of 100 factors that do nothing stay below; NaN where it is not known."""
        return float(self.of(self.main)["idle_factors_stay_below"].iloc[0])


def labels_of(table: pd.DataFrame) -> list[str]:
    """Each row's factor, by column or index, and of choices the one that the row is of."""
    factors = table.get("factor", table.index)
    if "high_is" not in table:
        return list(map(str, factors))
    sides = zip(factors, table["high_is"], strict=True)
    return [f"{factor}: {side}" if side else str(factor) for factor, side in sides]


def indices_of(plan: Plan, values: np.ndarray) -> Indices:
    """The indices of one outcome at a plan's points, ``values`` [points, replications] or [points].

    Raises ValueError where SALib would make 0 of what is not finite or does not vary.
    """
    values = np.asarray(values, float)
    if len(values) != len(plan.points) or not np.isfinite(values).all():
        raise ValueError("every design point needs a finite result")
    values = values.reshape(len(values), -1)
    y, size = values.mean(axis=1), float(np.abs(values).max())
    if not varies(y):
        raise ValueError("the outcome does not vary")
    any_points_given = plan.design.method in ANY_POINTS
    found = _of_any_points(plan, y) if any_points_given else _from_salib(plan, values, RESAMPLES)
    each = _without_rounding(plan, _with_each_alone(plan, values, found.each), size)
    pairs = found.pairs.assign(index="effect" if "aliases" in found.pairs else "S2")
    pairs = _without_rounding(plan, pairs, size).drop(columns="index")
    return replace(found, each=_with_sides(plan, each), pairs=pairs)


def _with_each_alone(plan: Plan, values: np.ndarray, each: pd.DataFrame) -> pd.DataFrame:
    """Indices with the lowest and the highest that one replication gives by itself, as `ALONE`.

    Where all points share replications. Not of effects, whose intervals are of replications, nor of
    δ, PAWN and trees, which take long.
    """
    design = plan.design
    shared = design.common_random_numbers and values.shape[1] > 1
    if not shared or design.method == FACTORIAL:
        return each
    alone = [rows for y in values.T if varies(y) and len(rows := _alone(plan, y))]
    if len(alone) < 2:
        return each
    by = ["factor", "index"]
    ends = pd.concat(alone).groupby(by)["value"].agg(["min", "max"]).set_axis(ALONE, axis=1)
    return each.merge(ends, "left", left_on=by, right_index=True)


def _alone(plan: Plan, y: np.ndarray) -> pd.DataFrame:
    """The indices from one replication that are quick; their intervals mean nothing."""
    if plan.design.method in ANY_POINTS:
        return _of_ranks(plan, y)[1]
    return _from_salib(plan, y[:, None], resamples=2).each


def _without_rounding(plan: Plan, table: pd.DataFrame, size: float) -> pd.DataFrame:
    """Indices with 0 for what is nothing beside an outcome as large as ``size``, or beside 1."""
    nothing = ROUNDING * np.where(table["index"].isin(IN_UNITS), size, 1.0)
    if (table["index"] == "vi").any():  # mean squares of slopes are in units of both
        spans = table["factor"].map({one.key: one.high - one.low for one in plan.factors})
        nothing = np.where(table["index"] == "vi", (ROUNDING * size / spans) ** 2, nothing)
    columns = table.columns.intersection(["value", "low_95", "high_95", *ALONE])
    values = table[columns]
    small = values.abs().le(pd.Series(nothing, table.index), axis=0)
    return table.assign(**values.mask(small, 0.0))


def _with_sides(plan: Plan, each: pd.DataFrame) -> pd.DataFrame:
    """Indices without signs where there is no order, and what a sign means of two choices."""
    of_choices = {factor.key: factor for factor in plan.factors if factor.choices}
    if not of_choices or plan.groups:
        return each
    signed = each["index"].isin(SIGNED)
    unordered = [key for key, factor in of_choices.items() if not factor.has_order]
    sides = {
        key: f"{factor.choices[1]}, not {factor.choices[0]}"
        for key, factor in of_choices.items()
        if factor.has_order
    }
    each = each.assign(high_is=each["factor"].map(lambda key: sides.get(key, "")).where(signed, ""))
    return each[~(signed & each["factor"].isin(unordered))].reset_index(drop=True)


def _from_salib(plan: Plan, values: np.ndarray, resamples: int) -> Indices:
    """Of ``values`` [points, replications]; intervals of effects are from these."""
    y, design = values.mean(axis=1), plan.design
    problem = plan.problem  # a new one at each call: SALib adds to it
    module, options, indices = SALIB[design.method]
    possible: dict[str, Any] = {"num_resamples": resamples, "num_levels": design.levels}
    possible |= dict.fromkeys(("calc_second_order", "second_order"), design.second_order)
    chosen = {key: possible[key] for key in options} | {"seed": design.seed + 1}  # it ignores 0
    if design.method == "fast":  # resampling breaks the order that frequencies live in (SALib 649)
        chosen["num_resamples"] = 2
    points = () if design.method in WITHOUT_POINTS else (plan.points,)
    look = warnings.formatwarning  # SALib changes it
    try:
        with warnings.catch_warnings(action="ignore"):
            analyser = import_module(f"SALib.analyze.{module}")
            result = analyser.analyze(problem, *points, y, **chosen)
    finally:
        warnings.formatwarning = look
    result = _put_right(design.method, result)
    if design.method == "morris":
        result = with_whole_steps(plan, result, y)
    names = list(result["names"]) if "names" in result else plan.inputs
    order = [names.index(name) for name in plan.inputs]
    each = []
    for theirs, name in indices.items():
        if design.method == "morris" and plan.groups and name != "mu_star":
            continue  # members of a group move up and down together
        half = np.full(len(order), np.nan)
        if theirs == "ME":
            half = factorial.halves_of(plan, values, factorial.is_high(plan))
        if f"{theirs}_conf" in result and design.method != "fast":
            half = np.asarray(result[f"{theirs}_conf"], float)[order]
        each.append(_rows(plan, name, np.asarray(result[theirs], float)[order], half))
    pairs = _pairs(plan, result, values) if design.second_order else pd.DataFrame()
    return Indices(pd.concat(each, ignore_index=True), pairs)


def _put_right(method: str, result: Any) -> dict[str, Any]:
    """SALib's result, with the interval that is missing and in the units that are meant.

    Of `dgsm` it resamples the mean square of slopes and calls that the bound's interval. An effect
    of a factorial design is the mean at the high end less that at the low, of which it gives half;
    so too of a pair: half the effect of one where the other is high, less that where it is low.
    """
    made = dict(result)
    if method == "dgsm":
        squares = np.asarray(made["vi"], float)
        bound = np.asarray(made["dgsm"], float)
        each = np.divide(bound, squares, out=np.zeros_like(bound), where=squares > 0.0)
        half = np.asarray(made["dgsm_conf"], float)
        made |= {"vi_conf": half, "dgsm_conf": half * each}
    for key in {"ME", "IE"} & set(made):
        made[key] = 2.0 * np.asarray(made[key], float)
    return made


def _rows(plan: Plan, name: str, values: Any, half: Any, idle: float = np.nan) -> pd.DataFrame:
    """A row of `Indices.each` for each factor; ``half`` is half the width of its interval."""
    ends = {"value": values, "low_95": values - half, "high_95": values + half}
    about = {"factor": plan.inputs, "index": name}
    return pd.DataFrame(about | ends | {"idle_factors_stay_below": idle})


def _pairs(plan: Plan, result: Any, values: np.ndarray) -> pd.DataFrame:
    """Second-order indices: a matrix of Sobol's, a list of a fractional factorial's."""
    inputs = plan.inputs
    if "S2" in result:
        upper = np.triu_indices(len(inputs), 1)
        first, second = np.array(inputs)[np.array(upper)]
        value, half = result["S2"][upper], result["S2_conf"][upper]
        ends = {"value": value, "low_95": value - half, "high_95": value + half}
        return pd.DataFrame({"first": first, "second": second} | ends)
    first, second = np.array(result["interaction_names"]).T
    pairs = pd.DataFrame({"first": first, "second": second, "value": result["IE"]})
    ours = pairs[["first", "second"]].isin(inputs).all(axis=1)  # SALib adds dummies
    return factorial.pairs_of(plan, pairs[ours].reset_index(drop=True), values)


def _of_any_points(plan: Plan, y: np.ndarray) -> Indices:
    """δ less its bias (Plischke, Borgonovo and Smith 2013, equation 30), PAWN and the ranks'.

    Over plausible worlds also trees' importance, and rank correlations for a regression that has
    too few points.
    """
    many, worlds, seed = len(plan.factors), plan.worlds, plan.design.seed + 1
    values_run = plan.values
    in_worlds, each, predicted = plan.design.method == WORLDS, [], np.nan
    if in_worlds:
        found = held_out_importance(values_run, y, worlds, seed)
        each.append(_rows(plan, TREES, found.value, found.half, found.idle))
        predicted = found.r2
    for estimate in ANY_POINTS[plan.design.method]:
        whole, again = any_points.estimated(
            estimate, values_run, y, RESAMPLES_OF_ANY_POINTS, seed, worlds
        )
        names = ("median",) if estimate is pawn else ("delta", "S1")
        if names[0] == "delta":
            whole[0] = 2.0 * whole[0] - again[:, 0].mean(axis=0)
        for name, values, half in zip(names, whole, again.std(axis=0, ddof=1), strict=True):
            idle = float(np.quantile(values[many:], 0.95))
            each.append(_rows(plan, name, values[:many], NORMAL_95 * half[:many], idle))
    drawn = len(np.unique(worlds)) if in_worlds else 0
    fit, of_ranks = _of_ranks(plan, y)
    each += [of_ranks] if len(of_ranks) else []
    return Indices(pd.concat(each, ignore_index=True), pd.DataFrame(), fit, predicted, drawn)


def _of_ranks(plan: Plan, y: np.ndarray) -> tuple[any_points.RankRegression | None, pd.DataFrame]:
    """The rank regression and its rows, or rank correlations over worlds too few for one."""
    worlds, (columns, ordered) = plan.worlds, _columns(plan)
    fit = any_points.rank_regression(columns, y, worlds)
    if fit is not None:
        ends = np.full((2, len(plan.factors)), np.nan)
        ends[:, [f.has_order for f in plan.factors]] = np.stack([fit.value, fit.high])[:, ordered]
        return fit, _rows(plan, SRRC, ends[0], ends[1] - ends[0])
    if plan.design.method != WORLDS:
        return None, _rows(plan, SRRC, np.nan, np.nan)[:0]
    drawn = len(np.unique(worlds))  # of one world points differ in their levers alone
    independent = [len(y) if f.kind == "lever" else drawn for f in plan.factors]
    value, low, high = any_points.rank_correlations(plan.values, y, many=independent)
    return None, _rows(plan, RHO, value, np.nan).assign(low_95=low, high_95=high)


def _columns(plan: Plan) -> tuple[np.ndarray, list[int]]:
    """The columns of a rank regression, and the places of the factors that have an order.

    Three choices or more have a column each but the first, of the points that have it.
    """
    columns: list[np.ndarray] = []
    ordered = []
    for factor, values in zip(plan.factors, plan.values.T, strict=True):
        if factor.has_order:
            ordered.append(len(columns))
            columns.append(values)
        else:
            columns += [(values == choice).astype(float) for choice in np.unique(values)[1:]]
    return np.stack(columns, axis=1), ordered


def going_together(plan: Plan, names: Sequence[str]) -> pd.DataFrame:
    """With which other factors some factors have a rank correlation over the points.

    Those above 0.3, and above what any of the pairs reaches in 95 of 100 samples of so many points
    of factors that have nothing to do with each other (normal, with Bonferroni's correction).
    """
    from scipy.stats import norm, rankdata

    inputs = plan.problem["names"]
    ranks = rankdata(plan.values, axis=0)
    ranks[:, [not factor.has_order for factor in plan.factors]] = 0.0
    with np.errstate(invalid="ignore", divide="ignore"):
        matrix = np.atleast_2d(np.corrcoef(ranks, rowvar=False))
    pairs = max(len(names) * (len(inputs) - 1), 1)
    by_chance = norm.isf(0.025 / pairs) / np.sqrt(max(len(ranks) - 1, 1))
    rows = []
    for name in names:
        mine = np.nan_to_num(matrix[inputs.index(name)])
        for other in np.argsort(-np.abs(mine), kind="stable"):
            if inputs[other] != name and abs(mine[other]) > max(TOGETHER, by_chance):
                rows.append((name, inputs[other], float(mine[other])))
    return pd.DataFrame(rows, columns=["factor", "goes_with", "rank_correlation"])
