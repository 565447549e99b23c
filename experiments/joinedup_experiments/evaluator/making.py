"""From what is asked for to a recording: which scenario, in which plausible world, of whom."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from joinedup.rules.collected import outside_range
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.arms import read_arms
from joinedup_experiments.compare.executors import Tell, warm_up
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.compare.results.manifest import versions
from joinedup_experiments.compare.sizing import sized
from joinedup_experiments.evaluator.recording import Recording, record
from joinedup_experiments.evaluator.window import window_of
from joinedup_experiments.evaluator.writing import Provenance
from joinedup_experiments.scenario_io.overrides import Overrides
from joinedup_experiments.scenario_io.plausible_worlds import in_world


@dataclass(frozen=True)
class Asked:
    """A scenario's name or file, what is changed of it, and the world and size of its one run."""

    scenario: str
    overrides: Overrides
    months_before: int
    worlds: str
    simulate: int | None


@dataclass(frozen=True)
class Prepared:
    """What is run: a scenario in its world, of the size simulated; and what there is to note."""

    scenario: Scenario
    months_before: int
    warnings: list[str]
    provenance: Provenance


def prepared(asked: Asked) -> Prepared:
    """Read and check all that is asked for; an `InputError` where it cannot be run.

    As in a comparison, the run of seed s is in plausible world s (after the last comes the
    first again), and 10,000 residents of a
    neighbourhood are simulated unless more are asked for. Records are of those simulated.
    """
    over = OverWorlds(asked.worlds, simulate=asked.simulate)
    command = ["joinedup", *sys.argv[1:]]
    arms = read_arms([asked.scenario], asked.overrides, command)
    over = over.at(arms.worlds)
    (base,) = arms.scenarios
    window_of(base, asked.months_before)
    (world,) = over.numbers(base)
    here = sized(base, over.residents(base))
    outside = outside_range(base.assumptions, base.outside_range).values()
    made_by = (command, world, versions()["joinedup"], base.place.residents)
    return Prepared(
        scenario=in_world(here, world, over.table) if world else here,
        months_before=asked.months_before,
        warnings=arms.warnings,
        provenance=Provenance(*made_by, outside=tuple(outside)),
    )


def made(asked: Prepared, progress: Tell | None = None) -> Recording:
    """Run what was prepared, and keep its records; ``progress`` is told the share done."""
    warm_up(asked.scenario)
    return record(asked.scenario, asked.scenario.run.seed, asked.months_before, progress)
