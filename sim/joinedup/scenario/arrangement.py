"""What a scenario file says of an arrangement: how teams are joined, and how it comes in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from joinedup.scenario.names import (
    POSTS,
    BudgetsName,
    DegreeName,
    LeadershipName,
    ManagementName,
    Month,
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

FROM_DEGREE = "from the degree"
TeamNames = Annotated[list[str], Says("list of teams")]
TwoTeams = Annotated[list[str], Field(min_length=2), Says("list of at least two teams")]
Change = Annotated[float, Field(ge=-1000, le=1000), Says(POSTS)]


class Interface(Part):
    """The interface between every two of the teams named: how far they are joined.

    Where two entries name the same pair, the later one holds. A number that is given replaces
    the one that follows from the degree: shares from 0 to 1, hours and days for each referral.
    """

    between: TwoTeams = Field(description="the teams")
    degree: DegreeName = Field(description="how far they are joined")
    eligibility: Annotated[
        Share | None, Says(phrase="the share of the threshold applied", absent=FROM_DEGREE)
    ] = Field(default=None, description="how much of the receiving team's threshold is applied")
    wrong_door: Annotated[
        Share | None, Says(phrase="the chance of misdirection", absent=FROM_DEGREE)
    ] = Field(
        default=None, description="chance that a mixed need is sent back, for each other domain"
    )
    loss: Annotated[Share | None, Says(phrase="the share of people lost", absent=FROM_DEGREE)] = (
        Field(default=None, description="people who never arrive at the next team")
    )
    paperwork_hours: Annotated[
        Annotated[float, Field(ge=0, le=100)] | None,
        Says("hours", "the hours of paperwork", FROM_DEGREE),
    ] = Field(default=None, description="staff time for a referral")
    paperwork_days: Annotated[
        Annotated[float, Field(ge=0, le=365)] | None,
        Says("days", "the days before a referral is read", FROM_DEGREE),
    ] = Field(default=None, description="days before a referral is read")
    obstacle: Annotated[
        Annotated[float, Field(ge=0, le=10)] | None,
        Says("obstacles", "the persistence lost at a refusal", FROM_DEGREE),
    ] = Field(default=None, description="persistence that being turned away costs the person")


class SinglePointOfAccess(Part):
    """One point of access to several teams, with its own staff (per 30,000 residents)."""

    in_front_of: Annotated[
        list[str],
        Field(min_length=1),
        Says("list of teams", "the teams behind the single point of access"),
    ] = Field(description="the teams behind it")
    staff: Annotated[
        dict[ProfessionName, Posts], Says(phrase="the staff of the single point of access")
    ] = Field(
        default_factory=dict,
        description="who answers it; take them out of the teams with `extra_staff`, or they are "
        "new",
    )


class JointMeetings(Part):
    """Joint care planning meetings of several teams: how often, and each team's hours a week."""

    teams: Annotated[TwoTeams, Says(phrase="the teams that meet")] = Field(description="who meets")
    every_days: Annotated[
        int, Field(ge=1, le=366), Says("days", "the days between joint meetings")
    ] = Field(default=14, description="how often")
    hours_a_week: Annotated[
        float,
        Field(ge=0, le=40),
        Says("hours a week for every 30,000 residents", "the time that joint meetings take"),
    ] = Field(default=1.0, description="staff time that it takes each team")


class CaseManagement(Part):
    """Case finding and case management: whom to look for, and who looks after them.

    ``case_managers`` are whole-time equivalents for every 30,000 residents.
    """

    case_managers: Annotated[
        float,
        Field(gt=0, le=1000),
        Says(POSTS, "case managers"),
    ] = Field(description="case managers")
    caseload_each: Annotated[
        float, Field(gt=0, le=1000), Says("people", "the caseload of each case manager")
    ] = Field(default=50.0, description="people that each looks after")
    share_of_residents: Annotated[
        Share, Says(phrase="the share of residents, those at highest risk, who are enrolled")
    ] = Field(default=0.02, description="those at highest risk who are enrolled, if there is room")
    visit_every_days: Annotated[
        float, Field(ge=1, le=366), Says("days", "the days between a case manager's visits")
    ] = Field(default=30.0, description="how often each is visited")
    search_again_every_days: Annotated[
        int, Field(ge=30, le=3660), Says("days", "the days between searches by risk score")
    ] = Field(default=182, description="how often the risk scores are looked through")


class Programme(Part):
    """How an arrangement is brought in: when, led by whom, with what help and upheaval.

    Months count from the day of change, on which staff hear of it. Nothing says how long
    people take: that comes out of them.
    """

    go_live_month: Annotated[Month, Says(phrase="the month of going live")] = Field(
        default=0.0, description="when the arrangement begins to hold"
    )
    go_live_by_neighbourhood: Annotated[
        list[Month] | None,
        Says("list of months", "the months of going live by neighbourhood", "all at once"),
    ] = Field(default=None, description="the same, for each neighbourhood in turn")
    leadership: Annotated[LeadershipName, Says(phrase="the style of leadership")] = Field(
        default="inspirational", description="style of those who lead the change"
    )
    engagement: Annotated[Share, Says(phrase="the share of staff consulted")] = Field(
        default=0.5, description="staff who are asked what they think"
    )
    engagement_from_month: Annotated[
        Month, Says(phrase="the month from which staff are consulted")
    ] = Field(default=0.0, description="when asking them begins")
    opinion_leaders_involved: Annotated[
        bool, Says(phrase="involving opinion leaders from the start")
    ] = Field(
        default=False, description="whether those whom others follow are involved from the start"
    )
    training_hours_a_week: Annotated[
        float,
        Field(ge=0.0, le=8.0),
        Says("hours a week", "the protected hours for learning together"),
    ] = Field(
        default=0.0,
        description="protected time for learning together, for each member of the joined teams, "
        "from the day of change",
    )
    training_months: Annotated[
        Month, Says(phrase="the months for which training goes on after going live")
    ] = Field(default=12.0, description="how long after going live it goes on")
    fit: Annotated[Share, Says(phrase="the fit of the new way with people's routine")] = Field(
        default=0.7, description="how well the new way fits into people's routine"
    )
    shared_purpose: Annotated[Share, Says(phrase="the clarity of the common purpose")] = Field(
        default=0.8, description="how clear the common purpose is"
    )
    upheaval: Annotated[
        Share, Says("share of the greatest", "the upheaval of moving sites and systems")
    ] = Field(default=0.2, description="moving site, parking, new systems")
    review_every_months: Annotated[
        Annotated[float, Field(ge=0.25, le=120.0)] | None,
        Says("months", "the months between reviews of progress", "never"),
    ] = Field(
        default=None, description="how often progress is looked at and the purpose brought back"
    )
    new_initiative_every_months: Annotated[
        Annotated[float, Field(ge=3.0, le=120.0)] | None,
        Says("months", "the months between new initiatives", "never"),
    ] = Field(default=None, description="how often a new initiative replaces this one")
    money_ends_month: Annotated[
        Month | None, Says(phrase="the month in which the programme's money ends", absent="never")
    ] = Field(
        default=None, description="when added posts, leaders and the programme's own money end"
    )
    money_renewed_yearly: Annotated[
        bool, Says(phrase="paying added posts from one year to the next")
    ] = Field(default=False, description="whether added posts are paid from one year to the next")


class Paying(Part):
    """How organisations hold and move the money for what they do together."""

    budgets: Annotated[BudgetsName, Says(phrase="budgets for joint work")] = Field(
        default="separate", description="how organisations hold the money for joint work"
    )
    payment: Annotated[PaymentName, Says(phrase="how providers are paid")] = Field(
        default="activity", description="how providers are paid"
    )


class Arrangement(Part):
    """How the teams of the place are joined. Empty: siloed.

    A team that ``stays_outside`` is left out of every interface that names it. Staff are in
    whole-time equivalents for every 30,000 residents; the programme's cost is in pounds for the
    whole place.
    """

    organisations_merge: Annotated[
        list[OrganisationName],
        Says("list of at least two", "the organisations that become one"),
    ] = Field(
        default_factory=list,
        description="organisations that become one, whatever their teams do",
    )
    interfaces: list[Interface] = Field(
        default_factory=list, description="which teams are joined, and how far"
    )
    single_point_of_access: Annotated[
        SinglePointOfAccess | None, Says(phrase="a single point of access")
    ] = Field(default=None, description="one point of access to several teams")
    shared_record: Annotated[list[str], Says("list of at least two teams", "the shared record")] = (
        Field(default_factory=list, description="teams that read each other's record")
    )
    common_form: Annotated[
        list[str], Says("list of at least two teams", "the common assessment form")
    ] = Field(default_factory=list, description="teams that share an assessment form")
    joint_meetings: Annotated[JointMeetings | None, Says(phrase="joint planning meetings")] = Field(
        default=None, description="joint care planning meetings"
    )
    case_management: Annotated[CaseManagement | None, Says(phrase="case management")] = Field(
        default=None, description="whom to search for, and who looks after them"
    )
    care_coordinators: Annotated[Posts, Says(phrase="care coordinators")] = Field(
        default=0.0, description="coordinators of people with mixed needs"
    )
    boundary_spanners: Annotated[Posts, Says(phrase="boundary spanners")] = Field(
        default=0.0, description="staff who look after interfaces"
    )
    stays_outside: Annotated[TeamNames, Says(phrase="the teams outside what is joined")] = Field(
        default_factory=list, description="teams left out of every interface that names them"
    )
    back_to_gp_below: Annotated[
        dict[NeedName, Severity], Says(phrase="the severity below which GPs take back")
    ] = Field(
        default_factory=dict,
        description="severity below which a kind of need goes back to the GP",
    )
    processes: Annotated[dict[str, ProcessName], Says(phrase="the team process")] = Field(
        default_factory=dict, description="team process that replaces a team's own"
    )
    extra_staff: Annotated[
        dict[str, dict[ProfessionName, Change]], Says(phrase="the staff added")
    ] = Field(default_factory=dict, description="staff added to teams, or taken away (negative)")
    programme_cost_a_year: Annotated[
        float, Field(ge=0, le=1e9), Says("pounds a year", "what the programme itself costs")
    ] = Field(
        default=0.0,
        description="what the programme itself costs, for the whole place; another number of "
        "residents scales it in proportion",
    )
    programme: Programme = Field(
        default_factory=Programme, description="how the arrangement is brought in"
    )
    management: Annotated[dict[str, ManagementName], Says(phrase="the management structure")] = (
        Field(
            default_factory=dict,
            description="management structure that replaces management by one's own profession",
        )
    )
    paying: Paying = Field(
        default_factory=Paying, description="how money is held and paid between organisations"
    )

    def teams_named(self) -> Iterator[tuple[Path, str]]:
        """Every team that the arrangement refers to, after the path to where it does."""
        lists: list[tuple[Path, list[str]]] = [
            (("interfaces", i, "between"), joined.between)
            for i, joined in enumerate(self.interfaces)
        ]
        if self.single_point_of_access:
            front = self.single_point_of_access.in_front_of
            lists.append((("single_point_of_access", "in_front_of"), front))
        lists += [(("shared_record",), self.shared_record), (("common_form",), self.common_form)]
        if self.joint_meetings:
            lists.append((("joint_meetings", "teams"), self.joint_meetings.teams))
        lists.append((("stays_outside",), self.stays_outside))
        yield from (((*path, n), team) for path, teams in lists for n, team in enumerate(teams))
        for key in ("processes", "extra_staff", "management"):
            yield from (((key, team), team) for team in getattr(self, key))
