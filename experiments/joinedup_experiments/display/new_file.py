"""Files that are made and never written over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from joinedup_experiments.display.errors import InputError


def write_new(file: Path, text: str) -> None:
    """Write a file of UTF-8 that is not there yet, and the folder for it.

    `InputError` where the file is there, or there can be no such folder.
    """
    with room_for(file):
        try:
            with file.open("x", encoding="utf-8") as opened:
                opened.write(text)
        except FileExistsError:
            raise already_there(file) from None


@contextmanager
def room_for(file: Path) -> Iterator[None]:
    """Make the folder that a file goes to; `InputError` where it cannot be, or be written to.

    Where no file comes of it, the folders that were made for it go again.
    """
    missing = missing_above(file)
    try:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            above = next(one for one in file.parents if one.exists())
            raise InputError(f"{file}: {above} is a file, not a folder") from None
        yield
    except OSError as error:
        raise InputError(f"{file}: it could not be written: {error.strerror or error}") from error
    finally:
        remove_empty(missing)


def missing_above(path: Path) -> list[Path]:
    """The folders that a file or folder would be in, which are not there; the innermost first."""
    return [one for one in path.parents if not one.exists()]


def remove_empty(folders: Sequence[Path]) -> None:
    """Remove folders that hold nothing."""
    for folder in folders:
        with suppress(OSError):  # it holds something
            folder.rmdir()


def already_there(file: Path) -> InputError:
    """What refuses to write a file over."""
    return InputError(f"{file} is there already, and is never written over")
