"""Runs an evaluation's two parts, comparator places and worlds, as sweeps that can be resumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from joinedup.engine.sources import sources_digest
from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.evaluator.evaluation.in_one_world import (
    AREA,
    COMPARATOR_SEEDS,
    NUMBERS,
    PLACEBO,
    PROGRAMME,
    SERIES,
    Cell,
    Setting,
    comparator_months,
    evaluated,
)
from joinedup_experiments.evaluator.evaluation.pool import COMPARED, EXCHANGED, NAMES
from joinedup_experiments.sweep.design import EVALUATED, Design
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.manifest import MANIFEST
from joinedup_experiments.sweep.plan import Outcome, Plan, Work
from joinedup_experiments.sweep.sweep_folder import (
    ALL_FAILED,
    Sweep,
    make_sweep,
    open_same,
    open_sweep,
)
from joinedup_experiments.sweep.sweeping import Share, run_share

COMPARATORS, WORLDS = "comparators", "worlds"  # folders of the two parts
WHOLE = Share()


@dataclass(frozen=True)
class Running:
    """How the two parts are run, and where: see ``joinedup evaluate --help``."""

    folder: Path
    command: Sequence[str]
    workers: int | None = None
    share: Share = WHOLE
    scheduler: str | None = None

    def run(self, plan: Plan, part: str) -> Sweep | None:
        """Run a part, or go on with it; None while other shares of it are to be run."""
        sweep = make_sweep(self.folder / part, plan, self.command, True)
        sweep = replace(sweep, plan=replace(sweep.plan, work=plan.work))
        found = run_share(sweep, self.share, self.workers, self.scheduler)
        return None if found is None else sweep

    def kept_pool(self) -> Sweep | None:
        """The comparators with which worlds were begun, whichever were lost; None before that.

        These are not tried again then, or worlds with another pool would be beside the others.
        """
        if not all((self.folder / part / MANIFEST).exists() for part in (COMPARATORS, WORLDS)):
            return None
        sweep = open_sweep(self.folder / COMPARATORS)
        return sweep if all(sweep.there()) else None

    def check(self, setting: Setting, worlds: Sequence[int]) -> None:
        """`FolderError` where a part in the folder is of another evaluation; nothing is run."""
        plans = {COMPARATORS: _comparators_plan(setting)} if setting.pool else {}
        for part, plan in (plans | {WORLDS: _worlds_plan(setting, worlds)}).items():
            if (self.folder / part / MANIFEST).exists():
                open_same(self.folder / part, plan)


def with_comparators(setting: Setting, running: Running) -> Setting | None:
    """The setting with its pool of comparators; None while other shares of it are to be run.

    `FolderError` where no comparator could be run.
    """
    if not setting.pool:
        return setting
    sweep = running.kept_pool() or running.run(_comparators_plan(setting), COMPARATORS)
    if sweep is None:
        return None
    shards = [sweep.shard(number) for number in range(sweep.plan.tasks)]
    ran = [np.stack([one.months[AREA][name] for name in SERIES], axis=-1)
           for one in shards if one.months]  # fmt: skip
    if not ran:
        raise FolderError(f"{sweep.folder}: {ALL_FAILED}")
    each = np.concatenate(ran)
    months = np.arange(each.shape[1], dtype=float) - setting.months_before
    months = np.broadcast_to(months[None, :, None], (*each.shape[:2], 1))
    return replace(setting, comparators=np.concatenate([months, each], axis=-1))


def over_worlds(setting: Setting, worlds: Sequence[int], running: Running) -> pd.DataFrame | None:
    """Every evaluation in every world: a row each; None while other shares are to be run.

    Columns are ``world``, ``seed`` of its run, ``arm``, those of a `Cell` and `NUMBERS`; and, for
    designs that have comparators, their numbers from 1 among those that ran, and `EXCHANGED` each
    of them. A run that failed is left out; `FolderError` where all did.
    """
    sweep = running.run(_worlds_plan(setting, worlds), WORLDS)
    if sweep is None:
        return None
    summary = sweep.table("summary").to_pandas()
    if summary.empty:
        raise FolderError(f"{sweep.folder}: {ALL_FAILED}")
    summary["world"] = sweep.plan.points[summary["point"], 0].astype(int)
    shards = [sweep.shard(number) for number in range(sweep.plan.tasks)]
    runs = {
        (seed, arm): {name: values[number] for name, values in series.items()}
        for one in shards
        for arm, series in one.months.items()
        for number, seed in enumerate(one.identity["seed"].tolist())
    }
    found = [_of_cell(summary, setting, cell, runs) for cell in setting.cells()]
    return pd.concat(found, ignore_index=True)


def _of_cell(
    summary: pd.DataFrame,
    setting: Setting,
    cell: Cell,
    runs: Mapping[tuple[int, str], Mapping[str, np.ndarray]],
) -> pd.DataFrame:
    named = {cell.column(name): name for name in NUMBERS}
    each = summary[["world", "seed", "arm", *named]].rename(columns=named)
    each = each.assign(**cell._asdict())[["world", "seed", "arm", *Cell._fields, *NUMBERS]]
    compared = cell.design in COMPARED
    many = setting.compared_with if compared else 0
    each[NAMES] = [setting.places_of(seed)[:many] + 1 for seed in each["seed"]]
    for name in EXCHANGED:
        each[name] = [
            runs[key][cell.column(name)] if compared else np.zeros(0)
            for key in zip(each["seed"], each["arm"], strict=True)
        ]
    return each


def _comparators_plan(setting: Setting) -> Plan:
    outcomes = [Outcome(name, name, "", name, AREA) for name in SERIES]
    return _plan(
        setting, "Comparator places", np.arange(1.0, setting.pool + 1),
        COMPARATOR_SEEDS + setting.seed, partial(comparator_months, setting), (AREA,), outcomes,
    )  # fmt: skip


def _worlds_plan(setting: Setting, worlds: Sequence[int]) -> Plan:
    outcomes = [
        Outcome(cell.column(name), cell.column(name), "", cell.column(name), arm)
        for arm in (PROGRAMME, PLACEBO)
        for cell in setting.cells()
        for name in ("estimate", "truth")
    ]
    return _plan(
        setting, "Evaluations", np.array(worlds, float), setting.seed,
        partial(evaluated, setting), (PROGRAMME, PLACEBO), outcomes,
    )  # fmt: skip


def _plan(
    setting: Setting,
    name: str,
    numbers: np.ndarray,
    seed: int,
    work: Work,
    arms: tuple[str, ...],
    outcomes: Sequence[Outcome],
) -> Plan:
    """A part as a sweep of one factor, the number of a world or comparator; a run for each."""
    measures = {one.measure: "mean" for one in outcomes}
    if arms != (AREA,):
        measures = {
            cell.column(each): "mean"
            for cell in setting.cells()
            for each in (*NUMBERS, *(EXCHANGED if cell.design in COMPARED else ()))
        }
    world = Factor("number", "lever", 0.0, float(numbers.max()) + 1.0, whole=True)
    design = Design(
        name=name, about=setting.about, base=setting.base.name, method="given", given=EVALUATED,
        seed=seed, common_random_numbers=False, runs_in_a_task=1,
    )  # fmt: skip
    scenarios = (setting.base,) if arms == (AREA,) else (setting.programme, setting.base)
    return Plan(
        design=design, names=arms, scenarios=scenarios, factors=(world,), groups=(),
        points=numbers[:, None], outcomes=tuple(outcomes), measures=measures,
        sources=sources_digest(), work=work,
    )  # fmt: skip
