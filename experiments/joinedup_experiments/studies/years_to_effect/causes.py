"""What may delay an arrangement: each cause taken away in turn, from a world of its own or not.

A mechanism is left out for the whole run, burn-in included, so such a world is set beside a
siloed one that leaves out the same. What belongs to the programme differs from the day of
change on only, and is set beside the siloed world as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from joinedup.scenario.scenario import Scenario


@dataclass(frozen=True)
class Cause:
    """Something that may delay: a mechanism to leave out, or a change of the programme."""

    label: str
    disable_mechanisms: tuple[str, ...] = ()
    lever: str = ""


ALL_IN_PLACE = "all causes in place"
CAUSES = (
    Cause("no need to take it up", disable_mechanisms=("adoption",)),
    Cause("no need of trust", disable_mechanisms=("trust",)),
    Cause("nobody leaves", disable_mechanisms=("leaving",)),
    Cause("no strain", disable_mechanisms=("strain",)),
    Cause("no fear", disable_mechanisms=("fear",)),
    Cause("nothing to learn", disable_mechanisms=("learning",)),
    Cause("live on the first day", lever="live"),
    Cause("no upheaval", lever="upheaval"),
    Cause("no posts to recruit", lever="posts"),
)


def leaving_out(scenario: Scenario, cause: Cause) -> Scenario:
    """The scenario without the cause's mechanisms."""
    left_out = sorted({*scenario.disable_mechanisms, *cause.disable_mechanisms})
    return scenario.with_({"disable_mechanisms": left_out})


def pulled(scenario: Scenario, cause: Cause) -> Scenario:
    """The scenario with the cause's lever pulled.

    Without posts to recruit there are no boundary spanners, and the single point of access has
    no staff of its own, so nobody is taken out of the teams for it.
    """
    changes: dict[str, Any] = {"name": f"{scenario.name}, {cause.label}"}
    if cause.lever == "live":
        changes |= {"go_live_month": 0.0, "go_live_by_neighbourhood": None}
    elif cause.lever == "upheaval":
        changes |= {"upheaval": 0.0}
    elif cause.lever == "posts":
        changes |= {"boundary_spanners": 0.0, "care_coordinators": 0.0, "extra_staff": None}
        if scenario.arrangement.single_point_of_access:
            changes |= {"arrangement.single_point_of_access.staff": None}
    return scenario.with_(changes)
