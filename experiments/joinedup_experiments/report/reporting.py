"""What ``joinedup report`` does: read results, write the page, say where it is."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from joinedup_experiments.compare.results.reading import ResultsError, open_results
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.report.printing_to_pdf import PdfError, find_browser, print_to_pdf

BAD_INPUT = 2


def write_report(folder: Path, out: Path | None, pdf: bool = False) -> int:
    """Write the report on a results folder; the exit code.

    Nothing is written over: what is there already is refused with a name that is free. A file
    appears under its name whole or not at all, and where no PDF can be made there is no page.

    Parameters
    ----------
    out : Path, optional
        The file; ``NAME-report.html`` beside the folder unless given, so that the folder stays
        as it was written.
    pdf : bool
        Whether a PDF of the same name is written beside the page.
    """
    from joinedup_experiments.report.page import page

    file = out or folder.resolve().with_name(f"{folder.resolve().name}-report.html")
    paper = file.with_suffix(".pdf") if pdf else None
    try:
        browser = _ready(file, paper)
        opened = open_results(folder)
        for note in opened.notes:
            print(f"Note: {note}", file=sys.stderr)
        text = page(opened)
        if paper:
            _write_pdf(paper, text, browser)
        _write_whole(file, text)
    except (ResultsError, FileError, PdfError) as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except OSError as error:
        print(f"{file}: it could not be written: {error.strerror or error}", file=sys.stderr)
        return BAD_INPUT
    with saying(f"the report is whole in {file}"):
        print(f"Report: {_as_asked(file, out)}")
        if paper:
            print(f"For print: {_as_asked(paper, out)}")
    return 0


class FileError(Exception):
    """The report cannot go where it was meant to; the text says why."""


def _ready(file: Path, paper: Path | None) -> str:
    """Refuse files that cannot be written; the browser that prints, if one is needed."""
    _refuse(file)
    if file.suffix.lower() == ".pdf":
        raise FileError(f"{file}: the page is HTML; try --out {file.with_suffix('.html')} --pdf")
    if paper is None:
        return ""
    _refuse(paper)
    return find_browser()


def _refuse(file: Path) -> None:
    if not file.name or file.is_dir():
        raise FileError(f"{file}: this is a folder; name a file, as in --out report.html")
    if os.path.lexists(file):
        number, other = 2, file
        while os.path.lexists(other):
            other = file.with_name(f"{file.stem}-{number}{file.suffix}")
            number += 1
        raise FileError(f"{file} is there already, and is not written over; try --out {other}")


def _write_whole(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    making = file.with_name(f".{file.name}.unfinished")
    try:
        making.write_text(text, encoding="utf-8")
        making.replace(file)
    except BaseException:
        making.unlink(missing_ok=True)
        raise


def _write_pdf(paper: Path, text: str, browser: str) -> None:
    """Print the page from beside where the PDF goes: some browsers may write nowhere else."""
    paper.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="joinedup-making-", dir=paper.parent) as making:
        source, made = Path(making, "report.html"), Path(making, "report.pdf")
        source.write_text(text, encoding="utf-8")
        print_to_pdf(browser, source, made)
        made.replace(paper)


def _as_asked(file: Path, out: Path | None) -> Path:
    if out is not None or not file.is_relative_to(Path.cwd()):
        return file
    return file.relative_to(Path.cwd())
