"""What a scenario file says: the place, its teams, and how they are joined.

These models check shapes, names and ranges, and nothing else: they read no file. A scenario
in which something refers to a team that is not there, or a need that nobody accepts, is
refused by `Scenario` as a whole.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.checks import Complaint, InconsistentError, complaints_about
from joinedup.scenario.names import (
    AgeName,
    Amount,
    Label,
    MechanismName,
    NeedName,
    Part,
    ProcessName,
    ProfessionName,
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

    residents: Annotated[int, Field(ge=200, le=5_000_000)] = 30_000
    neighbourhoods: Annotated[int, Field(ge=1, le=200)] = 1
    practices_each: Annotated[int, Field(ge=1, le=20)] = 4
    ages: dict[AgeName, Share] = Field(default_factory=_ages_of_england)
    deprivation: Annotated[list[Share], Field(min_length=5, max_length=5)] = Field(
        default_factory=lambda: [0.2, 0.2, 0.2, 0.2, 0.2]
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


class Running(Part):
    """How long, how often and from which seed."""

    years: Annotated[float, Field(gt=0, le=50)] = 7.0
    burn_in_years: Annotated[float, Field(ge=0, le=50)] = 10.0
    replications: Annotated[int, Field(ge=1, le=100_000)] = 8
    seed: Annotated[int, Field(ge=0, le=2**62)] = 1


class Scenario(Part):
    """One scenario, with everything it inherits written out."""

    name: Label
    about: Annotated[str, Field(max_length=5_000)] = ""
    place: Place = Field(default_factory=Place)
    hospital: Hospital = Field(default_factory=Hospital)
    teams: Annotated[dict[str, Team], Field(min_length=1, max_length=60)]
    arrangement: Arrangement = Field(default_factory=Arrangement)
    assumptions: dict[str, float | dict[str, float]] = Field(default_factory=dict)
    disable_mechanisms: list[MechanismName] = Field(default_factory=list)
    run: Running = Field(default_factory=Running)

    @property
    def siloed(self) -> Scenario:
        """The same place with nothing joined."""
        return self.model_copy(update={"arrangement": Arrangement()})

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
