"""Looking without running much: scenarios, parameters, and the place beside England."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from joinedup_experiments.cli.program import A_SCENARIO, BAD_INPUT, Workers, app


@app.command()
def validate(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help=A_SCENARIO)],
) -> None:
    """Read scenarios and say whether anything is wrong with them; runs nothing."""
    from joinedup_experiments.scenario_io.load import ScenarioError, read_scenario
    from joinedup_experiments.scenario_io.scenario_warnings import scenario_warnings

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
            for caution in scenario_warnings(loaded.scenario):
                typer.echo(f"{name}: note: {caution}")
    if faulty:
        raise typer.Exit(BAD_INPUT)


@app.command()
def scenarios() -> None:
    """List the scenarios that come with joinedup."""
    from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios

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
    """Print every parameter: meaning, value, unit, range, source, evidence and role."""
    from joinedup_experiments.scenario_io import parameter_table as table

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
    replications: Annotated[
        int, typer.Option(help="Runs with other luck; intervals take two or more.", min=1)
    ] = 4,
    workers: Workers = None,
) -> None:
    """Set the siloed place beside published figures for England; exit code 1 when one is off."""
    from joinedup_experiments.local_place.check_baseline import check_baseline as check
    from joinedup_experiments.scenario_io.load import ScenarioError

    try:
        code = check(replications, workers, scenario)
    except ScenarioError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(BAD_INPUT) from None
    raise typer.Exit(code)
