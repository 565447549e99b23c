"""Øvretveit's five management structures (002) and matrix management (000), a row each.

002 finds none of them inherently superior; each trades one thing for another.
"""

from __future__ import annotations

from joinedup.codes import Management
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class Managing(Parameters):
    """What each structure changes in time, accountability, identity and development."""

    # fmt: off
    coordination = parameter(
        by(Management, profession_managed=10.0, single_manager=12.0, joint_management=16.0,
           team_manager_contracted=15.0, hybrid_management=18.0, matrix=20.0),
        "minutes a week", (0.5, 2), "002; the numbers assumed",
        "time that each member gives to being managed across professions")
    accountability = parameter(
        by(Management, profession_managed=0.0, single_manager=0.25, joint_management=0.15,
           team_manager_contracted=0.1, hybrid_management=0.2, matrix=0.2),
        "share of the lost", (0.6, 1.4),
        "002 (a structure and process for team accountability); the numbers assumed",
        "share of people lost at handover whom the team detects by itself")
    further_threat = parameter(
        by(Management, profession_managed=0.0, single_manager=0.6, joint_management=0.1,
           team_manager_contracted=0.05, hybrid_management=0.2, matrix=0.15),
        "ratio less one", (0, 2),
        "000 (what does profession X know about my work); the numbers assumed",
        "how much more professional identity is threatened than under one's own profession")
    less_development = parameter(
        by(Management, profession_managed=0.0, single_manager=0.3, joint_management=0.05,
           team_manager_contracted=0.05, hybrid_management=0.1, matrix=0.0),
        "share", (0, 2),
        "000 (professional management by one of the same background); the numbers assumed",
        "how much less professional development there is than under one's own profession")
    merger_threat = parameter(0.3, "threat", (0, 0.6),
        "000 (the NHS lozenge on lanyards); the number assumed",
        "threat that staff see in a merger of their organisation with another")
    detection_days = parameter(7.0, "days", (3, 21), "assumed",
        "days before an accountable team detects a person lost at handover")
    by_moving = parameter(0.3, "threat", (0.1, 0.5), "assumed",
        "how far moving and rewiring threaten roles")
    # fmt: on


@rule
def threat_of_degree(p, degree_share, by_structure, moved):
    """The threat of a change to roles, 0 to 1; none where no interface changes.

    ``degree_share`` is the degree of joining over the highest; ``moved`` the upheaval.
    """
    if degree_share <= 0.0:
        return 0.0
    return min(1.0, degree_share * by_structure + p.by_moving * moved)
