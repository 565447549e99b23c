"""What an arrangement is planned to pay for on a day and over a run: as a run has it, posts filled.

Posts of neighbourhood and practice teams go where staff are; those outside teams, and places
after hospital, by residents; spanners and the programme's cost are of the whole place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from joinedup.codes import PER
from joinedup.scenario.in_force import InForce, spans
from joinedup.scenario.outside_teams import outside_teams_in_force
from joinedup.scenario.phase import day_of
from joinedup.scenario.place import Place, Team
from joinedup.scenario.pounds import pounds_of_places, yearly_pay
from joinedup.scenario.scenario import Scenario


def staff_of(scenario: Scenario, name: str) -> dict[str, float]:
    """Whole-time equivalents per 30,000 residents, the arrangement's extra staff included."""
    if name in scenario.arrangement.closed_teams:
        return {}
    staff = {str(k): v for k, v in scenario.all_teams[name].staff.items()}
    for profession, extra in scenario.arrangement.extra_staff.get(name, {}).items():
        staff[profession] = max(0.0, staff.get(profession, 0.0) + extra)
    return staff


def shares_of_staff(place: Place, team: Team) -> list[float]:
    """Each neighbourhood's share of the posts of a type of team that is not of the whole place.

    Staff of a neighbourhood are against others' for as many people, who are those on its
    practices' lists, and for teams that serve by address those who live there.
    """
    people = place.shares_of_residents
    if team.organisation != "nhs":  # these serve by address
        over = place.straddling
        people = [
            (1.0 - over) * n + over * before
            for n, before in zip(people, [*people[-1:], *people[:-1]])
        ]
    staff = [n * one.staff for n, one in zip(people, place.each, strict=True)]
    whole = sum(staff)
    return [one / whole for one in staff]


def works_by(force: InForce, name: str) -> list[tuple[float, Scenario]]:
    """What a type of team works by, and with which share of its posts: in each neighbourhood.

    Teams of the whole place work by what holds anywhere.
    """
    team = force.siloed.all_teams[name]
    if team.covers == "borough":
        return [(1.0, force.anywhere)]
    return list(zip(shares_of_staff(force.siloed.place, team), force.at, strict=True))


def posts_in_force(scenario: Scenario, force: InForce) -> Mapping[tuple[str, str, bool], float]:
    """Posts for every 30,000 residents of the whole place, by profession and payer.

    Those that come and those that go (True) stand apart.
    """
    found: dict[tuple[str, str, bool], float] = defaultdict(float)
    for name, team in scenario.all_teams.items():
        own = {} if name in scenario.arrangement.new_teams else team.staff
        for share, one in _together(works_by(force, name)):
            staff = staff_of(one, name)
            for profession in {**own, **staff}:
                change = share * (staff.get(profession, 0.0) - own.get(profession, 0.0))
                found[profession, team.organisation, change < 0.0] += change
    for post in outside_teams_in_force(force):
        found[post.profession, post.employer.name.lower(), False] += post.number
    return found


def _together(shares: list[tuple[float, Scenario]]) -> Iterator[tuple[float, Scenario]]:
    """The same, with one share where neighbourhoods have the very same in force."""
    ones = {id(one): one for _, one in shares}
    whole = dict.fromkeys(ones, 0.0)
    for share, one in shares:
        whole[id(one)] += share
    yield from ((whole[key], one) for key, one in ones.items())


def pounds_in_force(scenario: Scenario, force: InForce) -> float:
    """Pounds a year, in the whole place, of posts and places that are in force."""
    pay = yearly_pay(scenario)
    posts = sum(pay[kind] * n for (kind, *_), n in posts_in_force(scenario, force).items())
    return posts * scenario.place.residents / PER + pounds_of_places(scenario, force)


class Planned(NamedTuple):
    """Pounds from the index date to the end of a run."""

    paid: float  # posts and places until money ends
    after: float  # and then
    programme: float  # what the programme itself costs


def planned(scenario: Scenario) -> Planned:
    """What a scenario pays over its run."""
    ends, found = day_of(scenario.arrangement.programme.money_ends_month), [0.0, 0.0, 0.0]
    for span in spans(scenario, scenario.run.months):
        years = (span.ends - span.begins) / 12.0
        found[day_of(span.begins) >= ends] += years * pounds_in_force(scenario, span.force)
        found[2] += years * span.force.programme_cost
    return Planned(*found)
