"""The text of a CSV file as a spreadsheet saves it, or why it cannot be read."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from joinedup_experiments.scenario_io.load.finding import shown
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    clipped,
    closest,
)

LARGEST = 1_000_000  # bytes
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_SAVE_AS = 'in the spreadsheet, save it again as "CSV UTF-8 (comma delimited)"'
_OTHER_FORMATS = {b"PK\x03\x04": "an Excel workbook", b"\xd0\xcf\x11\xe0": "an old Excel workbook"}
_STRANGE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text_of(path: Path) -> str:
    """The text of a file, without a byte order mark.

    Raises
    ------
    ScenarioError
        When it is not there, cannot be read, is too large, or is not UTF-8 text.
    """
    data, name = _bytes_of(path), shown(path)

    def refused(what: str, before: int | None = None, hint: str = _SAVE_AS) -> ScenarioError:
        line = 0 if before is None else 1 + data.count(b"\n", 0, before)
        return ScenarioError(Problem(Spot(name, line), what, (), hint))

    for start, what in _OTHER_FORMATS.items():
        if data.startswith(start):
            raise refused(f"this is {what}, not CSV")
    if len(data) > LARGEST:
        what = "this file is longer than a megabyte, far too long for such a table"
        raise refused(what, hint="give totals, not a row for each person or contact")
    if data.startswith(_WIDE_MARKS):
        raise refused("this table is saved as UTF-16 or UTF-32", 0)
    if b"\0" in data:
        raise refused("this is not a text file", data.index(b"\0"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = f"0x{data[error.start]:02X}"
        what = f"this is not UTF-8 text: it cannot be read from the byte {byte} on"
        raise refused(what, error.start) from None
    strange = _STRANGE.search(text)
    if strange:
        what = f"the character U+{ord(strange[0]):04X} does not belong in a table"
        raise refused(what, len(text[: strange.start()].encode()), "take it out")
    return text


def _bytes_of(path: Path) -> bytes:
    """The bytes of an ordinary file, one more than `LARGEST` at most."""
    what, hint = "this is not an ordinary file", ""
    try:
        if path.is_file():
            with path.open("rb") as file:
                return file.read(LARGEST + 1)
        if path.is_dir():
            what = "this is a folder, not a CSV file"
        elif not path.exists():
            what, hint = "there is no such file", _meant(path)
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or "it cannot be opened").lower()
        what = f"this file cannot be read: {why}"
    raise ScenarioError(Problem(Spot(shown(path)), what, (), hint))


def _meant(path: Path) -> str:
    try:
        beside = sorted(f.name for f in path.parent.iterdir() if f.suffix.lower() == ".csv")
    except OSError:
        return ""
    close = closest(path.name, beside)
    return f"did you mean `{clipped(close, 100)}`?" if close else ""
