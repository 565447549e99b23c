"""The report as files: a page that is whole or not there, and its PDF."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.report.printing_to_pdf import find_browser, print_to_pdf

if TYPE_CHECKING:
    from joinedup_experiments.compare.results.results import Results


class FileError(InputError):
    """The report cannot go where it was meant to; the text says why."""


def write_report(results: Results, file: Path, pdf: bool = False) -> list[Path]:
    """Write the report on saved results, and a PDF of the same name beside it if asked.

    Nothing is written over: what is there already is refused with a name that is free. A file
    appears under its name whole or not at all, and where no PDF can be made there is no page.

    Returns
    -------
    list of Path
        What was written, the page first.

    Raises
    ------
    InputError
        When a file is there already or cannot be written, or there is no browser for the PDF.
    """
    from joinedup_experiments.report.page import page

    paper = file.with_suffix(".pdf") if pdf else None
    browser = _ready(file, paper)
    text = page(results)
    try:
        if paper:
            _write_pdf(paper, text, browser)
        _write_whole(file, text)
    except OSError as error:
        raise FileError(f"{file}: it could not be written: {error.strerror or error}") from error
    return [file, paper] if paper else [file]


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
