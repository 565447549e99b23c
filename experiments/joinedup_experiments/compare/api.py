"""What `import joinedup` offers of scenarios, comparisons and single runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from pandas import DataFrame

from joinedup.codes import MONTH_DAYS, Organisation, Profession, title
from joinedup.run import Progress, Run
from joinedup.run import simulate as run_scenario
from joinedup.scenario.scenario import Scenario
from joinedup.scenario.twins import twins
from joinedup.state.months import Hours
from joinedup_experiments.compare.arms import Arms, arms_of, distinct
from joinedup_experiments.compare.comparison import compare as compare_arms
from joinedup_experiments.compare.comparison import comparison_of, how_long
from joinedup_experiments.compare.executors import warm_up, workers_for
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.compare.results.burn_ins import BurnIns
from joinedup_experiments.compare.results.event_log import event_frame
from joinedup_experiments.compare.results.kept_runs import KeptRuns
from joinedup_experiments.compare.results.manifest import manifest_of
from joinedup_experiments.compare.results.put_together import together
from joinedup_experiments.compare.results.reading import open_results
from joinedup_experiments.compare.results.replications import through
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.compare.results.tables import ledger_table, measures, wide_table
from joinedup_experiments.compare.room import need_of, workers_that_fit
from joinedup_experiments.display.given import (
    called_or_none,
    number_or_none,
    path_of,
    seed_in,
    seed_or_none,
    switch,
    whole_number,
    whole_number_or_none,
)
from joinedup_experiments.scenario_io.load import load_scenario, read_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.overrides import check_scenarios
from joinedup_experiments.scenario_io.parameter_table import chosen, frame_of
from joinedup_experiments.scenario_io.plausible_worlds import in_world

__all__ = ["compare", "load", "measures", "open", "parameters", "scenarios", "simulate"]


def scenarios() -> DataFrame:
    """The scenarios that come with joinedup: ``scenario`` (for `load`), ``name``, ``about``.

    After each that adds staff or money come its twins.

    >>> {"siloed_borough", "case_management:cost_matched"} <= set(scenarios()["scenario"])
    True
    """
    loaded: dict[str, Scenario] = {}
    for key, path in shipped_scenarios().items():
        loaded[key] = load_scenario(path)
        loaded |= {f"{key}:{kind}": twin for kind, twin in twins(loaded[key]).items()}
    return DataFrame(
        {"scenario": key, "name": one.name, "about": " ".join(one.about.split())}
        for key, one in loaded.items()
    )


def parameters(group: str | None = None) -> DataFrame:
    """The model's parameters: a row for each, and for each cell of a table; of a group, if given.

    >>> list(parameters("crisis").columns)[:4]
    ['key', 'cell', 'meaning', 'value']
    """
    return frame_of(chosen(() if group is None else [group]))


def load(
    name_or_path: str | Path,
    *,
    residents: int | None = None,
    years: float | None = None,
    burn_in_years: float | None = None,
) -> Scenario:
    """A shipped scenario by its name, or any scenario by its file, or a twin of it; checked.

    With other ``residents``, staff, beds and the programme's cost change in proportion.
    ``years`` are those after the index date, ``burn_in_years`` those before it, siloed. A
    `ScenarioError` has everything found wrong: file, line, reason and suggestion.

    >>> load("siloed_borough", residents=10_000).place.residents
    10000
    """
    given = {
        "residents": whole_number_or_none(residents, "residents"),
        "years": number_or_none(years, "years"),
        "burn_in_years": number_or_none(burn_in_years, "burn_in_years"),
    }
    changes = {key: value for key, value in given.items() if value is not None}
    return read_scenario(name_or_path).changed(lambda scenario: scenario.with_(changes))


def compare(
    base: Scenario,
    *others: Scenario,
    replications: int | None = None,
    seed: int | None = None,
    worlds: str | Path = "plausible",
    seeds_per_world: int = 1,
    simulate: int | None = None,
    workers: int | None = None,
    names: Sequence[str] | None = None,
    progress: Progress | None = None,
    burn_ins: str | Path | None = None,
) -> Results:
    """Run arrangements of one place, the base first, and set them side by side.

    In each replication every arm has the same people, burn-in and random numbers. The others
    run for as long as the base does. Scenarios that differ in more than their arrangements are
    refused with an `OverrideError`.

    Random seeds go from ``seed`` on, the base's own (1, if it says none) unless given. Over
    ``plausible`` worlds, the replication of seed s is in world s, and after the last world comes
    the first again: in all arms, uncertain parameters have the values of that set, but for what the
    scenario assumes itself; a base that assumes all of them is refused. The path of
    ``fitted-worlds.csv`` has those of a place that was fitted, which a scenario does not hold
    itself. There are 24 unless ``replications`` are given. With ``one``, all have the model's own
    values, as often as the scenario says.
    ``seeds_per_world`` replications in turn share a world, so that `Results.parts` can tell chance
    from assumption.

    Over plausible worlds 10,000 residents a neighbourhood are simulated, at most, unless
    ``simulate`` says how many; totals are scaled up to the place.

    So many ``workers`` run replications at once, a core each unless given; the results are the
    same. ``names`` are the arms', short; made of the scenarios' own unless given. They name files:
    what is neither letter, digit, ``_`` nor ``-`` becomes ``_``. ``progress`` is
    called with the share done. `TooLargeError` is raised where memory is too short.

    In a folder of ``burn_ins`` the years before the index date are kept, made if need be; those
    that are there are used, whatever the arms are. The results are the same.
    """
    over = OverWorlds(
        str(worlds) if isinstance(worlds, Path) else worlds,
        whole_number(seeds_per_world, "seeds_per_world"),
        whole_number_or_none(simulate, "simulate"),
    )
    many = over.replications(whole_number_or_none(replications, "replications"))
    workers = whole_number_or_none(workers, "workers", 1)
    seed, progress = seed_or_none(seed), called_or_none(progress, "progress")
    arms = arms_of([base, *others], many, seed, names)
    arms = run_again(arms, over)
    workers = workers_for_arms(arms, over, workers, "`simulate={}`")
    before = None if burn_ins is None else BurnIns(path_of(burn_ins, "burn_ins"))
    return compared(arms, over, workers, progress, burn_ins=before)


def run_again(arms: Arms, over: OverWorlds) -> Arms:
    """Arms at hand, with a command that runs them over the same worlds and residents."""
    again = (*arms.command, *over.options(arms.scenarios[0].run.replications))
    return replace(arms, command=again)


def workers_for_arms(
    arms: Arms, over: OverWorlds, workers: int | None, remedy: str = "--simulate {}"
) -> int:
    """How many workers to compare arms with; `TooLargeError` where memory is too short for one."""
    base, many = arms.scenarios[0], len(arms.scenarios)
    residents = over.at(arms.worlds).residents(*arms.scenarios)
    need = need_of(base, residents=residents, arms=many, held=many, logged=True)
    return workers_that_fit(need, workers, remedy)


def compared(
    arms: Arms,
    over: OverWorlds,
    workers: int | None = None,
    progress: Progress | None = None,
    kept: KeptRuns | None = None,
    burn_ins: BurnIns | None = None,
) -> Results:
    """Run arms, for as many replications as their scenarios say: see `compare`.

    Those that are ``kept`` are taken from there, and others kept; so are their ``burn_ins``.
    """
    base = arms.scenarios[0]
    many = workers_for(base.run.replications, workers)
    over = over.at(arms.worlds)
    numbers, simulated = over.numbers(base), over.residents(*arms.scenarios)
    warm_up(base)
    started = datetime.now(UTC)
    result = compare_arms(
        arms.names, arms.scenarios, many, progress, worlds=numbers, simulated=simulated,
        table=over.table, through=through(kept) if kept else None,
        burnt_in=burn_ins.burnt_in if burn_ins else None,
    )  # fmt: skip
    result = replace(result, otherwise=arms.otherwise)
    return Results(result, manifest_of(result, arms, many, started, over.table))


class SingleRun:
    """What one scenario did once; `joinedup.simulate` makes it. ``run`` has it as arrays."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._result = comparison_of([run], distinct([run.scenario.name.lower()]), True)

    def __repr__(self) -> str:
        of = f"<SingleRun of {self.scenario.name}: seed {self.run.seed}"
        return f"{of}, {how_long(self._result)}>"

    @property
    def scenario(self) -> Scenario:
        """What was run."""
        return self.run.scenario

    def to_frame(self) -> DataFrame:
        """A row for each month after the change, a column for each measure."""
        return wide_table(self._result).drop(columns=["arm", "replication", "seed"])

    @cached_property
    def events(self) -> DataFrame:
        """What happened to whom, when and where: a row an event, case by case."""
        return event_frame(self._result)

    @cached_property
    def barriers(self) -> DataFrame:
        """The barrier ledger: episodes by truth, kind of need and where they ended or stand."""
        return ledger_table(self._result).drop(columns=["arm", "replication", "seed"])

    @cached_property
    def staff(self) -> DataFrame:
        """Staff by month, organisation and profession, in hours of the weeks that begin in it.

        ``posts``, ``in_post`` (posts that have a holder), ``sick`` (of those), ``covered`` (by
        temporary staff), ``leavers`` (whole-time equivalents in the month), ``feared`` (hours in
        post times how threatened their holders feel, 0 to 1) and ``vacancy_rate``, the share of
        the hours of vacant posts. A profession that an organisation has no post for is left out.
        """
        months = len(self.run.costs)
        first = int(self.run.index_day / MONTH_DAYS)
        hours = np.asarray(self.run.world.months.hours)[first : first + months]
        axes = {
            "month": range(1, months + 1),
            "organisation": [title(o) for o in Organisation],
            "profession": [title(p) for p in Profession],
        }
        rows = pd.MultiIndex.from_product(axes.values(), names=axes.keys()).to_frame(index=False)
        columns = ["posts", "in_post", "sick", "covered", "leavers", "feared"]
        rows[columns] = hours.reshape(len(rows), len(Hours))
        rows = rows[rows["posts"] > 0.0].reset_index(drop=True)
        return rows.assign(vacancy_rate=1.0 - rows["in_post"] / rows["posts"])


def simulate(
    scenario: Scenario,
    seed: int | None = None,
    *,
    world: int | None = None,
    contacts: bool = False,
    progress: Progress | None = None,
) -> SingleRun:
    """Run one scenario once: burn-in siloed, then its own arrangement.

    It has the model's own values, or those of a plausible ``world``, counted from 1. With
    ``contacts``, routine contacts are among the events too. ``progress`` is called with the share
    done. The ``seed`` is the scenario's own (1, if it says none) unless given.
    """
    check_scenarios(scenario)
    seed, contacts = seed_in(scenario, seed), switch(contacts, "contacts")
    progress = called_or_none(progress, "progress")
    here = scenario if world is None else in_world(scenario, world)
    warm_up(here)
    return SingleRun(run_scenario(here, seed, contacts=contacts, progress=progress))


def open(folder: str | Path, *more: str | Path) -> Results:
    """Results that were saved; those of several folders as one comparison.

    A folder that holds no whole results, or whose arms cannot be compared with the others', is
    refused with a `ResultsError`.
    """
    return together([open_results(path_of(one, "folder")) for one in (folder, *more)])
