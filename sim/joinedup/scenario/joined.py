"""Which teams an arrangement joins with others."""

from __future__ import annotations

from joinedup.scenario.arrangement import Arrangement, Interface


def pairs_joined(arrangement: Arrangement) -> dict[frozenset[str], Interface]:
    """What holds between every two open teams that an interface joins, by degree or by hand."""
    return {
        pair: interface
        for pair, interface in arrangement.pairs().items()
        if interface.joins and pair.isdisjoint(arrangement.closed_teams)
    }


def teams_joined(arrangement: Arrangement) -> set[str]:
    """Open teams for whose staff the arrangement is a new way of working.

    >>> sorted(teams_joined(Arrangement(shared_record=["a", "b"], processes={"c": "post_box"})))
    ['a', 'b']
    """
    teams = set[str]().union(*pairs_joined(arrangement))
    if arrangement.single_point_of_access:
        teams |= set(arrangement.single_point_of_access.in_front_of)
    if arrangement.joint_meetings:
        teams |= set(arrangement.joint_meetings.teams)
    for hub, served in arrangement.at_the_door.items():
        if hub not in arrangement.closed_teams:
            teams |= {hub, *served.in_front_of}
    teams |= {*arrangement.shared_record, *arrangement.common_form}
    return teams - set(arrangement.closed_teams)
