"""What went wrong where text is not YAML: slips that a look at the lines shows, by a table.

A parser only tells where it stopped. The lines there, just above, and where it began are held
against what people do: the first look that finds something says what it is and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from joinedup_experiments.scenario_io.load.problems import Problem, Spot, clipped

Slip = tuple[str, str] | None
_K = r" *(?:- +)*(?:[^\s:#'\"\[\]{},][^:#\[\]{},]*|'[^']*'|\"[^\"]*\"):(?=\s|$)"
_KEY = re.compile(_K)
_REMARK = re.compile(r"(?:^|\s)#.*$")
_AFTER = re.compile(r"[^:]*: +(\"[^\"]*\"|'[^']*'|\[[^\]]*\]|\{[^}]*\})\s*[^\s#,]")
_ANEW = "write this line anew by hand"


class Line(NamedTuple):
    """A line, without its remark and the space around it too, its key, and what stands above."""

    number: int
    whole: str
    bare: str
    key: re.Match[str] | None
    above: Line | None

    def column(self, marks: str = " -") -> int:
        """Where its key begins, after its dashes."""
        return len(self.whole) - len(self.whole.lstrip(marks))


Look = Callable[[Line], Slip]

# What a parser's own words mean: the first pattern that is found in them decides.
_MEANINGS = (
    ("cannot start any token", "a character that cannot start a value", "put it in quotes"),
    ("escape (sequence|character)|unknown escape", "a backslash inside double quotes",
     "use single quotes, or `/` instead of it"),
    ("scanning an? (anchor|alias)", "a value that begins with `&` or `*`", "put it in quotes"),
    ("mapping values are not allowed", "a colon where none can be", "check that keys of one level "
     "start in the same column; put text with a colon in quotes"),
    ("could not find expected ':'", "a key without its colon", "write `key: value`, with a space "
     "after the colon"),
    ("while scanning a quoted scalar|unexpected end of stream", "a quotation mark that is never "
     "closed", "close it"),
    ("while parsing a flow (mapping|sequence)|expected ',' or", "a bracket that is never closed, "
     "or a comma that is missing", "check the brackets `{ }` and `[ ]`"),
    ("expected <block end>|expected the node content|did not find expected", "lines that do not "
     "fit together", "check that keys of one level start in the same column"),
    ("directive|version|tag", "a YAML directive or tag that cannot be used", "take it out"),
    ("block scalar|indentation", "a block of text with wrong indentation", "check its columns"),
    ("", "something that is not YAML", "check the columns, colons, brackets and quotation marks"),
)  # fmt: skip


def explained(error: YAMLError, text: str, shown: str) -> Problem:
    """A parser's error on a text as a problem with its line; messages call the file ``shown``."""
    words, line, opened = str(error), 0, 0
    if isinstance(error, MarkedYAMLError):
        words = f"{error.context or ''} {error.problem or ''}"
        opened = error.context_mark.line + 1 if error.context_mark else 0
        line = error.problem_mark.line + 1 if error.problem_mark else opened
    slip = slip_near(text, line, opened)
    if slip:
        return Problem(Spot(shown, slip[0]), slip[1], (), slip[2])
    what, hint = next((what, hint) for found, what, hint in _MEANINGS if re.search(found, words))
    line = opened if "never closed" in what and opened else line
    return Problem(Spot(shown, line), f"this is not YAML that can be read: {what}", (), hint)


def slip_near(text: str, line: int, opened: int = 0) -> tuple[int, str, str] | None:
    """The slip that most likely made a parser stop: its line, what it is, and what to do.

    The parser stopped at ``line``, counted from 1, often just below the slip; what it was reading
    began at ``opened``, 0 when that is not known.
    """
    lines: list[Line] = []
    above = None
    for number, whole in enumerate(text.splitlines(), 1):
        lines.append(Line(number, whole, _REMARK.sub("", whole).strip(), _KEY.match(whole), above))
        above = lines[-1] if lines[-1].bare else above
    before = (lines[line - 1].above if line <= len(lines) else above) if line else None
    asked = dict.fromkeys((line, before.number if before else 0, opened))
    nearby = [lines[n - 1] for n in asked if 0 < n <= len(lines) and not _in_block(lines[n - 1])]
    for look in _LOOKS:
        for one in nearby:
            found = look(one)
            if found:
                return one.number, *found
    return None


def _in_block(line: Line) -> bool:
    """Whether a line belongs to a text that goes on over lines, after `>` or `|`."""
    above = line.above
    while above and above.column(" ") >= line.column(" "):
        above = above.above
    return above is not None and re.search(r"[>|][+-]?$", above.bare) is not None


def _pattern(pattern: str, what: str, hint: str, whole: bool = False) -> Look:
    """A look for a pattern in a line, without its remark and the space around it, or whole.

    Groups of the pattern may stand in the words, as {0}, {1}; {code} is its first character.
    """
    wanted = re.compile(pattern)

    def look(line: Line) -> Slip:
        found = wanted.search(line.whole if whole else line.bare)
        if not found:
            return None
        groups = [clipped(group or "") for group in found.groups()]
        code = f"U+{ord(found[0][:1] or ' '):04X}"
        return what.format(*groups, code=code), hint.format(*groups)

    return look


def _tabbed(line: Line) -> Slip:
    if "\t" not in line.bare or line.key:
        return None
    cells = [clipped(cell.strip(), 20) for cell in line.bare.split("\t") if cell.strip()]
    pair = ": ".join(cells) if len(cells) == 2 else "name: value"
    return "a row of a spreadsheet, parted by tabs", f"write `{pair}`, each on its own line"


def _step(line: Line) -> Slip:
    """A line that begins where it cannot: below a dash, or beside a complete line."""
    above = line.above
    if not above or not above.key or not line.key:
        return None
    here, there, dash = line.column(), above.column(), above.column(" ")
    if "- " in above.key[0]:
        hint = "take out that `-`, or begin this line 2 spaces further in"
        slip = "the line above begins with a `-`, and this one does not", hint
        return slip if here == dash and line.bare[0] != "-" else None
    if not _REMARK.sub("", above.whole[above.key.end() :]).strip():
        return None
    hint = f"begin it in column {there + 1}, like `{clipped(above.key[0].strip()[:-1])}`"
    if here > there:
        columns = "1 space" if here == there + 1 else f"{here - there} spaces"
        return f"this line begins {columns} to the right of the one above", hint
    while above and (not above.key or above.column() > here):
        above = above.above
    if above and above.column() < here < there:
        return f"no line above begins in the same column as this one, {here + 1}", hint
    return None


def _no_colon(line: Line) -> Slip:
    goes_on = line.above and line.above.bare.endswith((">", "|", ",", "[", "{", ">-", "|-"))
    if re.fullmatch(r"[A-Za-z_]\w*", line.bare) and not goes_on:
        return "a line without a colon", f"did you mean `{clipped(line.bare)}:`?"
    return None


def _after_closing(line: Line) -> Slip:
    written = _REMARK.sub("", line.whole)
    closed = _AFTER.match(written)
    if not closed or written.lstrip().startswith("{"):
        return None
    value = written[written.index(": ") + 2 :].strip().strip("'\"").replace('"', "'")
    what = f"a value that goes on after its closing `{closed[1][-1]}`"
    return what, f'put all of it in double quotes: `"{clipped(value)}"`'


# In the order in which they are tried.
_LOOKS: tuple[Look, ...] = (
    _pattern(r"^ *\t", "a tab is used for indentation", "use spaces instead", whole=True),
    _tabbed,
    _pattern("[\u00a0\u202f\u3000]",
             "a space of another kind that looks like nothing ({code})", _ANEW, whole=True),
    _pattern("[\u2000-\u200f\u2060]", "a character that looks like nothing ({code})", _ANEW,
             whole=True),
    _pattern("^```", "a line with ```, which is no part of a scenario",
             "take out the lines with ```"),
    _pattern(r"#(REF|DIV/0|N/A|NAME|VALUE|NUM|NULL)\b",
             "a spreadsheet could not work this out: `#{0}`", "write the number", whole=True),
    _pattern(r":\s*\?+\s*([,}]|$)", "a question mark where a value belongs",
             "write your best estimate", whole=True),
    _pattern("^([\u2013\u2014\u2022\u00b7\u2212])", "a `{0}` where a `-` is meant",
             "write a plain hyphen"),
    _pattern(r"[{,]\s*[\w.]+:\s+[^\s,{}\[\]]+\s+([A-Za-z_]\w*):\s",
             "a comma is missing before `{0}`", "put one there", whole=True),
    _pattern(rf"^{_K}\s+\(.*:\s.*\)$", "round brackets around names and values",
             "write `{{ }}` instead"),
    _pattern(rf"^{_K}\s+(?=[^\[{{'\"\s])(.*:(?:\s.*)?)$", "a text with a colon in it",
             'put it in quotes: `"{0}"`'),
    _step,
    _pattern("\uff1a", "a wide colon", "write a plain `:`"),
    _pattern(rf"^(?!{_K})([A-Za-z_]\w*):(\S.*)$", "a colon without a space after it",
             "write `key: value`: `{0}: {1}`"),
    _pattern(rf"^(?!{_K})([A-Za-z_]\w*)\s*=\s*(\S+)$", "`=` instead of a colon",
             "did you mean `{0}: {1}`?"),
    _pattern(rf"^(?!{_K}|and |or )([A-Za-z_]\w*)\s+(\S+)$", "a line without a colon",
             "did you mean `{0}: {1}`?"),
    _no_colon,
    _after_closing,
)  # fmt: skip
