"""Works out which assumptions each answer leans on, from a sweep over all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from joinedup_experiments.report.key_drivers import LEVER, Lean, Leaning
from joinedup_experiments.studies.patterns.asking import Asked
from joinedup_experiments.sweep.factors import declared, parted

if TYPE_CHECKING:
    from joinedup_experiments.sweep.outcomes import Outcome
    from joinedup_experiments.sweep.sweep_folder import Sweep

MOST = 3


def leaning_of(sweep: Sweep, questions: Sequence[Asked]) -> dict[str, Leaning]:
    """Work out what each question leans on, from a finished sweep over all assumptions."""
    wanted = {q.key: _sought(q) for q in questions if q.question.leans_on is not None}
    values = _values(sweep, list(wanted.values()))
    return {
        key: _leaning(sweep, one, y) for (key, one), y in zip(wanted.items(), values, strict=True)
    }


def _sought(asked: Asked) -> Outcome:
    from joinedup_experiments.sweep.outcomes import Outcome

    assert asked.question.leans_on is not None
    on = asked.question.leans_on
    measure = asked.measures[on.measure]
    first, last = on.years or (1, 0)
    span = f", years {first} to {last}" if last else ""
    label = f"{measure.label}, {on.arm.replace('_', ' ')} less {asked.base.replace('_', ' ')}{span}"
    months = (12 * (first - 1) + 1, 12 * last)
    return Outcome(asked.key, label, measure.unit, on.measure, on.arm, asked.base, *months,
                  combine=measure.combine)  # fmt: skip


def _values(sweep: Sweep, wanted: Sequence[Outcome]) -> np.ndarray:
    """Each outcome's mean at each point: ndarray [outcomes, points]."""
    from joinedup_experiments.sweep.shards import read_shard, shard_path

    plan = sweep.plan
    values = np.zeros((len(wanted), len(plan.points)))
    for number in range(plan.tasks):
        shard = read_shard(shard_path(sweep.folder, number), [one.measure for one in wanted])
        for i, one in enumerate(wanted if shard.months else ()):
            np.add.at(values[i], shard.identity["point"], one.value(shard.months))
    return values / plan.design.replications


def _leaning(sweep: Sweep, one: Outcome, y: np.ndarray) -> Leaning:
    from joinedup_experiments.sweep.sensitivity.rank_regression import rank_regression

    fit = rank_regression(sweep.plan.points, y)
    if fit is None:
        raise ValueError("the sweep has too few points for a regression on all its factors")
    known = declared()
    found = []
    for i in np.argsort(-np.abs(fit.value))[:MOST]:
        factor = sweep.plan.factors[i]
        if factor.kind == "lever":
            meaning, evidence = "a lever", LEVER
        else:
            parameter = known[parted(factor.key)[0]]
            meaning, evidence = parameter.meaning, parameter.evidence
        found.append(Lean(factor.key, meaning, evidence, *(float(part[i]) for part in
                          (fit.value, fit.low, fit.high))))  # fmt: skip
    return Leaning(one.label, len(y), float((y > 0.0).mean()), fit.adjusted_r2, tuple(found))
