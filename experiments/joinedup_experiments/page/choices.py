"""What was chosen on the page: from a bookmark to two arms of one place, and back.

A bookmark holds only what differs from the scenarios chosen, so that it is short and stays right
when they change.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from joinedup.scenario.changing import scale_cost
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.scenario import Scenario
from joinedup.scenario.twins import TWINS, twins
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.page.controls import ARRANGEMENT, PLACE, Control, Value
from joinedup_experiments.readiness import NAMES, Answers, answers_of, questionnaire, with_readiness
from joinedup_experiments.readiness.questionnaire import Name
from joinedup_experiments.scenario_io.diff.differences import NAME, differences
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.load.problems import meant

HERE, THERE = "place", "arrangement"  # which scenarios are begun with, in a bookmark
MINE = "my own file"  # a place that was uploaded; a bookmark cannot hold it
SILOED, FIRST = "siloed_borough", "local_care_network"
SPLIT = "split"  # in a bookmark: the twins are run as well
READY = "ready"  # in a bookmark: a questionnaire and its scores
ON, OFF = "yes", "no"
# What changes nothing of how services meet where nothing else is arranged.
NOTHING_ALONE = ("programme", "programme_cost_a_year", "stays_outside", "back_to_gp_below")
MOST_TOLD = 4_000  # characters of a description


@dataclass(frozen=True)
class Ready:
    """A readiness questionnaire by name, and the score of each of its questions in order."""

    name: Name
    scores: tuple[float, ...]

    @property
    def answers(self) -> Answers:
        """The answers of one site; `InputError` where a score cannot be."""
        questions = questionnaire(self.name).questions
        if len(self.scores) != len(questions):
            raise InputError(f"{self.name}: {len(questions)} scores are needed, one a question")
        return answers_of(self.name, {"Here": dict(zip(questions, self.scores, strict=True))})

    def written(self) -> str:
        """As a bookmark has it: ``aqua:3,4,2``."""
        return f"{self.name}:{','.join(f'{score:g}' for score in self.scores)}"

    @classmethod
    def read(cls, text: str) -> Ready:
        """What a bookmark has; `InputError` where it cannot be."""
        name, _, scores = text.partition(":")
        if name not in NAMES:
            raise InputError(f"{READY}={text}: {meant(name, NAMES)}")
        try:
            one = cls(name, tuple(float(score) for score in scores.split(",")))
        except ValueError:
            raise InputError(f"{READY}={text}: scores must be numbers from 0 to 5") from None
        one.answers  # noqa: B018  it refuses scores that cannot be
        return one


@dataclass(frozen=True)
class Choices:
    """A place, an arrangement of it, what is changed of both, and whether twins are run.

    ``ready`` is a questionnaire's name and its scores in order, which bring the arrangement in;
    ``own`` is an uploaded place.
    """

    place: str = SILOED
    arrangement: str = FIRST
    changes: Mapping[str, Value] = field(default_factory=dict)
    split: bool = False
    ready: Ready | None = None
    own: Scenario | None = None

    def siloed(self) -> Scenario:
        """The place, siloed, before anything is changed."""
        place = self.own if self.own is not None else load_scenario(self.place)
        return place.with_({"arrangement": {}})

    def started(self) -> tuple[Scenario, Scenario]:
        """The same, and the place in the arrangement; `InputError` where that does not fit."""
        siloed = self.siloed()
        other = _arranged(siloed, load_scenario(self.arrangement))
        return siloed, with_readiness(other, self.ready.answers) if self.ready else other

    def arms(self) -> dict[str, Scenario]:
        """The two arms by their short names, then twins, if asked for.

        `InputError` where a choice cannot be.
        """
        began, (base, placed) = self.started(), self.placed()
        other = placed
        for one in ARRANGEMENT:
            other = self.changed(other, one)
        if self.ready or {one.key for one in ARRANGEMENT} & set(self.changes):
            other = other.model_copy(update={"name": f"{other.name[:190]}, changed"})
        of_place = _sentences(began[0], base)
        of_arrangement = _sentences(placed, other)
        base = _described(base, began[0].name, of_place)
        other = _described(other, began[1].name, [*of_place, *of_arrangement])
        if not _joins(other):
            raise InputError("nothing is joined, so that both arms are the same: join some teams")
        found = {"siloed": base, "joined up": other}
        if self.split:
            each = twins(other)
            found |= {TWINS[kind]: each[kind] for kind in TWINS if kind in each}
        return found

    def placed(self) -> tuple[Scenario, Scenario]:
        """The same in the place as it is changed; the programme's cost goes with residents."""
        base, other = self.started()
        for one in PLACE:
            base, other = self.changed(base, one), self.changed(other, one)
        return base, other

    def changed(self, scenario: Scenario, control: Control) -> Scenario:
        """The scenario with what was chosen of a control; those before it are in it already.

        `InputError` where the choice cannot be, or leads to nothing.
        """
        if control.key not in self.changes:
            return scenario
        value = self.changes[control.key]
        made = _with(scenario, control.changes(scenario, value), control.label)
        if control in ARRANGEMENT and _led_to_nothing(scenario, made, control, value):
            raise InputError(
                f"{control.label}: nothing comes of it here, since it takes two teams that are "
                "joined; join some teams, or leave it"
            )
        return made

    def with_value(self, key: str, value: Value, usual: Value) -> Choices:
        """The same with another value of a control; the ``usual`` one is not kept."""
        rest = {name: one for name, one in self.changes.items() if name != key}
        return replace(self, changes=rest if value == usual else rest | {key: value})

    def query(self) -> dict[str, str]:
        """What a bookmark holds."""
        usual = Choices()
        found = {HERE: self.place} if self.place != usual.place and not self.own else {}
        found |= {THERE: self.arrangement} if self.arrangement != usual.arrangement else {}
        found |= {READY: self.ready.written()} if self.ready else {}
        found |= {key: _written(value) for key, value in self.changes.items()}
        return found | ({SPLIT: ON} if self.split else {})


def is_siloed(scenario: Scenario) -> bool:
    """Whether nothing is arranged, so that it is a place to begin with."""
    return scenario.arrangement == type(scenario.arrangement)()


def not_split(kinds: Collection[str]) -> str:
    """Why money and joining are not parted by such twins, keys of `TWINS`; empty where they are."""
    if "capacity_only" in kinds:
        return ""
    if "cost_matched" in kinds:
        return (
            "It adds no posts, so that money and joining cannot be parted: only the same money as "
            "posts is run beside it."
        )
    return "It adds neither posts nor money, so that there is nothing to part."


def _sentences(before: Scenario, after: Scenario) -> list[str]:
    """What is changed, its name aside."""
    parts = differences(before, after)
    return [one for part, several in parts.items() if part != NAME for one in several]


def _described(scenario: Scenario, name: str, changed: Sequence[str]) -> Scenario:
    """The scenario with a description of what is changed of the one so named, if anything is."""
    if not changed:
        return scenario
    words = "; ".join(changed)
    about = f"{name}, changed here. It {words}." if len(words) < MOST_TOLD else name
    return scenario.model_copy(update={"about": about})


def _arranged(place: Scenario, other: Scenario) -> Scenario:
    """The place in the arrangement of another scenario; its cost goes with residents."""
    values = other.model_dump(exclude_none=True)
    values["place"]["residents"] = place.place.residents
    scale_cost(values, other.place.residents)
    try:
        made = place.with_({"arrangement": values["arrangement"]})
    except RefusedError as error:
        raise InputError(f"{other.name} does not fit {place.name}: {error}") from None
    return made.model_copy(update={"name": other.name, "about": other.about})


def _joins(scenario: Scenario) -> bool:
    """Whether an arrangement joins or adds anything; its money and its exceptions alone do not."""
    usual = type(scenario.arrangement)()
    alone = {key: getattr(usual, key) for key in NOTHING_ALONE}
    return scenario.arrangement.model_copy(update=alone) != usual


def _led_to_nothing(before: Scenario, after: Scenario, control: Control, value: Value) -> bool:
    """Whether another value was chosen than stood there, and yet it does not stand there now."""
    if _unordered(value) == _unordered(control.read(before)):
        return False
    stands = control.relative or _unordered(control.read(after)) == _unordered(value)
    return after == before or not stands


def _unordered(value: Value) -> object:
    return frozenset(value) if isinstance(value, tuple) else value


def _with(scenario: Scenario, changes: Mapping[str, Any], label: str) -> Scenario:
    try:
        return scenario.with_(changes)
    except RefusedError as error:
        raise InputError(f"{label}: {'; '.join(str(error).splitlines())}") from None


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return ON if value else OFF
    if isinstance(value, tuple):
        return ",".join(value)
    return f"{value:.10g}" if isinstance(value, float) else value
