"""Saved results: opened again, set beside each other, made into a report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from joinedup_experiments.cli.program import AllMeasures, app
from joinedup_experiments.display.errors import refusing
from joinedup_experiments.display.standard_output import saying

SavedResults = Annotated[
    list[Path], typer.Argument(metavar="FOLDER...", help="Folders that run or compare wrote.")
]


@app.command("open")
def open_command(folders: SavedResults, all_measures: AllMeasures = False) -> None:
    """Show saved results; those of several folders as one comparison."""
    from joinedup_experiments.compare.results.reading import open_results, together
    from joinedup_experiments.display.terminal import print_parts, screen
    from joinedup_experiments.report.terminal import comparison_parts

    with refusing():
        opened = [open_results(folder) for folder in folders]
        results = together(opened)
    _note(results.notes)
    with saying():
        console = screen()
        print_parts(console, comparison_parts(results.comparison, all_measures))
        for one in opened:
            console.print(f"Made {one.manifest['times']['written']}: {one.folder}", soft_wrap=True)


@app.command()
def report(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A folder that run or compare wrote.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="The file; FOLDER-report.html beside the folder unless given."),
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Print it to a PDF beside it too; takes Chrome or Edge.")
    ] = False,
) -> None:
    """Write a report that a board can read: one HTML file, offline, printable to A4."""
    from joinedup_experiments.compare.results.reading import open_results
    from joinedup_experiments.report.reporting import write_report

    file = out or folder.resolve().with_name(f"{folder.resolve().name}-report.html")
    with refusing():
        results = open_results(folder)
        _note(results.notes)
        written = write_report(results, file, pdf)
    with saying(f"the report is whole in {file}"):
        for what, one in zip(("Report", "For print"), written, strict=False):
            inside = out is None and one.is_relative_to(Path.cwd())
            typer.echo(f"{what}: {one.relative_to(Path.cwd()) if inside else one}")


def _note(notes: tuple[str, ...]) -> None:
    for note in notes:
        print(f"Note: {note}", file=sys.stderr)
