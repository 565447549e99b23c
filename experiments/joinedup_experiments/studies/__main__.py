"""``python -m joinedup_experiments.studies``: run all studies, write ``docs/results.md``.

``--key-drivers FOLDER`` works out what the patterns lean on instead, from a finished sweep of
``studies/designs/scenario_discovery.yaml``: a regression on all its factors at once, or rank
correlations where the plausible worlds are too few for one.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.report import key_drivers
from joinedup_experiments.report.key_drivers import Kept, KeyDriver, KeyDrivers
from joinedup_experiments.scenario_io.assumed import declared, parted
from joinedup_experiments.studies.effects import DOCS, PAGE, chosen, run_again
from joinedup_experiments.studies.study import LeansOn, Question
from joinedup_experiments.sweep.design import WORLDS
from joinedup_experiments.sweep.plan import Outcome
from joinedup_experiments.sweep.sensitivity.any_points import rank_correlations, rank_regression
from joinedup_experiments.sweep.shards import read_shard, shard_path
from joinedup_experiments.sweep.sweep_folder import Sweep, open_sweep


def key_drivers_of(sweep: Sweep, questions: Sequence[Question]) -> dict[str, KeyDrivers]:
    """Work it out for each pattern that names an outcome, from a finished sweep."""
    wanted = {q.key: _outcome(q, on) for q in questions if (on := q.study.leans_on) is not None}
    means = _means(sweep, list(wanted.values()))
    return {
        key: _drivers(sweep, one, y) for (key, one), y in zip(wanted.items(), means, strict=True)
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
        shard = read_shard(shard_path(sweep.folder, number), [one.measure for one in wanted])
        for i, one in enumerate(wanted if shard.months else ()):
            np.add.at(values[i], shard.identity["point"], one.value(shard.months))
    return values / plan.design.replications


def _drivers(sweep: Sweep, one: Outcome, y: np.ndarray) -> KeyDrivers:
    fit = rank_regression(sweep.plan.points, y)
    if fit is not None:
        value, low, high = fit.value, fit.low, fit.high
    elif sweep.plan.design.method == WORLDS:
        value, half = rank_correlations(sweep.plan.points, y)
        low, high = value - half, value + half
    else:
        raise ValueError("the sweep has too few points for a regression on all its factors")
    factors = sweep.plan.factors
    assumptions = [i for i in np.argsort(-np.abs(value)) if factors[i].kind != "lever"]
    found = []
    for i in assumptions[: key_drivers.MOST]:
        parameter = declared()[parted(factors[i].key)[0]]
        ends = (float(part[i]) for part in (value, low, high))
        found.append(KeyDriver(factors[i].key, parameter.meaning, parameter.evidence, *ends))
    return KeyDrivers(one.label, tuple(found))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--key-drivers", type=Path, metavar="FOLDER", help="a finished sweep")
    parser.add_argument("--replications", type=int, help="fewer, for a quick try")
    parser.add_argument("--residents", type=int, help="a smaller place, for a quick try")
    words = "a plausible world for each seed, or the model's own values"
    parser.add_argument("--worlds", choices=["plausible", "one"], default="plausible", help=words)
    parser.add_argument("--out", type=Path, default=DOCS, help="another folder that is there")
    asked = parser.parse_args()
    if asked.key_drivers:
        swept = open_sweep(asked.key_drivers)
        drivers = key_drivers_of(swept, chosen([]))
        key_drivers.write_key_drivers(Kept(swept.plan.sources, dict(sorted(drivers.items()))))
    else:
        over = OverWorlds(asked.worlds)
        run_again([], asked.out, asked.replications, residents=asked.residents, over=over)
        print(f"Written: {asked.out / PAGE}")
