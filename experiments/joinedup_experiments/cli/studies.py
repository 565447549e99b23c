"""Studies of many runs: sweeps, sensitivity analysis, scenario discovery, the papers' patterns."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from joinedup_experiments.cli.program import Out, Scheduler, Shard, Workers, Worlds, app, number

SweepFolder = Annotated[Path, typer.Argument(metavar="FOLDER", help="A sweep's folder.")]


@app.command()
def sweep(
    design: Annotated[Path, typer.Argument(metavar="DESIGN", help="A design: a YAML file.")],
    out: Out = None,
    workers: Workers = None,
    shard: Shard = None,
    scheduler: Scheduler = None,
) -> None:
    """Run a design's many points; what is done is safe, whatever happens."""
    from joinedup_experiments.sweep.sweeping import sweep_design

    raise typer.Exit(sweep_design(design, out, workers, shard, scheduler))


@app.command()
def resume(
    folder: SweepFolder,
    workers: Workers = None,
    shard: Shard = None,
    scheduler: Scheduler = None,
    size: Annotated[
        int | None,
        typer.Option(help="Add points to a finished sweep, up to this `size`, in a new folder."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="With --size: the new folder; FOLDER-SIZE unless given.")
    ] = None,
) -> None:
    """Go on with a sweep that was stopped, killed or ran out of disk, or add points to it."""
    from joinedup_experiments.display.errors import BAD_INPUT
    from joinedup_experiments.sweep.extending import extend_sweep
    from joinedup_experiments.sweep.sweeping import resume_sweep

    if (size is None and out) or (size is not None and shard):
        typer.echo("--out goes with --size, and --shard without", err=True)
        raise typer.Exit(BAD_INPUT)
    if size is not None:
        raise typer.Exit(extend_sweep(folder, size, out, workers, scheduler))
    raise typer.Exit(resume_sweep(folder, workers, shard, scheduler))


@app.command()
def status(folder: SweepFolder) -> None:
    """How far a sweep is, how fast it goes and how long it still takes."""
    from joinedup_experiments.sweep.status import print_status

    raise typer.Exit(print_status(folder))


@app.command()
def sensitivity(
    folder: SweepFolder, pictures: Annotated[bool, typer.Option(help="Draw pictures too.")] = True
) -> None:
    """Sensitivity analysis of a finished sweep: indices, intervals and pictures."""
    from joinedup_experiments.sweep.sensitivity.reporting import report_sensitivity

    report_sensitivity(folder, pictures)


@app.command()
def discover(
    folder: SweepFolder,
    margin: Annotated[
        float | None,
        typer.Option(
            parser=number,
            metavar="SHARE",
            help="How much an outcome must move to count, as a share of the base's level.",
        ),
    ] = None,
    pictures: Annotated[bool, typer.Option(help="Draw pictures too.")] = True,
) -> None:
    """Scenario discovery: where a finished sweep's arms help, as rules tried out of sample."""
    from joinedup_experiments.sweep.discovery.reporting import report_discovery

    report_discovery(folder, margin, pictures)


@app.command()
def value_of_information(
    folder: SweepFolder,
    outcome: Annotated[
        str | None,
        typer.Option(metavar="MEASURE", help="A measure to choose by too, beside net benefit."),
    ] = None,
) -> None:
    """What it is worth to know each assumption before choosing among a finished sweep's arms."""
    from joinedup_experiments.sweep.information.reporting import report_information

    report_information(folder, outcome)


@app.command()
def effects(
    question: Annotated[
        list[str] | None, typer.Option(help="Only this one; may be given again.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Run them anew, and keep it.")] = False,
    replications: Annotated[
        int | None, typer.Option(help="With --again: runs with other random seeds.", min=2)
    ] = None,
    residents: Annotated[
        int | None, typer.Option(help="With --again: a smaller place, for a quick try.", min=100)
    ] = None,
    workers: Workers = None,
    out: Out = None,
    worlds: Worlds = "plausible",
) -> None:
    """Print every pattern that the papers describe, and whether it comes out of the model."""
    from joinedup_experiments.compare.over_worlds import OverWorlds
    from joinedup_experiments.compare.results.folder import new_folder, usual_folder
    from joinedup_experiments.display.errors import BAD_INPUT, refusing
    from joinedup_experiments.display.standard_output import saying
    from joinedup_experiments.studies.effects import DOCS, PAGE, chosen, run_again, show

    if not again and (replications or workers or out or residents or worlds != "plausible"):
        options = "--replications, --residents, --workers, --out and --worlds"
        typer.echo(f"{options} go with --again", err=True)
        raise typer.Exit(BAD_INPUT)
    names, folder = question or [], DOCS
    if again:
        with refusing():
            over = OverWorlds(worlds)
            chosen(names)
            with (place := new_folder(out or usual_folder(["effects"]))) as making:
                run_again(names, making, replications, workers, residents, over)
            folder = place.final
    show(names, folder)
    if again:
        with saying(f"the results are whole in {folder}"):
            typer.echo(f"Results: {folder / PAGE}")
