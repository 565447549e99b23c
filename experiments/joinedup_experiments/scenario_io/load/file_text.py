"""From a file to its text: refuses what is no text, is too long, or cannot be read."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from joinedup_experiments.scenario_io.load.problems import Problem, ScenarioError, Spot

LARGEST = 1_000_000

_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE_AS = "save it again as plain text with the encoding UTF-8"
_OTHER_FORMATS = (
    (b"PK\x03\x04", "a Word document, an Excel workbook or a zip"),
    (b"\xd0\xcf\x11\xe0", "an old Word document or Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text with formatting (RTF)"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "XML"),
)


def text_of(path: Path, shown: str) -> str:
    """The text of a file.

    Parameters
    ----------
    path
        The file.
    shown
        Its name as messages give it.

    Raises
    ------
    ScenarioError
        When it cannot be read, is longer than a megabyte or is not UTF-8 text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        why = (error.strerror or "it cannot be opened").lower()
        raise ScenarioError(Problem(Spot(shown), f"this file cannot be read: {why}")) from None
    if len(data) > LARGEST:
        what = "this file is longer than a megabyte, far too long for a scenario"
        raise ScenarioError(Problem(Spot(shown), what))
    return decoded(data, shown)


def decoded(data: bytes, shown: str) -> str:
    """The text that bytes stand for; a byte order mark of UTF-8 is passed over."""
    for start, what in _OTHER_FORMATS:
        if data.startswith(start):
            told = f"this is not a text file but {what}, so it cannot be a scenario"
            hint = "a scenario is plain text: copy what it says into a file that ends in .yaml"
            raise ScenarioError(Problem(Spot(shown, 1), told, (), hint))
    if data.startswith(_WIDE_MARKS) or data[1:2] == b"\0" or data[:1] == b"\0" != data[1:2]:
        raise ScenarioError(Problem(Spot(shown, 1), "this text is saved as UTF-16", (), _SAVE_AS))
    if b"\0" in data:
        what = "this is not a text file, so it cannot be a scenario"
        raise ScenarioError(Problem(_line_of(data, data.index(b"\0"), shown), what))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = (
            f"this is not UTF-8 text: it cannot be read from the byte 0x{data[error.start]:02X} on"
        )
        raise ScenarioError(
            Problem(_line_of(data, error.start, shown), what, (), _SAVE_AS)
        ) from None
    strange = _NOT_TEXT.search(text)
    if strange:
        spot = Spot(shown, 1 + text.count("\n", 0, strange.start()))
        what = f"the character U+{ord(strange[0]):04X} does not belong in a text file"
        raise ScenarioError(Problem(spot, what))
    return text


def _line_of(data: bytes, position: int, shown: str) -> Spot:
    return Spot(shown, 1 + data.count(b"\n", 0, position))
