"""What would move you most: each answer a point higher, in paired runs, by adoption."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

import joinedup as ju
from joinedup.outcomes.measures import measure
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.intervals import Interval, interval_of
from joinedup_experiments.compare.sizing import enough
from joinedup_experiments.display.document import Part, Table, Words
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.numbers import difference
from joinedup_experiments.readiness.answers import Answers
from joinedup_experiments.readiness.programme import (
    in_words,
    refuse_apart,
    settings_of,
    with_readiness,
)
from joinedup_experiments.readiness.questionnaire import HIGHEST, Question
from joinedup_experiments.scenario_io.diff.phrases import listing

MEASURE, YEARS = "adoption", 3
WORLDS, RESIDENTS = 8, 3_000
HEAD = (
    "rank", "a point higher", "setting", "now", "then", "more staff who have adopted, year 3",
    "less than the first gains",
)  # fmt: skip


class PairedRank(NamedTuple):
    """Where a candidate stands among others, over the same worlds.

    ``gain`` is the mean over worlds of what it adds, ``behind`` of how much less that is than the
    gain of the candidate with the greatest mean, world by world; both with 95% intervals.
    """

    candidate: int
    rank: int
    gain: Interval
    behind: Interval


class Moved(NamedTuple):
    """A question raised by a point: its setting now and then, and what adoption gains.

    Gains are of the share of staff: see `PairedRank`.
    """

    question: Question
    setting: str
    now: str
    then: str
    paired: PairedRank


def ranked(gains: np.ndarray) -> list[PairedRank]:
    """Rank candidates by their gains [candidates, worlds], paired by world, the best first.

    The candidate with the greatest mean and all that are not told apart from it (the 95% interval
    of the paired difference holds zero) share the first rank; of the rest likewise.
    """
    left = sorted(range(len(gains)), key=lambda one: -gains[one].mean())
    best = left[0]
    found: list[PairedRank] = []
    while left:
        lead = left[0]
        alike = [one for one in left if not interval_of(gains[lead] - gains[one]).excludes_zero]
        found += [
            PairedRank(one, 1 + len(found), interval_of(gains[one]),
                     interval_of(gains[best] - gains[one]))
            for one in alike
        ]  # fmt: skip
        left = [one for one in left if one not in alike]
    return found


def what_moves(
    scenario: Scenario,
    answers: Answers,
    worlds: int = WORLDS,
    workers: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[Moved]:
    """Raise each answer that becomes a setting by a point, and rank them by what adoption gains.

    Small places of 3,000 residents a neighbourhood run in so many plausible worlds, every arm
    with the same people and random numbers; answers at their highest are left out. `InputError`
    where the scenario joins nothing, or no setting would change.
    """
    refuse_apart(scenario)
    many = scenario.place.neighbourhoods
    now = settings_of(answers, many)
    raised: dict[str, Answers] = {}
    for key, question in answers.questionnaire.questions.items():
        another = answers.raised(key)
        if question.becomes and settings_of(another, many) != now:
            raised[key] = another
    if not raised:
        raise InputError(_nothing_moves(answers))
    arms = [with_readiness(scenario, one) for one in (answers, *raised.values())]
    short = [one.with_({"run.years": float(YEARS)}) for one in arms]
    results = ju.compare(
        *short, replications=worlds, simulate=enough(short, RESIDENTS * many), workers=workers,
        names=["now", *raised], progress=progress,
    )  # fmt: skip
    adopted = np.array([
        results.comparison.yearly(arm, measure(MEASURE), YEARS) for arm in range(len(arms))
    ])  # fmt: skip
    keys, found = [*raised], []
    for place in ranked(adopted[1:] - adopted[0]):
        key = keys[place.candidate]
        question = answers.questionnaire.questions[key]
        setting = question.becomes.setting if question.becomes else ""
        then = settings_of(raised[key], many)[setting]
        found.append(Moved(question, setting, in_words(now[setting]), in_words(then), place))
    return found


def _nothing_moves(answers: Answers) -> str:
    """Why no setting changes: all is at its highest, or a point more reaches no step."""
    left = [
        question.label.lower()
        for key, question in answers.questionnaire.questions.items()
        if question.becomes and answers.mean(key) < HIGHEST
    ]
    if left:
        return f"a point more of {listing(left, 'or')} reaches no step, so that no setting changes"
    return "every answer is at its highest, so that nothing is left to raise"


def what_moves_parts(moved: Sequence[Moved]) -> Iterator[Part]:
    """The table, and which is ahead of others by more than chance and assumptions, if any."""
    rows = [
        (str(one.paired.rank), one.question.label, one.setting.replace("_", " "), one.now,
         one.then, difference(one.paired.gain, "share"),
         difference(one.paired.behind, "share") if number else "")
        for number, one in enumerate(moved)
    ]  # fmt: skip
    yield Table("What would move you most", HEAD, rows, numbers=False)
    yield Words(verdict(moved))


def verdict(moved: Sequence[Moved]) -> str:
    """In words, whether any answer gains anything that can be told, and which share the lead."""
    if not any(one.paired.gain.excludes_zero and one.paired.gain.mean > 0.0 for one in moved):
        return "None of them raises adoption by more than chance and assumptions in these worlds."
    first, *others = moved
    close = [one.question.label.lower() for one in others if one.paired.rank == 1]
    if close:
        return (
            f"{first.question.label} gains most, but is not told apart from {', '.join(close)}: "
            "in the same worlds the interval of the difference holds zero."
        )
    return f"{first.question.label} gains most, by more than chance and assumptions."
