"""Works out what each pattern leans on, from a finished sweep over plausible worlds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from joinedup_experiments.report.key_drivers import KeyDrivers, greatest
from joinedup_experiments.studies.study import LeansOn, Question
from joinedup_experiments.sweep.information.analysis import benefits_of
from joinedup_experiments.sweep.plan import Outcome
from joinedup_experiments.sweep.sweep_folder import Sweep


def key_drivers_of(sweep: Sweep, questions: Sequence[Question]) -> dict[str, KeyDrivers]:
    """Work it out for each pattern that names an outcome, from a finished sweep."""
    wanted = {q.key: _outcome(q, on) for q in questions if (on := q.study.leans_on) is not None}
    means = _means(sweep, list(wanted.values()))
    return {
        key: drivers(sweep, one.label, y)
        for (key, one), y in zip(wanted.items(), means, strict=True)
    }


def _outcome(question: Question, on: LeansOn) -> Outcome:
    measure = question.measures[on.measure]
    first, last = on.years or (1, 0)
    span = f", years {first} to {last}" if last else ""
    arms = [name.replace("_", " ") for name in (on.arm, question.base)]
    return Outcome(
        question.key, f"{measure.label}, {arms[0]} less {arms[1]}{span}", measure.unit, on.measure,
        on.arm, question.base, 12 * (first - 1) + 1, 12 * last, combine=measure.combine,
    )  # fmt: skip


def _means(sweep: Sweep, wanted: Sequence[Outcome]) -> np.ndarray:
    """Each outcome's mean at each point: ndarray [outcomes, points]."""
    plan = sweep.plan
    values = np.zeros((len(wanted), len(plan.points)))
    for number in range(plan.tasks):
        shard = sweep.shard(number, [one.measure for one in wanted])
        for i, one in enumerate(wanted if shard.months else ()):
            np.add.at(values[i], shard.identity["point"], one.value(shard.months))
    return values / plan.design.replications


def moving_the_choice(sweep: Sweep) -> list[KeyDrivers]:
    """What moves each arm's net benefit beside the base's, at the lower threshold."""
    benefit = benefits_of(sweep, None)[0]
    means = benefit.values.mean(axis=1)
    names = [name.replace("_", " ") for name in sweep.plan.names]
    return [
        drivers(sweep, f"{name} less {names[0]}", means[:, arm] - means[:, 0])
        for arm, name in enumerate(names[1:], 1)
    ]


def drivers(sweep: Sweep, label: str, y: np.ndarray) -> KeyDrivers:
    """The assumptions of the sweep, levers left out, that ``y`` [points] leans on most."""
    every = [i for i, factor in enumerate(sweep.plan.factors) if factor.kind != "lever"]
    keys = [sweep.plan.factors[i].key for i in every]
    return greatest(label, keys, sweep.plan.points[:, every], y)
