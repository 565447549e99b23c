"""One's own place, its fit to local figures, and the worlds that fit England's."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from joinedup_experiments.cli.program import (
    A_SCENARIO,
    Scheduler,
    Shard,
    Workers,
    app,
    number,
    whole_option,
)
from joinedup_experiments.display.errors import refusing

CSV = "CSV or Excel; docs/your_own_place.md explains the headings."

Ask = Annotated[
    bool | None,
    typer.Option("--ask/--no-ask", help="Ask for what is not given; by default on a terminal."),
]
Repoint = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="A scenario based on the place, such as proposal.yaml: base it on the fitted one.",
    ),
]


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make; must not exist yet.")],
    name: Annotated[
        str | None, typer.Option(help="What the place is called; as the folder by default.")
    ] = None,
    residents: Annotated[int | None, whole_option("People who live there.")] = None,
    aged_65: Annotated[
        int | None,
        whole_option("Those of them who are 65 or over."),
    ] = None,
    neighbourhoods: Annotated[
        int | None,
        whole_option("Parts of about 30,000; so many by default."),
    ] = None,
    each: Annotated[
        str | None,
        typer.Option(
            metavar="NAME: PEOPLE; …",
            help="Neighbourhoods that differ; `Hill: 21000/4100` says how many are 65 or over.",
        ),
    ] = None,
    practices: Annotated[
        int | None,
        whole_option("GP practices in the whole place."),
    ] = None,
    beds: Annotated[
        float | None,
        typer.Option(parser=number, metavar="NUMBER", help="Acute beds that its residents use."),
    ] = None,
    proposal: Annotated[
        str | None, typer.Option(help="A shipped arrangement, such as local_care_network.")
    ] = None,
    population: Annotated[
        Path | None, typer.Option(help=f"Residents by age and deprivation, {CSV}")
    ] = None,
    teams: Annotated[Path | None, typer.Option(help=f"Teams and staff, {CSV}")] = None,
    activity: Annotated[Path | None, typer.Option(help=f"Activity in a year, {CSV}")] = None,
    costs: Annotated[Path | None, typer.Option(help=f"Unit costs, {CSV}")] = None,
    example: Annotated[
        bool, typer.Option("--example", help="A made-up borough, with its tables.")
    ] = False,
    answers: Annotated[
        Path | None, typer.Option(help="Answers of an earlier start, kept in a file.")
    ] = None,
    ask: Ask = None,
) -> None:
    """Make a folder with a scenario of your own place, from answers or local tables."""
    from joinedup_experiments.compare.results.folder import refuse_existing
    from joinedup_experiments.local_place.new.answers import Answers, with_example
    from joinedup_experiments.local_place.new.answers_file import kept, read_answers
    from joinedup_experiments.local_place.new.making import make_place

    given = {"population": population, "teams": teams, "activity": activity, "costs": costs}
    tables = {table: file for table, file in given.items() if file is not None}
    typed = Answers(
        name, residents, aged_65, neighbourhoods, each, practices, beds, proposal, tables
    )
    asks = (sys.stdin.isatty() if ask is None else ask) and not example
    with refusing(keeps=asks):
        refuse_existing(folder, "")
        known = typed.or_else(read_answers(answers) if answers else Answers())
        if not asks:
            lines = make_place(folder, with_example(known) if example else known)
        else:
            from joinedup_experiments.local_place.new.asking import asked

            with kept(folder, answers) as keep:
                lines = make_place(folder, asked(known, keep, folder))
        for line in lines:
            typer.echo(line)


@app.command()
def fit(
    place: Annotated[str, typer.Argument(help="The place, such as place.yaml.")],
    activity: Annotated[
        Path | None, typer.Option(help="Its activity; activity.csv beside it unless given.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The scenario to write; fitted.yaml beside it.")
    ] = None,
    residents: Annotated[
        int | None,
        whole_option("Size of the place that is run; 15,000 at most by default."),
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option(
            help="Runs in each world, one by default; in one world, four.", min=1, max=100
        ),
    ] = None,
    worlds: Annotated[
        str,
        typer.Option(
            metavar="plausible|one",
            help="Find the plausible worlds that have its figures, or fit the model's own values.",
        ),
    ] = "plausible",
    worlds_tried: Annotated[
        int, typer.Option(help="Worlds to try; there are some hundreds.", min=8)
    ] = 60,
    worlds_wanted: Annotated[
        int, typer.Option(help="Worlds to find, moving drivers where too few fit.", min=1)
    ] = 24,
    workers: Workers = None,
    adjust: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY", help="Another parameter to move; may be given again."),
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(metavar="FIGURE", help="Show it, move nothing for it; may be given again."),
    ] = None,
    repoint: Repoint = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Write it even where a figure is not met.")
    ] = False,
) -> None:
    """Fit a siloed place to its local activity; exit code 1 where it cannot be."""
    from joinedup_experiments.local_place.fit.fitting import FitOptions, fit_place
    from joinedup_experiments.scenario_io.plausible_worlds import WorldsError

    options = FitOptions(
        activity, out, residents, replications, workers,
        tuple(adjust or ()), tuple(repoint or ()), tuple(leave_out or ()),
        worlds, worlds_tried, worlds_wanted, anyway,
    )  # fmt: skip
    with refusing(keeps=True):
        if worlds not in ("plausible", "one"):
            raise WorldsError(f"--worlds {worlds}: it must be plausible or one")
        raise typer.Exit(fit_place(place, options))


@app.command("check-baseline")
def check_baseline(
    scenario: Annotated[str, typer.Argument(help=A_SCENARIO)] = "siloed_borough",
    replications: Annotated[
        int, typer.Option(help="Runs with other random seeds; intervals take two or more.", min=1)
    ] = 4,
    workers: Workers = None,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE.png", help="Draw them too, as PNG, SVG or PDF.")
    ] = None,
) -> None:
    """Set the siloed place beside published figures for England; exit code 1 when one is off."""
    from joinedup_experiments.local_place.checking import check_baseline as check

    with refusing():
        code = check(replications, workers, scenario, picture)
    raise typer.Exit(code)


@app.command()
def calibrate(
    out: Annotated[
        Path, typer.Option(help="The folder of its waves; it goes on with what is there.")
    ] = Path("results/worlds"),
    worlds: Annotated[int, typer.Option(help="Plausible worlds wanted.", min=2)] = 300,
    first: Annotated[int, typer.Option(help="Points of the first wave.", min=60)] = 1_200,
    points: Annotated[int, typer.Option(help="Points of every other wave.", min=30)] = 600,
    waves: Annotated[int, typer.Option(help="Waves at most.", min=1, max=50)] = 10,
    residents: Annotated[int, typer.Option(help="Residents of a run.", min=1_000)] = 10_000,
    seed: Annotated[int, typer.Option(help="Of points, runs and emulators.", min=0)] = 1,
    workers: Workers = None,
    shard: Shard = None,
    scheduler: Scheduler = None,
    begin_with: Annotated[
        Path | None,
        typer.Option(
            help="A table of worlds to begin with, such as that of an earlier version of the "
            "model: the first wave runs them anew, with draws of what it lacks.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    ship: Annotated[
        bool, typer.Option("--ship", help="Put the set in the place of the one that is shipped.")
    ] = False,
) -> None:
    """Find sets of assumed numbers that published figures for England do not rule out."""
    from joinedup_experiments.sweep.sweeping import Share
    from joinedup_experiments.worlds.calibrating import CalibrationOptions
    from joinedup_experiments.worlds.running import calibrate as run_waves

    with refusing():
        share = Share.read(shard)
    options = CalibrationOptions(
        out, worlds, first, points, waves, residents, seed, workers, share, scheduler, begin_with
    )
    raise typer.Exit(run_waves(options, ship))
