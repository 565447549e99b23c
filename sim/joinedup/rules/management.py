"""Øvretveit's five management structures (002) and matrix management (000), a row each.

002 finds none of them inherently superior; each pays for something with something else.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Management
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter

Table = Any


class Managing(NamedTuple):
    """What each structure does to time, accountability, identity and development."""

    coordination: Annotated[
        Table,
        Parameter(
            "time that each member gives to being managed across professions",
            "minutes a week",
            0.5,
            2.0,
            "002; the numbers assumed",
            per=(Management,),
        ),
    ] = (10.0, 12.0, 16.0, 15.0, 18.0, 20.0)
    accountable: Annotated[
        Table,
        Parameter(
            "share of people lost at a handover whom the team itself misses within a week",
            "share of the lost",
            0.6,
            1.4,
            "002 (a structure and process for team accountability); the numbers assumed",
            per=(Management,),
        ),
    ] = (0.0, 0.25, 0.15, 0.1, 0.2, 0.2)
    threatens: Annotated[
        Table,
        Parameter(
            "threat to professional identity, against being managed by one's own profession",
            "ratio",
            0.7,
            1.3,
            "000 (what does profession X know about my work); the numbers assumed",
            per=(Management,),
        ),
    ] = (1.0, 1.6, 1.1, 1.05, 1.2, 1.15)
    develops: Annotated[
        Table,
        Parameter(
            "how well it looks after professional development, against one's own profession",
            "ratio",
            0.8,
            1.2,
            "000 (professional management by one of the same background); the numbers assumed",
            per=(Management,),
        ),
    ] = (1.0, 0.7, 0.95, 0.95, 0.9, 1.0)
    merger: Annotated[
        float,
        Parameter(
            "threat that staff see in a merger of their organisation with another",
            "threat",
            0.0,
            0.6,
            "000 (the NHS lozenge on lanyards); the number assumed",
        ),
    ] = 0.3
    noticed_days: Annotated[
        float,
        Parameter("days before an accountable team misses somebody", "days", 3.0, 21.0),
    ] = 7.0


@rule
def threat_of_degree(degree_share, by_structure, moved):
    """How far a change threatens roles: by how much of the interface goes, and by moving.

    Nothing threatens where nothing of the interface goes.
    """
    if degree_share <= 0.0:
        return 0.0
    return min(1.0, degree_share * by_structure + 0.3 * moved)
