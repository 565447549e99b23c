"""Runs questions: what several of them ask of the same place is run once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from joinedup.outcomes.measures import MEASURES
from joinedup.run import Progress, Run, branch
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.executors import executor, gather, workers_for
from joinedup_experiments.scenario_io.overrides import Overrides, changed
from joinedup_experiments.studies.patterns.asking import Asked, Read

Values = dict[str, np.ndarray]


@dataclass(frozen=True)
class Figures:
    """What came out of one question's runs.

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
        """A measure's value for each replication and year: ndarray [replications, years]."""
        return self.values[setting, arm, measure]


@dataclass
class _Batch:
    """Arms of one place that share a burn-in, and who wants what read off which of them."""

    arms: dict[str, Scenario] = field(default_factory=dict)
    wanted: dict[tuple[str, str, str], str] = field(default_factory=dict)
    reads: dict[str, dict[str, Read]] = field(default_factory=dict)

    def live(self, seed: int, arms: Sequence[str], tell: Progress | None) -> dict[str, Values]:
        """Run some arms with one seed; by arm, each measure's value for each year."""
        scenarios = [self.arms[written] for written in arms]
        runs = branch(scenarios[0], scenarios[1:], seed, progress=tell)
        return {written: self._read(run, written) for written, run in zip(arms, runs, strict=True)}

    def _read(self, run: Run, written: str) -> Values:
        found = {m.key: by_year(run.months[m.key], m.combine) for m in MEASURES}
        for read in self.reads.get(written, {}).values():
            found |= read(run)
        return found


def by_year(months: np.ndarray, combine: str) -> np.ndarray:
    """Each whole year's value: twelve months together, or the mean month.

    >>> by_year(np.ones(25), "sum")
    array([12., 12.])
    """
    whole = months[: len(months) // 12 * 12].reshape(-1, 12)
    return np.asarray(whole.sum(axis=1) if combine == "sum" else whole.mean(axis=1), float)


def run_questions(
    questions: Sequence[Asked],
    replications: int | None = None,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
    residents: int | None = None,
) -> dict[str, Figures]:
    """Run all that the questions ask for.

    Parameters
    ----------
    replications : int, optional
        In place of what each question says. Seeds go from ``seed`` on.
    residents : int, optional
        Another size of place, for a quick try.

    Returns
    -------
    dict of str to Figures
        By the questions' keys.
    """
    batches = _batches(questions, residents)
    many = {q.key: replications or q.question.replications for q in questions}
    calls: list[Callable[[Progress | None], dict[str, Values]]] = []
    places: list[tuple[int, int]] = []
    for batch in batches:
        for nth in range(max(many[key] for key, _, _ in batch.wanted)):
            arms = [
                written
                for written in batch.arms
                if any(w == written and many[key] > nth for (key, _, _), w in batch.wanted.items())
            ]
            calls.append(partial(batch.live, seed + nth, arms))
            places.append((id(batch), nth))
    lived = dict(
        zip(
            places,
            gather(executor(workers_for(len(calls), workers)), calls, progress),
            strict=True,
        )
    )
    return {
        q.key: Figures(
            _values(q, batches, lived, many[q.key]), tuple(range(seed, seed + many[q.key]))
        )
        for q in questions
    }


def _values(
    question: Asked,
    batches: Sequence[_Batch],
    lived: dict[tuple[int, int], dict[str, Values]],
    many: int,
) -> dict[tuple[str, str, str], np.ndarray]:
    """What one question wanted of all batches."""
    values = {}
    for batch in batches:
        for (key, setting, arm), written in batch.wanted.items():
            if key == question.key:
                mine = [lived[id(batch), nth][written] for nth in range(many)]
                for m in question.measures:
                    values[setting, arm, m] = np.stack([one[m] for one in mine])
    return values


def _batches(questions: Iterable[Asked], residents: int | None) -> list[_Batch]:
    """One batch for each place, length of time and set of assumptions."""
    batches: dict[str, _Batch] = {}
    for question in questions:
        for setting in question.settings:
            for arm in question.arms:
                scenario = question.scenario(arm, setting)
                if residents:
                    scenario = changed(scenario, Overrides(residents=residents))
                kept = scenario.model_dump_json(include=SHARED)
                batch = batches.setdefault(kept, _Batch())
                written = scenario.model_dump_json(exclude={"name", "about"})
                batch.arms.setdefault(written, scenario)
                batch.wanted[question.key, setting, arm] = written
                if question.read is not None:
                    batch.reads.setdefault(written, {})[question.key] = question.read
    return list(batches.values())


SHARED = {"place", "hospital", "teams", "assumptions", "disable_mechanisms", "run"}
