"""Everything in which two scenarios differ, in sentences, part by part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff import (
    of_arrangement,
    of_assumptions,
    of_interfaces,
    of_place,
    of_programme,
    of_teams,
)

STAFF_ARE = "Staff are whole-time equivalents for every 30,000 residents."
Say = Callable[[Scenario, Scenario], list[str]]


@dataclass(frozen=True)
class Part:
    """One part of two scenarios, and how the second differs from the first in it.

    Parameters
    ----------
    title
        What the part is about: "The place".
    sentences
        Each begins with a verb, the second scenario being understood: "adds 4 care coordinators".
    """

    title: str
    sentences: tuple[str, ...]


# What each key of a scenario, or of its arrangement, is told by, under which heading.
_SCENARIO: tuple[tuple[str, str, Say], ...] = (
    ("The place", "place", of_place.of_place),
    ("The hospital", "hospital", of_place.of_hospital),
    ("The teams as they are", "teams", of_teams.of_teams),
)
_ARRANGEMENT: tuple[tuple[str, str, Say], ...] = (
    ("How teams are joined", "organisations_merge", of_arrangement.of_organisations),
    ("How teams are joined", "single_point_of_access", of_arrangement.of_door),
    ("How teams are joined", "interfaces", of_interfaces.of_interfaces),
    ("How teams are joined", "stays_outside", of_arrangement.of_outside),
    ("How teams are joined", "shared_record", of_arrangement.of_record),
    ("How teams are joined", "common_form", of_arrangement.of_form),
    ("How teams are joined", "joint_meetings", of_arrangement.of_meetings),
    ("How teams are joined", "processes", of_arrangement.of_processes),
    ("How teams are joined", "back_to_gp_below", of_arrangement.of_back_to_gp),
    ("People added and moved", "case_management", of_arrangement.of_case_management),
    ("People added and moved", "care_coordinators", of_arrangement.of_coordinators),
    ("People added and moved", "extra_staff", of_arrangement.of_extra_staff),
    ("How it is brought in", "programme", of_programme.of_programme),
    ("Management and money", "management", of_programme.of_management),
    ("Management and money", "paying", of_programme.of_paying),
    ("Management and money", "programme_cost_a_year", of_programme.of_cost),
)
_LAST: tuple[tuple[str, str, Say], ...] = (
    ("What the model assumes", "assumptions", of_assumptions.of_assumptions),
    ("What the model assumes", "disable_mechanisms", of_assumptions.of_mechanisms),
    ("How it is run", "run", of_place.of_run),
    ("Its name", "name", of_place.of_name),
)
_TOLD_WITH = {"boundary_spanners": "care_coordinators", "about": "name"}


def differences(a: Scenario, b: Scenario) -> list[Part]:
    """How ``b`` differs from ``a``; empty when they say the same.

    What is written differently and comes to the same is told as that.
    """
    parts: dict[str, list[str]] = {}
    for title, key, say in _SCENARIO:
        _tell(parts, title, key, say, (a, b), (a, b))
    for title, key, say in _ARRANGEMENT:
        _tell(parts, title, key, say, (a, b), (a.arrangement, b.arrangement))
    for title, key, say in _LAST:
        _tell(parts, title, key, say, (a, b), (a, b))
    return [Part(title, tuple(said)) for title, said in parts.items() if said]


def keys_told(of: str) -> set[str]:
    """The keys of ``scenario`` or ``arrangement`` that are told of, so that a test can hold it."""
    rows = _ARRANGEMENT if of == "arrangement" else (*_SCENARIO, *_LAST)
    told = {key for _, key, _ in rows}
    return told | {key for key, other in _TOLD_WITH.items() if other in told}


def _tell(
    parts: dict[str, list[str]],
    title: str,
    key: str,
    say: Say,
    pair: tuple[Scenario, Scenario],
    holders: tuple[object, object],
) -> None:
    said = say(*pair)
    if not said and getattr(holders[0], key) != getattr(holders[1], key):
        said = [f"writes `{key}` in another way, which comes to the same"]
    parts.setdefault(title, []).extend(said)


def as_lines(a: Scenario, b: Scenario) -> list[str]:
    """The differences as lines to print; one line when there are none."""
    parts = differences(a, b)
    if not parts:
        return ["no difference"]
    if [part.title for part in parts] == ["Its name"]:
        lines = ["no difference but in what they are called"]
    else:
        lines = [f"{b.name}, compared with {a.name}:"]
    for part in parts:
        if part.title == "Its name" and len(parts) > 1:
            continue
        lines += ["", part.title]
        lines += [f"  - {sentence[:1].upper()}{sentence[1:]}." for sentence in part.sentences]
    return [*lines, "", STAFF_ARE]
