"""Everything in which two scenarios differ, in sentences, part by part."""

from __future__ import annotations

from dataclasses import dataclass

from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.place import Team
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff.fields import Pair, change
from joinedup_experiments.scenario_io.diff.of_assumptions import of_assumptions
from joinedup_experiments.scenario_io.diff.of_interfaces import of_interfaces

STAFF_ARE = "Staff are whole-time equivalents for every 30,000 residents."
_NAME = "Its name"
_OTHER = "What else differs"
Staff = dict[str, dict[str, float]]

# In this order; a key of the arrangement that is not named stands under the arrangement itself.
_TITLES = {
    "place": "The place",
    "hospital": "The hospital",
    "teams": "The teams as they are",
    "arrangement": "How teams are joined",
    "arrangement.case_management": "People added and moved",
    "arrangement.care_coordinators": "People added and moved",
    "arrangement.boundary_spanners": "People added and moved",
    "arrangement.extra_staff": "People added and moved",
    "arrangement.programme": "How it is brought in",
    "arrangement.programme_cost_a_year": "Management and money",
    "arrangement.management": "Management and money",
    "arrangement.paying": "Management and money",
    "assumptions": "What the model assumes",
    "disable_mechanisms": "What the model assumes",
    "run": "How it is run",
    "other": _OTHER,
    "name": _NAME,
    "about": _NAME,
}


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


def differences(a: Scenario, b: Scenario) -> list[Part]:
    """How ``b`` differs from ``a``; empty when they say the same.

    What is only written differently has a sentence that says so.
    """
    parts: dict[str, list[str]] = {title: [] for title in _TITLES.values()}
    for key in Scenario.model_fields:
        if key != "arrangement":
            parts[_TITLES.get(key, _OTHER)] += _of_scenario(key, (a, b))
    for key in Arrangement.model_fields:
        title = _TITLES.get(f"arrangement.{key}", _TITLES["arrangement"])
        parts[title] += _of_arrangement(key, (a, b))
    return [Part(title, tuple(sentences)) for title, sentences in parts.items() if sentences]


def _of_scenario(key: str, pair: Pair) -> list[str]:
    before, after = (getattr(scenario, key) for scenario in pair)
    if key == "assumptions":
        return of_assumptions(*pair) or _same(key, before, after)
    return change(pair, Scenario, key, before, after)


def _of_arrangement(key: str, pair: Pair) -> list[str]:
    before, after = (getattr(scenario.arrangement, key) for scenario in pair)
    if key == "interfaces":  # who stays outside changes them as well
        return of_interfaces(*pair) or _same(key, before, after)
    if key == "extra_staff" and pair[0].teams == pair[1].teams:
        return _staff_in_all(pair, before, after) or _same(key, before, after)
    return change(pair, Arrangement, key, before, after)


def _same(key: str, before: object, after: object) -> list[str]:
    return [] if before == after else [f"writes `{key}` in another way, which comes to the same"]


def _staff_in_all(pair: Pair, before: Staff, after: Staff) -> list[str]:
    """What the arrangement moves, as the staff that each team has in all."""
    sentences = []
    for team in dict.fromkeys([*before, *after]):
        own, first, second = pair[0].teams[team].staff, before.get(team, {}), after.get(team, {})
        moved = [p for p in dict.fromkeys([*first, *second]) if first.get(p) != second.get(p)]
        was, now = ({p: own.get(p, 0.0) + e.get(p, 0.0) for p in moved} for e in (first, second))
        sentences += change(pair, Team, "staff", was, now, f" at {pair[0].teams[team].label}")
    return sentences


def as_lines(a: Scenario, b: Scenario) -> list[str]:
    """The differences as lines to print; one line when there are none."""
    parts = differences(a, b)
    if not parts:
        return ["no difference"]
    if [part.title for part in parts] == [_NAME]:
        lines = ["no difference but in what they are called"]
    else:
        lines = [f"{b.name}, compared with {a.name}:"]
    for part in parts:
        if part.title != _NAME or len(parts) == 1:
            lines += ["", part.title]
            lines += [f"  - {sentence[:1].upper()}{sentence[1:]}." for sentence in part.sentences]
    return [*lines, "", STAFF_ARE]
