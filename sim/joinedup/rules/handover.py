"""What a referral meets at the interface between two teams: barriers 2 to 5."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Degree
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter

Table = Any

_KEPT = "what is left of this barrier at each degree of joining, against none"


class Handover(NamedTuple):
    """The barriers at a siloed interface, and what each degree of joining leaves of them."""

    wrong_door: Annotated[
        float,
        Parameter(
            "chance that a mixed need is sent back as belonging to somebody else",
            "chance per referral and other domain",
            0.1,
            0.6,
            "gp_referral_bounce_back_share is 0.14 of all referrals, mixed or not",
            "assumed",
        ),
    ] = 0.3
    misdirected: Annotated[
        float,
        Parameter(
            "chance that a plain need is sent to the wrong team",
            "chance per referral",
            0.02,
            0.21,
            "gp_referral_bounce_back_share",
            "assumed",
        ),
    ] = 0.08
    paperwork_minutes: Annotated[
        float,
        Parameter("staff time for writing and reading one referral", "minutes", 15.0, 180.0),
    ] = 60.0
    paperwork_days: Annotated[
        float,
        Parameter("days before a referral is read at the other team", "days", 1.0, 21.0),
    ] = 7.0
    loss: Annotated[
        float,
        Parameter(
            "share of people who do not reach the team they are handed to",
            "share of handovers",
            0.1,
            0.3,
            "team_transfer_loss_share",
            "measured",
        ),
    ] = 0.2
    obstacle: Annotated[
        float,
        Parameter(
            "persistence spent on being refused, bounced or lost, and on telling it all again",
            "obstacles",
            0.5,
            2.0,
            role="constant",
        ),
    ] = 1.0
    retelling: Annotated[
        float,
        Parameter("persistence spent on telling the story once more", "obstacles", 0.0, 0.5),
    ] = 0.2
    chasing_days: Annotated[
        float,
        Parameter(
            "days before somebody who was lost finds out",
            "days",
            20.0,
            120.0,
            "failed_referral_detected_only_by_patient says that they must; the number assumed",
        ),
    ] = 60.0
    eligibility_kept: Annotated[
        Table, Parameter(_KEPT + ": the threshold", "share left", 0.8, 1.2, "000", per=(Degree,))
    ] = (1.0, 0.98, 0.9, 0.92, 0.5)
    wrong_door_kept: Annotated[
        Table, Parameter(_KEPT + ": the wrong door", "share left", 0.7, 1.3, "000", per=(Degree,))
    ] = (1.0, 0.8, 0.5, 0.5, 0.05)
    paperwork_kept: Annotated[
        Table, Parameter(_KEPT + ": paperwork", "share left", 0.7, 1.3, "000", per=(Degree,))
    ] = (1.0, 0.9, 0.7, 0.6, 0.15)
    loss_kept: Annotated[
        Table, Parameter(_KEPT + ": loss at handover", "share left", 0.7, 1.3, "000", per=(Degree,))
    ] = (1.0, 0.8, 0.5, 0.4, 0.1)
    obstacle_kept: Annotated[
        Table, Parameter(_KEPT + ": obstacles", "share left", 0.7, 1.3, "000", per=(Degree,))
    ] = (1.0, 0.95, 0.8, 0.7, 0.3)
    joint_kept: Annotated[
        Table,
        Parameter(
            "share of visits to somebody known to both teams that serve both needs",
            "share of visits",
            0.7,
            1.3,
            "000",
            per=(Degree,),
        ),
    ] = (0.0, 0.0, 0.05, 0.1, 0.3)
    advice_kept: Annotated[
        Table,
        Parameter(
            "share of specialist questions that are put to the other team and not to a clinic",
            "share of questions",
            0.7,
            1.3,
            "000; 001",
            per=(Degree,),
        ),
    ] = (0.0, 0.05, 0.15, 0.15, 0.3)


@rule
def chance_of_wrong_door(wrong_door, misdirected, other_domains):
    """The chance that a referral is bounced: a plain need seldom, a mixed one far more often.

    One minus the chance of passing each check: the team's own kind, and each other domain.
    """
    return 1.0 - (1.0 - misdirected) * (1.0 - wrong_door) ** other_domains


@rule
def interpolate(none, joined, fidelity):
    """What an interface does on a day: from siloed to joined, as far as it has been taken up.

    ``fidelity`` is 0 when nobody works the new way and 1 when everybody does.
    """
    return none + (joined - none) * fidelity
