"""Saved results: opened again, set beside each other, made into a report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from joinedup_experiments.cli.program import AllMeasures, Everything, app
from joinedup_experiments.display.errors import refusing
from joinedup_experiments.display.standard_output import saying

SavedResults = Annotated[
    list[Path], typer.Argument(metavar="FOLDER...", help="Folders that run or compare wrote.")
]


@app.command("open")
def open_command(
    folders: SavedResults, everything: Everything = False, all_measures: AllMeasures = False
) -> None:
    """Show saved results; those of several folders as one comparison."""
    from joinedup_experiments.compare.results.put_together import together
    from joinedup_experiments.compare.results.reading import open_results
    from joinedup_experiments.display.terminal import print_parts, screen
    from joinedup_experiments.report.terminal import shown

    with refusing():
        opened = [open_results(folder) for folder in folders]
        results = together(opened)
    _note(results.notes)
    with saying():
        console = screen()
        print_parts(console, shown(results.comparison, everything, all_measures))
        for one in opened:
            made = one.manifest.get("times", {}).get("written", "at an unknown time")
            console.print(f"Made {made}: {one.folder}", soft_wrap=True)


@app.command()
def report(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A folder that run or compare wrote.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            help="The file, by its ending: .html (one page), .docx (Word) or .xlsx (Excel); "
            "FOLDER-report.html beside the folder unless given."
        ),
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Print it to a PDF beside it too; takes Chrome or Edge.")
    ] = False,
    pictures: Annotated[
        Path | None,
        typer.Option(
            metavar="NEW_FOLDER",
            help="Write every picture, as PNG and SVG; without --out, nothing else.",
        ),
    ] = None,
) -> None:
    """Write a report that a board can read: a page, a Word document, a workbook, or its pictures.

    The page is one HTML file, offline, printable to A4.
    """
    from joinedup_experiments.compare.results.folder import refuse_existing
    from joinedup_experiments.compare.results.reading import open_results
    from joinedup_experiments.compare.room import workers_that_fit
    from joinedup_experiments.report.reporting import need_of_report, write_report

    whole = folder.resolve()
    file = out or (None if pictures and not pdf else whole.with_name(f"{whole.name}-report.html"))
    written: list[tuple[str, Path]] = []
    with refusing():
        if pictures:
            refuse_existing(pictures, "--pictures ")
        results = open_results(folder)
        _note(results.notes)
        workers_that_fit(need_of_report(results.comparison), 1, "--simulate {} when it is run")
        if file:
            made = write_report(results, file, pdf, command=True)
            written += zip(("Report", "For print"), made, strict=False)
        if pictures:
            from joinedup_experiments.report.exports.pictures import write_pictures

            written.append(("Pictures", write_pictures(results, pictures)))
    with saying("the report is whole"):
        for what, one in written:
            inside = out is None and one.is_relative_to(Path.cwd())
            typer.echo(f"{what}: {one.relative_to(Path.cwd()) if inside else one}")


def _note(notes: tuple[str, ...]) -> None:
    for note in notes:
        print(f"Note: {note}", file=sys.stderr)
