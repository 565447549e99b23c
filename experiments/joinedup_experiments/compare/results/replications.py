"""Replications of a comparison that may be stopped: what they depend on, and how they are kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np

from joinedup.engine.sources import sources_digest
from joinedup_experiments.compare.arms import Arms
from joinedup_experiments.compare.comparison import Comparison, EventLog
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.compare.results.kept_arrays import Arrays
from joinedup_experiments.compare.results.kept_runs import KeptRuns
from joinedup_experiments.scenario_io.plausible_worlds import worlds_sha256

TABLES = (
    "seeds", "months", "weights", "ledgers", "costs", "index_day", "simulated", "neighbourhoods",
)  # fmt: skip
OF_A_LOG = ("events", "generation", "practice", "until")


def design_of(arms: Arms, over: OverWorlds) -> dict[str, Any]:
    """Everything that replications depend on, under words for what may differ."""
    base, over = arms.scenarios[0], over.at(arms.worlds)
    numbers = over.numbers(base)
    return {
        **{
            name: scenario.model_dump(mode="json", exclude_none=True, exclude={"run"})
            for name, scenario in zip(arms.names, arms.scenarios, strict=True)
        },
        "years, seed or replications": base.run.model_dump(mode="json"),
        "worlds": [*numbers, worlds_sha256(over.table) if any(numbers) else ""],
        "residents simulated": over.residents(*arms.scenarios),
        "the model's own code": sources_digest(),
        "what is kept of a run": [*TABLES, *OF_A_LOG],
    }


def through(kept: KeptRuns) -> Callable[[int, Callable[[], Comparison]], Comparison]:
    """Takes a replication from those kept, or runs it and keeps it."""

    def replication(nth: int, run: Callable[[], Comparison]) -> Comparison:
        name = f"replication-{nth + 1:04d}"
        if (arrays := kept.read(name)) is not None:
            return from_arrays(arrays)
        made = run()
        kept.keep(name, as_arrays(made))
        return made

    return replication


def as_arrays(one: Comparison) -> Arrays:
    """A comparison of one replication, but for what its arms are."""
    arrays: dict[str, np.ndarray] = {what: np.asarray(getattr(one, what)) for what in TABLES}
    for arm, log in enumerate(one.event_log):
        arrays |= {f"{what}-{arm}": np.asarray(getattr(log, what)) for what in OF_A_LOG}
        arrays[f"teams-{arm}"] = np.array(json.dumps(log.teams))
    return arrays


def from_arrays(arrays: Arrays) -> Comparison:
    """The same from `as_arrays`; its arms have no names and no scenarios."""
    return Comparison(
        names=(),
        scenarios=(),
        seeds=tuple(arrays["seeds"].tolist()),
        months=arrays["months"],
        weights=arrays["weights"],
        ledgers=arrays["ledgers"],
        costs=arrays["costs"],
        event_log=tuple(
            _log_of(arrays, arm) for arm in range(len(arrays["months"])) if f"teams-{arm}" in arrays
        ),
        index_day=float(arrays["index_day"]),
        worlds=(0,),
        simulated=int(arrays["simulated"]),
        neighbourhoods=arrays["neighbourhoods"],
    )


def _log_of(arrays: Arrays, arm: int) -> EventLog:
    teams = [(key, label, unit) for key, label, unit in json.loads(str(arrays[f"teams-{arm}"]))]
    events, generation, practice, until = (arrays[f"{what}-{arm}"] for what in OF_A_LOG)
    return EventLog(events, generation, practice, teams, float(until))
