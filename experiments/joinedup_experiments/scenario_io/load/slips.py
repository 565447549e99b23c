"""What went wrong where text is not YAML: slips that a look at the lines shows, by a table.

A parser only tells where it stopped. The lines there, just above, and where it began are held
against what people do: the first look that finds something says what it is and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from joinedup_experiments.scenario_io.load.problems import Problem, Spot, clipped

Slip = tuple[str, str] | None
Look = Callable[[list[str], int], Slip]
_K = r" *(?:- +)*(?:[^\s:#'\"\[\]{},][^:#\[\]{},]*|'[^']*'|\"[^\"]*\"):(?=\s|$)"
_KEY = re.compile(_K)
_REMARK = re.compile(r"(?:^|\s)#.*$")
_AFTER = re.compile(r"[^:]*: +(\"[^\"]*\"|'[^']*'|\[[^\]]*\]|\{[^}]*\})\s*[^\s#,]")
_ANEW = "write this line anew by hand"

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
    ("found duplicate anchor", "an anchor that is set twice", "give it another name"),
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
    lines = text.splitlines()
    asked = dict.fromkeys((line, _above(lines, line), opened))
    nearby = [n for n in asked if 0 < n <= len(lines) and not _in_block(lines, n)]
    for look in _LOOKS:
        for number in nearby:
            found = look(lines, number)
            if found:
                return number, *found
    return None


def _pattern(pattern: str, what: str, hint: str, whole: bool = False) -> Look:
    """A look for a pattern in a line, without its remark and the space around it, or whole.

    Groups of the pattern may stand in the words, as {0}, {1}; {code} is its first character.
    """
    wanted = re.compile(pattern)

    def look(lines: list[str], number: int) -> Slip:
        line = lines[number - 1]
        found = wanted.search(line if whole else _bare(line))
        if not found:
            return None
        groups = [clipped(group or "") for group in found.groups()]
        code = f"U+{ord(found[0][:1] or ' '):04X}"
        return what.format(*groups, code=code), hint.format(*groups)

    return look


def _bare(line: str) -> str:
    return _REMARK.sub("", line).strip()


def _column(line: str, marks: str = " -") -> int:
    """Where a line's key begins, after its dashes."""
    return len(line) - len(line.lstrip(marks))


def _above(lines: list[str], line: int) -> int:
    """The nearest line above that says something; 0 when there is none."""
    above = range(min(line - 1, len(lines)), 0, -1)
    return next((number for number in above if _bare(lines[number - 1])), 0)


def _in_block(lines: list[str], number: int) -> bool:
    """Whether a line belongs to a text that goes on over lines, after `>` or `|`."""
    indent = _column(lines[number - 1], " ")
    for line in lines[: number - 1][::-1]:
        if _bare(line) and _column(line, " ") < indent:
            return re.search(r"[>|][+-]?$", _bare(line)) is not None
    return False


def _tabbed(lines: list[str], number: int) -> Slip:
    line = lines[number - 1]
    if "\t" not in _bare(line) or _KEY.match(line):
        return None
    cells = [clipped(cell.strip(), 20) for cell in _bare(line).split("\t") if cell.strip()]
    pair = ": ".join(cells) if len(cells) == 2 else "name: value"
    return "a row of a spreadsheet, parted by tabs", f"write `{pair}`, each on its own line"


def _dash_above(lines: list[str], number: int) -> Slip:
    above, line = _above(lines, number), lines[number - 1]
    if above and _KEY.match(line) and _bare(line)[:1] != "-":
        before = re.match(r"( *)- +", lines[above - 1])
        if before and _KEY.match(lines[above - 1]) and len(before[1]) == _column(line):
            hint = "take out that `-`, or begin this line 2 spaces further in"
            return "the line above begins with a `-`, and this one does not", hint
    return None


def _step(lines: list[str], number: int) -> Slip:
    """A line that begins to the right of a complete one, or in a column of its own."""
    above, line = _above(lines, number), lines[number - 1]
    before = _KEY.match(lines[above - 1]) if above and _KEY.match(line) else None
    if not before or "- " in before[0] or not _bare(lines[above - 1][before.end() :]):
        return None
    here, there = _column(line), _column(lines[above - 1])
    hint = f"begin it in column {there + 1}, like `{clipped(before[0].strip()[:-1])}`"
    if here > there:
        columns = "1 space" if here == there + 1 else f"{here - there} spaces"
        return f"this line begins {columns} to the right of the one above", hint
    columns_above = (_column(line) for line in lines[: number - 1][::-1] if _KEY.match(line))
    if here < there and next((c for c in columns_above if c <= here), here) != here:
        return f"no line above begins in the same column as this one, {here + 1}", hint
    return None


def _no_colon(lines: list[str], number: int) -> Slip:
    above, bare = _above(lines, number), _bare(lines[number - 1])
    goes_on = above and _bare(lines[above - 1]).endswith((">", "|", ",", "[", "{", ">-", "|-"))
    if re.fullmatch(r"[A-Za-z_]\w*", bare) and not goes_on:
        return "a line without a colon", f"did you mean `{clipped(bare)}:`?"
    return None


def _after_closing(lines: list[str], number: int) -> Slip:
    line = _REMARK.sub("", lines[number - 1])
    closed = _AFTER.match(line)
    if not closed or line.lstrip().startswith("{"):
        return None
    value = line[line.index(": ") + 2 :].strip().strip("'\"").replace('"', "'")
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
    _dash_above,
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
