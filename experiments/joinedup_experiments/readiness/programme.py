"""From answers to a programme: every setting with the answer, the rule and the reason."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from joinedup.scenario.joined import teams_joined
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.document import Part, Points, Table, Words
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.new_file import write_new
from joinedup_experiments.readiness.answers import Answers
from joinedup_experiments.readiness.questionnaire import SITES_OWN, Level
from joinedup_experiments.readiness.words import programme_in_words
from joinedup_experiments.scenario_io.load import (
    Spot,
    read_scenario,
    shipped_scenarios,
    written_out,
    yaml_text,
)
from joinedup_experiments.scenario_io.load.files import base_of, file_called, scenario_file

HEAD = ("question", "score", "becomes", "because", "evidence level", "source")
WORDS = {True: "yes", False: "no", None: "never"}


class Line(NamedTuple):
    """A line of the mapping: an answer, over sites, as the setting that it becomes, and why.

    ``level`` is the evidence level, ``shown`` the score as it is shown.
    ``pandas.DataFrame(lines(answers))`` has a row for each.
    """

    question: str
    score: float
    setting: str
    value: Any
    reason: str
    level: Level
    source: str
    shown: str


def lines(answers: Answers, neighbourhoods: int = 1) -> list[Line]:
    """Each answer that becomes a setting, with its value.

    A setting of the whole programme comes of the mean over sites; of readiness each neighbourhood
    has its own site's. `InputError` where sites are neither one nor as many as neighbourhoods.
    """
    sites = len(answers.sites)
    if neighbourhoods != 1 and sites not in (1, neighbourhoods):
        raise InputError(
            f"{sites} sites, and the place has {neighbourhoods} neighbourhoods: give one site, or "
            "one for each neighbourhood in turn"
        )
    found = []
    for key, question in answers.questionnaire.questions.items():
        becomes = question.becomes
        if becomes is None:
            continue
        score = answers.mean(key)
        value = becomes.value(score)
        if becomes.setting == SITES_OWN:
            each = [becomes.value(scores[key]) for scores in answers.sites.values()]
            value = each if sites == neighbourhoods else [value] * neighbourhoods
        found.append(
            Line(question.label, score, becomes.setting, value, becomes.reason, becomes.level,
                 becomes.source, becomes.shown(score))
        )  # fmt: skip
    return found


def settings_of(answers: Answers, neighbourhoods: int = 1) -> dict[str, Any]:
    """The settings of ``arrangement.programme`` that answers make, by name."""
    return {one.setting: one.value for one in lines(answers, neighbourhoods)}


def with_readiness(scenario: Scenario, answers: Answers) -> Scenario:
    """The scenario brought in as answers say; all else of its programme stays."""
    settings = settings_of(answers, scenario.place.neighbourhoods)
    return scenario.with_({f"arrangement.programme.{key}": x for key, x in settings.items()})


def refuse_apart(scenario: Scenario, called: str = "") -> None:
    """`InputError` where a scenario joins no teams, so that nobody could take anything up."""
    if not teams_joined(scenario.arrangement):
        what = f"{called or scenario.name} joins nothing, so that no programme would bring"
        raise InputError(f"{what} anything in: name an arrangement, such as local_care_network")


def mapping_parts(answers: Answers, neighbourhoods: int) -> Iterator[Part]:
    """The mapping as applied, and what is only to be talked about."""
    rows: list[Sequence[str]] = [
        (
            one.question, one.shown,
            f"{one.setting.replace('_', ' ')}: {in_words(one.value)}",
            one.reason, one.level, one.source,
        )
        for one in lines(answers, neighbourhoods)
    ]  # fmt: skip
    yield Table("What your answers become", HEAD, rows, numbers=False)
    yield Words(f"In words: {programme_in_words(settings_of(answers, neighbourhoods))}")
    if len(answers.sites) > neighbourhoods:
        yield Words(
            f"There are {len(answers.sites)} sites, and the place has one neighbourhood: what "
            "stands here is their mean. Give a scenario with a neighbourhood for each to let them "
            "differ.",
            tone="warning",
        )
    talk = [
        (f"{one.label}:", f"{one.discussion}; asked for discussion only.")
        for one in answers.questionnaire.questions.values()
        if one.becomes is None
    ]
    if talk:
        yield Points(talk)


def in_words(value: Any) -> str:
    """A setting's value as it is read.

    >>> in_words([0.5, 0.75]), in_words(None), in_words("laissez_faire")
    ('0.5 and 0.75', 'never', 'laissez faire')
    """
    if isinstance(value, list):
        return " and ".join(in_words(one) for one in value)
    if value is None or isinstance(value, bool):
        return WORDS[value]
    return value.replace("_", " ") if isinstance(value, str) else f"{value:.3g}"


def write_scenario(file: Path, base: str, scenario: Scenario, answers: Answers) -> None:
    """Write a scenario as the base, with the programme that answers make.

    The base is a shipped scenario's name or a path, as the working folder has it. The file is
    ``based_on`` it, wherever it is written to; as a twin, which no file can be based on, it says
    all by itself.
    """
    name = f"{scenario.name}, as ready as we are"
    about = f"# What {answers.questionnaire.title} make of it: joinedup readiness\n"
    if file_called(base) is None:
        whole = with_readiness(scenario, answers).with_({"name": name})
        worlds = read_scenario(base).worlds
        named = yaml_text({"worlds": _from(file, worlds)}) if worlds else ""
        return write_new(file, about + named + written_out(whole))
    settings = settings_of(answers, scenario.place.neighbourhoods)
    there = scenario.arrangement.programme
    settings = {  # an empty setting takes out what the base says, and may stand nowhere else
        key: value
        for key, value in settings.items()
        if value is not None or getattr(there, key) is not None
    }
    values = {
        "based_on": _as_named_in(file, base),
        "name": name,
        "arrangement": {"programme": settings},
    }
    write_new(file, about + yaml_text(values))


def _as_named_in(file: Path, base: str) -> str:
    """How a file that is written somewhere names its base: as shipped, or by where it lies."""
    meant = scenario_file(base).resolve()
    shipped = base in shipped_scenarios() and base_of(base, file, Spot(base)).resolve() == meant
    return base if shipped else _from(file, meant)


def _from(file: Path, other: Path) -> str:
    """How a file names another: as seen from its folder, which may move with it, if it is near."""
    meant, folder = other.resolve(), file.resolve().parent
    try:
        near = Path(os.path.commonpath([meant, folder])) != Path(meant.anchor)
    except ValueError:  # on another drive
        near = False
    return Path(os.path.relpath(meant, folder)).as_posix() if near else str(meant)
