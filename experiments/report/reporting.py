"""What ``joinedup report`` does: read results, write the page, say where it is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from experiments.results_folder.reading import ResultsError, open_results
from experiments.standard_output import saying

BAD_INPUT = 2


def write_report(folder: Path, out: Path | None) -> int:
    """Write the report on a results folder; the exit code.

    Nothing is written over: what is there already is refused with a name that is free. The page
    appears under its name whole or not at all.

    Parameters
    ----------
    out : Path, optional
        The file; ``NAME-report.html`` beside the folder unless given, so that the folder stays
        as it was written.
    """
    from experiments.report.page import page

    file = out or folder.resolve().with_name(f"{folder.resolve().name}-report.html")
    try:
        _refuse(file)
        opened = open_results(folder)
        for note in opened.notes:
            print(f"Note: {note}", file=sys.stderr)
        _write_whole(file, page(opened))
    except (ResultsError, FileError) as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except OSError as error:
        print(f"{file}: it could not be written: {error.strerror or error}", file=sys.stderr)
        return BAD_INPUT
    with saying(f"the report is whole in {file}"):
        print(f"Report: {_as_asked(file, out)}")
    return 0


class FileError(Exception):
    """The report cannot go where it was meant to; the text says why."""


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


def _as_asked(file: Path, out: Path | None) -> Path:
    if out is not None or not file.is_relative_to(Path.cwd()):
        return file
    return file.relative_to(Path.cwd())
