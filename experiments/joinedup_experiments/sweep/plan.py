"""A sweep with everything settled: points, outcomes, what one run does, tasks of some runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from pydantic import ConfigDict, TypeAdapter

from joinedup.outcomes.measure import year_of
from joinedup.outcomes.measures import WEIGHTS
from joinedup.rules.collected import outside_range
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.intervals import less
from joinedup_experiments.compare.results.state_of_code import state_of_code
from joinedup_experiments.scenario_io.assumed import parted
from joinedup_experiments.sweep.design import WORLDS, Design, Problem, block_size, problem_of
from joinedup_experiments.sweep.factors import (
    Factor,
    parameter_factor,
    point_scenarios,
    values_of,
)

MOST = 50  # runs in a task
FEWEST_TASKS = 16
PERSON_YEARS_IN_A_TASK = 4e6  # about half a minute of work
Months = Mapping[str, Mapping[str, np.ndarray]]
"""By arm and measure: a number a month, ``[months]`` of one run or ``[runs, months]``."""
Work = Callable[[Sequence[float], int], Months]
"""Runs one design point, by its coordinates, with one seed. It can be pickled."""


@dataclass(frozen=True)
class Outcome:
    """One outcome, settled: over its months, from 1; all of them when ``last`` is 0."""

    key: str  # a short name for tables and files
    label: str
    unit: str
    measure: str
    arm: str
    base: str = ""  # the arm whose value is subtracted; empty for a level
    first: int = 1
    last: int = 0
    combine: str = "mean"  # "sum" or "mean": how twelve months make a year

    @property
    def full_label(self) -> str:
        """The label, with the arms of a difference."""
        arms = f"{self.arm} less {self.base}" if self.base else ""
        return self.label if arms in self.label else f"{self.label}, {arms}"

    @property
    def unit_of_year(self) -> str:
        """The unit of an average year's value."""
        return f"{self.unit} a year" if self.unit and self.combine == "sum" else self.unit

    def value(self, months: Months) -> np.ndarray:
        """An average year's value, of one run or ``[runs]``."""
        mine = self.year(months[self.arm])
        return less(mine, self.year(months[self.base])) if self.base else mine

    def year(self, series: Mapping[str, np.ndarray]) -> np.ndarray:
        """An average year's value in one arm, of its series."""
        return year_in(series, self.measure, self.combine, slice(self.first - 1, self.last or None))


def year_in(
    series: Mapping[str, np.ndarray], key: str, combine: str, months: slice = slice(None)
) -> np.ndarray:
    """An average year's value of a measure, of series ``[..., months]`` and their `WEIGHTS`."""
    weights = series.get(WEIGHTS.get(key, ""))
    mine = None if weights is None else weights[..., months]
    return year_of(series[key][..., months], combine, mine)


def columns_of(measures: Iterable[str]) -> tuple[str, ...]:
    """The columns that measures take: their own, and those of their `WEIGHTS`."""
    mine = tuple(measures)
    return (*mine, *(WEIGHTS[key] for key in mine if key in WEIGHTS))


class RunOf(NamedTuple):
    """One run: ``run`` and ``point`` count from 0, ``replication`` from 1."""

    run: int
    point: int
    replication: int
    seed: int
    coordinates: tuple[float, ...]


class Task(NamedTuple):
    """Some runs of one sweep."""

    number: int
    runs: tuple[RunOf, ...]
    work: Work
    arms: tuple[str, ...]
    columns: tuple[str, ...]  # of its shard, which has them even if every run fails
    fingerprint: str  # of the sweep it belongs to: of its design, its points and its model
    code: str  # the state of the code of the process that made it


def run_model(
    names: Sequence[str],
    scenarios: Sequence[Scenario],
    factors: Sequence[Factor],
    own_stays: bool,
    burn_ins: Path | None,
    coordinates: Sequence[float],
    seed: int,
) -> Months:
    """One run of the model: every arm from one burn-in; ``own_stays`` as for `point_scenarios`.

    Burn-ins are kept in the folder ``burn_ins``, where one is given.
    """
    from joinedup.run import branches
    from joinedup_experiments.compare.results.burn_ins import BurnIns

    values = {f.key: f.value(x) for f, x in zip(factors, coordinates, strict=True)}
    base, *others = point_scenarios(names, scenarios, factors, values, own_stays)
    burnt_in = BurnIns(burn_ins).burnt_in if burn_ins else None
    runs = zip(names, branches(base, others, seed, burnt_in=burnt_in), strict=True)
    return {
        name: run.months | {WEIGHTS[key]: values for key, values in run.weights.items()}
        for name, run in runs
    }


@dataclass(frozen=True)
class Plan:
    """What is run; the same on every machine and for any number of workers."""

    __pydantic_config__ = ConfigDict(arbitrary_types_allowed=True)

    design: Design
    names: tuple[str, ...]  # of the arms, the base first
    scenarios: tuple[Scenario, ...]  # of the arms, in the design's place
    factors: tuple[Factor, ...]
    groups: tuple[str, ...]  # per factor, the name of its group; empty without groups
    points: np.ndarray  # [points, factors] coordinates
    outcomes: tuple[Outcome, ...]
    measures: dict[str, str]  # what the results have, and how the months of each make a year
    sources: str  # the state of the model's sources that the sweep was begun with
    text: str = ""  # of the design's file
    work: Work | None = None  # what a run does, in place of the model
    notes: tuple[str, ...] = ()  # on what is sound in the arms and hardly meant, once read

    @property
    def problem(self) -> Problem:
        """SALib's, a new one each time."""
        return problem_of(self.factors, self.groups)

    @property
    def inputs(self) -> list[str]:
        """Factors, or groups in the order in which SALib gives their indices."""
        return list(dict.fromkeys(self.groups or self.problem["names"]))

    @property
    def values(self) -> np.ndarray:
        """What was run at each point, [points, factors], as `values_of` has it."""
        return values_of(self.factors, self.points)

    @property
    def worlds(self) -> np.ndarray:
        """Which points have all parameters in common, a number each; levers may differ."""
        mine = [f.kind != "lever" for f in self.factors]
        if self.design.method != WORLDS or not any(mine):
            return np.arange(len(self.points))
        return np.unique(self.points[:, mine], axis=0, return_inverse=True)[1].reshape(-1)

    @property
    def blocks(self) -> np.ndarray:
        """Which points are one thing that was drawn: of one world, or drawn together."""
        if self.design.method == WORLDS:
            return self.worlds
        return np.arange(len(self.points)) // max(1, self.block)

    @property
    def block(self) -> int:
        """How many points belong together; 0 where a part of the sample is no sample."""
        return block_size(self.design.method, len(self.inputs), self.design.second_order)

    @property
    def runs(self) -> int:
        """Design points times replications."""
        return len(self.points) * self.design.replications

    @property
    def runs_in_a_task(self) -> int:
        """As the design has it, or about half a minute's; a small sweep is shared out too."""
        if self.design.runs_in_a_task:
            return self.design.runs_in_a_task
        most = max(1, min(MOST, self.runs // FEWEST_TASKS))
        base = self.scenarios[0]
        years = base.run.burn_in_years + base.run.years * len(self.scenarios)
        many = PERSON_YEARS_IN_A_TASK / max(1.0, base.place.residents * years)
        return int(min(max(many, 1), most))

    @property
    def tasks(self) -> int:
        """How many tasks there are."""
        return -(-self.runs // self.runs_in_a_task)

    @property
    def fingerprint(self) -> str:
        """One number for everything that the results depend on."""
        written = json.dumps(self.written(), sort_keys=True).encode()
        points = np.ascontiguousarray(self.points, dtype="<f8").tobytes()
        return hashlib.sha256(written + points).hexdigest()

    def run(self, number: int) -> RunOf:
        """A run by its number, from 0: all replications of one point, then the next point."""
        point, replication = divmod(number, self.design.replications)
        nth = replication if self.design.common_random_numbers else number
        coordinates = tuple(self.points[point].tolist())
        return RunOf(number, point, replication + 1, self.design.seed + nth, coordinates)

    @property
    def shares_burn_ins(self) -> bool:
        """Whether all points have the years before the change in common, for each seed."""
        same = self.design.common_random_numbers and self.work is None
        return same and all(factor.is_after_the_change for factor in self.factors)

    def task(self, number: int, fingerprint: str = "", burn_ins: Path | None = None) -> Task:
        """A task by its number, from 0, which keeps burn-ins in a folder, if it has one."""
        runs = tuple(map(self.run, self.runs_of(number)))
        in_worlds = self.design.method == WORLDS
        of_model = (self.names, self.scenarios, self.factors, in_worlds, burn_ins)
        work = self.work or partial(run_model, *of_model)
        columns = columns_of(self.measures)
        return Task(number, runs, work, self.names, columns, fingerprint, state_of_code())

    def runs_of(self, task: int) -> range:
        """The numbers of a task's runs."""
        size = self.runs_in_a_task
        return range(self.runs)[task * size : (task + 1) * size]

    def written(self) -> dict[str, Any]:
        """Everything but the points, as JSON has it."""
        return {
            "design": self.design.model_dump(exclude_none=True),
            "arms": list(self.names),
            "scenarios": [s.model_dump(exclude_none=True) for s in self.scenarios],
            "factors": [
                {k: v for k, v in asdict(factor).items() if v is not None}
                for factor in self.factors
            ],
            "groups": list(self.groups),
            "outcomes": [asdict(one) for one in self.outcomes],
            "measures": self.measures,
            "model_sources_sha256": self.sources,
        }


def plan_from(written: dict[str, Any], points: np.ndarray) -> Plan:
    """A plan as `Plan.written` wrote it."""
    others = {"names": written["arms"], "sources": written["model_sources_sha256"]}
    return TypeAdapter(Plan).validate_python(written | others | {"points": points})


def warnings_of_plan(plan: Plan) -> list[str]:
    """What is hardly meant, and what is assumed or varies outside its range: a line each."""
    return [*plan.notes, *outside_in(plan)]


def outside_in(plan: Plan) -> list[str]:
    """What is assumed or varies outside its range, and why: a line each."""
    if not plan.scenarios:  # of a function that is no model
        return []
    base = plan.scenarios[0]
    found = outside_range(base.assumptions, base.outside_range)
    for factor in plan.factors if base.outside_range else ():
        if factor.kind != "lever":
            usual = parameter_factor(factor.key)
            if factor.low < usual.low or factor.high > usual.high:
                why = (base.outside_range or {}).get(parted(factor.key)[0], "no reason given")
                found[factor.key] = f"{factor.key} varies outside its range ({why})"
    return [*found.values()]
