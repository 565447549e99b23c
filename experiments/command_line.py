"""The command line. What takes long to import is imported by the command that needs it."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from experiments.standard_output import UnsaidError, let_go, open_what_is_closed, saying

UNSAID = 1
BAD_INPUT = 2
STOPPED = 130

app = typer.Typer(
    name="joinedup",
    help="Would joining up health and social care help, whom, when, and at what cost?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Years = Annotated[float | None, typer.Option(help="Years after the day of change.")]
BurnIn = Annotated[float | None, typer.Option(help="Years before it, all siloed.")]
Replicates = Annotated[
    int | None, typer.Option(help="Runs with other luck; intervals take two or more.")
]
Seed = Annotated[int | None, typer.Option(help="Seed of the first replicate.")]
Workers = Annotated[
    int | None, typer.Option(help="Replicates run at once; a core each unless given.", min=1)
]
Out = Annotated[Path | None, typer.Option(help="Folder for the results; must not exist yet.")]
Residents = Annotated[
    int | None,
    typer.Option(
        help="A smaller or larger place; staff, beds and the programme's cost go with it."
    ),
]
Assume = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KEY=VALUE",
        help="Another value for a parameter (joinedup parameters), in every scenario; "
        "KEY[CELL]=VALUE for one cell of a table.",
    ),
]
AllMeasures = Annotated[bool, typer.Option("--all-measures", help="Print every measure.")]
A_SCENARIO = "A shipped scenario's name (joinedup scenarios), or a YAML file."


@app.command()
def run(
    scenario: Annotated[str, typer.Argument(help=A_SCENARIO)],
    years: Years = None,
    burn_in: BurnIn = None,
    replicates: Replicates = None,
    seed: Seed = None,
    workers: Workers = None,
    out: Out = None,
    residents: Residents = None,
    assume: Assume = None,
    all_measures: AllMeasures = False,
) -> None:
    """Run one scenario and write its results."""
    from experiments.changes import Changes
    from experiments.running import run_and_report

    changes = Changes(years, burn_in, replicates, seed, residents, assume or ())
    run_and_report([scenario], changes, workers, out, all_measures)


@app.command()
def compare(
    base: Annotated[str, typer.Argument(help="What to compare with. " + A_SCENARIO)],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help=A_SCENARIO)],
    years: Years = None,
    burn_in: BurnIn = None,
    replicates: Replicates = None,
    seed: Seed = None,
    workers: Workers = None,
    out: Out = None,
    residents: Residents = None,
    assume: Assume = None,
    all_measures: AllMeasures = False,
) -> None:
    """Compare other arrangements of the same place with a base, on the same people and luck."""
    from experiments.changes import Changes
    from experiments.running import run_and_report

    changes = Changes(years, burn_in, replicates, seed, residents, assume or ())
    run_and_report([base, *others], changes, workers, out, all_measures)


@app.command()
def journey(
    base: Annotated[str, typer.Argument(help="One world. " + A_SCENARIO)],
    other: Annotated[str, typer.Argument(help="The other. " + A_SCENARIO)],
    person: Annotated[
        int | None, typer.Option(help="The resident's number; without it one is picked.")
    ] = None,
    every_contact: Annotated[
        bool, typer.Option("--every-contact", help="A line for each routine contact.")
    ] = False,
    years: Years = None,
    burn_in: BurnIn = None,
    seed: Seed = None,
    out: Out = None,
    residents: Residents = None,
    assume: Assume = None,
) -> None:
    """Follow one person through two worlds, day by day, to where their lives part and on."""
    from experiments.changes import Changes
    from experiments.running import follow_and_report

    changes = Changes(years, burn_in, None, seed, residents, assume or ())
    follow_and_report([base, other], changes, person, out, every_contact)


@app.command()
def validate(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help=A_SCENARIO)],
) -> None:
    """Read scenarios and say whether anything is wrong with them; runs nothing."""
    from experiments.cautions import cautions
    from experiments.scenario_files import ScenarioError, read_scenario

    faulty = False
    for name in scenarios:
        try:
            loaded = read_scenario(name)
        except ScenarioError as error:
            typer.echo(str(error), err=True)
            faulty = True
        else:
            files = " < ".join(file.name for file in loaded.files)
            typer.echo(f"{name}: sound ({loaded.scenario.name}; {files})")
            for caution in cautions(loaded.scenario):
                typer.echo(f"{name}: note: {caution}")
    if faulty:
        raise typer.Exit(BAD_INPUT)


@app.command()
def scenarios() -> None:
    """List the scenarios that come with joinedup."""
    from experiments.scenario_files import load_scenario, shipped_scenarios

    for name, path in shipped_scenarios().items():
        scenario = load_scenario(path)
        typer.echo(f"{name}\n    {scenario.name}. {' '.join(scenario.about.split())}")


@app.command()
def parameters(
    group: Annotated[
        list[str] | None, typer.Option(help="Only this group; may be given again.")
    ] = None,
    form: Annotated[
        Literal["table", "csv", "markdown", "json"],
        typer.Option("--format", help="How to print them; csv has a row for each cell."),
    ] = "table",
) -> None:
    """Print every parameter: meaning, value, unit, range, source, standing and role."""
    from experiments import parameter_table as table

    try:
        shown = table.chosen(group or ())
    except table.UnknownGroupError as error:
        typer.echo(f"--group: {error}", err=True)
        raise typer.Exit(BAD_INPUT) from None
    if form == "table":
        table.print_parameters(shown)
    else:
        typer.echo(table.as_text(shown, form), nl=False)


@app.command("check-baseline")
def check_baseline(
    scenario: Annotated[str, typer.Argument(help=A_SCENARIO)] = "siloed_borough",
    replicates: Annotated[
        int, typer.Option(help="Runs with other luck; intervals take two or more.", min=1)
    ] = 4,
    workers: Workers = None,
) -> None:
    """Set the siloed place beside published figures for England; exit code 1 when one is off."""
    from experiments.baseline import check_baseline as check
    from experiments.scenario_files import ScenarioError

    try:
        code = check(replicates, workers, scenario)
    except ScenarioError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(BAD_INPUT) from None
    raise typer.Exit(code)


Scheduler = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="A dask scheduler, in place of processes.")
]
Shard = Annotated[
    str | None,
    typer.Option(metavar="K/N", help="The k-th of n shares only, for job arrays; with --out."),
]
SweepFolder = Annotated[Path, typer.Argument(metavar="FOLDER", help="A sweep's folder.")]


@app.command()
def sweep(
    design: Annotated[Path, typer.Argument(metavar="DESIGN", help="A design: a YAML file.")],
    out: Out = None,
    workers: Workers = None,
    shard: Shard = None,
    scheduler: Scheduler = None,
) -> None:
    """Run a design's many points; what is done stays done, whatever happens."""
    from experiments.sweeps.sweeping import sweep_design

    raise typer.Exit(sweep_design(design, out, workers, shard, scheduler))


@app.command()
def resume(
    folder: SweepFolder, workers: Workers = None, shard: Shard = None, scheduler: Scheduler = None
) -> None:
    """Go on with a sweep that was stopped, killed or ran out of disk."""
    from experiments.sweeps.sweeping import resume_sweep

    raise typer.Exit(resume_sweep(folder, workers, shard, scheduler))


@app.command()
def status(folder: SweepFolder) -> None:
    """Say how far a sweep is, how fast it goes and how long it still takes."""
    from experiments.sweeps.sweeping import tell_status

    raise typer.Exit(tell_status(folder))


@app.command()
def sensitivity(
    folder: SweepFolder,
    pictures: Annotated[bool, typer.Option(help="Draw pictures too.")] = True,
) -> None:
    """Say what a finished sweep's outcomes hang on; write indices, intervals and pictures."""
    from experiments.sensitivity.reporting import report_sensitivity

    report_sensitivity(folder, pictures)


@app.command()
def discover(
    folder: SweepFolder,
    margin: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            help="How much an outcome must move to count, as a share of the base's level.",
        ),
    ] = None,
    pictures: Annotated[bool, typer.Option(help="Draw pictures too.")] = True,
) -> None:
    """Say where a finished sweep's arms help, as a few rules that were tried out of sample."""
    from experiments.discovery.reporting import report_discovery

    report_discovery(folder, margin, pictures)


@app.command()
def effects(
    question: Annotated[
        list[str] | None, typer.Option(help="Only this one; may be given again.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Run them anew, and keep it.")] = False,
    replicates: Annotated[
        int | None, typer.Option(help="With --again: runs with other luck.", min=2)
    ] = None,
    residents: Annotated[
        int | None, typer.Option(help="With --again: a smaller place, for a quick try.", min=100)
    ] = None,
    workers: Workers = None,
    out: Out = None,
) -> None:
    """Print every pattern that the papers describe, and whether it comes out of the model."""
    from experiments.questions.effects import Again, effects_command

    if not again and (replicates or workers or out or residents):
        typer.echo("--replicates, --residents, --workers and --out go with --again", err=True)
        raise typer.Exit(BAD_INPUT)
    how = Again(replicates, workers, residents) if again else None
    raise typer.Exit(effects_command(question or [], how, out))


def main() -> None:
    """The program ``joinedup``.

    Exit code 0; 1 when standard output is full; 2 for bad input; 130 when stopped by Ctrl-C.
    """
    open_what_is_closed()
    signal.signal(signal.SIGTERM, _stopped)
    try:
        with saying():
            app()
    except KeyboardInterrupt:
        sys.exit(STOPPED)
    except BrokenPipeError:  # whoever was reading has stopped, as `| head` does
        let_go()
    except UnsaidError as error:
        let_go()
        print(error, file=sys.stderr)
        sys.exit(UNSAID)


def _stopped(number: int, frame: object) -> None:
    """Leave as for Ctrl-C, so that nothing half-written stays behind."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
