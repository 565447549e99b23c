"""Reads the questions: their files, their arms as scenarios, and their own readings."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from joinedup.outcomes.measures import MEASURES, Measure
from joinedup.run import Run
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load import Problem, ScenarioError, load_scenario
from joinedup_experiments.scenario_io.load.file_text import text_of
from joinedup_experiments.scenario_io.load.finding import shown
from joinedup_experiments.scenario_io.load.problems import did_you_mean
from joinedup_experiments.scenario_io.load.translation import translated
from joinedup_experiments.scenario_io.load.tree import Node, plain, spot_of
from joinedup_experiments.scenario_io.load.yaml_tree import tree_of
from joinedup_experiments.studies.patterns.question import ArmOf, Expectation, Question, Setting
from joinedup_experiments.sweep.applying import with_levers
from joinedup_experiments.sweep.factors import Factor

HOME = Path(__file__).parent
USUAL = "usual"
Read = Callable[[Run], dict[str, np.ndarray]]


@dataclass(frozen=True)
class Asked:
    """A question that can be run.

    Attributes
    ----------
    key : str
        The name of its folder.
    arms : dict of str to ArmOf
        By a short name, the base first.
    settings : dict of str to Setting
        At least one.
    read : callable, optional
        Its own reading of a run: by key, a number for each year.
    """

    key: str
    text: str
    question: Question
    arms: dict[str, ArmOf]
    settings: dict[str, Setting]
    own: tuple[Measure, ...] = ()
    read: Read | None = None

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Everything that can be looked at, by its key."""
        return {m.key: m for m in (*MEASURES, *self.own)}

    @property
    def base(self) -> str:
        """The short name of the base."""
        return next(iter(self.arms))

    def arm_of(self, expectation: Expectation) -> str:
        """Whose value is looked at."""
        return expectation.arm or list(self.arms)[1]

    def scenario(self, arm: str, setting: str) -> Scenario:
        """The scenario of one arm in one setting, run for as many years as the question says."""
        said, place = self.arms[arm], self.settings[setting]
        scenario = load_scenario(said.scenario)
        levers: list[tuple[Factor, Any]] = [(_set(path), v) for path, v in said.set.items()]
        levers += [(_scaled(path), times) for path, times in place.scales.items()]
        changed = with_levers(scenario, levers) if levers else scenario
        years = float(self.question.years)
        assumed = {**changed.assumptions, **place.assumptions}
        return changed.with_({"years": years, "assumptions": assumed})


def _set(path: str) -> Factor:
    return Factor(path, "lever", 0.0, 0.0)


def _scaled(path: str) -> Factor:
    return Factor(path, "lever", 0.0, 0.0, scales=(path,))


def question_names() -> list[str]:
    """Every question's folder, in the order of its title page."""
    return sorted(file.parent.name for file in HOME.glob("*/question.yaml"))


def read_question(key: str) -> Asked:
    """Read one question and check that what it names is there.

    Raises
    ------
    ScenarioError
        With everything found wrong: file, line, reason and suggestion.
    """
    file = HOME / key / "question.yaml"
    text = text_of(file, shown(file))
    tree = tree_of(text, shown(file), "question")
    try:
        question = Question.model_validate(plain(tree), strict=True)
    except ValidationError as error:
        raise ScenarioError(translated(error, tree, [shown(file)], Question)) from None
    own: tuple[Measure, ...] = ()
    read: Read | None = None
    if (HOME / key / "reading.py").is_file():
        module = importlib.import_module(f"joinedup_experiments.studies.patterns.{key}.reading")
        own, read = module.OWN, module.read
    settings = question.settings or {USUAL: Setting(label="the place as it is")}
    asked = Asked(key, text, question, _arms(question), settings, own, read)
    _refuse(asked, tree)
    return asked


def _arms(question: Question) -> dict[str, ArmOf]:
    found: dict[str, ArmOf] = {}
    for arm in (question.base, *question.arms):
        if isinstance(arm, ArmOf):
            found[arm.label] = arm
        else:
            found[arm] = ArmOf(scenario=arm, label=load_scenario(arm).name)
    return found


def _refuse(asked: Asked, tree: Node) -> None:
    problems: list[Problem] = []

    def check(path: tuple[Any, ...], name: str | None, known: Sequence[str], what: str) -> None:
        if name is not None and name not in known:
            said = f"there is no {what} `{name}`"
            hint = did_you_mean(name, [*known])
            problems.append(Problem(spot_of(tree, path), said, path, hint))

    arms, settings, measures = list(asked.arms), list(asked.settings), list(asked.measures)
    for number, one in enumerate(asked.question.expectations):
        here = ("expectations", number)
        check((*here, "measure"), one.measure, measures, "measure")
        for part, path in ((one, here), (one.less, (*here, "less"))):
            if part is not None:
                check((*path, "arm"), part.arm, arms, "arm")
                check((*path, "against"), part.against, arms, "arm")
                check((*path, "setting"), part.setting, settings, "setting")
    for number, key in enumerate(asked.question.picture.measures):
        check(("picture", "measures", number), key, measures, "measure")
    for number, key in enumerate(asked.question.picture.arms):
        check(("picture", "arms", number), key, arms, "arm")
    if problems:
        raise ScenarioError(problems)
