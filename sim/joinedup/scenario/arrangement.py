"""What a scenario file says of an arrangement: how teams are joined, and how it comes in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Annotated

from pydantic import Field

from joinedup.scenario.at_the_door import AtTheDoor
from joinedup.scenario.beyond_hospital import BeyondHospital
from joinedup.scenario.interface import Interface as Interface
from joinedup.scenario.interface import Several
from joinedup.scenario.names import (
    POSTS,
    BudgetsName,
    Change,
    ManagementName,
    NeedName,
    OrganisationName,
    Part,
    Path,
    PaymentName,
    Posts,
    ProcessName,
    ProfessionName,
    Says,
    Severity,
    Share,
)
from joinedup.scenario.phase import Phase
from joinedup.scenario.place import Team
from joinedup.scenario.programme import Programme

TeamNames = Annotated[list[str], Says(unit="list of teams")]


class SinglePointOfAccess(Part):
    """One point of access to several teams, with its own staff (per 30,000 residents)."""

    in_front_of: Annotated[
        TeamNames, Field(min_length=1), Says("teams behind the single point of access")
    ]
    staff: Annotated[
        dict[ProfessionName, Posts],
        Says("staff of the single point of access; new, unless `extra_staff` moves them",
             f"{POSTS}, by profession"),
    ] = Field(default_factory=dict)  # fmt: skip


class JointMeetings(Part):
    """Joint care planning meetings of several teams: how often, and each team's hours a week."""

    teams: Annotated[Several, Field(min_length=2), Says("teams that meet")]
    every_days: Annotated[int, Field(ge=1, le=366), Says("days between joint meetings", "days")] = (
        14
    )
    hours_a_week: Annotated[
        float,
        Field(gt=0, le=40),
        Says("staff time for joint meetings", "hours a week for every 30,000 residents"),
    ] = 1.0


class CaseManagement(Part):
    """Case finding and case management: whom to look for, and who looks after them."""

    case_managers: Annotated[float, Field(gt=0, le=1000), Says("case managers", POSTS)]
    caseload_each: Annotated[float, Field(ge=1, le=1000), Says("caseload of each", "people")] = 50.0
    share_of_residents: Annotated[
        Share, Says("share of residents enrolled, those at highest risk, if there is room")
    ] = 0.02
    visit_every_days: Annotated[
        float, Field(ge=1, le=366), Says("days between visits to each", "days")
    ] = 30.0
    search_again_every_days: Annotated[
        int, Field(ge=30, le=3660), Says("days between searches by risk score", "days")
    ] = 182
    filled_by_clinicians: Annotated[
        Share, Says("share of places for people whom clinicians have seen get worse")
    ] = 0.3
    offered_to: Annotated[
        Share, Says("share of people to whom it is offered, by lot; 1 unless it is a trial")
    ] = 1.0


class Paying(Part):
    """How organisations hold and move the money for what they do together."""

    budgets: Annotated[BudgetsName, Says("budgets for joint work")] = "separate"
    payment: Annotated[PaymentName, Says("way in which providers are paid")] = "activity"


class Arrangement(Part):
    """How the teams of the place are joined. Empty: siloed.

    A team that ``stays_outside`` is left out of every interface that names it. One that closes has
    no staff from the day on which all whom it serves are live; to move it, close it and add
    another. New teams close when the money ends, unless others have closed for them. Staff are in
    posts for every 30,000 residents; the programme's cost is in pounds for the whole place.
    """

    organisations_merge: Annotated[
        list[OrganisationName],
        Says("organisations that become one, whatever their teams do", "list of at least two"),
    ] = Field(default_factory=list)
    interfaces: Annotated[list[Interface], Says("which teams are joined, and how far", "list")] = (
        Field(default_factory=list)
    )
    single_point_of_access: Annotated[
        SinglePointOfAccess | None, Says("single point of access to several teams", "table")
    ] = None
    at_the_door: Annotated[
        dict[str, AtTheDoor],
        Says("teams that serve at the door of others, before any of these is asked"),
    ] = Field(default_factory=dict)
    shared_record: Annotated[Several, Says("teams that read each other's record")] = Field(
        default_factory=list
    )
    common_form: Annotated[Several, Says("teams that share an assessment form")] = Field(
        default_factory=list
    )
    joint_meetings: Annotated[JointMeetings | None, Says("joint planning meetings", "table")] = None
    case_management: Annotated[
        CaseManagement | None, Says("case management: whom to search for, who looks after them")
    ] = None
    hospital: Annotated[
        BeyondHospital | None, Says("ways out of a hospital bed, and an urgent response", "table")
    ] = None
    care_coordinators: Annotated[Posts, Says("care coordinators of people with mixed needs")] = 0.0
    boundary_spanners: Annotated[Posts, Says("boundary spanners, who look after interfaces")] = 0.0
    stays_outside: Annotated[
        TeamNames, Says("teams left out of every interface that names them")
    ] = Field(default_factory=list)
    back_to_gp_below: Annotated[
        dict[NeedName, Severity],
        Says("severity below which a need goes back to the GP", "severity by kind of need"),
    ] = Field(default_factory=dict)
    processes: Annotated[
        dict[str, ProcessName], Says("team process that replaces a team's own", "process by team")
    ] = Field(default_factory=dict)
    extra_staff: Annotated[
        dict[str, dict[ProfessionName, Change]],
        Says("staff added to teams, or taken away (negative)", f"{POSTS}, by team and profession"),
    ] = Field(default_factory=dict)
    new_teams: Annotated[
        dict[str, Team],
        Field(max_length=20),
        Says("teams that the arrangement adds, by a name that no other team has"),
    ] = Field(default_factory=dict)
    closed_teams: Annotated[
        TeamNames, Says("teams that close; whom they have in hand is referred again")
    ] = Field(default_factory=list)
    programme_cost_a_year: Annotated[
        float,
        Field(ge=0, le=1e9),
        Says("cost of the programme itself, for the whole place; another number of residents "
             "scales it in proportion", "pounds a year"),
    ] = 0.0  # fmt: skip
    programme: Annotated[Programme, Says("how the arrangement is brought in")] = Field(
        default_factory=Programme
    )
    phases: Annotated[
        list[Phase],
        Says("when and where elements hold that do not hold from going live on", "list"),
    ] = Field(default_factory=list)
    management: Annotated[
        dict[str, ManagementName],
        Says("management structure, instead of one's own profession's", "structure by team"),
    ] = Field(default_factory=dict)
    paying: Annotated[Paying, Says("how money is held and paid between organisations")] = Field(
        default_factory=Paying
    )

    def pairs(self) -> dict[frozenset[str], Interface]:
        """What holds between every two teams: the last entry with both; who stays outside is not.

        >>> wide = {"between": ["a", "b", "c"], "degree": "co_located"}
        >>> apart = {"between": ["b", "a"], "degree": "none"}
        >>> one = Arrangement(interfaces=[wide, apart], stays_outside=["c"])
        >>> [(sorted(pair), held.degree) for pair, held in one.pairs().items()]
        [(['a', 'b'], 'none')]
        """
        return {pair: one for one in self.interfaces for pair in self.pairs_of(one)}

    def pairs_of(self, one: Interface) -> list[frozenset[str]]:
        """Every two teams that an entry is about: who stays outside is not."""
        inside = {*one.between} - {*self.stays_outside}
        return [frozenset(pair) for pair in combinations(sorted(inside), 2)]

    def teams_named(self) -> Iterator[tuple[Path, str]]:
        """Every team that the arrangement refers to, after the path to where it does."""
        lists: list[tuple[Path, list[str]]] = [
            (("interfaces", i, "between"), joined.between)
            for i, joined in enumerate(self.interfaces)
        ]
        if self.single_point_of_access:
            front = self.single_point_of_access.in_front_of
            lists.append((("single_point_of_access", "in_front_of"), front))
        for hub, served in self.at_the_door.items():
            lists.append((("at_the_door", hub, "in_front_of"), served.in_front_of))
        lists += [(("shared_record",), self.shared_record), (("common_form",), self.common_form)]
        if self.joint_meetings:
            lists.append((("joint_meetings", "teams"), self.joint_meetings.teams))
        lists += [((key,), getattr(self, key)) for key in ("stays_outside", "closed_teams")]
        yield from (((*path, n), team) for path, teams in lists for n, team in enumerate(teams))
        for key in ("processes", "extra_staff", "management", "at_the_door"):
            yield from (((key, team), team) for team in getattr(self, key))
        key = "staff_after_money"
        yield from ((("programme", key, t), t) for t in self.programme.staff_after_money or ())
