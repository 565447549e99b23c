"""Coordination: where teams of one person know of each other's work, none of it is done twice.

Nor does care conflict. How teams come to know is in `joinedup.rules.experience` (004).
"""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class Coordination(Parameters):
    """What follows when teams that care for one person do not know of each other's work."""

    # fmt: off
    duplicated = parameter(0.1, "share of minutes", (0, 0.25),
        "004 (duplication); the number assumed",
        "share of a package's minutes in which a team does again what another team has done, "
        "where the two do not know of each other's work")
    conflict = parameter(0.15, "ratio less one", (0, 0.5), "assumed",
        "further crises of people in care of two teams that did not know of each other's work at "
        "the last contact: medicines and advice that do not agree")
    # fmt: on

    need_columns = (("uncoordinated", "u1", "1 when at its last contact the teams did not know"),)


@rule
def minutes_without_duplicates(p, minutes):
    """Minutes a week of a package when nothing is done twice."""
    return minutes * (1.0 - p.duplicated)


@rule
def conflict_ratio(p, uncoordinated):
    """Crises of people in care of two teams, against those whose teams know of each other."""
    return 1.0 + p.conflict if uncoordinated else 1.0
