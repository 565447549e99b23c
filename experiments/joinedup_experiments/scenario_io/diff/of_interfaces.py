"""How two scenarios differ in how far their teams are joined, pair by pair."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from joinedup.scenario.arrangement import Interface
from joinedup.scenario.keys import meaning_of
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff.phrases import count, label, labels, number, words

Pair = tuple[str, str]
BARRIERS = tuple(name for name in Interface.model_fields if name not in ("between", "degree"))


@dataclass(frozen=True)
class TargetInterface:
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
    pairs = [pair for pair in {**before, **after} if pair[0] != pair[1]]
    moved: dict[tuple[str, str], list[Pair]] = {}
    by_hand: dict[tuple[str, float | None, float | None], list[Pair]] = {}
    for pair in pairs:
        old, new = before.get(pair, APART), after.get(pair, APART)
        if old.degree != new.degree:
            moved.setdefault((old.degree, new.degree), []).append(pair)
        for barrier, first, second in zip(BARRIERS, old.barriers, new.barriers, strict=True):
            if first != second:
                by_hand.setdefault((barrier, first, second), []).append(pair)
    sentences = [
        f"takes {count(len(which), 'interface')} from {words(old_degree)} to {words(new_degree)}: "
        f"{between((a, b), which)}"
        for (old_degree, new_degree), which in moved.items()
    ]
    for (barrier, first, second), which in by_hand.items():
        place = f"at {count(len(which), 'interface')}, {between((a, b), which)}"
        if second is None:
            was = f"it was {number(first or 0.0)}"
            sentences.append(
                f"lets {_phrase(barrier)} follow from the degree again {place} ({was})"
            )
        else:
            was = "it followed from the degree" if first is None else f"it was {number(first)}"
            sentences.append(f"sets {_phrase(barrier)} to {number(second)} {place} ({was})")
    return sentences


def _phrase(barrier: str) -> str:
    return "the " + meaning_of(Interface, barrier).meaning.split(",")[0]


def between(scenarios: tuple[Scenario, ...], pairs: Iterable[Pair]) -> str:
    """Pairs of teams in as few words as they can be sentences.

    All pairs of some teams, all pairs across two groups, or else one team after another.
    """
    wanted = {frozenset(pair) for pair in pairs}
    teams = sorted(set().union(*wanted))
    if len(teams) == 2:
        return f"between {labels(scenarios, teams)}"
    if len(wanted) == len(teams) * (len(teams) - 1) // 2:
        return f"between every two of {labels(scenarios, teams)}"
    apart = [frozenset(pair) for pair in combinations(teams, 2) if frozenset(pair) not in wanted]
    loose = sorted(set().union(*apart))
    if len(loose) < len(teams) and len(apart) == len(loose) * (len(loose) - 1) // 2:
        return _all_but(scenarios, teams, loose)
    neighbours = {team: {t for t in teams if frozenset((team, t)) in wanted} for team in teams}
    fewest = min(teams, key=lambda team: len(neighbours[team]))
    group = sorted(neighbours[fewest])
    others = [team for team in teams if team not in group]
    if len(wanted) == len(group) * len(others) and all(
        neighbours[team] == set(group) for team in others
    ):
        one, many = sorted((group, others), key=len)
        return f"between each of {labels(scenarios, one)} and each of {labels(scenarios, many)}"
    return _one_by_one(scenarios, wanted)


def _all_but(scenarios: tuple[Scenario, ...], teams: list[str], loose: list[str]) -> str:
    """Every two of ``teams`` but for pairs among ``loose``, which are all pairs of those."""
    kernel = [team for team in teams if team not in loose]
    if len(kernel) == 1:
        return f"between {label(scenarios, kernel[0])} and each of {labels(scenarios, loose)}"
    among = f"{labels(scenarios, loose)} with each other"
    return f"between every two of {labels(scenarios, teams)}, but not {among}"


def _one_by_one(scenarios: tuple[Scenario, ...], wanted: set[frozenset[str]]) -> str:
    sentences: list[str] = []
    while wanted:
        busiest = max(sorted(set().union(*wanted)), key=lambda t: sum(t in p for p in wanted))
        with_them = sorted(next(iter(p - {busiest})) for p in wanted if busiest in p)
        wanted = {p for p in wanted if busiest not in p}
        sentences.append(f"{label(scenarios, busiest)} with {labels(scenarios, with_them)}")
    return "; ".join(sentences)
