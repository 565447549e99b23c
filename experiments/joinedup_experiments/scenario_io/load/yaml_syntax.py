"""What a YAML parser's complaint means for somebody who edits a scenario."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from joinedup_experiments.scenario_io.load.problems import Problem, Spot
from joinedup_experiments.scenario_io.load.yaml_slips import slip_near

# The first pattern that is found in the parser's own words decides.
_MEANINGS = (
    (r"cannot start any token", "a character that cannot start a value", "put it in quotes"),
    (
        r"escape (sequence|character)|unknown escape",
        "a backslash inside double quotes",
        "use single quotes, or `/` instead of it",
    ),
    (
        r"scanning an? (anchor|alias)",
        "a value that begins with `&` or `*`",
        "put it in quotes",
    ),
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
    found = slip_near(text, line, opened)
    if found:
        return Problem(Spot(shown, found.line), found.what, (), found.hint)
    what, hint = _ANYTHING
    for pattern, meaning, advice in _MEANINGS:
        if re.search(pattern, words):
            what, hint = meaning, advice
            break
    if "never closed" in what and opened:
        line = opened
    return Problem(Spot(shown, line), f"this is not YAML that can be read: {what}", (), hint)
