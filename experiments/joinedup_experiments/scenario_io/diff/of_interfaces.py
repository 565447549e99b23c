"""How two scenarios differ in how far their teams are joined, pair by pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import comb
from typing import Any

from joinedup.scenario.arrangement import Interface
from joinedup.scenario.keys import meaning_of
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff.phrases import called, count, listing, number, words

Pair = tuple[str, str]
APART = Interface.model_construct(between=[], degree="none")
BY_HAND = tuple(name for name in Interface.model_fields if name not in ("between", "degree"))


def target_interfaces(scenario: Scenario) -> dict[Pair, Interface]:
    """The entry that holds for each pair of teams that the arrangement joins: the last one.

    Teams that stay outside are left out. A barrier that is None follows from the degree.
    """
    outside = scenario.arrangement.stays_outside
    return {
        pair: joined
        for joined in scenario.arrangement.interfaces
        for pair in combinations(sorted(team for team in joined.between if team not in outside), 2)
    }


def of_interfaces(a: Scenario, b: Scenario) -> list[str]:
    """Degrees, as in "takes 3 interfaces from none to merged", and barriers set by hand."""
    before, after = target_interfaces(a), target_interfaces(b)
    changed: dict[tuple[str, Any, Any], list[Pair]] = {}
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


def _between(scenarios: Sequence[Scenario], pairs: Iterable[Pair]) -> str:
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
