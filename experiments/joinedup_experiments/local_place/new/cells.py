"""What stands in one cell: a number, or a name out of a list, or a problem with its line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from joinedup_experiments.local_place.new.csv_table import Row
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    clipped,
    did_you_mean,
)

_NUMBER = re.compile(r"\d+(\.\d*)?|\.\d+")
_THOUSANDS = re.compile(r"\d{1,3}([, \u00a0\u202f]\d{3})+(\.\d+)?")
_GUESSED = re.compile(r"(approx\.?|about|around|circa|c\.?|~|<|>|≤|≥)\s*\d", re.I)
_WITHHELD = {
    "*",
    "-",
    "\u2013",
    "n/a",
    "na",
    "nil",
    "none",
    "unknown",
    "tbc",
    "..",
    ":",
    "[c]",
    "x",
}
LARGEST = 1e12


def number(
    row: Row,
    heading: str,
    what: str,
    *,
    percent: bool = False,
    pounds: bool = False,
) -> float:
    """The number in one cell, nought or more.

    ``12,345`` and ``12 345`` are understood where the comma can only part thousands.

    Parameters
    ----------
    row, heading
        Where it stands.
    what
        What it is, for messages: "a number of people".
    percent
        Whether ``12%`` may be written, and means 0.12.
    pounds
        Whether a pound sign may stand before it.

    Raises
    ------
    ScenarioError
        When it is no such number, with the reason.
    """
    said = row.cells[heading]
    text = said.removeprefix("£").strip() if pounds else said
    share = percent and text.endswith("%")
    if share:
        text = text[:-1].strip()
    parted = _THOUSANDS.fullmatch(text)
    if parted and not (row.semicolons and "," in text):
        text = re.sub(r"[, \u00a0\u202f]", "", text)
    if not _NUMBER.fullmatch(text):
        raise ScenarioError(Problem(row.spot, *_no_number(row, heading, what, percent)))
    value = float(text)
    if value > LARGEST:
        fault = f"`{heading}` is {clipped(said)}, which is too large to be {what}"
        raise ScenarioError(Problem(row.spot, fault))
    return value / 100.0 if share else value


def _no_number(
    row: Row, heading: str, what: str, percent: bool
) -> tuple[str, tuple[str, ...], str]:
    """What is wrong with a cell that is no number, and what to do about it."""
    said = row.cells[heading]
    named = f"`{heading}` must be {what}, but is `{clipped(said)}`"
    if not said:
        return f"`{heading}` is empty: it must be {what}", (), "write 0, or take the line out"
    hint = "write it in figures, such as 12345 or 3.5"
    if said.lower() in _WITHHELD:
        hint = "write 0 or your best estimate, or take the line out"
    elif re.fullmatch(r"[-\u2212\u2013(].*\d.*", said):
        named = f"`{heading}` is `{clipped(said)}`: {what} cannot be negative"
        hint = "brackets and minus signs both mean a negative number"
    elif "%" in said:
        hint = "write 0.12 or 12%" if percent else "write how many, not a percentage"
    elif said.startswith(("£", "$", "€")):
        hint = "leave the currency sign out"
    elif row.semicolons and "," in said:
        hint = "write a point before decimals and nothing between thousands: 1234.5"
    elif re.fullmatch(r"\d+,\d+", said):
        hint = "write a point before decimals: 3.5"
    elif _GUESSED.match(said):
        hint = "write the number alone, without `about`, `<` or the like"
    elif said.startswith("#"):
        hint = "the spreadsheet could not work this cell out: repair its formula, and save again"
    elif said.startswith("="):
        hint = "this is a formula: save the table from the spreadsheet as CSV"
    elif re.search(r"\d\s*[A-Za-z]", said):
        hint = "write the number alone, without its unit"
    return named, (), hint


def one_of(row: Row, heading: str, known: Sequence[str], what: str) -> str:
    """The name in one cell, which must be one that is known; capitals and spaces do not matter.

    Raises
    ------
    ScenarioError
        When it is empty or unknown, with the name that looks most like it.
    """
    said = row.cells[heading]
    if not said:
        raise ScenarioError(Problem(row.spot, f"`{heading}` is empty", (), did_you_mean("", known)))
    plain = re.sub(r"[\s-]+", "_", said.lower())
    by_shape = {k.lower().replace("-", "_"): k for k in known}
    if plain in by_shape:
        return by_shape[plain]
    fault = f"there is no {what} `{clipped(said)}`"
    raise ScenarioError(Problem(row.spot, fault, (), did_you_mean(said, known)))
