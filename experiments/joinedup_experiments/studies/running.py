"""Runs studies: what several of them ask of the same place is run once.

The replication of seed s is run in plausible world s (after the last comes the first), unless all
are to be in one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

import numpy as np

from joinedup.outcomes.measure import mean_of_known, year_of
from joinedup.outcomes.measures import MEASURES, POSITION, WEIGHTED
from joinedup.run import Progress, Run, branches
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.executors import gather
from joinedup_experiments.compare.intervals import interval_of
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.compare.results.kept_arrays import Arrays
from joinedup_experiments.compare.results.kept_runs import KeptRuns
from joinedup_experiments.compare.room import Need, need_of, workers_that_fit
from joinedup_experiments.scenario_io.overrides import Overrides, changed
from joinedup_experiments.scenario_io.plausible_worlds import in_world, plausible_worlds
from joinedup_experiments.studies.finished import name_of
from joinedup_experiments.studies.in_years import Values, by_year
from joinedup_experiments.studies.study import Question

ON_THE_BURN_IN = {"place", "hospital", "teams", "assumptions", "disable_mechanisms", "run"}
PLAUSIBLE = OverWorlds()
MONTHS, WEIGHTS, YEARLY = "months", "weights", "yearly"  # of an arm, in what is kept


class Months(NamedTuple):
    """A run's ``values`` [`MEASURES`, months], and ``weights`` [`WEIGHTED`, months]."""

    values: np.ndarray
    weights: np.ndarray


@dataclass(frozen=True)
class Outcomes:
    """What came out of one study's runs, a seed for each replication.

    ``values`` are ndarrays [replications, years] by setting, arm and measure, ``months`` are of
    each replication by setting and arm. Means over years are of months, so that each counts by
    how many it is of; without them, and of readings of people, they are of ``values``.
    """

    values: dict[tuple[str, str, str], np.ndarray]
    seeds: tuple[int, ...]
    months: dict[tuple[str, str], list[Months]] = field(default_factory=dict)

    def yearly(self, setting: str, arm: str, measure: str) -> np.ndarray:
        """A measure, or several joined by ``+``: ndarray [replications, years]."""
        return np.sum([self.values[setting, arm, key] for key in measure.split(" + ")], axis=0)

    def mean(self, setting: str, arm: str, measure: str, years: Sequence[int] | None) -> np.ndarray:
        """The average year from a first to a last, as `Comparison.yearly` has it; [replications].

        What is without a value is passed over.
        """
        each = [self._mean(setting, arm, key, years) for key in measure.split(" + ")]
        return np.asarray(np.sum(each, axis=0))

    def _mean(self, setting: str, arm: str, key: str, years: Sequence[int] | None) -> np.ndarray:
        first, last = years or (1, None)
        runs = self.months.get((setting, arm), [])
        if not runs or key not in POSITION:
            return mean_of_known(self.values[setting, arm, key][:, first - 1 : last])
        own = slice(12 * (first - 1), last and 12 * last)
        months = np.stack([run.values[POSITION[key], own] for run in runs])
        weights = [run.weights[WEIGHTED[key], own] for run in runs] if key in WEIGHTED else None
        combine = MEASURES[POSITION[key]].combine
        return year_of(months, combine, None if weights is None else np.stack(weights))


def base_of(apart: np.ndarray, usual: np.ndarray) -> float:
    """The base's mean over the replications that have a difference from it; NaN if none has."""
    return interval_of(np.where(np.isnan(apart), np.nan, usual)).mean


@dataclass
class _Arm:
    """One arm of a place, and which studies ask for it, as which setting and arm of theirs."""

    scenario: Scenario
    wanted: list[tuple[Question, str, str]] = field(default_factory=list)

    @property
    def is_base(self) -> bool:
        """Whether any study compares others with it."""
        return any(name == q.base for q, _, name in self.wanted)


def run_studies(
    questions: Sequence[Question],
    replications: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    residents: int | None = None,
    over: OverWorlds = PLAUSIBLE,
    kept: KeptRuns | None = None,
) -> dict[str, Outcomes]:
    """Run studies with seeds from 1 on, as they say themselves unless told otherwise; by key.

    Replications that are ``kept`` are taken from there, and others kept.
    """
    many = {q.key: replications or q.study.replications for q in questions}
    places = _places(questions, residents, over)
    calls: dict[tuple[str, int], Callable[[Progress], OfArms]] = {}
    needs: list[Need] = []
    for place, arms in places.items():
        most = {
            written: max(many[q.key] for q, _, _ in arm.wanted) for written, arm in arms.items()
        }
        for nth in range(max(most.values())):
            mine = {written: arm for written, arm in arms.items() if most[written] > nth}
            calls[place, nth] = partial(_kept_replication, kept, mine, 1 + nth, over)
            needs.append(_need(mine))
    fit = workers_that_fit(_most_of(needs), workers, "--residents {}")
    sizes = [need.seconds(1) for need in needs]
    done = dict(zip(calls, gather(list(calls.values()), fit, progress, sizes), strict=True))
    found = {key: Outcomes({}, tuple(range(1, 1 + n))) for key, n in many.items()}
    for place, arms in places.items():
        for written, arm in arms.items():
            for q, setting, name in arm.wanted:
                runs = [done[place, nth][written] for nth in range(many[q.key])]
                found[q.key].months[setting, name] = [months for _, months in runs]
                for key in q.measures:
                    each = [values[key] for values, _ in runs]
                    found[q.key].values[setting, name, key] = np.stack(each)
    return found


def simulated(scenario: Scenario, over: OverWorlds, residents: int | None = None) -> Scenario:
    """The scenario with so many residents; unless given, with as many as are simulated."""
    return changed(scenario, Overrides(residents=residents or over.residents(scenario)))


def there(scenario: Scenario, seed: int, over: OverWorlds) -> Scenario:
    """The scenario as a seed runs it: in the plausible world of that number, or as it is."""
    if over.worlds != "plausible":
        return scenario
    return in_world(scenario, plausible_worlds().number(seed))


def _places(
    questions: Sequence[Question], residents: int | None, over: OverWorlds
) -> dict[str, dict[str, _Arm]]:
    """Every arm that is asked for, by what its burn-in depends on and then by all that it says."""
    places: dict[str, dict[str, _Arm]] = defaultdict(dict)
    for q in questions:
        for setting in q.settings:
            for name in q.arms_in(setting):
                many = residents or q.study.residents
                scenario = simulated(q.scenario(name, setting), over, many)
                place = places[scenario.model_dump_json(include=ON_THE_BURN_IN)]
                written = scenario.model_dump_json(exclude={"name", "about"})
                arm = place.setdefault(written, _Arm(scenario))
                arm.wanted.append((q, setting, name))
    return places


def _need(arms: dict[str, _Arm]) -> Need:
    """What a replication of some arms of a place needs: its bases are kept, and one more."""
    bases = sum(arm.is_base for arm in arms.values())
    first = next(iter(arms.values())).scenario
    return need_of(first, runs=1, arms=len(arms), held=min(len(arms), bases + 2))


def _most_of(needs: Sequence[Need]) -> Need:
    """The one that takes most memory, of as many runs as take the time of all."""
    most = max(needs, key=lambda need: need.bytes(1))
    return replace(most, runs=math.ceil(sum(need.seconds(1) for need in needs) / most.seconds(1)))


OfArms = dict[str, tuple[Values, Months]]  # by arm, what each measure gives


def _kept_replication(
    kept: KeptRuns | None, arms: dict[str, _Arm], seed: int, over: OverWorlds, progress: Progress
) -> OfArms:
    """A replication from those kept; or it is run, and kept where any are."""
    if kept is None:
        return _replication(arms, seed, over, progress)
    written = sorted(arms)
    asked = [
        f"{q.key} {setting} {name} {n} {one}"
        for n, whose in enumerate(written)
        for q, setting, name in arms[whose].wanted
        for one in (q.measures if q.person_measures else ())
    ]
    run = name_of(seed, written, sorted(asked))
    if (arrays := kept.read(run)) is None:
        found = _replication(arms, seed, over, progress)
        kept.keep(run, _as_arrays([found[one] for one in written]))
        return found
    return {one: _from_arrays(arrays, f"{n}-") for n, one in enumerate(written)}


def _as_arrays(found: Sequence[tuple[Values, Months]]) -> Arrays:
    arrays: dict[str, np.ndarray] = {}
    for n, (values, months) in enumerate(found):
        arrays |= {f"{n}-{MONTHS}": months.values, f"{n}-{WEIGHTS}": months.weights}
        arrays |= {f"{n}-{YEARLY}-{key}": value for key, value in values.items()}
    return arrays


def _from_arrays(arrays: Arrays, arm: str) -> tuple[Values, Months]:
    yearly = f"{arm}{YEARLY}-"
    values = {key.removeprefix(yearly): arrays[key] for key in arrays if key.startswith(yearly)}
    return values, Months(arrays[f"{arm}{MONTHS}"], arrays[f"{arm}{WEIGHTS}"])


def _replication(arms: dict[str, _Arm], seed: int, over: OverWorlds, progress: Progress) -> OfArms:
    """Run some arms of one place with one seed: by arm, what each measure gives.

    The bases first: their runs alone are kept, for readings of people, since a run is large.
    """
    order = sorted(arms, key=lambda written: not arms[written].is_base)
    base, *others = (there(arms[written].scenario, seed, over) for written in order)
    bases: dict[tuple[str, str], Run] = {}
    found = {}
    for written, run in zip(order, branches(base, others, seed, progress=progress), strict=True):
        wanted = arms[written].wanted
        bases |= {(q.key, setting): run for q, setting, name in wanted if name == q.base}
        years = {m.key: by_year(run, m) for m in MEASURES}
        months = np.array([run.months[m.key] for m in MEASURES])
        found[written] = years, Months(months, np.array([run.weights[key] for key in WEIGHTED]))
        to_read = {one.read: bases[q.key, setting] for q, setting, _ in arms[written].wanted
                    for one in q.person_measures}  # fmt: skip
        for read, beside in to_read.items():
            years |= read(run, beside)
    return found
