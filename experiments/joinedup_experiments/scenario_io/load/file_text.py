"""From a file to its text: refuses what is no text, is too long, or cannot be read."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from joinedup_experiments.scenario_io.load.problems import Problem, ScenarioError, Spot

LARGEST = 1_000_000

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


def text_of(path: Path, shown: str, kind: FileKind = SCENARIO) -> str:
    """The text of a file; a byte order mark of UTF-8 is passed over.

    Parameters
    ----------
    path
        The file.
    shown
        Its name as messages give it.
    kind
        What it is to be.

    Raises
    ------
    ScenarioError
        When it cannot be read, is longer than a megabyte or is not UTF-8 text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or "it cannot be opened").lower()
        raise ScenarioError(Problem(Spot(shown), f"this file cannot be read: {why}")) from None
    text = ""
    try:
        text = data.decode("utf-8-sig")
        undecoded = None
    except UnicodeDecodeError as error:
        undecoded = error.start
    where, what, hint = _fault(data, text, undecoded, kind)
    if what:
        line = 0 if where is None else 1 + data.count(b"\n", 0, where)
        raise ScenarioError(Problem(Spot(shown, line), what, (), hint))
    return text


def _fault(
    data: bytes, text: str, undecoded: int | None, kind: FileKind
) -> tuple[int | None, str, str]:
    """Where bytes are no such text, what is wrong, and what to do; no words when nothing is."""
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
    if undecoded is not None:
        byte = f"0x{data[undecoded]:02X}"
        what = f"this is not UTF-8 text: it cannot be read from the byte {byte} on"
        return undecoded, what, kind.save_as
    strange = _NOT_TEXT.search(text)
    if strange:
        what = f"the character U+{ord(strange[0]):04X} does not belong in a text file"
        return len(text[: strange.start()].encode()), what, "take it out"
    return None, "", ""
