"""Which file a name stands for, and its text: refuses what is no text or cannot be read."""

from __future__ import annotations

import codecs
import os
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple, NoReturn

import joinedup
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    clipped,
    closest,
    listed,
    refusal,
)

LARGEST = 1_000_000
_PLAIN_NAME = re.compile(r"[\w-]+")
_ENDINGS = (".yaml", ".yml")
_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_OTHER_FORMATS = (
    (b"PK\x03\x04", "a Word document, an Excel workbook or a zip"),
    (b"\xd0\xcf\x11\xe0", "an old Word document or Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text with formatting (RTF)"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "XML"),
)


class FileKind(NamedTuple):
    """What a file is to be, and what to do with one that is no such text."""

    name: str
    save_as: str
    convert: str
    shorten: str = ""


SCENARIO = FileKind(
    "a scenario",
    "save it again as plain text with the encoding UTF-8",
    "a scenario is plain text: copy what it says into a file that ends in .yaml",
)


@cache
def shipped_scenarios() -> dict[str, Path]:
    """The scenarios that come with the project, by name: in an installed copy, or a checkout."""
    package = Path(joinedup.__file__).parent
    folders = [package / "scenarios", package.parents[1] / "scenarios"]
    folder = next(folder for folder in folders if folder.is_dir())
    return {file.stem: file for file in sorted(folder.glob("*.yaml"))}


def file_called(asked: str) -> Path | None:
    """The file that is meant by a shipped name, or a path; None when there is none."""
    return shipped_scenarios().get(asked) or _first_file(Path(), asked)


def scenario_file(name_or_path: str | Path) -> Path:
    """The same; `ScenarioError` when there is none."""
    asked = str(name_or_path)
    where = Spot(clipped(asked, 200))
    return file_called(asked) or _missing(Path(asked), str(Path(asked)), where)


def base_of(asked: str, asker: Path, spot: Spot) -> Path:
    """The file that `based_on` in the file ``asker`` names, at ``spot``: beside it, or shipped."""
    path, shipped = _first_file(asker.parent, asked), shipped_scenarios().get(asked)
    if path is None or (shipped and path.resolve() == asker.resolve()):
        path = shipped
    return path or _missing(asker.parent / asked, asked, spot, ("based_on",))


def shown(path: Path) -> str:
    """A file's name for messages: from the working folder where it lies inside, else in full."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):
        relative = ".."
    return clipped(str(path) if relative.startswith("..") else relative, 500)


def _first_file(folder: Path, asked: str) -> Path | None:
    names = [asked]
    if _PLAIN_NAME.fullmatch(asked):
        names = [asked + ending for ending in _ENDINGS] + names
    return next((folder / name for name in names if os.path.isfile(folder / name)), None)


def _missing(path: Path, asked: str, spot: Spot, where: tuple[str, ...] = ()) -> NoReturn:
    """Say why a path leads to no file, and what may have been meant."""
    quoted, hint = f"`{clipped(asked, 200)}`", ""
    if os.path.isdir(path):
        what, inside = f"{quoted} is a folder, not a scenario file", _scenarios_in(path)
        hint = f"name a file in it: {listed(inside, 5)}" if inside else ""
    elif os.path.exists(path):
        what = f"{quoted} is not an ordinary file"
    elif os.path.islink(path):
        what = f"{quoted} is a link that leads to no file"
    else:
        what = f"there is no file {quoted}, and no shipped scenario of that name"
        shipped = list(shipped_scenarios())
        close = closest(Path(asked).name, [*_scenarios_in(path.parent)[:200], *shipped])
        hint = f"did you mean `{close}`?" if close else f"shipped are: {listed(shipped)}"
    raise ScenarioError(Problem(spot, what, where, hint))


def _scenarios_in(folder: Path) -> list[str]:
    try:
        return sorted(file.name for file in folder.iterdir() if file.suffix in _ENDINGS)
    except (OSError, ValueError):
        return []


def text_of(path: Path, kind: FileKind = SCENARIO) -> str:
    """The text of a file, without the byte order mark of UTF-8.

    `ScenarioError` when it cannot be read, is longer than a megabyte or is not UTF-8 text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or "it cannot be opened").lower()
        raise refusal(shown(path), f"this file cannot be read: {why}") from None
    fault = _fault(data, kind)
    if fault:
        where, what, hint = fault
        line = 0 if where is None else 1 + data.count(b"\n", 0, where)
        raise refusal(shown(path), what, hint, line)
    return data.decode("utf-8-sig")


def _fault(data: bytes, kind: FileKind) -> tuple[int | None, str, str] | None:
    """From which byte on this is no such text, what is wrong, and what to do."""
    no_text, cannot_be = "this is not a text file", f"so it cannot be {kind.name}"
    for start, other in _OTHER_FORMATS:
        if data.startswith(start):
            return 0, f"{no_text} but {other}, {cannot_be}", kind.convert
    if len(data) > LARGEST:
        what = f"this file is longer than a megabyte, far too long for {kind.name}"
        return None, what, kind.shorten
    if data.startswith(_WIDE_MARKS) or data[1:2] == b"\0" or data[:1] == b"\0" != data[1:2]:
        return 0, "this text is saved as UTF-16", kind.save_as
    if b"\0" in data:
        return data.index(b"\0"), f"{no_text}, {cannot_be}", kind.save_as
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"it cannot be read from the byte 0x{data[error.start]:02X} on"
        return error.start, f"this is not UTF-8 text: {what}", kind.save_as
    strange = _NOT_TEXT.search(text)
    if strange is None:
        return None
    what = f"the character U+{ord(strange[0]):04X} does not belong in a text file"
    return len(text[: strange.start()].encode()), what, "take it out"
