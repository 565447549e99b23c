"""What a scenario file says of an arrangement: how teams are joined, and how it comes in."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from joinedup.scenario.names import (
    Amount,
    BudgetsName,
    DegreeName,
    LeadershipName,
    ManagementName,
    NeedName,
    Part,
    PaymentName,
    ProcessName,
    ProfessionName,
    Share,
)

Month = Annotated[float, Field(ge=0.0, le=600.0)]


class Interface(Part):
    """The interface between every two of the teams named: how far they are joined.

    Where two entries name the same pair, the later one holds. A number that is given replaces
    the one that follows from the degree: shares from 0 to 1, hours and days for each referral.
    """

    between: Annotated[list[str], Field(min_length=2)]
    degree: DegreeName
    eligibility: Share | None = None
    wrong_door: Share | None = None
    loss: Share | None = None
    paperwork_hours: Annotated[float, Field(ge=0, le=100)] | None = None
    paperwork_days: Annotated[float, Field(ge=0, le=365)] | None = None
    obstacle: Annotated[float, Field(ge=0, le=10)] | None = None


class SinglePointOfAccess(Part):
    """One door in front of several teams, with its own staff (per 30,000 residents)."""

    in_front_of: Annotated[list[str], Field(min_length=1)]
    staff: dict[ProfessionName, Amount] = Field(default_factory=dict)


class JointMeetings(Part):
    """Joint care planning meetings of several teams: how often, and each team's hours a week."""

    teams: Annotated[list[str], Field(min_length=2)]
    every_days: Annotated[int, Field(ge=1, le=366)] = 14
    hours_a_week: Annotated[float, Field(ge=0, le=40)] = 1.0


class CaseManagement(Part):
    """Case finding and case management: whom to look for, and who looks after them.

    ``case_managers`` are whole-time equivalents for every 30,000 residents.
    """

    case_managers: Annotated[float, Field(gt=0, le=1000)]
    caseload_each: Annotated[float, Field(gt=0, le=1000)] = 50.0
    share_of_residents: Share = 0.02
    visit_every_days: Annotated[float, Field(ge=1, le=366)] = 30.0
    search_again_every_days: Annotated[int, Field(ge=30, le=3660)] = 182


class Programme(Part):
    """How an arrangement is brought in: when, led by whom, with what help and upheaval.

    Months count from the day of change, on which staff hear of it. Nothing says how long
    people take: that comes out of them.
    """

    go_live_month: Month = 0.0
    go_live_by_neighbourhood: list[Month] | None = None
    leadership: LeadershipName = "inspirational"
    engagement: Share = 0.5
    engagement_from_month: Month = 0.0
    opinion_leaders_involved: bool = False
    training_hours_a_week: Annotated[float, Field(ge=0.0, le=8.0)] = 0.0
    training_months: Month = 12.0
    fit: Share = 0.7
    shared_purpose: Share = 0.8
    upheaval: Share = 0.2
    review_every_months: Annotated[float, Field(ge=0.25, le=120.0)] | None = None
    new_initiative_every_months: Annotated[float, Field(ge=3.0, le=120.0)] | None = None
    money_ends_month: Month | None = None
    money_renewed_yearly: bool = False


class Paying(Part):
    """How organisations hold and move the money for what they do together."""

    budgets: BudgetsName = "separate"
    payment: PaymentName = "activity"


class Arrangement(Part):
    """How the teams of the place are joined. Empty: siloed.

    A team that ``stays_outside`` is left out of every interface that names it. Staff are in
    whole-time equivalents for every 30,000 residents; the programme's cost is in pounds for the
    whole place.
    """

    organisations_merge: list[Literal["nhs", "council", "voluntary"]] = Field(default_factory=list)
    interfaces: list[Interface] = Field(default_factory=list)
    single_point_of_access: SinglePointOfAccess | None = None
    shared_record: list[str] = Field(default_factory=list)
    common_form: list[str] = Field(default_factory=list)
    joint_meetings: JointMeetings | None = None
    case_management: CaseManagement | None = None
    care_coordinators: Amount = 0.0
    boundary_spanners: Amount = 0.0
    stays_outside: list[str] = Field(default_factory=list)
    back_to_gp_below: dict[NeedName, Share] = Field(default_factory=dict)
    processes: dict[str, ProcessName] = Field(default_factory=dict)
    extra_staff: dict[str, dict[ProfessionName, Annotated[float, Field(ge=-1000, le=1000)]]] = (
        Field(default_factory=dict)
    )
    programme_cost_a_year: Annotated[float, Field(ge=0, le=1e9)] = 0.0
    programme: Programme = Field(default_factory=Programme)
    management: dict[str, ManagementName] = Field(default_factory=dict)
    paying: Paying = Field(default_factory=Paying)

    def teams_named(self) -> list[tuple[tuple[str | int, ...], str]]:
        """Every team that the arrangement refers to, after the path to where it does."""
        lists: list[tuple[tuple[str | int, ...], list[str]]] = [
            (("interfaces", i, "between"), joined.between)
            for i, joined in enumerate(self.interfaces)
        ]
        if self.single_point_of_access:
            front = self.single_point_of_access.in_front_of
            lists.append((("single_point_of_access", "in_front_of"), front))
        lists.append((("shared_record",), self.shared_record))
        lists.append((("common_form",), self.common_form))
        if self.joint_meetings:
            lists.append((("joint_meetings", "teams"), self.joint_meetings.teams))
        lists.append((("stays_outside",), self.stays_outside))
        named = [((*path, n), team) for path, teams in lists for n, team in enumerate(teams)]
        named += [(("processes", team), team) for team in self.processes]
        named += [(("extra_staff", team), team) for team in self.extra_staff]
        named += [(("management", team), team) for team in self.management]
        return named
