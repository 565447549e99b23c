"""Slips that a look at the lines shows, where the parser only knows that something is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from joinedup_experiments.scenario_io.load.problems import clipped

_KEY = re.compile(r"( *)((?:- +)*)([^\s:#'\"\[\]{},][^:#\[\]{},]*|'[^']*'|\"[^\"]*\"):(?=\s|$)")
_REMARK = re.compile(r"(?:^|\s)#.*$")
_UNSEEN = re.compile("[\u00a0\u2000-\u200f\u202f\u2060\u3000]")
_AFTER = re.compile(r"[^:]*: +(\"[^\"]*\"|'[^']*'|\[[^\]]*\]|\{[^}]*\})\s*[^\s#,]")
_DASHES = "\u2013\u2014\u2022\u00b7\u2212"


@dataclass(frozen=True)
class Slip:
    """A slip: its line, counted from 1, what it is, and what to do about it."""

    line: int
    what: str
    hint: str


def slip_near(text: str, line: int, opened: int) -> Slip | None:
    """The slip that most likely made a parser stop; None when none is seen.

    Parameters
    ----------
    text
        What was parsed.
    line
        Where the parser stopped, counted from 1; it often lies just below the slip.
    opened
        Where what it was reading began; 0 when that is not known.
    """
    lines = text.splitlines()
    asked = (line, _above(lines, line), opened)
    nearby = [n for n in asked if 0 < n <= len(lines) and not _in_block(lines, n)]
    for look in _LOOKS:
        for number in dict.fromkeys(nearby):
            found = look(lines, number)
            if found:
                return Slip(number, *found)
    return None


def _above(lines: list[str], line: int) -> int:
    """The nearest line above that says something; 0 when there is none."""
    for number in range(min(line - 1, len(lines)), 0, -1):
        if _bare(lines[number - 1]):
            return number
    return 0


def _in_block(lines: list[str], number: int) -> bool:
    """Whether a line belongs to a text that goes on over lines, after `>` or `|`."""
    indent = _indent(lines[number - 1])
    for line in lines[: number - 1][::-1]:
        if _bare(line) and _indent(line) < indent:
            return re.search(r"[>|][+-]?$", _bare(line)) is not None
    return False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _bare(line: str) -> str:
    return _REMARK.sub("", line).strip()


_Found = tuple[str, str] | None


def _tab(lines: list[str], number: int) -> _Found:
    line = lines[number - 1]
    if re.match(r" *\t", line):
        return "a tab is used for indentation", "use spaces instead"
    if "\t" in _bare(line) and not _KEY.match(line):
        cells = [clipped(cell.strip(), 20) for cell in _bare(line).split("\t") if cell.strip()]
        pair = ": ".join(cells) if len(cells) == 2 else "name: value"
        return "a row of a spreadsheet, parted by tabs", f"write `{pair}`, each on its own line"
    return None


def _unseen(lines: list[str], number: int) -> _Found:
    found = _UNSEEN.search(lines[number - 1])
    if not found:
        return None
    kind = "a space of another kind" if found[0] in "\u00a0\u202f\u3000" else "a character"
    return f"{kind} that looks like nothing (U+{ord(found[0]):04X})", "write this line anew by hand"


def _fence(lines: list[str], number: int) -> _Found:
    if _bare(lines[number - 1]).startswith("```"):
        return "a line with ```, which is no part of a scenario", "take out the lines with ```"
    return None


def _unfinished(lines: list[str], number: int) -> _Found:
    line = lines[number - 1]
    cell = re.search(r"#(REF|DIV/0|N/A|NAME|VALUE|NUM|NULL)\b", line)
    if cell:
        return f"a spreadsheet could not work this out: `#{cell[1]}`", "write the number"
    if re.search(r":\s*\?+\s*([,}]|$)", line):
        return "a question mark where a value belongs", "write your best estimate"
    return None


def _dash(lines: list[str], number: int) -> _Found:
    first = _bare(lines[number - 1])[:1]
    if first and first in _DASHES:
        return f"a `{first}` where a `-` is meant", "write a plain hyphen"
    above = _above(lines, number)
    if above and _KEY.match(lines[number - 1]) and first != "-":
        before = _KEY.match(lines[above - 1])
        if before and before[2] and len(before[1]) == _indent(lines[number - 1]):
            hint = "take out that `-`, or begin this line 2 spaces further in"
            return "the line above begins with a `-`, and this one does not", hint
    return None


def _comma(lines: list[str], number: int) -> _Found:
    missing = re.search(r"[{,]\s*[\w.]+:\s+[^\s,{}\[\]]+\s+([A-Za-z_]\w*):\s", lines[number - 1])
    if missing:
        return f"a comma is missing before `{clipped(missing[1])}`", "put one there"
    return None


def _colon(lines: list[str], number: int) -> _Found:
    bare = _bare(lines[number - 1])
    if "\uff1a" in bare:
        return "a wide colon", "write a plain `:`"
    wrong = re.match(r"([A-Za-z_]\w*)(\s*=\s*|\s+|:)(\S.*)$", bare)
    if wrong and not _KEY.match(lines[number - 1]) and wrong[1] not in ("and", "or"):
        whole = f"{wrong[1]}: {wrong[3]}"
        if wrong[2] == ":":
            return "a colon without a space after it", f"write `key: value`: `{clipped(whole)}`"
        sign = "`=` instead of a colon" if "=" in wrong[2] else "a line without a colon"
        if len(wrong[3].split()) == 1:
            return sign, f"did you mean `{clipped(whole)}`?"
    if re.fullmatch(r"[A-Za-z_]\w*", bare) and _above_opens(lines, number) is False:
        return "a line without a colon", f"did you mean `{clipped(bare)}:`?"
    return None


def _above_opens(lines: list[str], number: int) -> bool:
    """Whether the line above begins a text that may go on below, or an open bracket."""
    above = _above(lines, number)
    bare = _bare(lines[above - 1]) if above else ""
    return bare.endswith((">", "|", ",", "[", "{", ">-", "|-"))


def _two_colons(lines: list[str], number: int) -> _Found:
    key = _KEY.match(lines[number - 1])
    rest = _bare(lines[number - 1][key.end() :]) if key else ""
    if key and re.search(r":(\s|$)", rest) and rest[:1] not in "[{'\"":
        if re.fullmatch(r"\(.*\)", rest):
            return "round brackets around names and values", "write `{ }` instead"
        return "a text with a colon in it", f'put it in quotes: `"{clipped(rest)}"`'
    return None


def _step(lines: list[str], number: int) -> _Found:
    """A line that begins to the right of a complete one, or in a column of its own."""
    above = _above(lines, number)
    here, before = _KEY.match(lines[number - 1]), _KEY.match(lines[above - 1]) if above else None
    if not here or not before or before[2] or not _bare(lines[above - 1][before.end() :]):
        return None
    apart = _column(here) - _column(before)
    hint = f"begin it in column {_column(before) + 1}, like `{clipped(before[3])}`"
    if apart > 0:
        columns = "1 space" if apart == 1 else f"{apart} spaces"
        return f"this line begins {columns} to the right of the one above", hint
    if apart < 0 and not _stands_above(lines, number, _column(here)):
        return f"no line above begins in the same column as this one, {_column(here) + 1}", hint
    return None


def _stands_above(lines: list[str], number: int, column: int) -> bool:
    """Whether a key above, before any further to the left, begins in a column."""
    keys = (_KEY.match(line) for line in lines[: number - 1][::-1] if _bare(line))
    columns = [_column(key) for key in keys if key]
    return next((found for found in columns if found <= column), column) == column


def _column(key: re.Match[str]) -> int:
    return len(key[1]) + len(key[2])


def _after_closing(lines: list[str], number: int) -> _Found:
    line = _REMARK.sub("", lines[number - 1])
    closed = _AFTER.match(line)
    if closed and not line.lstrip().startswith("{"):
        value = line[line.index(": ") + 2 :].strip().strip("'\"").replace('"', "'")
        return (
            f"a value that goes on after its closing `{closed[1][-1]}`",
            f'put all of it in double quotes: `"{clipped(value)}"`',
        )
    return None


_LOOKS: tuple[Callable[[list[str], int], _Found], ...] = (
    _tab,
    _unseen,
    _fence,
    _unfinished,
    _dash,
    _comma,
    _two_colons,
    _step,
    _colon,
    _after_closing,
)
