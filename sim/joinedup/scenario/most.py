"""What is more than the model's tables can number: types of team, teams and posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from joinedup.codes import PER
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.names import Complaint
from joinedup.scenario.place import Place, Team

MOST_TYPES, MOST_TEAMS = 250, 16_000  # a need's columns of a byte, and of two with lanes
# Whole-time equivalents; absent and part-time staff make more posts, and a column of two bytes
# holds 65,535.
MOST_POSTS = 50_000.0


def complaints_about_most(
    place: Place, teams: Mapping[str, Team], arrangement: Arrangement
) -> Iterator[Complaint]:
    """More types of team, teams or posts than can be numbered; ``teams`` has the added ones."""
    if len(teams) > MOST_TYPES:
        what = f"{len(teams)} types of team are more than the {MOST_TYPES} that a place can have"
        yield Complaint(("teams",), what, "put like teams together")
    units = {"practice": place.neighbourhoods * place.practices_each, "borough": 1}
    number = sum(units.get(team.covers, place.neighbourhoods) for team in teams.values())
    if number > MOST_TEAMS:
        what = f"{number:,} teams are more than the {MOST_TEAMS:,} that a place can have"
        yield Complaint(("place", "neighbourhoods"), what, "write fewer neighbourhoods")
    stated = [posts for team in teams.values() for posts in team.staff.values()]
    stated += [max(0.0, n) for extra in arrangement.extra_staff.values() for n in extra.values()]
    stated += [arrangement.boundary_spanners, arrangement.care_coordinators]
    if managed := arrangement.case_management:
        stated.append(managed.case_managers)
    if (posts := sum(stated) * place.residents / PER) > MOST_POSTS:
        what = f"some {posts:,.0f} posts are more than the {MOST_POSTS:,.0f} that a place can have"
        yield Complaint(("teams",), what, "posts are for every 30,000 residents, not for all")
