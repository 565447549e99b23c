"""What an arrangement pays for outside the place's teams: posts, and places after hospital."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from joinedup.codes import Organisation, Profession
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.beyond_hospital import BeyondHospital
from joinedup.scenario.in_force import InForce

CASE_MANAGER, COORDINATOR = "district_nurse", "care_coordinator"  # as which they are paid
OF_THE_COUNCIL = (Profession.SOCIAL_WORKER, Profession.SUPPORT_WORKER)


class Posts(NamedTuple):
    """Whole-time equivalents for every 30,000 residents of the whole place."""

    element: str  # the key of the arrangement
    profession: str
    number: float

    @property
    def employer(self) -> Organisation:
        """Who pays: posts in no team are the council's or the NHS's by profession."""
        council = Profession[self.profession.upper()] in OF_THE_COUNCIL
        return Organisation.COUNCIL if council else Organisation.NHS


def outside_teams(arrangement: Arrangement) -> Iterator[Posts]:
    """Posts of an arrangement that no team has, where all of it holds."""
    if managed := arrangement.case_management:
        yield Posts("case_management", CASE_MANAGER, managed.case_managers)
    for key in ("care_coordinators", "boundary_spanners"):
        if number := getattr(arrangement, key):
            yield Posts(key, COORDINATOR, number)
    if access := arrangement.single_point_of_access:
        for profession, number in access.staff.items():
            yield Posts("single_point_of_access", profession, number)
    if arrangement.hospital:
        for profession, number in arrangement.hospital.urgent_community_response.items():
            yield Posts("hospital", profession, number)


def outside_teams_in_force(force: InForce) -> Iterator[Posts]:
    """Posts that are in force: each neighbourhood's, and spanners, who are of the whole place."""
    for post in outside_teams(force.anywhere.arrangement):
        if post.element == "boundary_spanners":
            yield post
    for share, one in zip(force.siloed.place.shares_of_residents, force.at, strict=True):
        for post in outside_teams(one.arrangement):
            if post.element != "boundary_spanners":
                yield post._replace(number=post.number * share)


def places_in_force(force: InForce) -> list[int]:
    """Places between hospital and home in the whole place: [Beyond]."""
    found, place = [0] * len(BeyondHospital().places()), force.siloed.place
    for number, one in enumerate(force.at):
        if ways := one.arrangement.hospital:
            found = [n + more for n, more in zip(found, ways.places_of(place, number), strict=True)]
    return found
