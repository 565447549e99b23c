"""What `joinedup run` and `joinedup compare` do: read, run, write, say."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.results.folder import ResultsFolder, usual_folder
from joinedup_experiments.display.errors import refusing
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.scenario_io.load import Loaded, Problem, ScenarioError, read_scenario
from joinedup_experiments.scenario_io.overrides import OverrideError, Overrides, changed
from joinedup_experiments.scenario_io.scenario_warnings import scenario_warnings, warnings_between

if TYPE_CHECKING:
    from joinedup_experiments.compare.comparison import Comparison


@dataclass(frozen=True)
class Asked:
    """The arms that somebody asked for, checked and changed.

    Attributes
    ----------
    names : tuple of str
        Short and different.
    written : tuple of Scenario
        As the files have them, before the changes.
    """

    names: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    files: tuple[tuple[Path, ...], ...]
    written: tuple[Scenario, ...]


def run_and_report(
    asked: Sequence[str],
    changes: Overrides,
    workers: int | None,
    out: Path | None,
    every_measure: bool,
) -> None:
    """Run the scenarios asked for, the first being the base; write the results; print them.

    Raises
    ------
    SystemExit
        With code 2 for bad input, having written nothing; so too when the disk is full.
    """
    with refusing():
        arms = read_arms(asked, changes)
        _caution(arms)
        final = out or usual_folder(arms.names)
        with ResultsFolder(final) as folder:
            result = _work(arms, folder, workers)
    with saying(_safe(final)):
        _say(result, final, every_measure)


def follow_and_report(
    asked: Sequence[str],
    changes: Overrides,
    person: int | None,
    out: Path | None,
    every_contact: bool,
) -> None:
    """Follow one person through two worlds; write the journey; print it.

    Raises
    ------
    SystemExit
        With code 2 for bad input, having written nothing; so too when the disk is full.
    """
    from joinedup_experiments.compare.journey import NobodyError, journey
    from joinedup_experiments.compare.warm_up import warm_up
    from joinedup_experiments.display.console import screen
    from joinedup_experiments.display.progress import progress
    from joinedup_experiments.display.terminal import print_parts
    from joinedup_experiments.report.journey import journey_parts, write_journey

    with refusing(NobodyError):
        arms = read_arms(asked, changes)
        _caution(arms)
        base, other = arms.scenarios
        final = out or usual_folder(arms.names, "journey-")
        with ResultsFolder(final) as folder:
            warm_up(base)
            with progress("Living both lives") as tell:
                found = journey(base, other, base.run.seed, person, tell)
            write_journey(folder, found, ["joinedup", *sys.argv[1:]], every_contact)
    with saying(_safe(final)):
        console = screen()
        print_parts(console, journey_parts(found, every_contact))
        console.print(f"Results: {final}", soft_wrap=True)


def read_arms(asked: Sequence[str], changes: Overrides) -> Asked:
    """Read and change every scenario.

    Raises
    ------
    ScenarioError, ChangeError
        With everything found wrong.
    """
    problems: list[Problem] = []
    loaded: list[Loaded] = []
    for name in asked:
        try:
            loaded.append(read_scenario(name))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    scenarios = [changed(one.scenario, changes) for one in loaded]
    base = scenarios[0]
    scenarios = [base, *(s.with_({"run": base.run}) for s in scenarios[1:])]
    _refuse_other_places(asked, scenarios)
    names: list[str] = []
    for one in loaded:
        names.append(_different(one.files[0].stem, names))
    files, written = zip(*((one.files, one.scenario) for one in loaded), strict=True)
    return Asked(tuple(names), tuple(scenarios), files, written)


def _caution(arms: Asked) -> None:
    """Say what is hardly meant, and go on."""
    told = [
        f"{name}: {caution}"
        for name, scenario in zip(arms.names, arms.scenarios, strict=True)
        for caution in scenario_warnings(scenario)
    ]
    for line in [*told, *warnings_between(arms.scenarios)]:
        print(f"Note: {line}", file=sys.stderr, flush=True)


def _different(name: str, taken: Sequence[str]) -> str:
    plain = "".join(c if c.isalnum() or c in "_-" else "_" for c in name)
    number, free = 2, plain
    while free in taken:
        number, free = number + 1, f"{plain}-{number}"
    return free


def _refuse_other_places(asked: Sequence[str], scenarios: Sequence[Scenario]) -> None:
    base = scenarios[0]
    for name, other in zip(asked[1:], scenarios[1:], strict=True):
        for part in ("place", "hospital", "teams", "assumptions"):
            if getattr(base, part) != getattr(other, part):
                raise OverrideError(
                    f"{name} and {asked[0]} differ in `{part}`: only scenarios of the same place, "
                    "which differ in their arrangement, can be compared"
                )


def _work(arms: Asked, folder: Path, workers: int | None) -> Comparison:
    from joinedup_experiments.compare.comparison import compare
    from joinedup_experiments.compare.executors import workers_for
    from joinedup_experiments.compare.results.manifest import Provenance
    from joinedup_experiments.compare.results.writing import write_results
    from joinedup_experiments.compare.warm_up import warm_up
    from joinedup_experiments.display.progress import progress

    base, others = arms.scenarios[0], arms.scenarios[1:]
    settings = base.run
    many = workers_for(settings.replications, workers)
    warm_up(base)
    started = datetime.now(UTC)
    with progress(f"Running {_counted(len(arms.names), settings.replications)}") as tell:
        result = compare(
            base, others, settings.replications, settings.seed, many, tell, names=arms.names
        )
    ended = datetime.now(UTC)
    command = ["joinedup", *sys.argv[1:]]
    with progress("Writing tables and pictures") as tell:
        provenance = Provenance(command, arms.files, arms.written, many, started, ended)
        write_results(folder, result, provenance, tell)
    return result


def _safe(final: Path) -> str:
    return f"the results are whole in {final}"


def _say(result: Comparison, final: Path, every_measure: bool) -> None:
    """Print what was found, once the results are safe."""
    from joinedup_experiments.display.console import screen
    from joinedup_experiments.display.terminal import print_parts
    from joinedup_experiments.report.terminal import comparison_parts

    console = screen()
    print_parts(console, comparison_parts(result, every_measure))
    console.print(f"Results: {final} (README.txt says what each file is)", soft_wrap=True)
    console.print(f"For a page to read and to print: joinedup report {final}", soft_wrap=True)


def _counted(arms: int, replications: int) -> str:
    return (
        f"{arms} arrangement{'s' if arms > 1 else ''}, "
        f"{replications} replication{'s' if replications > 1 else ''}"
    )
