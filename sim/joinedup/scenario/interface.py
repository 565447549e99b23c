"""What a scenario says of the interface between teams: how far they are joined."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from joinedup.scenario.names import DegreeName, Part, Says, Share

HOSPITAL = "hospital"
FROM_DEGREE = "from the degree"
PerDegree = Annotated[Share | None, Says(absent=FROM_DEGREE)]
Hours = Annotated[float, Field(ge=0, le=100), Says(unit="hours")]
Wait = Annotated[float, Field(ge=0, le=365), Says(unit="days")]
Obstacles = Annotated[float, Field(ge=0, le=10), Says(unit="obstacles")]
Several = Annotated[list[str], Says(unit="list of at least two teams")]


class Interface(Part):
    """The interface between every two of the teams named: how far they are joined.

    Where two entries name the same pair, the later one holds. A number that is given replaces
    the one that follows from the degree: shares from 0 to 1, hours and days for each referral.
    ``hospital`` may stand among the teams: a discharge hub, in-reach or liaison lowers barriers for
    those whom the hospital refers to them.
    """

    between: Annotated[Several, Field(min_length=2), Says("teams")]
    degree: Annotated[DegreeName, Says("degree to which they are joined")]
    eligibility: Annotated[PerDegree, Says("share of the receiver's threshold applied")] = None
    wrong_door: Annotated[
        PerDegree, Says("chance that a mixed need is sent back, for each other domain")
    ] = None
    loss: Annotated[PerDegree, Says("share of people who never arrive at the next team")] = None
    paperwork_hours: Annotated[
        Hours | None, Says("staff time for a referral", absent=FROM_DEGREE)
    ] = None
    paperwork_days: Annotated[
        Wait | None, Says("days before a referral is read", absent=FROM_DEGREE)
    ] = None
    obstacle: Annotated[
        Obstacles | None, Says("persistence that a refusal costs the person", absent=FROM_DEGREE)
    ] = None

    @property
    def joins(self) -> bool:
        """Whether it joins its teams at all: by the degree, or by a number that is given."""
        return self.degree != "none" or len(self.model_dump(exclude_none=True)) > 2
