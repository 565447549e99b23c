"""What work does to the people who do it: strain, satisfaction, and fear of a change."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter


class Strain(NamedTuple):
    """How load and moral pressure build up in a member of staff, and wear off."""

    comfortable: Annotated[
        float,
        Parameter(
            "share of a team's time asked for, above which work strains",
            "share of time",
            0.7,
            0.95,
        ),
    ] = 0.85
    by_load: Annotated[
        float,
        Parameter(
            "strain a week from work that asks for twice the time above the comfortable share",
            "strain a week",
            0.02,
            0.2,
            "MODEL.md (load raises strain); the number assumed",
        ),
    ] = 0.10
    by_line: Annotated[
        float,
        Parameter(
            "strain a week from a line of twice the standard wait (the people whom one cannot see)",
            "strain a week",
            0.0,
            0.03,
            "000 (over-worked teams); the number assumed",
        ),
    ] = 0.008
    by_refusal: Annotated[
        float,
        Parameter(
            "strain a week from one refusal a member a week",
            "strain a week",
            0.0,
            0.03,
        ),
    ] = 0.006
    by_crisis: Annotated[
        float,
        Parameter(
            "strain a week from one crisis a member a week on the team's caseload",
            "strain a week",
            0.0,
            0.05,
        ),
    ] = 0.015
    by_beyond: Annotated[
        float,
        Parameter(
            "strain a week from noticing, once a member a week, what is beyond one's own skill",
            "strain a week",
            0.0,
            0.03,
            "000 (anxiety about what is outside one's skill set); the number assumed",
        ),
    ] = 0.005
    by_fear: Annotated[
        float,
        Parameter("strain a week from the greatest fear", "strain a week", 0.0, 0.05, "000"),
    ] = 0.015
    always: Annotated[
        float,
        Parameter("strain a week from everything else", "strain a week", 0.0, 0.04),
    ] = 0.018
    recovery: Annotated[
        float,
        Parameter(
            "share of strain that wears off in a week",
            "share a week",
            0.02,
            0.06,
            "fitted to nhs_burnout_share",
        ),
    ] = 0.031
    hardiness_spread: Annotated[
        float,
        Parameter(
            "how differently people bear the same work: standard deviation of the logarithm",
            "log units",
            0.2,
            0.8,
        ),
    ] = 0.5
    burnt_from: Annotated[
        float,
        Parameter(
            "strain from which somebody says that work has burnt them out",
            "strain",
            0.4,
            0.6,
            role="constant",
        ),
    ] = 0.5
    slower: Annotated[
        float,
        Parameter(
            "share of their pace that burnt-out members lose",
            "share of pace",
            0.0,
            0.25,
            "burnout_productivity_or gives the sign; the number assumed",
        ),
    ] = 0.08
    contentment: Annotated[
        float,
        Parameter("satisfaction of somebody without strain or fear", "satisfaction", 0.6, 0.95),
    ] = 0.8
    strain_spoils: Annotated[
        float,
        Parameter(
            "satisfaction lost at the greatest strain",
            "satisfaction",
            0.3,
            0.9,
            "burnout_job_dissatisfaction_or gives the sign; the number assumed",
        ),
    ] = 0.6
    fear_spoils: Annotated[
        float,
        Parameter("satisfaction lost at the greatest fear", "satisfaction", 0.1, 0.6, "000"),
    ] = 0.3
    joint_work_pleases: Annotated[
        float,
        Parameter(
            "satisfaction gained by working in the new way where joint work goes well",
            "satisfaction",
            0.0,
            0.4,
            "004 (staff positive about new ways of working); the number assumed",
        ),
    ] = 0.2
    learning_pleases: Annotated[
        float,
        Parameter(
            "satisfaction gained by having learnt another profession's basics in full",
            "satisfaction",
            0.0,
            0.3,
            "000; 004; the number assumed",
        ),
    ] = 0.1
    satisfaction_speed: Annotated[
        float,
        Parameter("how fast satisfaction follows what work is like", "share a week", 0.03, 0.3),
    ] = 0.1
    fear_speed: Annotated[
        float,
        Parameter("how fast fear comes and goes", "share a week", 0.05, 0.5),
    ] = 0.15
    fear_fades: Annotated[
        float,
        Parameter(
            "share of a threat that a week of living with the change takes away",
            "share a week",
            0.003,
            0.03,
            "000 (the fear has not been borne out in practice); the number assumed",
        ),
    ] = 0.01
    reassured: Annotated[
        float,
        Parameter(
            "share of fear that engaging everybody from the start takes away",
            "share",
            0.2,
            0.9,
            "000 (conversations with staff can never start early enough); the number assumed",
        ),
    ] = 0.6
    commute_spoils: Annotated[
        float,
        Parameter(
            "satisfaction lost by half an hour more of commuting each way",
            "satisfaction",
            0.0,
            0.3,
            "000 (car parking); the number assumed",
        ),
    ] = 0.1


@rule
def pressure(p, load, wait_over_standard, refusals, crises, beyond):
    """What a team's work presses on each member in a week, before their own hardiness.

    ``wait_over_standard`` is the expected wait over the standard one; the last three are a
    week and a member.
    """
    total = p.always + p.by_load * max(0.0, load - p.comfortable) / p.comfortable
    total += p.by_line * min(2.0, wait_over_standard)
    total += p.by_refusal * refusals + p.by_crisis * crises + p.by_beyond * beyond
    return total


@rule
def strain_after_week(p, strain, pressed, hardiness):
    """Strain after a week of ``pressed`` pressure: it builds up where there is none yet."""
    gained = min(0.5, pressed / hardiness) * (1.0 - strain)
    return min(1.0, max(0.0, strain + gained - p.recovery * strain))


@rule
def fear_wanted(p, threat, identity, engaged, accepts):
    """The fear that a change holds for somebody: none once they have accepted it."""
    if accepts:
        return 0.0
    return threat * identity * (1.0 - p.reassured * engaged)


@rule
def satisfaction_wanted(p, strain, fear, joint_work, learnt, commute_change):
    """What satisfaction tends to; ``commute_change`` is in minutes each way."""
    wanted = p.contentment - p.strain_spoils * strain - p.fear_spoils * fear
    wanted += p.joint_work_pleases * joint_work + p.learning_pleases * learnt
    wanted -= p.commute_spoils * commute_change / 30.0
    return min(1.0, max(0.0, wanted))


@rule
def towards(now, wanted, speed):
    """A number after a week of moving towards another by a share of the way."""
    return now + (wanted - now) * speed
