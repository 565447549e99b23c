"""Runs studies: what several of them ask of the same place is run once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from joinedup.outcomes.measures import MEASURES
from joinedup.run import Progress, branch
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.executors import executor, gather, workers_for
from joinedup_experiments.scenario_io.overrides import Overrides, changed
from joinedup_experiments.studies.readings import Reading, Values, by_year
from joinedup_experiments.studies.study import Question

ON_THE_BURN_IN = {"place", "hospital", "teams", "assumptions", "disable_mechanisms", "run"}


@dataclass(frozen=True)
class Outcomes:
    """What came out of one study's runs.

    Attributes
    ----------
    values : dict
        By setting, arm and measure: ndarray [replications, years].
    seeds : tuple of int
        One for each replication.
    """

    values: dict[tuple[str, str, str], np.ndarray]
    seeds: tuple[int, ...]

    def yearly(self, setting: str, arm: str, measure: str) -> np.ndarray:
        """A measure, or several joined by ``+``: ndarray [replications, years]."""
        keys = measure.split(" + ")
        return np.sum([self.values[setting, arm, key] for key in keys], axis=0)

    def mean(self, setting: str, arm: str, measure: str, years: Sequence[int] | None) -> np.ndarray:
        """The average year from a first to a last; years without a value are passed over."""
        values = self.yearly(setting, arm, measure)
        chosen = values if years is None else values[:, years[0] - 1 : years[1]]
        return np.asarray(np.nanmean(chosen, axis=1), float)


def run_studies(
    questions: Sequence[Question],
    replications: int | None = None,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
    residents: int | None = None,
) -> dict[str, Outcomes]:
    """Run all that the studies ask for.

    Parameters
    ----------
    replications : int, optional
        In place of what each study says. Seeds go from ``seed`` on.
    residents : int, optional
        Another size of place, for a quick try.

    Returns
    -------
    dict of str to Outcomes
        By the studies' keys.
    """
    many = {q.key: replications or q.study.replications for q in questions}
    arms: dict[str, dict[str, Scenario]] = defaultdict(dict)  # by place, then by all that they say
    wanted: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for q in questions:
        for setting in q.settings:
            for arm in q.arms:
                scenario = changed(q.scenario(arm, setting), Overrides(residents=residents))
                place = scenario.model_dump_json(include=ON_THE_BURN_IN)
                written = scenario.model_dump_json(exclude={"name", "about"})
                arms[place][written] = scenario
                wanted[place, written].append((q.key, setting, arm))
    calls: dict[tuple[str, int], Callable[[Progress | None], dict[str, Values]]] = {}
    readings = {q.key: q.readings for q in questions}
    for place, scenarios in arms.items():
        asks = {w: {key for key, _, _ in wanted[place, w]} for w in scenarios}
        for nth in range(max(many[key] for keys in asks.values() for key in keys)):
            mine = {w: s for w, s in scenarios.items() if any(many[k] > nth for k in asks[w])}
            read = {w: [r for key in asks[w] for r in readings[key]] for w in mine}
            calls[place, nth] = partial(_replication, mine, read, seed + nth)
    pool = executor(workers_for(len(calls), workers))
    done = dict(zip(calls, gather(pool, list(calls.values()), progress), strict=True))
    values: dict[str, dict[tuple[str, str, str], np.ndarray]] = defaultdict(dict)
    measures = {q.key: list(q.measures) for q in questions}
    for (place, written), places in wanted.items():
        for key, setting, arm in places:
            runs = [done[place, nth][written] for nth in range(many[key])]
            for m in measures[key]:
                values[key][setting, arm, m] = np.stack([one[m] for one in runs])
    return {key: Outcomes(values[key], tuple(range(seed, seed + n))) for key, n in many.items()}


def _replication(
    scenarios: dict[str, Scenario],
    readings: dict[str, list[Reading]],
    seed: int,
    progress: Progress | None,
) -> dict[str, Values]:
    """Run some arms of one place with one seed: by arm, each measure's value for each year."""
    base, *others = scenarios.values()
    found = {}
    for written, run in zip(scenarios, branch(base, others, seed, progress=progress), strict=True):
        values = {m.key: by_year(run.months[m.key], m.combine) for m in MEASURES}
        for one in readings[written]:
            values |= one.read(run)
        found[written] = values
    return found
