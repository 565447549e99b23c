"""Running scenarios: one, several side by side, or one person through two worlds."""

from __future__ import annotations

from typing import Annotated

import typer

from joinedup_experiments.cli.program import (
    A_SCENARIO,
    AllMeasures,
    Assume,
    BurnIn,
    Out,
    Replications,
    Residents,
    Seed,
    Workers,
    Years,
    app,
)


@app.command()
def run(
    scenario: Annotated[str, typer.Argument(help=A_SCENARIO)],
    years: Years = None,
    burn_in: BurnIn = None,
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = None,
    out: Out = None,
    residents: Residents = None,
    assume: Assume = None,
    all_measures: AllMeasures = False,
) -> None:
    """Run one scenario and write its results."""
    from joinedup_experiments.cli.run_and_report import run_and_report
    from joinedup_experiments.scenario_io.overrides import Overrides

    changes = Overrides(years, burn_in, replications, seed, residents, assume or ())
    run_and_report([scenario], changes, workers, out, all_measures)


@app.command()
def compare(
    base: Annotated[str, typer.Argument(help="What to compare with. " + A_SCENARIO)],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help=A_SCENARIO)],
    years: Years = None,
    burn_in: BurnIn = None,
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = None,
    out: Out = None,
    residents: Residents = None,
    assume: Assume = None,
    all_measures: AllMeasures = False,
) -> None:
    """Compare other arrangements of the same place with a base, on the same people and luck."""
    from joinedup_experiments.cli.run_and_report import run_and_report
    from joinedup_experiments.scenario_io.overrides import Overrides

    changes = Overrides(years, burn_in, replications, seed, residents, assume or ())
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
    from joinedup_experiments.cli.run_and_report import follow_and_report
    from joinedup_experiments.scenario_io.overrides import Overrides

    changes = Overrides(years, burn_in, None, seed, residents, assume or ())
    follow_and_report([base, other], changes, person, out, every_contact)
