"""What a scenario file says of how an arrangement comes in."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from joinedup.scenario.names import (
    POSTS,
    Change,
    LeadershipName,
    Month,
    OrganisationName,
    Part,
    ProfessionName,
    Says,
    Share,
)

Often = Annotated[float, Field(ge=0.25, le=120), Says(unit="months")]
Rarely = Annotated[float, Field(ge=3, le=120), Says(unit="months")]


class Programme(Part):
    """How an arrangement is brought in: when, led by whom, with what help and upheaval.

    Months count from the index date, on which staff hear of it. Nothing says how long
    people take: that comes out of them.
    """

    go_live_month: Annotated[Month, Says("month in which the arrangement begins to hold")] = 0.0
    go_live_by_neighbourhood: Annotated[
        list[Month] | None,
        Says("months of going live, for each neighbourhood in turn", "list", "all at once"),
    ] = None
    readiness_by_neighbourhood: Annotated[
        list[Share] | None,
        Says("readiness for the change, for each neighbourhood in turn", "list", "all ready"),
    ] = None
    leadership: Annotated[LeadershipName, Says("style of leadership")] = "inspirational"
    led_by: Annotated[
        list[OrganisationName],
        Says("organisations that lead the change together, or none for the largest", "list"),
    ] = Field(default_factory=list)
    engagement: Annotated[Share, Says("share of staff who are consulted")] = 0.5
    engagement_from_month: Annotated[Month, Says("month from which staff are consulted")] = 0.0
    users_consulted: Annotated[
        Share, Says("share of those who use services, and carers, whom each review asks")
    ] = 0.0
    opinion_leaders_involved: Annotated[
        bool, Says("whether opinion leaders are involved from the start")
    ] = False
    training_hours_a_week: Annotated[
        float,
        Field(ge=0.0, le=8.0),
        Says("protected time for learning together, for each member of the joined teams, from the "
             "index date", "hours a week"),
    ] = 0.0  # fmt: skip
    training_months: Annotated[Month, Says("months of training after going live")] = 12.0
    fit: Annotated[Share, Says("fit of the new way with people's routine")] = 0.7
    shared_purpose: Annotated[Share, Says("clarity of the common purpose")] = 0.8
    upheaval: Annotated[
        Share, Says("upheaval: moving site, parking, new systems", "share of the greatest")
    ] = 0.2
    review_every_months: Annotated[
        Often | None, Says("months between reviews, which bring the purpose back", absent="never")
    ] = None
    new_initiative_every_months: Annotated[
        Rarely | None, Says("months until a new initiative replaces this one", absent="never")
    ] = None
    money_ends_month: Annotated[
        Month | None,
        Says(
            "month in which money ends: added posts, leaders, the programme's own", absent="never"
        ),
    ] = None
    staff_after_money: Annotated[
        dict[str, dict[ProfessionName, Change]] | None,
        Says("staff added to teams, or taken away, that stay so when money ends",
             f"{POSTS}, by team and profession",
             "those taken away, unless added teams close"),
    ] = None  # fmt: skip
    money_renewed_yearly: Annotated[
        bool, Says("whether added posts are paid from one year to the next")
    ] = False
