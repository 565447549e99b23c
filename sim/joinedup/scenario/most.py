"""What is more than the model's tables can number: types of team, teams, posts and their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from joinedup.codes import NO_WORKER, PER, Profession
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.names import Complaint
from joinedup.scenario.place import Place, Team

MOST_TYPES, MOST_TEAMS = 250, 16_000  # a need's columns of a byte, and of two with lanes
# Whole-time equivalents; absent and part-time staff make more posts, and a column of two bytes
# holds 65,535.
MOST_POSTS = 50_000.0
# Posts that are there for each that is worked, vacancies included: 1.04 to 1.08 by default.
ESTABLISHED = 1.08


def complaints_about_most(
    place: Place,
    teams: Mapping[str, Team],
    arrangement: Arrangement,
    assumptions: Mapping[str, Any],
) -> Iterator[Complaint]:
    """More types of team, teams or posts than can be numbered; ``teams`` has the added ones."""
    if len(teams) > MOST_TYPES:
        what = f"{len(teams)} types of team are more than the {MOST_TYPES} that a place can have"
        yield Complaint(("teams",), what, "put like teams together")
    units = {"practice": place.neighbourhoods * place.practices_each, "borough": 1}
    each = {name: units.get(team.covers, place.neighbourhoods) for name, team in teams.items()}
    number = sum(each.values())
    if number > MOST_TEAMS:
        what = f"{number:,} teams are more than the {MOST_TEAMS:,} that a place can have"
        yield Complaint(("place", "neighbourhoods"), what, "write fewer neighbourhoods")
    stated = [*_stated(place, teams, arrangement, each)]
    posts = sum(number for number, _ in stated) * place.residents / PER
    rows = established(assumptions) * posts + sum(units for number, units in stated if number > 0.0)
    if posts > MOST_POSTS:
        what = f"some {posts:,.0f} posts are more than the {MOST_POSTS:,.0f} that a place can have"
        yield Complaint(("teams",), what, "posts are for every 30,000 residents, not for all")
    elif rows >= NO_WORKER:
        what = f"some {rows:,.0f} posts are more than the {NO_WORKER - 1:,} that have numbers"
        advice = "a part of a post in each team is one of them: write fewer teams or professions"
        yield Complaint(("teams",), what, advice)


def established(assumptions: Mapping[str, Any]) -> float:
    """The most posts that are there for each that is worked, in any profession.

    By default where an assumption about the workforce cannot be; that is refused elsewhere.
    """
    given = {key: value for key, value in assumptions.items() if key.startswith("workforce.")}
    if not given:
        return ESTABLISHED
    from joinedup.rules.collected import AssumptionError, declared, parameter_record
    from joinedup.rules.workforce import usual_hours_worked

    try:
        p = parameter_record(given, declared())[0].workforce
    except AssumptionError:
        return ESTABLISHED
    return max(1.0 / float(usual_hours_worked(p, profession)) for profession in Profession)


def _stated(
    place: Place, teams: Mapping[str, Team], arrangement: Arrangement, each: Mapping[str, int]
) -> Iterator[tuple[float, int]]:
    """Posts for every 30,000 residents, by team and profession, and among how many teams."""
    for name, team in teams.items():
        extra = arrangement.extra_staff.get(name, {})
        after = (arrangement.programme.staff_after_money or {}).get(name, {})
        for profession in {**team.staff, **extra, **after}:
            more = max(0.0, extra.get(profession, 0.0), after.get(profession, 0.0))
            yield team.staff.get(profession, 0.0) + more, each[name]
    managed = arrangement.case_management
    yield managed.case_managers if managed else 0.0, place.neighbourhoods
    yield arrangement.care_coordinators, place.neighbourhoods
    yield arrangement.boundary_spanners, 1
