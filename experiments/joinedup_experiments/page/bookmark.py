"""What a bookmark of the page says, and what of it cannot be."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import cast

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.page.choices import (
    FIRST,
    HERE,
    OFF,
    ON,
    READY,
    SILOED,
    SPLIT,
    THERE,
    Choices,
    Ready,
    is_siloed,
)
from joinedup_experiments.page.controls import ARRANGEMENT, PLACE, Control, Value
from joinedup_experiments.page.joining import DEGREES, pair_here
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.load.problems import meant

CONTROLS = {one.key: one for one in (*PLACE, *ARRANGEMENT)}


def from_query(query: Mapping[str, str], own: Scenario | None = None) -> Choices:
    """What a bookmark says, in one's ``own`` place if given; `InputError` names what cannot be."""
    changes: dict[str, Value] = {}
    ready = None
    for key, text in query.items():
        if key in (HERE, THERE):
            _begun_with(key, text)
        elif key == SPLIT:
            _switch(key, text)
        elif key == READY:
            ready = Ready.read(text)
        elif key in CONTROLS:
            changes[key] = _read(CONTROLS[key], text, own)
        else:
            raise InputError(f"{key}: there is no such choice; {meant(key, tuple(CONTROLS))}")
    here, there = query.get(HERE, SILOED), query.get(THERE, FIRST)
    return Choices(here, there, changes, query.get(SPLIT) == ON, ready, own)


def _begun_with(key: str, name: str) -> None:
    """Refuse a place that is not siloed, and an arrangement that is."""
    siloed = _siloed()
    fitting = tuple(one for one, is_one in siloed.items() if is_one == (key == HERE))
    if name in siloed and name not in fitting:
        why = "nothing is joined there" if key == THERE else "it is an arrangement, not a place"
        raise InputError(f"{key}={name}: {why}; there are {', '.join(fitting)}")
    if name not in fitting:
        raise InputError(f"{key}={name}: {meant(name, fitting)}")


@cache
def _siloed() -> dict[str, bool]:
    """Whether each shipped scenario is siloed, by its name."""
    return {name: is_siloed(load_scenario(name)) for name in shipped_scenarios()}


def understood(query: Mapping[str, str], own: Scenario | None = None) -> tuple[Choices, list[str]]:
    """What a bookmark says as far as it can be, and what of it cannot."""
    good: dict[str, str] = {}
    wrong: list[str] = []
    for key, text in query.items():
        try:
            from_query({key: text}, own)
        except InputError as error:
            wrong.append(str(error))
        else:
            good[key] = text
    return _there(from_query(good, own), wrong), wrong


def _there(choices: Choices, wrong: list[str]) -> Choices:
    """The same less teams and pairs that are not there, which are added to what is ``wrong``.

    They are looked up as controls are on the page: where those before them leave the scenario.
    """
    if not {*FINDING} & {*choices.changes}:
        return choices
    try:
        scenario = choices.placed()[1]
    except InputError:  # it is named beside the list of arrangements
        scenario = load_scenario(choices.arrangement)
    for one in ARRANGEMENT:
        if one.key in FINDING and one.key in choices.changes:
            choices = _found(choices, one.key, scenario, wrong)
        with suppress(InputError):  # it is named beside its control
            scenario = choices.changed(scenario, one)
    return choices


def _found(choices: Choices, key: str, scenario: Scenario, wrong: list[str]) -> Choices:
    """The same with those of a list that are there; without the list where none is."""
    given, found = cast("tuple[str, ...]", choices.changes[key]), []
    for one in given:
        try:
            found.append(FINDING[key](scenario, one))
        except InputError as error:
            wrong.append(str(error))
    rest = {name: value for name, value in choices.changes.items() if name != key}
    return replace(choices, changes=rest | {key: tuple(found)} if found or not given else rest)


def _team_here(scenario: Scenario, team: str) -> str:
    if team not in scenario.all_teams:
        why = meant(team, tuple(scenario.all_teams))
        raise InputError(f"teams={team}: there is no such team here; {why}")
    return team


FINDING = {"teams": _team_here, "pairs": pair_here}


def _read(control: Control, text: str, own: Scenario | None) -> Value:
    if control.kind == "switch":
        return _switch(control.key, text)
    if control.kind == "teams":
        return _teams(control, text, own)
    if control.kind == "pairs":
        return _pairs(control, text, own)
    if control.kind == "choice":
        if text not in control.choices:
            raise InputError(f"{control.key}={text}: {meant(text, control.choices)}")
        return text
    return _number(control, text)


def _teams(control: Control, text: str, own: Scenario | None) -> tuple[str, ...]:
    teams = tuple(part for part in text.split(",") if part)
    known = (*_known_teams(), *(own.all_teams if own else ()))
    for team in teams:
        if team not in known:
            raise InputError(f"{control.key}={text}: {meant(team, known)}")
    return teams


def _pairs(control: Control, text: str, own: Scenario | None) -> tuple[str, ...]:
    """Pairs such as ``memory_service/community_nursing:merged``, with commas between."""
    pairs = tuple(part for part in text.split(",") if part)
    before: set[frozenset[str]] = set()
    for pair in pairs:
        teams, _, degree = pair.partition(":")
        if degree not in DEGREES:
            raise InputError(f"{control.key}={text}: {meant(degree, DEGREES)}")
        both = frozenset(teams.split("/"))
        if len(both) != 2:
            raise InputError(f"{control.key}={text}: it must be two teams, such as a/b:{degree}")
        _teams(control, teams.replace("/", ","), own)
        if both in before:
            raise InputError(f"{control.key}={text}: {teams} is there twice")
        before.add(both)
    return pairs


@cache  # the page is drawn anew at every choice
def _known_teams() -> tuple[str, ...]:
    shipped = (load_scenario(name) for name in shipped_scenarios())
    return tuple(sorted({team for one in shipped for team in one.all_teams}))


def _number(control: Control, text: str) -> float:
    low, high, step = control.limits
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not low <= number <= high:
        raise InputError(f"{control.key}={text}: it must be a number from {low:g} to {high:,.10g}")
    if step == round(step) and number != round(number):
        raise InputError(f"{control.key}={text}: it must be a whole number")
    return number


def _switch(key: str, text: str) -> bool:
    if text not in (ON, OFF):
        raise InputError(f"{key}={text}: it must be {ON} or {OFF}")
    return text == ON
