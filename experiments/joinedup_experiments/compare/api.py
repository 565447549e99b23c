"""What `import joinedup` offers of scenarios, comparisons and single runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from joinedup.run import Progress
from joinedup.run import simulate as run_scenario
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.arms import Arms, arms_of
from joinedup_experiments.compare.comparison import compare as compare_arms
from joinedup_experiments.compare.executors import workers_for
from joinedup_experiments.compare.results.manifest import manifest_of
from joinedup_experiments.compare.results.reading import open_results, together
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.compare.results.tables import measures_table
from joinedup_experiments.compare.single_run import SingleRun
from joinedup_experiments.compare.warm_up import warm_up
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.parameter_table import chosen, frame_of

if TYPE_CHECKING:
    from pandas import DataFrame


def scenarios() -> DataFrame:
    """The scenarios that come with joinedup: ``scenario`` (for `load`), ``name``, ``about``.

    >>> "siloed_borough" in set(scenarios()["scenario"])
    True
    """
    import pandas as pd

    loaded = {key: load_scenario(path) for key, path in shipped_scenarios().items()}
    return pd.DataFrame(
        {"scenario": key, "name": one.name, "about": " ".join(one.about.split())}
        for key, one in loaded.items()
    )


def measures() -> DataFrame:
    """What is measured: a row for each measure, with its key, label, unit and section.

    >>> measures().set_index("measure").loc["emergency_admissions", "unit"]
    'admissions'
    """
    return measures_table()


def parameters(group: str | None = None) -> DataFrame:
    """The model's parameters: a row for each, and for each cell of a table.

    Parameters
    ----------
    group : str, optional
        Only this group, such as ``"crisis"``.

    Raises
    ------
    UnknownGroupError
        When there is no such group.

    Examples
    --------
    >>> list(parameters("crisis").columns)[:4]
    ['key', 'cell', 'meaning', 'value']
    """
    return frame_of(chosen([group] if group else ()))


def load(
    name_or_path: str | Path,
    *,
    residents: int | None = None,
    years: float | None = None,
    burn_in_years: float | None = None,
) -> Scenario:
    """A shipped scenario by its name, or any scenario by its file; checked.

    Parameters
    ----------
    residents : int, optional
        A smaller or larger place; staff, beds and the programme's cost go with it.
    years : float, optional
        Years after the index date.
    burn_in_years : float, optional
        Years before it, under the siloed arrangement.

    Raises
    ------
    ScenarioError
        With everything found wrong: file, line, reason and suggestion.
    RefusedError
        For a number out of range.

    Examples
    --------
    >>> load("siloed_borough", residents=10_000).place.residents
    10000
    """
    given = {"residents": residents, "years": years, "burn_in_years": burn_in_years}
    changes = {key: value for key, value in given.items() if value is not None}
    return load_scenario(name_or_path).with_(changes)


def compare(
    base: Scenario,
    *others: Scenario,
    replications: int = 8,
    seed: int = 1,
    workers: int | None = None,
    names: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> Results:
    """Run arrangements of one place, the base first, and set them side by side.

    In each replication every arm has the same people, burn-in and random numbers. The others
    run for as long as the base does.

    Parameters
    ----------
    replications, seed : int
        Random seeds ``seed`` to ``seed + replications - 1``.
    workers : int, optional
        Replications run at once; a core each unless given. The results are the same.
    names : sequence of str, optional
        A short name for each arm; otherwise made of the scenarios' own.
    progress : callable, optional
        Called with the share done.

    Raises
    ------
    OverrideError, RefusedError
        When the scenarios differ in more than their arrangements; for a number out of range.
    """
    arms = arms_of([base, *others], replications, seed, names)
    return compared(arms, workers, progress)


def compared(arms: Arms, workers: int | None = None, progress: Progress | None = None) -> Results:
    """Run arms, for as many replications as their scenarios say: see `compare`."""
    base, *others = arms.scenarios
    many = workers_for(base.run.replications, workers)
    warm_up(base)
    started = datetime.now(UTC)
    result = compare_arms(
        base, others, base.run.replications, base.run.seed, many, progress, names=arms.names
    )
    return Results(result, manifest_of(result, arms, many, started))


def simulate(
    scenario: Scenario, seed: int = 1, *, contacts: bool = False, progress: Progress | None = None
) -> SingleRun:
    """Run one scenario once: burn-in siloed, then its own arrangement.

    Parameters
    ----------
    contacts : bool
        Keep routine contacts among the events too.
    progress : callable, optional
        Called with the share done.
    """
    warm_up(scenario)
    return SingleRun(run_scenario(scenario, seed, contacts=contacts, progress=progress))


def open(folder: str | Path, *more: str | Path) -> Results:
    """Results that were saved; those of several folders as one comparison.

    Raises
    ------
    ResultsError
        When a folder holds no whole results, or its arms cannot be compared with the others'.
    """
    return together([open_results(Path(one)) for one in (folder, *more)])
