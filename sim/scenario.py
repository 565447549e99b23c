"""What a scenario file says: the place, its teams, and how they are joined.

These models check shapes, names and ranges, and nothing else: they read no file. A scenario
in which something refers to a team that is not there, or a need that nobody accepts, is
refused by `Scenario` as a whole.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from sim.cross_checks import Complaint, InconsistentError, complaints_about

Share = Annotated[float, Field(ge=0.0, le=1.0)]


def _plain(text: str) -> str:
    """A label without square brackets, which a terminal takes for commands to itself.

    Raises
    ------
    ValueError
        When there is one.
    """
    if "[" in text or "]" in text:
        raise ValueError("square brackets cannot stand here; use round ones")
    return text


Label = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
Amount = Annotated[float, Field(ge=0.0, le=10_000.0)]

AgeName = Literal["0-15", "16-39", "40-64", "65-74", "75-84", "85+"]
NeedName = Literal[
    "common_mental_disorder",
    "severe_mental_illness",
    "cognitive",
    "long_term_condition",
    "frailty",
    "daily_living",
    "housing_and_money",
    "isolation",
    "substance_use",
]
ProfessionName = Literal[
    "gp",
    "practice_nurse",
    "mental_health_nurse",
    "psychiatrist",
    "psychologist",
    "district_nurse",
    "therapist",
    "social_worker",
    "support_worker",
    "care_coordinator",
]
DegreeName = Literal["none", "closer_working", "coordinated", "co_located", "merged"]
ProcessName = Literal[
    "parallel_pathway",
    "post_box",
    "reception_allocation",
    "reception_assessment_allocation",
    "reception_assessment_allocation_review",
    "hybrid",
]


class Part(BaseModel):
    """A part of a scenario: refuses keys it does not know and cannot be changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def _ages_of_england() -> dict[AgeName, float]:
    return {
        "0-15": 0.185,
        "16-39": 0.31,
        "40-64": 0.32,
        "65-74": 0.10,
        "75-84": 0.06,
        "85+": 0.025,
    }


class PlaceOf(Part):
    """Who lives here: how many, in how many neighbourhoods, how old, how deprived."""

    residents: Annotated[int, Field(ge=200, le=5_000_000)] = 30_000
    neighbourhoods: Annotated[int, Field(ge=1, le=200)] = 1
    practices_each: Annotated[int, Field(ge=1, le=20)] = 4
    ages: dict[AgeName, Share] = Field(default_factory=_ages_of_england)
    deprivation: Annotated[list[Share], Field(min_length=5, max_length=5)] = Field(
        default_factory=lambda: [0.2, 0.2, 0.2, 0.2, 0.2]
    )

    @model_validator(mode="after")
    def _adds_up(self) -> PlaceOf:
        totals = {"ages": sum(self.ages.values()), "deprivation": sum(self.deprivation)}
        wrong = {key: total for key, total in totals.items() if abs(total - 1.0) > 0.005}
        if wrong:
            raise InconsistentError(
                Complaint((key,), f"the shares of `{key}` add up to {total:.3f}, not 1")
                for key, total in wrong.items()
            )
        return self


class Hospital(Part):
    """The acute hospital's beds and day-case slots, as a share of the place's residents."""

    beds_per_1000: Annotated[float, Field(gt=0, le=50)] = 2.0
    day_case_slots_per_1000_a_year: Annotated[float, Field(ge=0, le=1000)] = 140.0


class Acceptance(Part):
    """Which part of a kind of need a team takes: between two severities, at which ages."""

    severity: Annotated[list[Share], Field(min_length=2, max_length=2)] = Field(
        default_factory=lambda: [0.0, 1.0]
    )
    ages: list[AgeName] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Acceptance:
        if self.severity[0] >= self.severity[1]:
            what = "`severity` must go from the lower to the higher value"
            raise InconsistentError([Complaint(("severity",), what)])
        return self


class Team(Part):
    """A team: who works in it, what it takes, from which severity, and how it works.

    ``staff`` is in whole-time equivalents for every 30,000 residents that the team covers.
    """

    label: Label
    organisation: Literal["nhs", "council", "voluntary"]
    covers: Literal["practice", "neighbourhood", "borough"] = "neighbourhood"
    role: Literal["caseload", "general_practice", "crisis"] = "caseload"
    staff: dict[ProfessionName, Amount]
    accepts: dict[NeedName, Acceptance] = Field(default_factory=dict)
    threshold: Share = 0.3
    process: ProcessName = "reception_assessment_allocation"
    works_weekends: bool = False
    direct_access: bool = False


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


class SinglePointOfContact(Part):
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


class Arrangement(Part):
    """How the teams of the place are joined. Empty: siloed.

    A team that ``stays_outside`` is left out of every interface that names it. Staff are in
    whole-time equivalents for every 30,000 residents; the programme's cost is in pounds for the
    whole place.
    """

    organisations_merge: list[Literal["nhs", "council", "voluntary"]] = Field(default_factory=list)
    interfaces: list[Interface] = Field(default_factory=list)
    single_point_of_contact: SinglePointOfContact | None = None
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

    def teams_named(self) -> list[tuple[tuple[str | int, ...], str]]:
        """Every team that the arrangement refers to, after the path to where it does."""
        lists: list[tuple[tuple[str | int, ...], list[str]]] = [
            (("interfaces", i, "between"), joined.between)
            for i, joined in enumerate(self.interfaces)
        ]
        if self.single_point_of_contact:
            front = self.single_point_of_contact.in_front_of
            lists.append((("single_point_of_contact", "in_front_of"), front))
        lists.append((("shared_record",), self.shared_record))
        lists.append((("common_form",), self.common_form))
        if self.joint_meetings:
            lists.append((("joint_meetings", "teams"), self.joint_meetings.teams))
        lists.append((("stays_outside",), self.stays_outside))
        named = [((*path, n), team) for path, teams in lists for n, team in enumerate(teams)]
        named += [(("processes", team), team) for team in self.processes]
        named += [(("extra_staff", team), team) for team in self.extra_staff]
        return named


class Running(Part):
    """How long, how often and from which seed."""

    years: Annotated[float, Field(gt=0, le=50)] = 7.0
    burn_in_years: Annotated[float, Field(ge=0, le=50)] = 10.0
    replicates: Annotated[int, Field(ge=1, le=100_000)] = 8
    seed: Annotated[int, Field(ge=0, le=2**62)] = 1


class Scenario(Part):
    """One scenario, with everything it inherits written out."""

    name: Label
    about: Annotated[str, Field(max_length=5_000)] = ""
    place: PlaceOf = Field(default_factory=PlaceOf)
    hospital: Hospital = Field(default_factory=Hospital)
    teams: Annotated[dict[str, Team], Field(min_length=1, max_length=60)]
    arrangement: Arrangement = Field(default_factory=Arrangement)
    assumptions: dict[str, float | dict[str, float]] = Field(default_factory=dict)
    run: Running = Field(default_factory=Running)

    @property
    def team_names(self) -> list[str]:
        """The teams in the order of their numbers: by name, whatever their order in the file."""
        return sorted(self.teams)

    @model_validator(mode="after")
    def _hangs_together(self) -> Scenario:
        complaints = tuple(complaints_about(self, get_args(NeedName)))
        if complaints:
            raise InconsistentError(complaints)
        return self
