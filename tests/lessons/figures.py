"""Figures of a run in a lesson's words: what they are, and what the words may be.

``figures.yaml`` has for each lesson, where there is something of it:

- ``given``: code that comes after the lesson and its solutions, of which block n shows
  ``solved[n]``;
- ``figures``: a name and its expression, for each figure that words have;
- ``quotes``: stretches of the words, with ``{name:how}`` where a figure stands;
- ``claims``: stretches without a figure, and what must be true for each to stand;
- ``pages``: stretches that another page has as well;
- ``settings``: stretches with a number that no run gave.

A notebook keeps what its figures were, and they are put into the words when it is made.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.lessons.lesson import Cell, Lesson
from tests.lessons.solutions import solutions

FILE = Path(__file__).with_suffix(".yaml")
PLACE = re.compile(r"\{(\w+):([^}]+)\}")
COUNTS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
TIMES = ("not once", "once", "twice", *(f"{one} times" for one in COUNTS[3:]))
ROUNDED = {"tens": 10, "hundreds": 100, "thousands": 1000}
SHARES = {
    "next to nothing": 0, "a twentieth": 0.05, "a tenth": 0.1, "an eighth": 0.125,
    "a sixth": 1 / 6, "a fifth": 0.2, "a quarter": 0.25, "three in ten": 0.3, "a third": 1 / 3,
    "two fifths": 0.4, "a half": 0.5, "three fifths": 0.6, "two thirds": 2 / 3,
    "seven in ten": 0.7, "three quarters": 0.75, "four fifths": 0.8, "nine in ten": 0.9, "all": 1,
}  # fmt: skip


def words_for(value: float, how: str) -> list[str]:
    """What may stand for a value, the best first.

    ``how`` is ``count`` or ``times`` (exact, in words), ``share`` (in words: the nearest, or one
    within a tenth of itself), ``tens``, ``hundreds`` or ``thousands``, or a format of Python.
    """
    if how in ("count", "times"):
        return [(COUNTS if how == "count" else TIMES)[int(value)]]
    if how == "share":
        near = sorted(SHARES, key=lambda one: abs(SHARES[one] - value))
        return near[:1] + [n for n in near[1:] if abs(SHARES[n] - value) <= SHARES[n] / 10]
    if how in ROUNDED:
        return [f"{round(value / ROUNDED[how]) * ROUNDED[how]:,}".replace("-", "−")]
    return [format(value, how).replace("-", "−")]


def _pattern(how: str) -> str:
    known = {"count": COUNTS, "times": TIMES, "share": SHARES}.get(how)
    return "|".join(sorted(known, key=len, reverse=True)) if known else r"[+−]?\d(?:[\d,.]*\d)?%?"


@dataclass(frozen=True)
class Quote:
    """A stretch of words with figures in it."""

    template: str

    def places(self) -> list[tuple[str, str]]:
        """The name of each figure in it, and how it is put."""
        return [(name, how) for name, how in PLACE.findall(self.template)]

    def regex(self) -> re.Pattern[str]:
        """What finds it, whatever its figures are."""
        parts = PLACE.split(self.template)
        found = [re.escape(part) for part in parts[::3]]
        groups = [f"({_pattern(how)})" for how in parts[2::3]] + [""]
        return re.compile("".join(a + b for a, b in zip(found, groups, strict=True)))

    def wrong(self, quoted: tuple[str, ...], values: dict[str, float]) -> list[str]:
        """Where what stands in the words is not what the figures are."""
        pairs = zip(self.places(), quoted, strict=True)
        may = [(word, name, words_for(values[name], how)) for (name, how), word in pairs]
        return [f"{name} is {fit[0]}, not {word}" for word, name, fit in may if word not in fit]

    def filled(self, text: str, values: dict[str, float]) -> str:
        """The text with today's figures in the stretch; words that hold are kept."""

        def put(found: re.Match[str]) -> str:
            new = iter(self.places())
            quoted = iter(found.groups())

            def one(_: re.Match[str]) -> str:
                (name, how), word = next(new), next(quoted)
                fit = words_for(values[name], how)
                return word if word in fit else fit[0]

            return PLACE.sub(one, self.template)

        return self.regex().sub(put, text)


@dataclass(frozen=True)
class Asked:
    """What ``figures.yaml`` has of a lesson."""

    given: str = ""
    figures: dict[str, str] = field(default_factory=dict)
    quotes: list[str] = field(default_factory=list)
    claims: dict[str, str] = field(default_factory=dict)
    pages: dict[str, list[str]] = field(default_factory=dict)
    settings: list[str] = field(default_factory=list)

    def expressions(self) -> dict[str, str]:
        """Everything that a run must work out: figures by name, and claims by their words."""
        return self.figures | self.claims


@cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def asked(lesson: Lesson) -> Asked:
    return Asked(**_file().get(lesson.name, {}))


def last_cell(lesson: Lesson) -> Cell:
    """A cell that prints, as JSON, what the lesson's figures are; it comes after the solutions."""
    want = asked(lesson)
    shown = 1 + sum(cell.kind == "code" for cell in lesson.cells())
    code = f"""solved = [Out.get(n) for n in range({shown}, {shown + len(solutions(lesson))})]
{want.given}
def _gave(expressions):
    gave = {{name: eval(one, globals()) for name, one in expressions.items()}}
    return {{name: one.item() if hasattr(one, "item") else one for name, one in gave.items()}}

print(__import__("json").dumps(_gave({want.expressions()!r})))"""
    return Cell("code", code)


def basis(lesson: Lesson) -> list[str]:
    """What figures rest on beside the lesson and the model."""
    want = asked(lesson)
    blocks = [cell.source for cell in solutions(lesson)]
    return [want.given, *(f"{k}: {v}" for k, v in want.expressions().items()), *blocks]


def stored(lesson: Lesson) -> dict[str, Any]:
    """What the figures were when the notebook was made."""
    found: dict[str, Any] = lesson.notebook["metadata"]["joinedup"].get("figures", {})
    return found


def of_output(cell: dict[str, Any]) -> dict[str, Any]:
    """The figures that the last cell printed."""
    text = "".join("".join(one["text"]) for one in cell["outputs"] if one.get("name") == "stdout")
    found: dict[str, Any] = json.loads(text.splitlines()[-1])
    return found


NUMBER = re.compile(r"[£+−]*\d(?:[\d,.]*\d)?%?")
PARTS = re.compile(
    r"\b(?:an?|one|two|three|four|seven|nine) (?:halves|half|thirds?|quarters?|fifths?|sixth"
    r"|seventh|eighth|tenths?|twelfth|twentieth"
    r"|in (?:two|three|five|seven|ten|twenty))\b(?! year| world)"
)
NO_WORDS = re.compile(
    r"```.*?```|`[^`]*`|\]\([^)]*\)|^## Timing.*?(?=^## )|^\*\*\d\.\*\*|^\d\. |^#.*?$"
    r"|\b(?:[Ll]essons?|[Ee]xercises?|[Yy]ear|[Ww]orlds?) \d(?:(?: or | and |, )\d)*\b",
    re.DOTALL | re.MULTILINE,
)


def words_of(lesson: Lesson) -> str:
    """The lesson's text and its facilitator's note."""
    return f"{lesson.text}\n{lesson.note_file.read_text(encoding='utf-8')}"


def untied(lesson: Lesson) -> list[str]:
    """Numbers and shares of the words that nothing in ``figures.yaml`` has."""
    want, text = asked(lesson), words_of(lesson)
    for template in want.quotes:
        text = Quote(template).regex().sub(" ", text)
    elsewhere = [one for stretches in want.pages.values() for one in stretches]
    known = [*want.claims, *elsewhere, *want.settings]
    text = NO_WORDS.sub(" ", text)
    for stretch in sorted(known, key=len, reverse=True):
        text = text.replace(stretch, " ")
    return [text[max(0, m.start() - 30) : m.end() + 30] for m in _numbers(text)]


def _numbers(text: str) -> list[re.Match[str]]:
    return [*NUMBER.finditer(text), *PARTS.finditer(text)]


def put_into_words(lesson: Lesson) -> None:
    """Write the stored figures into the lesson's text and its note."""
    values = stored(lesson)
    for file in (lesson.text_file, lesson.note_file):
        text = file.read_text(encoding="utf-8")
        for template in asked(lesson).quotes:
            text = Quote(template).filled(text, values)
        file.write_text(text, encoding="utf-8")
