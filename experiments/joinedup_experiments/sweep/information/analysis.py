"""A finished sweep's value of information: of everything, each assumption, each mechanism."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

import numpy as np
import pandas as pd

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.intervals import less
from joinedup_experiments.compare.value import THRESHOLDS, net_benefit, present
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.scenario_io.load.problems import did_you_mean
from joinedup_experiments.sweep.blocks import means_of
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.information.estimates import (
    IDLE_GROUPS,
    Information,
    copies,
    in_other_order,
    of_group,
    of_one,
    of_shuffled,
    perfect,
    usual_arm,
)
from joinedup_experiments.sweep.observed import IncompleteError, whole_outcomes
from joinedup_experiments.sweep.plan import Plan, year_in
from joinedup_experiments.sweep.sensitivity.methods import FEWEST_POINTS
from joinedup_experiments.sweep.sweep_folder import Sweep

ASSUMPTION, MECHANISM, EVERYTHING = "assumption", "mechanism", "everything"
COST, QALYS = "cost_public", "qalys_lost"
RESIDENTS = "place.residents"
NOTHING = 1e-4  # of what everything is worth: less is worth nothing


class Benefit(NamedTuple):
    """What is to be had as much of as can be, at every point, replication and arm."""

    key: str
    label: str
    unit: str
    values: np.ndarray  # [points, replications, arms]


def benefits_of(sweep: Sweep, outcome: str | None) -> list[Benefit]:
    """Net monetary benefit at each threshold, and a measure; more of each is better.

    Raises InputError where there is no choice between arms, or the measure is neither better when
    higher nor when lower; `IncompleteError` where a run is missing, or gave no value of it.
    """
    plan = sweep.plan
    if len(plan.names) < 2:
        raise InputError(f"{sweep.folder}: one arm leaves nothing to choose; a sweep needs two")
    many, drawn = len(plan.points), len(np.unique(plan.blocks))
    if drawn < FEWEST_POINTS:
        together = f" that were drawn together in {counted(drawn, 'block')}" if drawn < many else ""
        fewest = f"{FEWEST_POINTS}{' blocks' if together else ''} at the least"
        raise InputError(f"{sweep.folder}: {counted(many, 'point')}{together}: too few; {fewest}")
    if outcome is not None and outcome not in plan.measures:
        hint = did_you_mean(str(outcome), [*plan.measures])
        raise InputError(f"there is no measure `{outcome}`; {hint}")
    better = measure(outcome).better if outcome else None
    if outcome and better is None:
        raise InputError(f"of `{outcome}` neither more nor less is better")
    whole_outcomes(sweep)  # refuses a sweep of which something is missing
    kept = _read(sweep, [COST, QALYS, *([outcome] if outcome else [])])
    for key, values in kept.items():
        if lacking := int((~np.isfinite(values)).any(axis=2).sum()):
            why = f"`{key}` has no value in {lacking:,} of {counted(plan.runs, 'run')}"
            raise IncompleteError(f"{sweep.folder}: {why}, so no arm can be chosen by it")
    cost, qalys = kept[COST], -kept[QALYS]
    found = [
        Benefit(f"net_benefit_{one:.0f}", f"net monetary benefit at £{one:,.0f} a QALY", "GBP",
                net_benefit(cost, qalys, one))
        for one in THRESHOLDS
    ]  # fmt: skip
    if outcome:
        m, sign = measure(outcome), 1.0 if better == "higher" else -1.0
        unit = f"{m.unit} a year" if m.combine == "sum" else m.unit
        found.append(Benefit(outcome, m.label, unit, sign * kept[outcome]))
    return found


def _read(sweep: Sweep, measures: list[str]) -> dict[str, np.ndarray]:
    """By measure [points, replications, arms]: present values of money and QALYs, else a year's."""
    plan = sweep.plan
    shape = len(plan.points), plan.design.replications, len(plan.names)
    kept = {key: np.zeros(shape) for key in measures}
    for number in range(plan.tasks):
        shard = sweep.shard(number, measures)
        at = shard.identity["point"], shard.identity["replication"] - 1
        for arm, name in enumerate(plan.names):
            for key in measures:
                series = shard.months[name]
                total = key in (COST, QALYS)
                kept[key][(*at, arm)] = (
                    present(series[key]) if total else year_in(series, key, plan.measures[key])
                )
    return kept


class Valued(NamedTuple):
    """One benefit, and what knowing each thing before choosing an arm is worth in its unit."""

    benefit: Benefit
    best: str  # the arm that is chosen knowing nothing more
    best_in: float  # the share of points in which none is better
    everything: Information
    at_least: float  # of everything, whatever part of the choice is chance; NaN if not known
    # A row for each assumption and mechanism: kind, key, meaning, evidence, value, low_95,
    # high_95, floor (what 95 of 100 that do nothing stay below), chance_reaches (all of them)
    each: pd.DataFrame
    of_levers: bool = False  # whether to know their values is in what everything is worth

    @property
    def foremost(self) -> pd.DataFrame:
        """The assumptions that are worth more than any that does nothing, the greatest first."""
        mine = self.each[self.each["kind"] == ASSUMPTION]
        mine = mine[(mine["value"] > mine["chance_reaches"]) & (mine["low_95"] > 0.0)]
        mine = mine[mine["value"] > NOTHING * self.everything.value]
        return mine.sort_values("value", ascending=False, kind="stable")


def value_of_information(
    sweep: Sweep, outcome: str | None = None, report: Callable[[float], None] = lambda share: None
) -> list[Valued]:
    """What it is worth to know each assumption, and each mechanism, for each benefit.

    Levers are decided, not found out: they are left out, and averaged over. Only where no two
    points have all else in common can they not be, so that their values are in everything's.
    """
    from threadpoolctl import threadpool_limits

    benefits, plan = benefits_of(sweep, outcome), sweep.plan
    uncertain = [i for i, factor in enumerate(plan.factors) if factor.kind != "lever"]
    if not uncertain:
        raise InputError(f"{sweep.folder}: only levers vary, so there is nothing to find out")
    factors, worlds = [plan.factors[i] for i in uncertain], plan.worlds
    points = means_of(plan.points[:, uncertain], worlds)
    # Of a world that was run with several values of the levers, these are averaged over.
    averaged = [one._replace(values=means_of(one.values, worlds)) for one in benefits]
    blocks = plan.blocks if len(points) == len(worlds) else np.arange(len(points))
    of_levers = len(uncertain) < len(plan.factors) and len(points) == len(worlds)
    rng = np.random.default_rng(plan.design.seed)
    with threadpool_limits(1, "blas"):
        together = _mechanisms(factors, points, averaged, blocks, plan.design.seed)
        found = []
        for number, (benefit, mine) in enumerate(zip(benefits, averaged, strict=True), 1):
            alone = _assumptions(factors, points, mine, blocks, rng)
            each = pd.DataFrame([*alone, *together[mine.key]])
            whole = perfect(mine.values, blocks)
            valued = _valued(benefit, plan.names, whole, capped(each, whole[0]))
            found.append(valued._replace(of_levers=of_levers))
            report(number / len(benefits))
    return found


def capped(each: pd.DataFrame, everything: Information) -> pd.DataFrame:
    """Rows of `Valued.each`, none worth more than everything, nor by its interval.

    What is expected given one thing is an average of what is known given all, so its best arm gains
    less (Jensen's inequality). A spline through few points can have it otherwise, where it leaves
    what was seen; so do shuffled ones, and what chance reaches is cut in the same way.
    """
    most = {"value": everything.value, "low_95": everything.low, "high_95": everything.high}
    most |= dict.fromkeys(("floor", "chance_reaches"), everything.value)
    return each.assign(**{key: each[key].clip(upper=end) for key, end in most.items()})


def _valued(
    benefit: Benefit,
    names: tuple[str, ...],
    whole: tuple[Information, float],
    each: pd.DataFrame,
) -> Valued:
    means = benefit.values.mean(axis=1)
    usual = usual_arm(means)
    none_better = less(means.max(axis=1), means[:, usual]) == 0.0
    share = float(none_better.mean())
    return Valued(benefit, names[usual], share, *whole, each)


def _row(kind: str, about: tuple[str, str, str], found: Information) -> dict[str, object]:
    key, meaning, evidence = about
    row: dict[str, object] = {"kind": kind, "key": key, "meaning": meaning, "evidence": evidence}
    return row | {"value": found.value, "low_95": found.low, "high_95": found.high}


def _assumptions(
    factors: list[Factor],
    points: np.ndarray,
    benefit: Benefit,
    blocks: np.ndarray,
    rng: np.random.Generator,
) -> Iterator[dict[str, object]]:
    means = benefit.values.mean(axis=1)
    idle = of_shuffled(points, means, rng, blocks)
    chance = {"floor": float(np.quantile(idle, 0.95)), "chance_reaches": float(idle.max())}
    for factor, column in zip(factors, points.T, strict=True):
        about = (factor.key, factor.meaning, factor.evidence)
        yield _row(ASSUMPTION, about, of_one(column, means, rng, blocks=blocks)) | chance


def _mechanisms(
    factors: list[Factor],
    points: np.ndarray,
    benefits: list[Benefit],
    blocks: np.ndarray,
    seed: int,
) -> dict[str, list[dict[str, object]]]:
    """Rows by benefit; a mechanism is the first part of its parameters' keys."""
    first = np.array([factor.key.partition(".")[0] for factor in factors])
    means = np.array([one.values.mean(axis=1) for one in benefits])
    rng = np.random.default_rng(seed)
    names = list(dict.fromkeys(first.tolist()))
    real = [of_group(points[:, first == name], means, blocks, seed) for name in names]
    idle = [
        of_group(points[in_other_order(len(points), blocks, rng)][:, first == name],
                 means, blocks, seed)
        for name in names * copies(len(names), IDLE_GROUPS)
    ]  # fmt: skip
    rows: dict[str, list[dict[str, object]]] = {}
    for i, benefit in enumerate(benefits):
        by_chance = [one[i].value for one in idle]
        chance = {"floor": float(np.quantile(by_chance, 0.95)), "chance_reaches": max(by_chance)}
        for name, found in zip(names, real, strict=True):
            about = f"{name}.*", f"{counted((first == name).sum(), 'parameter')} together", ""
            rows.setdefault(benefit.key, []).append(_row(MECHANISM, about, found[i]) | chance)
    return rows


def residents_of(plan: Plan) -> float:
    """How many residents the base has, on average over the points where they vary."""
    residents = float(plan.scenarios[0].place.residents)
    for factor, column in zip(plan.factors, plan.points.T, strict=True):
        scaled = any(fnmatchcase(RESIDENTS, pattern) for pattern in factor.scales)
        if scaled or factor.key == RESIDENTS:
            mean = float(np.mean([factor.value(x) for x in column]))
            residents = residents * mean if scaled else mean
    return residents


def table_of(found: list[Valued], residents: float) -> pd.DataFrame:
    """All of it as one table, of the place and, of money, of each resident."""
    parts = []
    for one in found:
        about = one.everything
        top = _row(EVERYTHING, ("", "", ""), about) | {"floor": one.at_least}
        part = pd.concat([pd.DataFrame([top]), one.each], ignore_index=True)
        part = part.sort_values("value", ascending=False, kind="stable")
        per_person = part["value"] / residents if one.benefit.unit == "GBP" else np.nan
        part.insert(0, "benefit", one.benefit.key)
        parts.append(part.assign(unit=one.benefit.unit, value_per_person=per_person))
    return pd.concat(parts, ignore_index=True)
