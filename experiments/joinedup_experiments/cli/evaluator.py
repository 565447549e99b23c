"""What an evaluator of a programme could have had."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from joinedup_experiments.cli import program as options
from joinedup_experiments.cli.program import A_SCENARIO, app
from joinedup_experiments.display.errors import InputError, refusing
from joinedup_experiments.display.progress import progress
from joinedup_experiments.display.standard_output import saying

Seed = Annotated[int | None, typer.Option(help="Random seed, and plausible world, of the run.")]
MonthsBefore = Annotated[int, typer.Option(help="Months of records from before the index date.")]
Coding = Annotated[
    float,
    typer.Option(
        parser=options.number, metavar="SHARE", help="Of conditions on file, how many are coded."
    ),
]
Linkage = Annotated[
    float,
    typer.Option(
        parser=options.number, metavar="SHARE", help="Of people, whose hospital records are linked."
    ),
]
Attrition = Annotated[
    float,
    typer.Option(
        parser=options.number,
        metavar="SHARE",
        help="Of people followed, how many are lost in a year.",
    ),
]
Sample = Annotated[
    float,
    typer.Option(
        parser=options.number, metavar="SHARE", help="Of people, how many are in person_months."
    ),
]
World = Annotated[
    str,
    typer.Option(
        metavar="plausible|one|FILE.csv",
        help="In a plausible world, with values for what is not known, or in the model's own.",
    ),
]
Simulate = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Residents to simulate, at most: the records are of them. In plausible worlds "
        "10,000 a neighbourhood unless given, else all.",
    ),
]


@app.command()
def records(
    scenario: Annotated[str, typer.Argument(help=A_SCENARIO)],
    out: Annotated[Path, typer.Option(help="Folder for the records; must not exist yet.")],
    seed: Annotated[
        int | None,
        typer.Option(
            help="Random seed, and plausible world, of the run; after the last world comes the "
            "first again."
        ),
    ] = None,
    months_before: MonthsBefore = 24,
    coding: Coding = 1.0,
    linkage: Linkage = 1.0,
    attrition: Attrition = 0.0,
    sample: Sample = 1.0,
    years: options.Years = None,
    burn_in: options.BurnIn = None,
    residents: options.Residents = None,
    assume: options.Assume = None,
    worlds: World = "plausible",
    simulate: Simulate = None,
) -> None:
    """Write the records of one run that an evaluator could have: people, areas, surveys, staff."""
    from joinedup_experiments.compare.results.folder import new_folder
    from joinedup_experiments.compare.room import workers_that_fit
    from joinedup_experiments.evaluator.making import Asked, made, prepared
    from joinedup_experiments.evaluator.quality import Quality
    from joinedup_experiments.evaluator.recording import need_of_records
    from joinedup_experiments.evaluator.window import named_as_options
    from joinedup_experiments.evaluator.writing import write_records
    from joinedup_experiments.scenario_io.overrides import Overrides

    with refusing(), named_as_options():
        quality = Quality(coding, linkage, attrition, sample)
        overrides = Overrides(years, burn_in, 1, seed, residents, assume or ())
        asked = prepared(Asked(scenario, overrides, months_before, worlds, simulate))
        for line in asked.warnings:
            print(f"Note: {line}", file=sys.stderr, flush=True)
        workers_that_fit(need_of_records(asked.scenario), 1, "--simulate {}")
        with (place := new_folder(out)) as folder:
            with progress("Running one replication") as tell:
                recording = made(asked, tell)
            write_records(folder, recording, quality, asked.provenance)
    with saying(f"the records are whole in {place.final}"):
        typer.echo(
            f"Records: {place.final} (README.txt and data_dictionary.csv say what each file is)"
        )


@app.command()
def evaluate(
    scenario: Annotated[str, typer.Argument(help="The programme. " + A_SCENARIO)],
    design: Annotated[
        list[str] | None,
        typer.Option(help="Only this design; may be given again. All of them unless given."),
    ] = None,
    window: Annotated[
        list[int] | None,
        typer.Option(help="Months of follow-up; may be given again. 6 to 60 unless given."),
    ] = None,
    outcome: Annotated[
        list[str] | None, typer.Option(help="Only this outcome; may be given again.")
    ] = None,
    envelope: Annotated[
        Path | None, typer.Option(help="What you expect, written before: see --write-envelope.")
    ] = None,
    write_envelope: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a blank envelope to fill in, and end."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the results; one that was begun is gone on with."),
    ] = None,
    replications: Annotated[
        int, typer.Option(help="Worlds, in each of which it is evaluated.")
    ] = 50,
    comparators: Annotated[int, typer.Option(help="Comparator places of an evaluation.")] = 8,
    initiatives: Annotated[
        float,
        typer.Option(
            parser=options.number,
            metavar="SHARE",
            help="Of comparators, how many have one of their own.",
        ),
    ] = 0.25,
    seed: Seed = None,
    months_before: MonthsBefore = 24,
    coding: Coding = 1.0,
    linkage: Linkage = 1.0,
    attrition: Attrition = 0.0,
    sample: Sample = 1.0,
    years: options.Years = None,
    burn_in: options.BurnIn = None,
    residents: options.Residents = None,
    assume: options.Assume = None,
    worlds: World = "plausible",
    simulate: Simulate = None,
    workers: options.Workers = None,
    shard: options.Shard = None,
    scheduler: options.Scheduler = None,
) -> None:
    """What evaluations of a programme would find, and how wrong they would be, over many worlds."""
    from joinedup_experiments.compare.over_worlds import OverWorlds
    from joinedup_experiments.evaluator.evaluation.asked import EvaluationOptions
    from joinedup_experiments.evaluator.quality import Quality
    from joinedup_experiments.evaluator.window import named_as_options
    from joinedup_experiments.report.evaluation.evaluating import (
        EvaluationAsked,
        evaluate_and_report,
        write_form,
    )
    from joinedup_experiments.scenario_io.overrides import Overrides

    with refusing(keeps=True), named_as_options():
        asked = EvaluationOptions(
            design or (), window or (), outcome or (), months_before,
            Quality(coding, linkage, attrition, sample), comparators, initiatives,
            OverWorlds(worlds, simulate=simulate),
        )  # fmt: skip
        overrides = Overrides(years, burn_in, replications, seed, residents, assume or ())
        wanted = EvaluationAsked(
            scenario, overrides, asked, out, envelope, workers, shard, scheduler
        )
        if write_envelope and envelope:
            raise InputError("--write-envelope writes a form to fill in, --envelope gives it back")
        if write_envelope:
            write_form(wanted, write_envelope)
            typer.echo(f"Fill in {write_envelope}, then give it with --envelope")
            return
        evaluate_and_report(wanted)
