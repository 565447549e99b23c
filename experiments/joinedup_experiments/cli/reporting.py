"""What is made of results that are there: opened again, compared, reported."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from joinedup_experiments.cli.program import AllMeasures, app

Results = Annotated[
    list[Path], typer.Argument(metavar="FOLDER...", help="Folders that run or compare wrote.")
]


@app.command("open")
def open_again(folders: Results, all_measures: AllMeasures = False) -> None:
    """Show results that were written before, and compare those of several folders."""
    from joinedup_experiments.cli.opening import open_and_show

    raise typer.Exit(open_and_show(folders, all_measures))


@app.command()
def report(
    results: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A folder that run or compare wrote.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="The file; FOLDER-report.html beside the folder unless given."),
    ] = None,
    pdf: Annotated[
        bool,
        typer.Option("--pdf", help="Print it to a PDF beside it too; takes Chrome or Edge."),
    ] = False,
) -> None:
    """Write a report that a board can read: one HTML file, offline, printable to A4."""
    from joinedup_experiments.report.reporting import write_report

    raise typer.Exit(write_report(results, out, pdf))
