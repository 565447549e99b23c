"""The patterns that the papers describe."""

from __future__ import annotations

from typing import Annotated

import typer

from joinedup_experiments.cli.program import BAD_INPUT, Out, Workers, app


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
) -> None:
    """Print every pattern that the papers describe, and whether it comes out of the model."""
    from joinedup_experiments.compare.results.folder import new_folder, usual_folder
    from joinedup_experiments.display.errors import refusing
    from joinedup_experiments.display.standard_output import saying
    from joinedup_experiments.studies.effects import DOCS, PAGE, chosen, run_again, show

    if not again and (replications or workers or out or residents):
        typer.echo("--replications, --residents, --workers and --out go with --again", err=True)
        raise typer.Exit(BAD_INPUT)
    names, folder = question or [], DOCS
    if again:
        with refusing():
            chosen(names)
            folder = out or usual_folder(["effects"])
            with new_folder(folder) as making:
                run_again(names, making, replications, workers, residents)
    show(names, folder)
    if again:
        with saying(f"the results are whole in {folder}"):
            typer.echo(f"Results: {folder / PAGE}")
