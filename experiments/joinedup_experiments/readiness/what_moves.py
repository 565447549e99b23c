"""What would move you most: each answer a point higher, in paired runs, by adoption."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import joinedup as ju
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.intervals import Interval
from joinedup_experiments.display.document import Part, Table, Words
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.numbers import difference
from joinedup_experiments.readiness.answers import Answers
from joinedup_experiments.readiness.programme import in_words, settings_of, with_readiness
from joinedup_experiments.readiness.questionnaire import Question

MEASURE, YEARS = "adoption", 3
WORLDS, RESIDENTS = 8, 3_000
HEAD = ("a point higher", "setting", "now", "then", "more staff who have adopted, year 3")


class Moved(NamedTuple):
    """A question raised by a point: its setting now and then, and what adoption gains.

    ``gain`` is of the share of staff, a mean over plausible worlds with its 95% interval.
    """

    question: Question
    setting: str
    now: str
    then: str
    gain: Interval


def what_moves(
    scenario: Scenario,
    answers: Answers,
    worlds: int = WORLDS,
    workers: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[Moved]:
    """Raise each answer that becomes a setting by a point, the greatest gain first.

    Small places of 3,000 residents a neighbourhood run in so many plausible worlds, every arm
    with the same people and random numbers; answers at their highest are left out.
    """
    many = scenario.place.neighbourhoods
    now = settings_of(answers, many)
    raised: dict[str, Answers] = {}
    for key, question in answers.questionnaire.questions.items():
        another = answers.raised(key)
        if question.becomes and settings_of(another, many) != now:
            raised[key] = another
    if not raised:
        raise InputError("every answer is at its highest, so that nothing is left to raise")
    arms = [with_readiness(scenario, one) for one in (answers, *raised.values())]
    short = [one.with_({"run.years": float(YEARS)}) for one in arms]
    results = ju.compare(
        *short, replications=worlds, simulate=RESIDENTS * many, workers=workers,
        names=["now", *raised], progress=progress,
    )  # fmt: skip
    table = results.effects(MEASURE, year=YEARS).set_index("arm")
    found = []
    for key, another in raised.items():
        question = answers.questionnaire.questions[key]
        setting = question.becomes.setting if question.becomes else ""
        then = settings_of(another, many)[setting]
        row = table.loc[key]
        gain = Interval(float(row["effect"]), float(row["low"]), float(row["high"]), worlds)
        found.append(Moved(question, setting, in_words(now[setting]), in_words(then), gain))
    return sorted(found, key=lambda one: -one.gain.mean)


def what_moves_parts(moved: Sequence[Moved]) -> Iterator[Part]:
    """The table, and which is ahead of the next by more than chance and assumptions, if any."""
    rows = [
        (one.question.label, one.setting.replace("_", " "), one.now, one.then,
         difference(one.gain, "share"))
        for one in moved
    ]  # fmt: skip
    yield Table("What would move you most", HEAD, rows, numbers=False)
    yield Words(verdict(moved))


def verdict(moved: Sequence[Moved]) -> str:
    """In words, which answers gain anything that can be told, and whether one is ahead."""
    known = [one for one in moved if one.gain.low > 0.0]
    if not known:
        return "None of them raises adoption by more than chance and assumptions in these worlds."
    first, *others = moved
    close = [one.question.label.lower() for one in others if one.gain.high > first.gain.low]
    if close:
        return (
            f"{first.question.label} gains most, but is not told apart from {', '.join(close)}: "
            "their intervals overlap."
        )
    return f"{first.question.label} gains most, by more than chance and assumptions."
