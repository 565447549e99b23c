"""What compiling has left on this computer: listed, and cleared."""

from __future__ import annotations

from typing import Annotated

import typer

from joinedup_experiments.cli.program import app

MEGABYTE = 1_000_000


@app.command()
def cache(
    clear: Annotated[
        bool, typer.Option("--clear", help="Remove them all; the next run compiles again.")
    ] = False,
) -> None:
    """List the compiled states of the model that are kept on this computer, or clear them."""
    from joinedup.engine.kept_code import cache_folder, passed_over
    from joinedup_experiments.compare.compiled_states import KEPT, cleared, states

    found = states()
    for fault in passed_over():
        typer.echo(f"Nothing can be kept in {fault}", err=True)
    for one in found:
        note = ", the model as it is now" if one.is_present else ""
        used = f"last used {one.used:%Y-%m-%d}{note}"
        typer.echo(f"{one.folder}: {one.size / MEGABYTE:,.0f} MB, {used}")
    if clear:
        typer.echo(f"Removed: {len(cleared(found))} of {len(found)}")
    else:
        typer.echo(f"The model as it is now is kept in {cache_folder() or 'no place'}")
        typer.echo(f"The {KEPT} last used are kept; joinedup cache --clear removes them all")
