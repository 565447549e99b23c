"""Effects of work on staff: strain, satisfaction, and fear of a change."""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class Strain(Parameters):
    """How load and moral pressure build up strain in staff, and how it wears off."""

    staff_columns = (
        ("contentment", "f8", "satisfaction beyond what work explains, above 0 or below"),
        ("pressure", "f8", "pressure of the week's work on them"),
        ("relief", "f8", "share of their strain that time to spare takes off in a week"),
    )
    # fmt: off
    sustainable_load = parameter(0.85, "share of time", (0.7, 0.95), "assumed",
        "utilisation of a team's time above which work strains")
    by_load = parameter(0.1, "strain a week", (0.02, 0.2), "assumed",
        "strain a week from utilisation at twice the sustainable load")
    relief = parameter(1.0, "ratio", (0, 1.5),
        "exhaustion_follow_up gives the direction; the symmetry assumed",
        "what each hour below the sustainable load takes off strain, against what each hour "
        "above it adds")
    by_waiting_list = parameter(0.008, "strain a week", (0, 0.03),
        "000 (over-worked teams); the number assumed",
        "strain a week from an expected wait of twice the standard")
    by_refusal = parameter(0.006, "strain a week", (0, 0.03), "assumed",
        "strain a week from one refusal a member a week")
    by_crisis = parameter(0.015, "strain a week", (0, 0.05), "assumed",
        "strain a week from one crisis a member a week on the team's caseload")
    by_beyond = parameter(0.005, "strain a week", (0, 0.03),
        "000 (anxiety about what is outside one's skill set); the number assumed",
        "strain a week from noticing, once a member a week, a need beyond one's own skill")
    by_fear = parameter(0.015, "strain a week", (0, 0.05), "000",
        "strain a week from the greatest fear")
    baseline = parameter(0.018, "strain a week", (0, 0.04), "assumed",
        "strain a week from everything else")
    recovery = parameter(0.035, "share a week", (0.02, 0.06), "calibrated to nhs_burnout_share",
        "share of strain that wears off in a week")
    hardiness_spread = parameter(0.5, "log units", (0.2, 0.8), "assumed",
        "how differently people bear the same work: standard deviation of the logarithm")
    burnout_threshold = parameter(0.5, "strain", (0.4, 0.6), "assumed",
        "strain from which a member of staff counts as burnt out", role="constant")
    pace_loss = parameter(0.08, "share of pace", (0, 0.25),
        "burnout_productivity_or gives the sign; the number assumed",
        "share of their pace that burnt-out members lose")
    baseline_satisfaction = parameter(0.8, "satisfaction", (0.6, 0.95), "assumed",
        "satisfaction of staff without strain or fear")
    dissatisfaction_of_strain = parameter(0.6, "satisfaction", (0.3, 0.9),
        "burnout_job_dissatisfaction_or, with the spread of contentment; the number assumed",
        "satisfaction lost at the greatest strain")
    dissatisfaction_of_fear = parameter(0.3, "satisfaction", (0.1, 0.6), "000",
        "satisfaction lost at the greatest fear")
    satisfaction_of_joint_work = parameter(0.2, "satisfaction", (0, 0.4),
        "004 (staff positive about new ways of working); the number assumed",
        "satisfaction gained by adoption where joint work goes well")
    satisfaction_of_learning = parameter(0.1, "satisfaction", (0, 0.3),
        "000; 004; the number assumed",
        "satisfaction gained by full learning of another profession's basics")
    contentment_spread = parameter(0.13, "satisfaction", (0.05, 0.3),
        "calibrated to burnout_job_dissatisfaction_or",
        "how differently staff like the same work: standard deviation")
    dissatisfied_below = parameter(0.45, "satisfaction", (0.35, 0.55), "assumed",
        "satisfaction below which a member of staff counts as dissatisfied", role="constant")
    satisfaction_speed = parameter(0.1, "share a week", (0.03, 0.3), "assumed",
        "how fast satisfaction follows what work is like")
    fear_speed = parameter(0.15, "share a week", (0.05, 0.5), "assumed",
        "how fast fear comes and goes")
    threat_decay = parameter(0.01, "share a week", (0.003, 0.03),
        "000 (the fear has not been borne out in practice); the number assumed",
        "share of a threat that a week of living with the change takes away")
    engagement_reassures = parameter(0.6, "share", (0.2, 0.9),
        "000 (conversations with staff can never start early enough); the number assumed",
        "share of fear that engaging all staff from the start takes away")
    dissatisfaction_of_commute = parameter(0.1, "satisfaction", (0, 0.3),
        "000 (car parking); the number assumed",
        "satisfaction lost by half an hour more of commuting each way")
    initial = parameter(0.6, "strain", (0.3, 0.8), "assumed",
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
    """Pressure of a team's work on each member in a week, before their own hardiness.

    ``wait_over_standard`` is the expected wait over the standard one; the last three are a
    week and a member.
    """
    total = p.baseline + p.by_load * max(0.0, load - p.sustainable_load) / p.sustainable_load
    total += p.by_waiting_list * min(p.wait_counts_to, wait_over_standard)
    total += p.by_refusal * refusals + p.by_crisis * crises + p.by_beyond * beyond
    return total


@rule
def relief(p, load):
    """Share of strain that a week with time to spare takes off: the slope of load's, mirrored."""
    spare = max(0.0, p.sustainable_load - load) / p.sustainable_load
    return p.relief * p.by_load * spare


@rule
def strain_after_week(p, strain, pressed, relieved, hardiness):
    """Strain after a week: gains shrink as strain nears 1, losses as it nears 0.

    ``pressed`` is the pressure of the week, ``relieved`` the share that time to spare takes off.
    """
    gained = min(p.most_a_week, pressed / hardiness) * (1.0 - strain)
    return min(1.0, max(0.0, strain + gained - (p.recovery + relieved) * strain))


@rule
def fear_target(p, threat, identity, engaged, accepts):
    """The fear that a change causes a member of staff: none from the stage of acceptance on."""
    if accepts:
        return 0.0
    return threat * identity * (1.0 - p.engagement_reassures * engaged)


@rule
def satisfaction_target(p, contentment, strain, fear, joint_work, learnt, commute_change):
    """The satisfaction to which a member tends; ``commute_change`` in minutes each way."""
    wanted = (
        p.baseline_satisfaction
        + contentment
        - p.dissatisfaction_of_strain * strain
        - p.dissatisfaction_of_fear * fear
    )
    wanted += p.satisfaction_of_joint_work * joint_work + p.satisfaction_of_learning * learnt
    wanted -= p.dissatisfaction_of_commute * commute_change / 30.0
    return min(1.0, max(0.0, wanted))


@rule
def approach(now, wanted, speed):
    """A number after a week of moving to ``wanted`` by the share ``speed`` of the way."""
    return now + (wanted - now) * speed


@rule
def professional_identity(p, draw):
    """Strength of a member's professional identity, 0 to 1; ``draw`` is uniform."""
    return p.identity_least + (1.0 - p.identity_least) * draw
