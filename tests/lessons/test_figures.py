"""What a lesson's words say of its results is what its run gave."""

from __future__ import annotations

import json

import pytest

from tests.lessons import figures, make
from tests.lessons.figures import Quote, asked, stored, untied, words_for, words_of
from tests.lessons.lesson import ROOT, Lesson, lessons

LESSONS = lessons()
EACH = pytest.mark.parametrize("lesson", LESSONS, ids=[one.name for one in LESSONS])


@EACH
def test_figures_in_words_are_those_of_the_run(lesson: Lesson) -> None:
    words, values = words_of(lesson), stored(lesson)
    for template in asked(lesson).quotes:
        quoted = Quote(template).regex().findall(words)
        assert len(quoted) == 1, f"{len(quoted)} times in the words: {template}"
        groups = quoted[0] if isinstance(quoted[0], tuple) else (quoted[0],)
        assert Quote(template).wrong(groups, values) == [], template


@EACH
def test_claims_in_words_hold(lesson: Lesson) -> None:
    words, values = words_of(lesson), stored(lesson)
    claims = asked(lesson).claims
    assert [claim for claim in claims if claim not in words] == [], "not in the words"
    assert [claim for claim in claims if values[claim] is not True] == [], "not so in this run"


@EACH
def test_figures_were_worked_out_as_they_are_asked_for(lesson: Lesson) -> None:
    assert set(stored(lesson)) == set(asked(lesson).expressions())
    assert lesson.notebook["metadata"]["joinedup"]["basis"] == make.basis_digest(lesson), (
        f"run `python -m tests.lessons.make {lesson.name}`"
    )
    named = {name for quote in asked(lesson).quotes for name, _ in Quote(quote).places()}
    assert named == set(asked(lesson).figures)


@EACH
def test_figures_of_other_pages_are_on_them(lesson: Lesson) -> None:
    words = words_of(lesson)
    for page, stretches in asked(lesson).pages.items():
        text = (ROOT / page).read_text(encoding="utf-8")
        assert [one for one in stretches if one not in text or one not in words] == [], page


@EACH
def test_no_number_in_words_comes_from_nowhere(lesson: Lesson) -> None:
    assert untied(lesson) == [], "put it under quotes, or settings where no run gave it"
    words = words_of(lesson)
    assert [one for one in asked(lesson).settings if one not in words] == [], "no longer there"


@pytest.mark.parametrize(
    ("value", "how", "best"),
    [
        (0.26, "share", "a quarter"), (0.2, "share", "a fifth"), (6, "times", "six times"),
        (0, "times", "not once"), (9, "count", "nine"), (-22.004, ".1f", "−22.0"),
        (322_551.9, "thousands", "323,000"), (408.4, "hundreds", "400"), (0.5373, ".0%", "54%"),
        (-1_575.6, "thousands", "−2,000"),
    ],
)  # fmt: skip
def test_what_may_stand_for_a_figure(value: float, how: str, best: str) -> None:
    assert words_for(value, how)[0] == best


def test_words_that_hold_are_kept_and_others_replaced() -> None:
    quote, text = Quote("about {a:share}, by {b:+.1f}"), "It is about a fifth, by −0.3 or so."
    assert quote.filled(text, {"a": 0.215, "b": 1.25}) == "It is about a fifth, by +1.2 or so."
    assert quote.filled(text, {"a": 0.25, "b": -0.3}) == "It is about a quarter, by −0.3 or so."
    assert quote.wrong(("a fifth", "−0.3"), {"a": 0.25, "b": -0.3}) == [
        "a is a quarter, not a fifth"
    ]


def test_a_number_from_nowhere_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    note = tmp_path / "note.md"
    note.write_text("## Timing\n\n| a | 5 |\n\n## Answers\n\nBy 17%, a third.", encoding="utf-8")
    monkeypatch.setattr(Lesson, "note_file", note)
    monkeypatch.setattr(Lesson, "text", "# 1. One\n\nIn lesson 2 and year 3.\n\n```\nx = 1\n```\n")
    assert len(untied(Lesson("0_made_up"))) == 2


def test_what_the_last_cell_prints_are_the_figures() -> None:
    cell = {"outputs": [{"name": "stdout", "text": ["more\n", json.dumps({"a": 0.5}) + "\n"]}]}
    assert figures.of_output(cell) == {"a": 0.5}
