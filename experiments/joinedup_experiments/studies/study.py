"""A study: a YAML file that says what is run, what is looked at, and what is expected beforehand.

``patterns/*.yaml`` hold the patterns that the papers describe; ``every_arrangement.yaml`` and
``years_to_effect.yaml`` are studies without expectations.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from joinedup.outcomes.measures import MEASURES, Measure
from joinedup.scenario.names import Label, MechanismName, Part
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.over_worlds import WORLDS
from joinedup_experiments.scenario_io.load import (
    Problem,
    ScenarioError,
    load_scenario,
    read_scenario,
)
from joinedup_experiments.scenario_io.load.files import shown, text_of
from joinedup_experiments.scenario_io.load.problems import did_you_mean
from joinedup_experiments.scenario_io.load.translation import validated
from joinedup_experiments.scenario_io.load.yaml_tree import plain, spot_of, tree_of
from joinedup_experiments.studies.person_measures import PERSON_MEASURES, PersonMeasure
from joinedup_experiments.sweep.factors import Factor, with_levers

HERE = Path(__file__).parent
PATTERNS = HERE / "patterns"
ARRANGEMENTS = HERE / "every_arrangement.yaml"
YEARS_TO_EFFECT = HERE / "years_to_effect.yaml"
USUAL = "usual"
Years = Annotated[list[int], Field(min_length=2, max_length=2)]


class Arm(Part):
    """A scenario with some of its values set, at dotted paths."""

    scenario: str
    label: Label
    set: dict[str, Any] = Field(default_factory=dict)


class Setting(Part):
    """A place in which all the arms are run: the base's, with some things otherwise.

    ``scales`` multiplies the numbers at paths in which ``*`` stands for any name; mechanisms are
    left out in every arm, burn-in included; ``arms`` are run beside the base, all unless given.
    """

    label: Label
    scales: dict[str, Annotated[float, Field(gt=0.0)]] = Field(default_factory=dict)
    assumptions: dict[str, Any] = Field(default_factory=dict)
    disable_mechanisms: list[MechanismName] = Field(default_factory=list)
    arms: list[str] = Field(default_factory=list)


class Elsewhere(Part):
    """Whose value against whose, where and when; what is not named is as usual."""

    arm: str | None = None
    against: str | None = None
    setting: str | None = None
    years: Years | None = None


class Expectation(Elsewhere):
    """One thing that should be seen, if the claim holds in the model.

    It is about ``arm`` less ``against`` (the first arm less the base) in a ``setting`` (the first)
    over ``years`` (all), or with ``level`` about the arm's own value; ``less`` the same elsewhere.
    With ``controls`` it is about people enrolled in the arm, against what their own half year
    before, everybody else, matched controls or the same people without (``themselves``) let
    expect. ``margin`` is too small to matter: a share of the base's level, or of the whole for a
    share or a scale; ``not_down`` asks that a larger fall can be ruled out.
    """

    says: Annotated[str, Field(max_length=200)]
    measure: str
    level: bool = False
    less: Elsewhere | None = None
    controls: Literal["before", "everybody", "matched", "themselves"] | None = None
    expect: Literal["up", "down", "not_up", "not_down"]
    margin: Annotated[float, Field(gt=0.0, le=0.2)] = 0.01
    published: str = ""

    @property
    def compared_with(self) -> str:
        """The measure of what the controls let expect."""
        return f"{self.measure}_{self.controls}"


class LeansOn(Part):
    """The outcome of the sweep over all assumptions that stands for the pattern."""

    measure: str
    arm: str
    years: Years | None = None


class Study(Part):
    """What a study's file can say.

    ``fitted``: some of the model's numbers were set with the published figures in view, so that
    likeness is no test. ``tables``: by caption, measures that are tabled for every arm.
    """

    title: Label
    claim: Annotated[str, Field(max_length=600)]
    papers: list[str] = Field(default_factory=list)
    mechanism: Annotated[str, Field(max_length=1500)] = ""
    base: str | Arm = "siloed_borough"
    arms: Annotated[list[str | Arm], Field(min_length=1, max_length=20)]
    settings: dict[str, Setting] = Field(default_factory=dict)
    residents: Annotated[int, Field(ge=100)] | None = None  # simulated; as `OverWorlds` has it
    years: Annotated[int, Field(ge=1, le=20)] = 7
    replications: Annotated[int, Field(ge=2, le=1000)] = WORLDS
    expectations: Annotated[list[Expectation], Field(max_length=30)] = Field(default_factory=list)
    fitted: bool = False
    leans_on: LeansOn | None = None
    tables: dict[str, list[str]] = Field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A study that can be run: its arms by a short name, the base first, and its settings."""

    key: str
    study: Study
    sha256: str
    arms: dict[str, Arm]
    settings: dict[str, Setting]

    @cached_property
    def person_measures(self) -> list[PersonMeasure]:
        """The readings of single people that its expectations name."""
        named = {one.measure for one in self.study.expectations}
        return [one for one in PERSON_MEASURES if named & {m.key for m in one.measures}]

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Everything that can be looked at, by its key."""
        own = [m for one in self.person_measures for m in one.measures]
        return {m.key: m for m in (*MEASURES, *own)}

    @property
    def base(self) -> str:
        """The short name of the base."""
        return next(iter(self.arms))

    @property
    def first_setting(self) -> str:
        """The setting of whatever names none."""
        return next(iter(self.settings))

    def arms_in(self, setting: str) -> list[str]:
        """The arms that are run in a setting."""
        return [self.base, *(self.settings[setting].arms or list(self.arms)[1:])]

    def scenario(self, arm: str, setting: str) -> Scenario:
        """The scenario of one arm in one setting, run for as many years as the study says."""
        mine, place = self.arms[arm], self.settings[setting]
        values = mine.set | {"years": float(self.study.years), "assumptions": place.assumptions}
        if place.disable_mechanisms:
            values["disable_mechanisms"] = place.disable_mechanisms
        if self.study.residents:
            values["place.residents"] = self.study.residents
        scenario = read_scenario(mine.scenario).changed(lambda one: one.with_(values))
        scales = [(Factor(p, "lever", 0.0, 0.0, scales=(p,)), x) for p, x in place.scales.items()]
        return with_levers(scenario, scales) if scales else scenario


def pattern_names() -> list[str]:
    """Every pattern, in the order of the page."""
    return sorted(file.stem for file in PATTERNS.glob("*.yaml"))


def read_pattern(key: str) -> Question:
    """Read one of the patterns."""
    return read_study(PATTERNS / f"{key}.yaml")


def read_study(file: Path) -> Question:
    """Read a study and check that what it names is there.

    Raises `ScenarioError` with everything found wrong: file, line, reason and suggestion.
    """
    text = text_of(file)
    tree = tree_of(text, shown(file), "study")
    study = validated(Study, plain(tree), tree)
    arms = {}
    for one in (study.base, *study.arms):
        arm = one if isinstance(one, Arm) else Arm(scenario=one, label=load_scenario(one).name)
        arms[one.label if isinstance(one, Arm) else one] = arm
    settings = study.settings or {USUAL: Setting(label="the place as it is")}
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    question = Question(file.stem, study, sha256, arms, settings)
    there = {"arm": list(arms), "setting": list(settings), "measure": list(question.measures)}
    problems = [
        Problem(spot_of(tree, path), f"there is no {what} `{name}`", path,
                did_you_mean(name, there[what]))
        for path, what, name in _names(study) if name is not None and name not in there[what]
    ]  # fmt: skip
    if problems:
        raise ScenarioError(problems)
    return question


def _names(study: Study) -> Iterator[tuple[tuple[Any, ...], str, str | None]]:
    """Where an arm, a setting or a measure is named, which of these, and its name."""
    kinds = {"measure": "measure", "arm": "arm", "against": "arm", "setting": "setting"}
    for number, one in enumerate(study.expectations):
        for key, what in kinds.items():
            yield ("expectations", number, key), what, getattr(one, key)
            yield ("expectations", number, "less", key), what, getattr(one.less, key, None)
        if one.controls is not None:
            yield ("expectations", number, "controls"), "measure", one.compared_with
    for setting, place in study.settings.items():
        for number, arm in enumerate(place.arms):
            yield ("settings", setting, "arms", number), "arm", arm
    for caption, keys in study.tables.items():
        for number, key in enumerate(keys):
            yield ("tables", caption, number), "measure", key
