"""From a sample and an outcome to indices: by SALib, or ours for points of no method."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd

from joinedup_experiments.compare.intervals import NORMAL_95, t_quantile, varies
from joinedup_experiments.sweep.design import WORLDS, Design
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.sensitivity import any_points
from joinedup_experiments.sweep.sensitivity.any_points import delta_and_first, pawn
from joinedup_experiments.sweep.sensitivity.held_out import held_out_importance
from joinedup_experiments.sweep.sensitivity.trajectories import with_whole_steps

RESAMPLES = 200
TOGETHER = 0.3  # a correlation above which factors are said to go together
RESAMPLES_OF_ANY_POINTS = 50  # each takes as long as ten of the others
SHOWN = 4  # aliases of a pair that are named
FEWEST_POINTS = 20  # of no method: below it classes and slides hold next to nothing
SRRC, RHO, TREES = "SRRC", "rho", "held_out"
SIGNED = (SRRC, RHO, "mu", "effect")  # indices of which the sign says which way
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
    "fractional_factorial": ("ff", ("second_order",), {"ME": "effect"}),
}  # fmt: skip
WITHOUT_POINTS = ("sobol", "fast")  # SALib knows them from the order of the results


@dataclass(frozen=True)
class Indices:
    """All indices of one outcome, with 95% intervals that are NaN where a method has none."""

    # By index (the main one first) and factor or group: value, low_95, high_95; and, for points of
    # no method, what 95 of 100 factors that do nothing stay below, whatever their intervals. With
    # choices also high_is: of two the one towards which a sign leads; those of more have no sign
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


def indices_of(plan: Plan, y: np.ndarray, within: float = np.nan) -> Indices:
    """The indices of one outcome, ``y`` [points], at a plan's points.

    ``within`` is the variance of one point's mean by chance alone, where it is known. Raises
    ValueError where SALib would make 0 of what is not finite or does not vary.
    """
    y = np.asarray(y, float)
    if len(y) != len(plan.points) or not np.isfinite(y).all():
        raise ValueError("every design point needs a finite result")
    if not varies(y):
        raise ValueError("the outcome does not vary")
    if plan.design.method in ANY_POINTS:
        found = _of_any_points(plan, y)
    else:
        found = _from_salib(plan, y, _by_chance(plan.design, len(y), within))
    return replace(found, each=_with_sides(plan, found.each))


def _by_chance(design: Design, points: int, within: float) -> float:
    """Half a 95% interval of a main effect, by Student's t of as many degrees as ``within`` has."""
    degrees = (points - design.common_random_numbers) * (design.replications - 1)
    return 2.0 * float(t_quantile(degrees + 1) * np.sqrt(within / points))


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


def _from_salib(plan: Plan, y: np.ndarray, by_chance: float) -> Indices:
    """``by_chance`` is half the interval of effects that have no bootstrap, from chance alone."""
    design, problem = plan.design, plan.problem  # a new one at each call: SALib adds to it
    module, options, indices = SALIB[design.method]
    possible: dict[str, Any] = {"num_resamples": RESAMPLES, "num_levels": design.levels}
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
        half = np.full(len(order), by_chance if theirs == "ME" else np.nan)
        if f"{theirs}_conf" in result and design.method != "fast":
            half = np.asarray(result[f"{theirs}_conf"], float)[order]
        each.append(_rows(plan, name, np.asarray(result[theirs], float)[order], half))
    pairs = _pairs(plan, result, by_chance) if design.second_order else pd.DataFrame()
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


def _pairs(plan: Plan, result: Any, by_chance: float) -> pd.DataFrame:
    """Second-order indices: a matrix of Sobol's, a list of a fractional factorial's.

    Of the last also the ``aliases`` of each: what these runs show is the sum of them all.
    """
    inputs = plan.inputs
    if "S2" in result:
        upper = np.triu_indices(len(inputs), 1)
        first, second = np.array(inputs)[np.array(upper)]
        values, half = result["S2"][upper], result["S2_conf"][upper]
    else:
        first, second = np.array(result["interaction_names"]).T
        values, half = np.asarray(result["IE"], float), by_chance
    pairs = pd.DataFrame({"first": first, "second": second, "value": values})
    pairs = pairs.assign(low_95=values - half, high_95=values + half)
    ours = pairs[["first", "second"]].isin(inputs).all(axis=1)  # SALib adds dummies
    pairs = pairs[ours].reset_index(drop=True)
    return pairs if "S2" in result else pairs.assign(aliases=_aliases(plan, pairs))


def _aliases(plan: Plan, pairs: pd.DataFrame) -> list[str]:
    """Of each pair the main effects and pairs that are high and low together in the same runs."""
    middle = (plan.points.max(axis=0) + plan.points.min(axis=0)) / 2.0
    sides = dict(zip(plan.inputs, (plan.points > middle).T, strict=True))
    same: dict[bytes, list[str]] = {}
    keys = []
    for name, side in sides.items():
        same.setdefault(_contrast(side), []).append(name)
    for first, second in pairs[["first", "second"]].itertuples(index=False):
        keys.append(_contrast(sides[first] == sides[second]))
        same.setdefault(keys[-1], []).append(f"{first} with {second}")
    found = []
    for key, first, second in zip(keys, pairs["first"], pairs["second"], strict=True):
        others = [one for one in same[key] if one != f"{first} with {second}"]
        more = f"; and {len(others) - SHOWN:,} more" if len(others) > SHOWN else ""
        found.append("; ".join(others[:SHOWN]) + more)
    return found


def _contrast(high: np.ndarray) -> bytes:
    """In which runs something is high, or else low: the same bytes for both."""
    return np.packbits(high ^ high[0]).tobytes()


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
    columns, ordered = _columns(plan)
    fit = any_points.rank_regression(columns, y, worlds)
    if fit is not None:
        ends = np.full((2, many), np.nan)
        ends[:, [f.has_order for f in plan.factors]] = np.stack([fit.value, fit.high])[:, ordered]
        each.append(_rows(plan, SRRC, ends[0], ends[1] - ends[0]))
    elif in_worlds:
        # Of one world points differ in their levers alone.
        independent = [len(y) if f.kind == "lever" else drawn for f in plan.factors]
        value, low, high = any_points.rank_correlations(values_run, y, many=independent)
        each.append(_rows(plan, RHO, value, np.nan).assign(low_95=low, high_95=high))
    return Indices(pd.concat(each, ignore_index=True), pd.DataFrame(), fit, predicted, drawn)


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
