"""What may delay an arrangement: each cause taken away in turn, from a world of its own or not.

A mechanism is left out for the whole run, burn-in included, so such a world is set beside a
siloed one that leaves out the same. What belongs to the programme differs from the day of
change on only, and is set beside the siloed world as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from joinedup.scenario.names import MechanismName
from joinedup.scenario.scenario import Scenario


@dataclass(frozen=True)
class Cause:
    """Something that may delay: a mechanism to leave out, or a change of the programme."""

    label: str
    disable_mechanisms: tuple[MechanismName, ...] = ()
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
    disable_mechanisms = sorted({*scenario.disable_mechanisms, *cause.disable_mechanisms})
    return scenario.model_copy(update={"disable_mechanisms": disable_mechanisms})


def pulled(scenario: Scenario, cause: Cause) -> Scenario:
    """The scenario with the cause's lever pulled.

    Without posts to recruit there are no boundary spanners, and the single point of access has
    no staff of its own, so nobody is taken out of the teams for it.
    """
    arrangement = scenario.arrangement
    programme = arrangement.programme
    if cause.lever == "live":
        at_once = {"go_live_month": 0.0, "go_live_by_neighbourhood": None}
        arrangement = arrangement.model_copy(
            update={"programme": programme.model_copy(update=at_once)}
        )
    elif cause.lever == "upheaval":
        calm = programme.model_copy(update={"upheaval": 0.0})
        arrangement = arrangement.model_copy(update={"programme": calm})
    elif cause.lever == "posts":
        point = arrangement.single_point_of_access
        arrangement = arrangement.model_copy(
            update={
                "boundary_spanners": 0.0,
                "care_coordinators": 0.0,
                "extra_staff": {},
                "single_point_of_access": point and point.model_copy(update={"staff": {}}),
            }
        )
    return scenario.model_copy(
        update={"arrangement": arrangement, "name": f"{scenario.name}, {cause.label}"}
    )
