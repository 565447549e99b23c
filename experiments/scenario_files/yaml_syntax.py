"""What a YAML parser's complaint means for somebody who edits a scenario."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from experiments.scenario_files.problems import Problem, Spot

# The first pattern that is found in the parser's own words decides.
_MEANINGS = (
    (r"cannot start any token", "a character that cannot start a value", "put it in quotes"),
    (
        r"mapping values are not allowed",
        "a colon where none can be",
        "check that keys of one level start in the same column; put text with a colon in quotes",
    ),
    (
        r"could not find expected ':'",
        "a key without its colon",
        "write `key: value`, with a space after the colon",
    ),
    (
        r"while scanning a quoted scalar|unexpected end of stream",
        "a quotation mark that is never closed",
        "close it",
    ),
    (
        r"while parsing a flow (mapping|sequence)|expected ',' or",
        "a bracket that is never closed, or a comma that is missing",
        "check the brackets `{ }` and `[ ]`",
    ),
    (
        r"expected <block end>|expected the node content|did not find expected",
        "lines that do not fit together",
        "check that keys of one level start in the same column",
    ),
    (r"found duplicate anchor", "an anchor that is set twice", "give it another name"),
    (r"directive|version|tag", "a YAML directive or tag that cannot be used", "take it out"),
    (r"block scalar|indentation", "a block of text with wrong indentation", "check its columns"),
)
_ANYTHING = (
    "something that is not YAML",
    "check the columns, colons, brackets and quotation marks",
)


def explained(error: YAMLError, text: str, shown: str) -> Problem:
    """A parser's error as a problem with its line.

    Parameters
    ----------
    error
        What the parser raised.
    text
        The text it was reading.
    shown
        The file's name as messages give it.
    """
    words, line, opened = str(error), 0, 0
    if isinstance(error, MarkedYAMLError):
        words = f"{error.context or ''} {error.problem or ''}"
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        opened = error.context_mark.line + 1 if error.context_mark else 0
    tab = _tab_near(text, line)
    if tab:
        what = "a tab is used for indentation"
        return Problem(Spot(shown, tab), what, (), "use spaces instead")
    glued = _glued_before(text, line)
    if "mapping values are not allowed" in words and glued:
        what = "this is not YAML that can be read: a colon without a space after it"
        return Problem(Spot(shown, glued), what, (), "write `key: value`")
    what, hint = _ANYTHING
    for pattern, meaning, advice in _MEANINGS:
        if re.search(pattern, words):
            what, hint = meaning, advice
            break
    if "never closed" in what and opened:
        line = opened
    return Problem(Spot(shown, line), f"this is not YAML that can be read: {what}", (), hint)


def _tab_near(text: str, line: int) -> int:
    """The line with a tab in its indentation: this one, or the one before; 0 when neither."""
    lines = text.splitlines()
    for number in (line, line - 1):
        if 0 < number <= len(lines) and re.match(r" *\t", lines[number - 1]):
            return number
    return 0


def _glued_before(text: str, line: int) -> int:
    """The line above with a key glued to its value, ``years:3``; 0 when there is none."""
    before = text.splitlines()[: max(0, line - 1)]
    while before and not before[-1].strip():
        before.pop()
    return len(before) if before and re.match(r"\s*[\w-]+:[^\s:]", before[-1]) else 0
