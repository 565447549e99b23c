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
    from joinedup_experiments.compare.compiled_states import KEPT, cleared, places, states

    found, kept_in = states(), "no place"
    for folder, fault in places():
        if fault:
            typer.echo(f"Nothing can be kept in {folder}: {fault}", err=True)
        else:
            kept_in = str(folder)
    for one in found:
        note = ", the model as it is now" if one.is_present else ""
        used = f"last used {one.used:%Y-%m-%d}{note}"
        typer.echo(f"{one.folder}: {one.size / MEGABYTE:,.0f} MB, {used}")
    if clear:
        typer.echo(f"Removed: {len(cleared(found))} of {len(found)}")
    else:
        typer.echo(f"The model as it is now is kept in {kept_in}")
        typer.echo(
            f"A run that compiles keeps that and the last used, {KEPT} in all, and removes the "
            "others; joinedup cache --clear removes them all"
        )
