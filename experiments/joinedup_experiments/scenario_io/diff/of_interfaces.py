"""How two scenarios differ in how far their teams are joined, pair by pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import comb
from typing import NamedTuple

from joinedup.scenario.arrangement import Interface
from joinedup.scenario.keys import meaning_of
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff.phrases import called, count, listing, number, words

Pair = tuple[str, str]
BARRIERS = tuple(name for name in Interface.model_fields if name not in ("between", "degree"))


class TargetInterface(NamedTuple):
    """What holds between two teams: the degree, and barriers set by hand (None: from the degree).

    ``barriers`` are in the order of ``BARRIERS``.
    """

    degree: str = "none"
    barriers: tuple[float | None, ...] = (None,) * len(BARRIERS)


APART = TargetInterface()


def target_interfaces(scenario: Scenario) -> dict[Pair, TargetInterface]:
    """Every pair of teams that the arrangement joins; the later of two entries holds.

    Teams that stay outside are left out, as are pairs left as they were.
    """
    outside = scenario.arrangement.stays_outside
    found: dict[Pair, TargetInterface] = {}
    for joined in scenario.arrangement.interfaces:
        members = sorted(team for team in joined.between if team not in outside)
        by_hand = tuple(getattr(joined, barrier) for barrier in BARRIERS)
        for first, second in combinations(members, 2):
            found[first, second] = TargetInterface(joined.degree, by_hand)
    return {pair: target for pair, target in found.items() if target != APART}


def of_interfaces(a: Scenario, b: Scenario) -> list[str]:
    """Degrees, as in "takes 3 interfaces from none to merged", and barriers set by hand."""
    before, after = target_interfaces(a), target_interfaces(b)
    moved: dict[tuple[str, str], list[Pair]] = {}
    by_hand: dict[tuple[str, float | None, float | None], list[Pair]] = {}
    for pair in {**before, **after}:
        old, new = before.get(pair, APART), after.get(pair, APART)
        if old.degree != new.degree:
            moved.setdefault((old.degree, new.degree), []).append(pair)
        for barrier, first, second in zip(BARRIERS, old.barriers, new.barriers, strict=True):
            if first != second:
                by_hand.setdefault((barrier, first, second), []).append(pair)
    sentences = [
        f"takes {count(len(pairs), 'interface')} from {words(old_degree)} to {words(new_degree)}: "
        f"{_between((a, b), pairs)}"
        for (old_degree, new_degree), pairs in moved.items()
    ]
    for (barrier, first, second), pairs in by_hand.items():
        what = f"the {meaning_of(Interface, barrier).meaning.split(',')[0]}"
        place = f"at {count(len(pairs), 'interface')}, {_between((a, b), pairs)}"
        was = "it followed from the degree" if first is None else f"it was {number(first)}"
        verb = f"lets {what} follow from the degree again"
        verb = verb if second is None else f"sets {what} to {number(second)}"
        sentences.append(f"{verb} {place} ({was})")
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
