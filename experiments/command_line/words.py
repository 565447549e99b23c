"""Scenarios in words and pictures: nothing is run."""

from __future__ import annotations

from typing import Annotated

import typer

from experiments.command_line.program import A_SCENARIO, BAD_INPUT, app


@app.command()
def diff(
    scenario: Annotated[str, typer.Argument(metavar="A", help=A_SCENARIO)],
    other: Annotated[str, typer.Argument(metavar="B", help="The one to compare it with.")],
) -> None:
    """Say in words how B differs from A, in everything that a scenario can say."""
    from experiments.scenario_differences import as_lines
    from experiments.scenario_files import Loaded, ScenarioError, read_scenario

    loaded: list[Loaded] = []
    for name in (scenario, other):
        try:
            loaded.append(read_scenario(name))
        except ScenarioError as error:
            typer.echo(str(error), err=True)
    if len(loaded) < 2:
        raise typer.Exit(BAD_INPUT)
    typer.echo("\n".join(as_lines(loaded[0].scenario, loaded[1].scenario)))
