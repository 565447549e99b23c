"""The place of a scenario: who lives there, its hospital, its teams, and how long it is run."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from joinedup.scenario.names import (
    AgeName,
    Complaint,
    InconsistentError,
    Label,
    NeedName,
    OrganisationName,
    Part,
    Posts,
    ProcessName,
    ProfessionName,
    RoleName,
    Says,
    Severity,
    Share,
)


def _ages_of_england() -> dict[AgeName, float]:
    return {
        "0-15": 0.185,
        "16-39": 0.31,
        "40-64": 0.32,
        "65-74": 0.10,
        "75-84": 0.06,
        "85+": 0.025,
    }


class Place(Part):
    """Who lives here: how many, in how many neighbourhoods, how old, how deprived."""

    residents: Annotated[
        int, Field(ge=200, le=5_000_000), Says("people", "the number of residents")
    ] = Field(default=30_000, description="people in the whole place")
    neighbourhoods: Annotated[int, Field(ge=1, le=200), Says(phrase="the number of parts")] = Field(
        default=1, description="parts of the place, at least 200 people each"
    )
    practices_each: Annotated[
        int, Field(ge=1, le=20), Says(phrase="the number of GP practices in each neighbourhood")
    ] = Field(default=4, description="GP practices in each neighbourhood")
    ages: Annotated[dict[AgeName, Share], Says(phrase="the share of residents")] = Field(
        default_factory=_ages_of_england,
        description="share of residents in each band, adding up to 1",
    )
    deprivation: Annotated[
        list[Share],
        Field(min_length=5, max_length=5),
        Says(phrase="the shares of residents by quintile of deprivation, least deprived first,"),
    ] = Field(
        default_factory=lambda: [0.2, 0.2, 0.2, 0.2, 0.2],
        description="share in each quintile, from the least to the most deprived",
    )

    @model_validator(mode="after")
    def _adds_up(self) -> Place:
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

    beds_per_1000: Annotated[
        float, Field(gt=0, le=50), Says("beds for every 1,000 residents", "acute beds")
    ] = Field(default=2.0, description="acute beds")
    day_case_slots_per_1000_a_year: Annotated[
        float, Field(ge=0, le=1000), Says("a year for every 1,000 residents", "day-case slots")
    ] = Field(default=140.0, description="day-case slots")


class Acceptance(Part):
    """Which part of a kind of need a team takes: between two severities, at which ages."""

    severity: Annotated[
        list[Severity], Field(min_length=2, max_length=2), Says(phrase="the severities accepted")
    ] = Field(default_factory=lambda: [0.0, 1.0], description="from which severity to which")
    ages: Annotated[list[AgeName] | None, Says(phrase="the ages accepted", absent="all")] = Field(
        default=None, description="in which age bands"
    )

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

    label: Annotated[Label, Says(phrase="the name in tables")] = Field(
        description="what tables and pictures call it"
    )
    organisation: Annotated[OrganisationName, Says(phrase="who employs and pays")] = Field(
        description="who employs and pays"
    )
    covers: Annotated[
        Literal["practice", "neighbourhood", "borough"], Says(phrase="the area covered by each")
    ] = Field(
        default="neighbourhood",
        description="one team for each practice or neighbourhood, or one for all",
    )
    role: Annotated[RoleName, Says(phrase="the role")] = Field(
        default="caseload", description="what it does; exactly one team is general practice"
    )
    staff: Annotated[dict[ProfessionName, Posts], Says(phrase="the staff")] = Field(
        description="staff by profession, for every 30,000 residents covered"
    )
    accepts: Annotated[dict[NeedName, Acceptance], Says(phrase="the needs accepted")] = Field(
        default_factory=dict,
        description="kinds of need that it takes; a caseload team takes at least one",
    )
    threshold: Annotated[
        Severity, Says(phrase="the severity below which a referral is refused")
    ] = Field(default=0.3, description="severity below which a referral is refused")
    process: Annotated[ProcessName, Says(phrase="the team process")] = Field(
        default="reception_assessment_allocation", description="Øvretveit's team process"
    )
    works_weekends: Annotated[bool, Says(phrase="working at weekends")] = Field(
        default=False, description="whether it works at weekends"
    )
    direct_access: Annotated[bool, Says(phrase="seeing residents without a referral")] = Field(
        default=False, description="whether residents can come without a referral"
    )


class Running(Part):
    """How long, how often and from which seed."""

    years: Annotated[
        float, Field(gt=0, le=50), Says("years", "the years run after the day of change")
    ] = Field(default=7.0, description="how long after the day of change")
    burn_in_years: Annotated[
        float, Field(ge=0, le=50), Says("years", "the siloed years before the day of change")
    ] = Field(default=10.0, description="how long the siloed place lives before it")
    replications: Annotated[
        int, Field(ge=1, le=100_000), Says("runs", "the number of replications")
    ] = Field(default=8, description="how many times, each with random numbers of its own")
    seed: Annotated[int, Field(ge=0, le=2**62), Says(phrase="the seed of random numbers")] = Field(
        default=1, description="where the random numbers start"
    )
