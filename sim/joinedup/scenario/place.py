"""The place of a scenario: who lives there, its hospital, its teams, and how long it is run."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import Annotated, Literal, TypeVar

from pydantic import Field, model_validator

from joinedup.scenario.names import (
    POSTS,
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

Ages = TypeVar("Ages", "Neighbourhood", "Place")
Assets = Annotated[float, Field(ge=0.0, le=500.0)]
PLACES = "for every 1,000 residents"
_AGES_OF_ENGLAND = {
    "0-15": 0.185,
    "16-39": 0.31,
    "40-64": 0.32,
    "65-74": 0.10,
    "75-84": 0.06,
    "85+": 0.025,
}


def _add_up(part: Ages) -> Ages:
    """The part again, when the shares that it gives add up to 1."""
    given = {"ages": sum((part.ages or {}).values()), "deprivation": sum(part.deprivation or ())}
    totals = {key: total for key, total in given.items() if getattr(part, key) is not None}
    wrong = {key: total for key, total in totals.items() if abs(total - 1.0) > 0.005}
    if wrong:
        raise InconsistentError(
            Complaint((key,), f"the shares of `{key}` add up to {total:.3f}, not 1")
            for key, total in wrong.items()
        )
    return part


class Neighbourhood(Part):
    """One neighbourhood, in what it differs from the rest of the place."""

    name: Annotated[Label | None, Says("name", absent="its number")] = None
    share_of_residents: Annotated[
        Share | None, Says("share of the place's residents", absent="as many as in each other")
    ] = None
    ages: Annotated[
        dict[AgeName, Share] | None,
        Says("share of its residents in each age band", "share by age band", "as in the place"),
    ] = None
    deprivation: Annotated[
        list[Share] | None,
        Field(min_length=5, max_length=5),
        Says("shares of its residents by quintile, the least deprived first", "five shares",
             "as in the place"),
    ] = None  # fmt: skip
    staff: Annotated[
        float,
        Field(gt=0, le=10),
        Says("staff of its teams and practices, against others for as many residents", "times"),
    ] = 1.0
    assets: Annotated[
        Assets | None, Says("places in voluntary groups", PLACES, "as in the place")
    ] = None

    _adds_up = model_validator(mode="after")(_add_up)


class Place(Part):
    """Who lives here: how many, in how many neighbourhoods, how old, how deprived."""

    residents: Annotated[
        int, Field(ge=200, le=5_000_000), Says("residents of the whole place", "people")
    ] = 30_000
    neighbourhoods: Annotated[
        int, Field(ge=1, le=200), Says("neighbourhoods, of at least 200 people each")
    ] = 1
    practices_each: Annotated[
        int, Field(ge=1, le=20), Says("GP practices in each neighbourhood")
    ] = 4
    ages: Annotated[
        dict[AgeName, Share],
        Says("share of residents in each age band, adding up to 1", "share by age band"),
    ] = Field(default=_AGES_OF_ENGLAND)
    deprivation: Annotated[
        list[Share],
        Field(min_length=5, max_length=5),
        Says("shares by quintile, from the least to the most deprived", "five shares"),
    ] = Field(default=[0.2, 0.2, 0.2, 0.2, 0.2])
    growing: Annotated[
        bool,
        Says("whether the population ages and acute illness grows from the index date on"),
    ] = False
    winters: Annotated[bool, Says("whether more fall ill in winter")] = False

    care_home_beds_per_1000: Annotated[
        float, Field(ge=0, le=100), Says("places in care homes", "for every 1,000 residents")
    ] = 9.0
    by_neighbourhood: Annotated[
        list[Neighbourhood],
        Field(max_length=200),
        Says("neighbourhoods one by one, where they differ", "list", "all alike"),
    ] = Field(default_factory=list)
    assets: Annotated[Assets, Says("places in voluntary groups for link workers", PLACES)] = 0.0
    straddling: Annotated[
        float,
        Field(ge=0, le=0.5),
        Says("share of each practice's list that lives in the next neighbourhood", "share"),
    ] = 0.0

    _adds_up = model_validator(mode="after")(_add_up)

    @property
    def each(self) -> list[Neighbourhood]:
        """Every neighbourhood, those that nothing is said of included."""
        return self.by_neighbourhood or [Neighbourhood()] * self.neighbourhoods

    @property
    def shares_of_residents(self) -> list[float]:
        """Each neighbourhood's share of the residents."""
        given = [one.share_of_residents for one in self.each]
        return [1.0 / len(given) if share is None else share for share in given]


def whole_beds(per_1000: float, residents: int) -> int:
    """Beds for so many residents: whole ones, and one at least where there are any."""
    return max(round(per_1000 * residents / 1000.0), 1 if per_1000 > 0.0 else 0)


def shared_out(due: Sequence[float]) -> list[int]:
    """Whole places for each that is due so many: the whole is rounded once, by largest remainder.

    >>> shared_out([1.33, 1.33, 1.34]), shared_out([1.47]), shared_out([0.3, 0.3])
    ([1, 1, 2], [1], [1, 0])
    """
    found = [floor(one + 1e-9) for one in due]
    left = floor(sum(due) + 0.5 + 1e-9) - sum(found)
    most = sorted(range(len(due)), key=lambda at: (round(found[at] - due[at], 9), at))
    for at in most[:left]:
        found[at] += 1
    return found


class Hospital(Part):
    """Beds and day-case slots of the acute and the mental health hospital, by residents."""

    beds_per_1000: Annotated[
        float, Field(gt=0, le=50), Says("acute beds", "for every 1,000 residents")
    ] = 2.0
    day_case_slots_per_1000_a_year: Annotated[
        float, Field(ge=0, le=1000), Says("day-case slots", "a year for every 1,000 residents")
    ] = 140.0
    mental_health_beds_per_1000: Annotated[
        float,
        Field(ge=0, le=20),
        Says("mental health beds for people in a crisis", "for every 1,000 residents"),
    ] = 0.2


class Acceptance(Part):
    """Which part of a kind of need a team takes: between two severities, at which ages."""

    severity: Annotated[
        list[Severity],
        Field(min_length=2, max_length=2),
        Says("severity, from which to which", "two numbers from 0 to 1"),
    ] = Field(default=[0.0, 1.0])
    ages: Annotated[list[AgeName] | None, Field(min_length=1), Says("age bands", "list", "all")] = (
        None
    )
    step: Annotated[
        int, Field(ge=1, le=5), Says("step of stepped care: asked when lower ones have not helped")
    ] = 1

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

    label: Annotated[Label, Says("name in tables and pictures")]
    organisation: Annotated[OrganisationName, Says("employer and payer")]
    covers: Annotated[
        Literal["practice", "neighbourhood", "borough"], Says("area that each such team covers")
    ] = "neighbourhood"
    role: Annotated[RoleName, Says("role; exactly one team is general practice")] = "caseload"
    staff: Annotated[dict[ProfessionName, Posts], Says("staff", f"{POSTS} covered, by profession")]
    accepts: Annotated[
        dict[NeedName, Acceptance],
        Says("kinds of need accepted; a caseload team takes one at least", "table by kind of need"),
    ] = Field(default_factory=dict)
    threshold: Annotated[Severity, Says("severity below which a referral is refused")] = 0.3
    process: Annotated[ProcessName, Says("team process (Øvretveit)")] = (
        "reception_assessment_allocation"
    )
    assessing: Annotated[
        Share, Says("share of the time of staff who may assess that is kept for assessments")
    ] = 0.25
    eligible_from: Annotated[
        Severity, Says("severity below which an assessment finds no eligible need")
    ] = 0.0
    means_tested: Annotated[bool, Says("whether people with means pay for their own support")] = (
        False
    )
    works_weekends: Annotated[bool, Says("whether it works at weekends")] = False
    direct_access: Annotated[bool, Says("whether residents can come without a referral")] = False


SEEDS = (0, 2**62)


class Running(Part):
    """How long, how often and from which seed."""

    years: Annotated[float, Field(gt=0, le=50), Says("years after the index date", "years")] = 7.0
    burn_in_years: Annotated[
        float, Field(ge=0, le=50), Says("siloed years before the index date", "years")
    ] = 10.0
    replications: Annotated[
        int, Field(ge=1, le=100_000), Says("replications, each with random numbers of its own")
    ] = 8
    seed: Annotated[int, Field(ge=SEEDS[0], le=SEEDS[1]), Says("seed of the random numbers")] = 1

    @property
    def months(self) -> int:
        """How many whole months are counted after the index date: the nearest to its years."""
        return max(1, round(12 * self.years))
