"""Running scenarios: one, several side by side, or one person's life under two arrangements."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from joinedup_experiments.cli import program as options
from joinedup_experiments.cli.program import A_SCENARIO, app
from joinedup_experiments.display.errors import refusing
from joinedup_experiments.display.progress import progress
from joinedup_experiments.display.standard_output import saying

if TYPE_CHECKING:
    from joinedup_experiments.compare.arms import Arms
    from joinedup_experiments.compare.results.burn_ins import BurnIns
    from joinedup_experiments.scenario_io.overrides import Overrides


@app.command()
def run(
    scenario: Annotated[str, typer.Argument(help=A_SCENARIO)],
    years: options.Years = None,
    burn_in: options.BurnIn = None,
    replications: options.Replications = None,
    seed: options.Seed = None,
    workers: options.Workers = None,
    out: options.Out = None,
    residents: options.Residents = None,
    assume: options.Assume = None,
    worlds: options.Worlds = "plausible",
    seeds_per_world: options.SeedsPerWorld = 1,
    simulate: options.Simulate = None,
    burn_ins: options.BurnIns = None,
    everything: options.Everything = False,
    all_measures: options.AllMeasures = False,
    pictures: options.Pictures = True,
) -> None:
    """Run one scenario and write its results."""
    compare(
        scenario, [], years, burn_in, replications, seed, workers, out, residents, assume,
        worlds, seeds_per_world, simulate, burn_ins, everything, all_measures, pictures
    )  # fmt: skip


@app.command()
def compare(
    base: Annotated[str, typer.Argument(help="What to compare with. " + A_SCENARIO)],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help=A_SCENARIO)],
    years: options.Years = None,
    burn_in: options.BurnIn = None,
    replications: options.Replications = None,
    seed: options.Seed = None,
    workers: options.Workers = None,
    out: options.Out = None,
    residents: options.Residents = None,
    assume: options.Assume = None,
    worlds: options.Worlds = "plausible",
    seeds_per_world: options.SeedsPerWorld = 1,
    simulate: options.Simulate = None,
    burn_ins: options.BurnIns = None,
    everything: options.Everything = False,
    all_measures: options.AllMeasures = False,
    pictures: options.Pictures = True,
) -> Path:
    """Compare arrangements of a place with a base: the same people, the same random numbers."""
    from joinedup_experiments.compare.api import compared, workers_for_arms
    from joinedup_experiments.compare.over_worlds import OverWorlds
    from joinedup_experiments.compare.results.folder import new_folder, usual_folder
    from joinedup_experiments.compare.results.kept_runs import begun_before, going_on
    from joinedup_experiments.compare.results.replications import design_of
    from joinedup_experiments.display.terminal import print_parts, screen
    from joinedup_experiments.display.typed import typed
    from joinedup_experiments.report.terminal import shown
    from joinedup_experiments.scenario_io.overrides import Overrides

    with refusing(keeps=True):
        overrides = Overrides(years, burn_in, replications, seed, residents, assume or ())
        arms = _arms([base, *others], overrides)
        over = OverWorlds(worlds, seeds_per_world, simulate).at(arms.worlds)
        arms = arms.replicated(over.replications(replications))
        if over.table == arms.worlds:
            print(f"In the place's own plausible worlds: {over.table}", file=sys.stderr, flush=True)
        workers = workers_for_arms(arms, over, workers)
        before = _burn_ins_in(burn_ins, out)
        design, usual = design_of(arms, over), usual_folder(arms.names)
        known = out or begun_before(usual.parent, design)
        of = arms.scenarios[0].run.replications
        runs = going_on(known or usual, design, arms.command, of, usual=not known)
        with runs as kept, (place := new_folder(kept.final)) as folder:
            with progress(f"Running {_counted(arms)}") as tell:
                results = compared(arms, over, workers, tell, kept, before)
            with progress(f"Writing tables{' and pictures' if pictures else ''}") as tell:
                results.write(folder, tell, pictures)
    final = place.final
    with saying(f"the results are whole in {final}"):
        console = screen()
        print_parts(console, shown(results.comparison, everything, all_measures))
        lines = [f"Results: {final} (README.txt says what each file is)"]
        if not (everything or all_measures):
            lines.append(f"Every table: {typed(['open', final, '--all'])}")
        lines.append(f"For a page to read and to print: {typed(['report', final])}")
        console.print("\n".join(lines), soft_wrap=True)
    return final


@app.command()
def journey(
    base: Annotated[str, typer.Argument(help="One arrangement. " + A_SCENARIO)],
    other: Annotated[str, typer.Argument(help="The other. " + A_SCENARIO)],
    person: Annotated[
        int | None, typer.Option(help="The resident's number; without it one is picked.")
    ] = None,
    every_contact: Annotated[
        bool, typer.Option("--every-contact", help="A line for each routine contact.")
    ] = False,
    world: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="A plausible world by its number, of the place's own if it has some; without it "
            "the model's own values.",
        ),
    ] = None,
    years: options.Years = None,
    burn_in: options.BurnIn = None,
    seed: Annotated[int | None, typer.Option(help="Random seed.")] = None,
    out: options.Out = None,
    residents: options.Residents = None,
    assume: options.Assume = None,
    burn_ins: options.BurnIns = None,
) -> None:
    """Follow one person under two arrangements, day by day, to where their lives part and on.

    A person in the event log of a comparison is followed in its first replication's world, with
    its seed and as many residents as were simulated: README.txt of the results has the command.
    """
    from joinedup_experiments.compare.executors import warm_up
    from joinedup_experiments.compare.journey import journey as follow
    from joinedup_experiments.compare.journey import need_of_two
    from joinedup_experiments.compare.results.folder import new_folder, usual_folder
    from joinedup_experiments.compare.room import workers_that_fit
    from joinedup_experiments.display.terminal import print_parts, screen
    from joinedup_experiments.report.journeys import journey_parts, write_journey
    from joinedup_experiments.scenario_io.overrides import Overrides
    from joinedup_experiments.scenario_io.plausible_worlds import SHIPPED, in_world

    with refusing():
        arms = _arms([base, other], Overrides(years, burn_in, None, seed, residents, assume or ()))
        table = arms.worlds or SHIPPED
        first, second = (in_world(x, world, table) if world else x for x in arms.scenarios)
        workers_that_fit(need_of_two(first), 1, "--residents {}")
        before = _burn_ins_in(burn_ins, out)
        place = new_folder(out or usual_folder(arms.names, "journey-"))
        with place as folder:
            warm_up(first)
            with progress("Following one person") as tell:
                given = before.burnt_in if before else None
                lives = follow(first, second, first.run.seed, person, tell, given, world)
            write_journey(folder, lives, arms.command, every_contact)
    with saying(f"the results are whole in {place.final}"):
        console = screen()
        print_parts(console, journey_parts(lives, every_contact))
        console.print(f"Results: {place.final}", soft_wrap=True)


def _burn_ins_in(folder: Path | None, out: Path | None) -> BurnIns | None:
    """The burn-ins in a folder, where one is named; it is not the one that results are to have."""
    from joinedup_experiments.compare.results.burn_ins import BurnIns
    from joinedup_experiments.compare.results.folder import FolderError

    if folder is None:
        return None
    if out and os.path.realpath(out) == os.path.realpath(folder):
        raise FolderError(f"{out}: --out and --burn-ins name the same folder")
    if out and Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(out)):
        raise FolderError(f"{folder}: --burn-ins is in the folder that --out is to make, {out}")
    return BurnIns(folder)


def _arms(asked: Sequence[str], overrides: Overrides) -> Arms:
    """The arms asked for; what in them is hardly meant goes to standard error."""
    from joinedup_experiments.compare.arms import read_arms

    arms = read_arms(asked, overrides, ["joinedup", *sys.argv[1:]])
    for line in arms.warnings:
        print(f"Note: {line}", file=sys.stderr, flush=True)
    return arms


def _counted(arms: Arms) -> str:
    counts = {"arrangement": len(arms.names), "replication": arms.scenarios[0].run.replications}
    return ", ".join(f"{n} {what}{'s' if n > 1 else ''}" for what, n in counts.items())
