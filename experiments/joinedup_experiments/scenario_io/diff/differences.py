"""Everything in which two scenarios differ, in sentences, part by part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any

from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.beyond_hospital import BeyondHospital
from joinedup.scenario.in_force import live_months
from joinedup.scenario.interface import Interface
from joinedup.scenario.keys import Model, meaning_of
from joinedup.scenario.phase import Phase
from joinedup.scenario.place import Team
from joinedup.scenario.programme import Programme
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff.fields import Pair, change
from joinedup_experiments.scenario_io.diff.phrases import (
    called,
    count,
    from_to,
    listing,
    number,
    words,
)

NAME = "Its name"
COST = "programme_cost_a_year"
_JOINED = "How teams are joined"
Staff = dict[str, dict[str, float]]
Teams = tuple[str, str]
APART = Interface.model_construct(between=[], degree="none")
BY_HAND = tuple(name for name in Interface.model_fields if name not in ("between", "degree"))

# In this order; a key of the arrangement that is not named is about how teams are joined.
_TITLES = {
    "The place": ("place",),
    "The hospital": ("hospital",),
    "The teams as they are": ("teams",),
    _JOINED: (),
    "People added and moved": (
        "case_management", "care_coordinators", "boundary_spanners", "extra_staff",
    ),
    "How it is brought in": ("programme", "phases"),
    "Management and money": (COST, "management", "paying"),
    "What the model assumes": ("assumptions", "outside_range", "disable_mechanisms"),
    "How it is run": ("run",),
    NAME: ("name", "about"),
}  # fmt: skip
_TITLE = {key: title for title, keys in _TITLES.items() for key in keys}


def differences(a: Scenario, b: Scenario) -> dict[str, list[str]]:
    """How ``b`` differs from ``a``, by part: "The place"; empty when they say the same.

    A sentence begins with a verb, ``b`` being understood: "adds 4 care coordinators". What is only
    written differently has one that says so.
    """
    parts: dict[str, list[str]] = {title: [] for title in _TITLES}
    for first, second in ((a, b), (a.arrangement, b.arrangement)):
        for key in type(first).model_fields:
            if key != "arrangement":
                before, after = getattr(first, key), getattr(second, key)
                parts[_TITLE.get(key, _JOINED)] += _under((a, b), type(first), key, before, after)
    return {title: sentences for title, sentences in parts.items() if sentences}


def _under(pair: Pair, model: Model, key: str, before: Any, after: Any) -> list[str]:
    if key == "assumptions":
        sentences = list(_of_assumptions(*pair))
    elif key == "interfaces":  # who stays outside changes them as well
        sentences = _of_interfaces(*pair)
    elif key == "outside_range":
        sentences = list(_of_reasons(before or {}, after or {}))
    elif key == "programme":
        sentences = _of_programme(pair, before, after)
    elif key == "phases":
        sentences = list(_of_phases(pair, before, after))
    elif key == "extra_staff" and pair[0].teams == pair[1].teams:
        sentences = list(_staff_in_all(pair, before, after))
    else:
        return change(pair, model, key, before, after)
    if sentences or before == after:
        return sentences
    return [f"writes `{key}` in another way, which comes to the same"]


def _of_programme(pair: Pair, before: Programme, after: Programme) -> list[str]:
    """How it is brought in; the month of going live is nothing where a list holds."""
    month, usual = "go_live_month", Programme().go_live_month
    mine, theirs = (
        one.model_copy(update={month: usual}) if one.go_live_by_neighbourhood else one
        for one in (before, after)
    )
    if mine == theirs and before != after:
        return [f"writes `{month}` in another way, which comes to the same"]
    if theirs.go_live_by_neighbourhood:  # the list's words say when
        theirs = theirs.model_copy(update={month: mine.go_live_month})
    return change(pair, Arrangement, "programme", mine, theirs)


def _of_reasons(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """Why parameters are assumed outside their ranges: reasons given, changed and taken out."""
    for key in dict.fromkeys([*before, *after]):
        about, reason = f"for {key} outside its range", " ".join(after.get(key, "").split())
        if key not in after:
            yield f"gives no reason any more {about}"
        elif before.get(key) != after[key]:
            yield f'gives {"another" if key in before else "a"} reason {about}: "{reason}"'


def _of_phases(pair: Pair, before: list[Phase], after: list[Phase]) -> Iterator[str]:
    """Elements that a phase brings in, and those that it no longer does: with when and where."""
    for verb, scenario, phases, others in (
        ("brings in", pair[1], after, before),
        ("no longer brings in", pair[0], before, after),
    ):
        for phase in phases:
            if phase not in others:
                for part, begins in phase_begins(scenario, phase):
                    named = listing(element_in_words(pair, element) for element in part)
                    yield f"{verb} {named} {_when(phase, begins)}"


def phase_begins(scenario: Scenario, phase: Phase) -> list[tuple[list[str], float]]:
    """A phase's elements with the month from which they hold: not before they are live.

    The programme itself is paid for from the phase's own month on, and stands apart where that is
    another.
    """
    live = live_months(scenario)
    where = [live[n - 1] for n in phase.neighbourhoods or () if n <= len(live)]
    begins = max(phase.from_month, min(where or live))
    paid = [one for one in phase.elements if one == COST]
    if not paid or begins == phase.from_month:
        return [(phase.elements, begins)]
    others = [one for one in phase.elements if one != COST]
    return [part for part in ((others, begins), (paid, phase.from_month)) if part[0]]


def element_in_words(scenarios: Sequence[Scenario], element: str) -> str:
    """An element of an arrangement as people say it: "the shared record"."""
    key, _, part = element.partition(".")
    meaning = meaning_of(Arrangement, key).meaning if key in Arrangement.model_fields else key
    what = re.split("[,:;(]", meaning)[0].strip()
    if not part:
        return what
    if key == "hospital":
        return meaning_of(BeyondHospital, part).meaning
    return f"{called(scenarios, part)} ({what})"


def _when(phase: Phase, begins: float) -> str:
    """When and where a phase holds: "from month 6 until month 36, in neighbourhoods 1 and 2"."""
    never = phase.until_month is not None and phase.until_month <= begins
    begins = phase.from_month if never else begins
    until = "" if phase.until_month is None else f" until month {number(phase.until_month)}"
    where = ""
    if phase.neighbourhoods:
        several = "s" if len(phase.neighbourhoods) > 1 else ""
        where = f", in neighbourhood{several} {listing(map(str, phase.neighbourhoods))}"
    not_live = ", when it is not live yet" if never else ""
    return f"from month {number(begins)}{until}{where}{not_live}"


def target_interfaces(scenario: Scenario) -> dict[Teams, Interface]:
    """The entry that holds for each pair of teams that the arrangement joins: the last one.

    Teams that stay outside are left out. A barrier that is None follows from the degree.
    """
    pairs = scenario.arrangement.pairs()
    return {(min(pair), max(pair)): joined for pair, joined in pairs.items()}


def _of_interfaces(a: Scenario, b: Scenario) -> list[str]:
    """Degrees, as in "takes 3 interfaces from none to merged", and barriers set by hand."""
    before, after = target_interfaces(a), target_interfaces(b)
    changed: dict[tuple[str, Any, Any], list[Teams]] = {}
    for name in ("degree", *BY_HAND):
        for pair in {**before, **after}:
            first, second = (getattr(t.get(pair, APART), name) for t in (before, after))
            if first != second:
                changed.setdefault((name, first, second), []).append(pair)
    sentences = []
    for (name, first, second), pairs in changed.items():
        many, teams = count(len(pairs), "interface"), _between((a, b), pairs)
        what = f"the {meaning_of(Interface, name).meaning.split(',')[0]}"
        if name == "degree":
            sentences.append(f"takes {many} from {words(first)} to {words(second)}: {teams}")
        elif second is None:
            again = "follow from the degree again"
            sentences.append(f"lets {what} {again} at {many}, {teams} (it was {number(first)})")
        else:
            was = "it followed from the degree" if first is None else f"it was {number(first)}"
            sentences.append(f"sets {what} to {number(second)} at {many}, {teams} ({was})")
    return sentences


def _between(scenarios: Sequence[Scenario], pairs: Iterable[Teams]) -> str:
    """Pairs of teams in few words: every two of some, but for some, or one team after another."""

    def labels(teams: Iterable[str]) -> str:
        return listing(called(scenarios, team) for team in teams)

    wanted = {frozenset(pair) for pair in pairs}
    teams = sorted(set().union(*wanted))
    apart = [pair for pair in map(frozenset, combinations(teams, 2)) if pair not in wanted]
    loose = sorted(set().union(*apart))
    kernel = [team for team in teams if team not in loose]
    if kernel and len(apart) == comb(len(loose), 2):
        if len(teams) == 2:
            return f"between {labels(teams)}"
        if len(kernel) == 1:
            return f"between {labels(kernel)} and each of {labels(loose)}"
        but = f", but not {labels(loose)} with each other" if loose else ""
        return f"between every two of {labels(teams)}{but}"
    sentences: list[str] = []
    while wanted:
        busiest = max(sorted(set().union(*wanted)), key=lambda t: sum(t in p for p in wanted))
        with_them = sorted(team for p in wanted if busiest in p for team in p - {busiest})
        wanted = {p for p in wanted if busiest not in p}
        sentences.append(f"{called(scenarios, busiest)} with {labels(with_them)}")
    return "; ".join(sentences)


def _staff_in_all(pair: Pair, before: Staff, after: Staff) -> Iterator[str]:
    """What the arrangement moves, as the staff that each team has in all."""
    for name in dict.fromkeys([*before, *after]):
        team, first, second = (
            {**pair[0].all_teams, **pair[1].all_teams}[name],
            before.get(name, {}),
            after.get(name, {}),
        )
        moved = [p for p in dict.fromkeys([*first, *second]) if first.get(p) != second.get(p)]
        was, now = (
            {p: team.staff.get(p, 0.0) + extra.get(p, 0.0) for p in moved}
            for extra in (first, second)
        )
        for sentence in change(pair, Team, "staff", was, now):
            yield f"{sentence} at {team.label}"


def _of_assumptions(a: Scenario, b: Scenario) -> Iterator[str]:
    """Each parameter, or cell of one, with its meaning, its unit and both values."""
    if a.assumptions == b.assumptions:
        return
    from joinedup.rules.collected import declared, overridden
    from joinedup_experiments.scenario_io.parameter_table import cells_of

    before, after = (overridden(one.assumptions, one.outside_range) for one in (a, b))
    for key in dict.fromkeys([*a.assumptions, *b.assumptions]):
        d = declared()[key]
        was, now = (dict(cells_of(d, values.get(key))) for values in (before, after))
        for cell in was:
            if was[cell] != now[cell]:
                name = f"{key}[{cell}]" if cell else key
                yield f"takes {name} {from_to(was[cell], now[cell], d.unit)}: {d.meaning}"
        if was == now and a.assumptions.get(key) != b.assumptions.get(key):
            yield f"writes {key} at the value that it has anyway, or leaves it out"


def as_lines(a: Scenario, b: Scenario, worlds: Sequence[Path | None] = (None, None)) -> list[str]:
    """The differences as lines to print; one line when there are none.

    ``worlds`` are the tables of plausible worlds of each; None where they are England's.
    """
    parts = differences(a, b)
    before, after = (one.resolve() if one else None for one in worlds)
    if before != after:
        first, second = (f"those in {one}" if one else "England's" for one in worlds)
        sentence = f"changes the plausible worlds from {first} to {second}"
        parts["How it is run"] = [*parts.get("How it is run", []), sentence]
    if not parts:
        return ["no difference"]
    lines = [f"{b.name}, compared with {a.name}:"]
    if list(parts) == [NAME]:
        lines = ["no difference but in what they are called"]
    for title, sentences in parts.items():
        if title != NAME or len(parts) == 1:
            lines += ["", title]
            lines += [f"  - {sentence[:1].upper()}{sentence[1:]}." for sentence in sentences]
    return [*lines, "", staff_are(a, b)]


def staff_are(a: Scenario, b: Scenario) -> str:
    """What staff, beds and places are counted in and for whom."""
    size, other = (scenario.place.residents for scenario in (a, b))
    if size == other:
        where = f"in the whole place of {size:,} residents"
        return f"Staff are whole-time equivalents, beds and places are counted, {where}."
    return (
        "The places differ in size: staff are whole-time equivalents for every 30,000 residents, "
        "beds and places are for every 1,000."
    )
