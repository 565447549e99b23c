"""The shipped questionnaires, and by which shown rule each answer becomes a setting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.scenario_io.load.files import text_of
from joinedup_experiments.scenario_io.load.problems import clipped, closest
from joinedup_experiments.scenario_io.load.yaml_tree import plain, tree_of

FOLDER = Path(__file__).parent / "questionnaires"
Name = Literal["aqua", "nine_components", "parihs"]
NAMES: tuple[Name, ...] = ("aqua", "nine_components", "parihs")
LOWEST, HIGHEST = 0.0, 5.0
# What is known of a line of the mapping; docs/readiness.md says what the words mean.
Level = Literal["direction published, size assumed", "direction and size assumed"]
SITES_OWN = "readiness_by_neighbourhood"  # the one setting that sites have for themselves


@dataclass(frozen=True)
class Becomes:
    """How an answer becomes a setting of the programme: its reason, and what is known of it.

    ``level`` is the evidence level, ``source`` what it rests on. Between the points of a ``line``
    the setting is a straight line; of ``steps`` it has the value of the last score reached.
    """

    setting: str
    reason: str
    level: Level
    source: str
    line: tuple[tuple[float, float], ...] = ()
    steps: tuple[tuple[float, Any], ...] = ()

    def value(self, score: float) -> Any:
        """The setting for a score from 0 to 5."""
        if self.steps:
            return [value for least, value in self.steps if score >= least][-1]
        for (low, at_low), (high, at_high) in pairwise(self.line):
            if score <= high:
                return round(at_low + (at_high - at_low) * (score - low) / (high - low), 4)
        return self.line[-1][1]

    def shown(self, score: float) -> str:
        """The score with three figures, with more where these would lie beyond a step.

        >>> steps = questionnaire("aqua").questions["governance"].becomes
        >>> steps.shown(2.6667), steps.shown(2.9999)
        ('2.67', '2.9999')
        """
        digits = 3
        while self.steps and self.value(float(f"{score:.{digits}g}")) != self.value(score):
            digits += 1
        return f"{score:.{digits}g}"


@dataclass(frozen=True)
class Question:
    """A question by its key: what is asked, and what it becomes, or why it becomes nothing."""

    key: str
    ask: str
    becomes: Becomes | None
    discussion: str = ""

    @property
    def label(self) -> str:
        """Its key in words."""
        words = self.key.replace("_", " ")
        return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire: its title, where it is from, its scale, and its questions by key."""

    name: Name
    title: str
    source: str
    scale: str
    questions: dict[str, Question]


def no_questionnaire(name: object) -> str:
    """What is said of a name that no questionnaire has.

    >>> no_questionnaire("Aqua")
    '`Aqua` is no questionnaire; there are aqua, nine_components, parihs; did you mean `aqua`?'
    """
    close = closest(str(name), NAMES)
    hint = f"; did you mean `{close}`?" if close else ""
    return f"`{clipped(str(name))}` is no questionnaire; there are {', '.join(NAMES)}{hint}"


def questionnaire(name: Name) -> Questionnaire:
    """A shipped questionnaire; `InputError` for a name that there is not.

    >>> len(questionnaire("aqua").questions), len(questionnaire("nine_components").questions)
    (8, 9)
    >>> questionnaire("aqua").questions["culture"].becomes.value(2.5)
    0.65
    """
    if name not in NAMES:
        raise InputError(no_questionnaire(name))
    return _read(name)


@cache
def _read(name: Name) -> Questionnaire:
    file = FOLDER / f"{name}.yaml"
    given = plain(tree_of(text_of(file), file.name, "questionnaire"))
    questions = {key: _question(key, one) for key, one in given.pop("questions").items()}
    return Questionnaire(name, questions=questions, **given)


def _question(key: str, given: dict[str, Any]) -> Question:
    becomes = given.get("becomes")
    if becomes is None:
        return Question(key, given["ask"], None, given["discussion"])
    points = {kind: tuple(map(tuple, becomes.pop(kind, ()))) for kind in ("line", "steps")}
    return Question(
        key, given["ask"], Becomes(**becomes, line=points["line"], steps=points["steps"])
    )
