"""What is proposed, in one sentence: what it brings that the base has not, and what that costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.numbers import value
from joinedup_experiments.report.team_names import merged_teams
from joinedup_experiments.scenario_io.diff.differences import (
    NAME,
    differences,
    target_interfaces,
)
from joinedup_experiments.scenario_io.diff.phrases import listing
from joinedup_experiments.scenario_io.proposal_cost import in_each_year, years_begun

MOST_FEATURES, MOST_GIVEN_UP = 4, 2  # beside what is brought
MOST_LETTERS = 110  # of a difference that stands for all
SLIGHT = 1_000.0  # pounds; less is what moving posts leaves over
DEGREES = {
    "co_located": "co-located teams",
    "coordinated": "coordinated teams",
    "closer_working": "closer working",
}


@dataclass(frozen=True)
class Feature:
    """Something that an arrangement may bring, and whether one has it."""

    phrase: str
    has: Callable[[Arrangement], bool]


FEATURES = (
    Feature("more staff in teams",
            lambda a: sum(n for staff in a.extra_staff.values() for n in staff.values()) > 0.0),
    Feature("a single point of access", lambda a: a.single_point_of_access is not None),
    Feature("a hub at the door", lambda a: bool(a.at_the_door)),
    Feature("new teams", lambda a: bool(a.new_teams)),
    Feature("case managers", lambda a: a.case_management is not None),
    Feature("care coordinators", lambda a: a.care_coordinators > 0.0),
    Feature("a shared record", lambda a: bool(a.shared_record)),
    Feature("joint meetings", lambda a: a.joint_meetings is not None),
    Feature("one assessment form", lambda a: bool(a.common_form)),
    Feature("boundary spanners", lambda a: a.boundary_spanners > 0.0),
    Feature("places between hospital and home",
            lambda a: a.hospital is not None and any(a.hospital.places())),
    Feature("urgent community response",
            lambda a: a.hospital is not None and bool(a.hospital.urgent_community_response)),
    Feature("merged organisations", lambda a: bool(a.organisations_merge)),
    Feature("a pooled budget", lambda a: a.paying.budgets == "pooled"),
    Feature("teams that close", lambda a: bool(a.closed_teams)),
)  # fmt: skip


def in_a_sentence(base: Scenario, other: Scenario) -> str:
    """What an arrangement brings beside the base and gives up, and its money."""
    found, lost = features(base, other), features(other, base)
    brings = f"brings {_some(found, MOST_FEATURES)}" if found else ""
    gives = f"gives up {_some(lost, MOST_GIVEN_UP if found else MOST_FEATURES)}" if lost else ""
    money = _money(base, other)
    if brings or gives:
        whole = ", and ".join(filter(None, (brings, gives)))
        return f"It {whole}{f', {money}' if money else ''}."
    parts = differences(base, other)
    sentences = [each for title, part in parts.items() if title != NAME for each in part]
    short = next((each for each in sentences if _is_short(each)), "")
    shown = f"It {short}" if short else "It differs in details, listed below"
    if not sentences:
        shown = "It differs in its name alone"
    return f"{shown}{f', {money}' if money else ''}."


def _some(phrases: list[str], most: int) -> str:
    return listing(phrases[:most] + (["more"] if len(phrases) > most else []))


def _is_short(sentence: str) -> bool:
    """Whether a difference is short enough, and has few enough numbers, to stand for all."""
    return len(sentence) <= MOST_LETTERS and len(re.findall(r"\d[\d,.]*", sentence)) < 2


def features(base: Scenario, other: Scenario) -> list[str]:
    """What an arrangement has and the base has not, in a few words each."""
    before, after = base.arrangement, other.arrangement
    merged, was = (len(merged_teams(one)) for one in (other, base))
    found = ["a merged team" if merged == 1 else "merged teams"] if merged > was else []
    degrees, had = ({one.degree for one in target_interfaces(s).values()} for s in (other, base))
    found += [DEGREES[one] for one in DEGREES if one in degrees - had][:1]
    return found + [one.phrase for one in FEATURES if one.has(after) and not one.has(before)]


def put_in(base: Scenario, other: Scenario) -> float:
    """Pounds that an arrangement puts in beside the base, over the run; below zero if it is less.

    None where it is no more than moving posts leaves over.
    """
    years = years_begun(other)
    pounds = float(in_each_year(other, years).sum() - in_each_year(base, years).sum())
    return pounds if abs(pounds) >= SLIGHT else 0.0


def put_in_a_year(base: Scenario, other: Scenario) -> float:
    """Pounds that an arrangement puts in beside the base in an average year."""
    return put_in(base, other) * 12.0 / other.run.months


def _money(base: Scenario, other: Scenario) -> str:
    """``for £3.85 million in all``, over the run; empty where nothing is added."""
    if not (pounds := put_in(base, other)):
        return ""
    return f"for {value(abs(pounds), 'pounds')}{'' if pounds > 0.0 else ' less'} in all"
