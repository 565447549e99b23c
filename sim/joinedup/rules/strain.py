"""What work does to the people who do it: strain, satisfaction, and fear of a change."""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class Strain(Parameters):
    """How load and moral pressure build up in a member of staff, and wear off."""

    # fmt: off
    comfortable = parameter(0.85, "share of time", (0.7, 0.95), "assumed",
        "share of a team's time asked for, above which work strains")
    by_load = parameter(0.1, "strain a week", (0.02, 0.2),
        "assumed",
        "strain a week from work that asks for twice the time above the comfortable share")
    by_line = parameter(0.008, "strain a week", (0, 0.03),
        "000 (over-worked teams); the number assumed",
        "strain a week from a line of twice the standard wait (the people whom one cannot see)")
    by_refusal = parameter(0.006, "strain a week", (0, 0.03), "assumed",
        "strain a week from one refusal a member a week")
    by_crisis = parameter(0.015, "strain a week", (0, 0.05), "assumed",
        "strain a week from one crisis a member a week on the team's caseload")
    by_beyond = parameter(0.005, "strain a week", (0, 0.03),
        "000 (anxiety about what is outside one's skill set); the number assumed",
        "strain a week from noticing, once a member a week, what is beyond one's own skill")
    by_fear = parameter(0.015, "strain a week", (0, 0.05), "000",
        "strain a week from the greatest fear")
    always = parameter(0.018, "strain a week", (0, 0.04), "assumed",
        "strain a week from everything else")
    recovery = parameter(0.031, "share a week", (0.02, 0.06), "fitted to nhs_burnout_share",
        "share of strain that wears off in a week")
    hardiness_spread = parameter(0.5, "log units", (0.2, 0.8), "assumed",
        "how differently people bear the same work: standard deviation of the logarithm")
    burnt_from = parameter(0.5, "strain", (0.4, 0.6), "assumed",
        "strain from which somebody says that work has burnt them out", role="constant")
    slower = parameter(0.08, "share of pace", (0, 0.25),
        "burnout_productivity_or gives the sign; the number assumed",
        "share of their pace that burnt-out members lose")
    contentment = parameter(0.8, "satisfaction", (0.6, 0.95), "assumed",
        "satisfaction of somebody without strain or fear")
    strain_spoils = parameter(0.6, "satisfaction", (0.3, 0.9),
        "burnout_job_dissatisfaction_or gives the sign; the number assumed",
        "satisfaction lost at the greatest strain")
    fear_spoils = parameter(0.3, "satisfaction", (0.1, 0.6), "000",
        "satisfaction lost at the greatest fear")
    joint_work_pleases = parameter(0.2, "satisfaction", (0, 0.4),
        "004 (staff positive about new ways of working); the number assumed",
        "satisfaction gained by working in the new way where joint work goes well")
    learning_pleases = parameter(0.1, "satisfaction", (0, 0.3), "000; 004; the number assumed",
        "satisfaction gained by having learnt another profession's basics in full")
    satisfaction_speed = parameter(0.1, "share a week", (0.03, 0.3), "assumed",
        "how fast satisfaction follows what work is like")
    fear_speed = parameter(0.15, "share a week", (0.05, 0.5), "assumed",
        "how fast fear comes and goes")
    fear_fades = parameter(0.01, "share a week", (0.003, 0.03),
        "000 (the fear has not been borne out in practice); the number assumed",
        "share of a threat that a week of living with the change takes away")
    reassured = parameter(0.6, "share", (0.2, 0.9),
        "000 (conversations with staff can never start early enough); the number assumed",
        "share of fear that engaging everybody from the start takes away")
    commute_spoils = parameter(0.1, "satisfaction", (0, 0.3),
        "000 (car parking); the number assumed",
        "satisfaction lost by half an hour more of commuting each way")
    at_first = parameter(0.6, "strain", (0.3, 0.8), "assumed",
        "highest strain of staff on day 0")
    newcomer = parameter(0.2, "strain", (0, 0.4), "assumed",
        "strain of a newcomer to a post")
    identity_least = parameter(0.3, "share of full", (0, 0.6), "assumed",
        "weakest professional identity")
    wait_counts_to = parameter(2.0, "standard waits", (1, 4), "assumed",
        "expected wait beyond standard above which pressure grows no more", role="constant")
    load_counts_to = parameter(2.0, "ratio", (1.5, 3), "assumed",
        "load above which pressure grows no more", role="constant")
    most_a_week = parameter(0.5, "strain", (0.3, 1), "assumed",
        "most of the strain still possible that a week adds", role="constant")
    # fmt: on


@rule
def pressure(p, load, wait_over_standard, refusals, crises, beyond):
    """What a team's work presses on each member in a week, before their own hardiness.

    ``wait_over_standard`` is the expected wait over the standard one; the last three are a
    week and a member.
    """
    total = p.always + p.by_load * max(0.0, load - p.comfortable) / p.comfortable
    total += p.by_line * min(p.wait_counts_to, wait_over_standard)
    total += p.by_refusal * refusals + p.by_crisis * crises + p.by_beyond * beyond
    return total


@rule
def strain_after_week(p, strain, pressed, hardiness):
    """Strain after a week of ``pressed`` pressure: it builds up where there is none yet."""
    gained = min(p.most_a_week, pressed / hardiness) * (1.0 - strain)
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


@rule
def professional_identity(p, draw):
    """How strong a member's professional identity is, 0 to 1; ``draw`` is uniform."""
    return p.identity_least + (1.0 - p.identity_least) * draw
