"""Files that are made and never written over."""

from __future__ import annotations

from pathlib import Path

from joinedup_experiments.display.errors import InputError


def write_new(file: Path, text: str) -> None:
    """Write a file of UTF-8 that is not there yet; `InputError` where it is."""
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError:
        raise already_there(file) from None


def already_there(file: Path) -> InputError:
    """What refuses to write a file over."""
    return InputError(f"{file} is there already, and is never written over")
