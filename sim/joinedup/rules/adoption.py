"""Adoption of a change by staff (Grol and Wensing, 000, table 2).

No date is set: each week each member may move on one stage, or relapse, by a chance that
depends on leadership, peers, training, strain, fatigue and upheaval.
"""

from __future__ import annotations

from enum import IntEnum

from joinedup.codes import Leadership
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class Advance(IntEnum):
    """From one stage to the next: what a rate of adoption belongs to."""

    TO_ORIENTATION = 0
    TO_INSIGHT = 1
    TO_ACCEPTANCE = 2
    TO_CHANGE = 3
    TO_MAINTENANCE = 4


class Adoption(Parameters):
    """What advances adoption, and what reverses it."""

    team_columns = (("readiness", "f8", "how ready its sites are for the change, 0 to 1"),)
    # fmt: off
    rate = parameter(
        by(Advance, to_orientation=0.15, to_insight=0.06, to_acceptance=0.035, to_change=0.035,
           to_maintenance=0.03),
        "moves a week", (0.5, 2), "000 (stages); the numbers assumed",
        "moves to the next stage under inspirational leadership, without peers")
    leadership = parameter(
        by(Leadership,
           charismatic=by(Advance, to_orientation=1.5, to_insight=1.2, to_acceptance=1.2,
                          to_change=0.9, to_maintenance=0.7),
           inspirational=by(Advance, to_orientation=1.0, to_insight=1.0, to_acceptance=1.0,
                            to_change=1.0, to_maintenance=1.0),
           transformational=by(Advance, to_orientation=1.0, to_insight=1.2, to_acceptance=1.3,
                               to_change=1.4, to_maintenance=1.4),
           laissez_faire=by(Advance, to_orientation=0.5, to_insight=0.5, to_acceptance=0.4,
                            to_change=0.4, to_maintenance=0.4)),
        "ratio", (0.7, 1.3),
        "000 (charisma wins followers; inspiration commits; transformation gets others to step "
        "forward; laissez-faire gives little direction); the numbers assumed",
        "what each style of leadership does to each move")
    by_peers = parameter(3.0, "ratio less one", (1, 6),
        "000 (peers demonstrate feasible); the number assumed",
        "how much faster staff move on when every peer has changed")
    leader_share = parameter(0.08, "share of staff", (0.03, 0.2), "assumed",
        "share of staff whose opinion others follow")
    leader_weight = parameter(4.0, "peers", (2, 10),
        "000 (social influence through opinion leaders); the number assumed",
        "how many peers one opinion leader counts for")
    leaders_involved = parameter(2.5, "ratio", (1, 4), "assumed",
        "how much faster opinion leaders move on when they are involved from the start")
    by_engagement = parameter(1.0, "ratio less one", (0.3, 2), "000; the number assumed",
        "how much faster staff come to accept when all are engaged, against none")
    by_training = parameter(0.8, "ratio less one", (0.2, 2),
        "000 (extra resources, support, training); the number assumed",
        "how much faster staff try and keep the change with an hour a week of training")
    upheaval_hinders = parameter(0.6, "share", (0.2, 0.9),
        "000 (lanyards and car parking); the number assumed",
        "share of all moves that the greatest upheaval prevents")
    upheaval_decay = parameter(0.03, "share a week", (0.01, 0.1), "assumed",
        "share of an upheaval that is over after a week")
    strain_hinders = parameter(0.7, "share", (0.3, 1),
        "000 (not starting, no time); the number assumed",
        "share of all moves that the greatest strain prevents: no time to try")
    fatigue_hinders = parameter(0.8, "share", (0.3, 1), "004; the number assumed",
        "share of all moves that the greatest fatigue with initiatives prevents")
    fatigue_of_churn = parameter(0.35, "fatigue", (0.1, 0.6), "004; the number assumed",
        "fatigue that one new initiative in place of the old one leaves")
    fatigue_decay = parameter(0.008, "share a week", (0.002, 0.03), "assumed",
        "share of fatigue that is over after a week")
    churn_reset = parameter(0.5, "share of staff", (0.2, 0.9), "004; the number assumed",
        "share of staff whom a new initiative returns to the first stage")
    relapse = parameter(0.012, "relapses a week", (0.003, 0.03),
        "000 (relapse, forgetting); the number assumed",
        "how often adopters relapse, without review")
    maintenance_multiplier = parameter(0.3, "share left", (0.1, 0.6), "assumed",
        "share of relapses left in the stage of maintenance")
    review_multiplier = parameter(0.5, "share left", (0.2, 0.8),
        "000 (monitoring, feedback and reminder systems); the number assumed",
        "share of relapses left in the month after a review")
    review_finds = parameter(0.15, "share", (0, 0.4),
        "000 (monitoring, feedback and reminder systems); the number assumed",
        "share of what does not fit with routine that a review puts right, with everybody asked")
    users_know = parameter(0.4, "share", (0.2, 0.6),
        "000 (engage those who use services and their carers); the number assumed",
        "share of what does not fit that only those who use services, and carers, can tell")
    vision_drift = parameter(0.004, "share a week", (0.001, 0.01),
        "001 (some fading of the clarity around the vision); the number assumed",
        "share of a vision's clarity lost in a week without a review")
    vision_needed = parameter(0.8, "share", (0.4, 0.95),
        "002 (co-location without shared objectives); the number assumed",
        "share of all moves that the lack of any common purpose prevents")
    early_wins = parameter(0.8, "ratio less one", (0.2, 2),
        "000 (confirm value of change); the number assumed",
        "how much faster staff accept where all joint work goes well, against none")
    review_holds_days = parameter(30.0, "days", (14, 90), "assumed",
        "days after a review in which staff fall back less")
    wins_weight = parameter(0.1, "share a week", (0.03, 0.3), "assumed",
        "weight of the last week in a team's experience of joint work")
    peers_hold = parameter(0.7, "share", (0.3, 1), "assumed",
        "share of falling back that peers who have all adopted prevent")
    led_least = parameter(0.25, "ratio", (0.1, 0.5), "assumed",
        "least that any leadership holds back falling back", role="constant")
    # fmt: on


@rule
def moves_a_week(p, move, style, peers, engaged, training, fit, wins):
    """Moves to the next stage a week, before what hinders them.

    ``peers`` is the share of peers who have changed; ``training`` in hours a week; ``fit`` and
    ``wins`` from 0 to 1.
    """
    rate = p.rate[move] * p.leadership[style, move] * (1.0 + p.by_peers * peers)
    if move == 1 or move == 2:
        rate *= 1.0 + p.by_engagement * engaged
    if move == 2:
        rate *= 1.0 + p.early_wins * wins
    if move >= 3:
        rate *= (1.0 + p.by_training * training) * fit
    return rate


@rule
def fit_after_review(p, fit, staff_asked, users_asked):
    """Fit with routine after a review that asked these shares of staff, and of users and carers.

    Nobody asked, nothing found; what is put right is a share of what does not fit, so 1 is never
    passed.
    """
    heard = (1.0 - p.users_know) * staff_asked + p.users_know * users_asked
    return fit + p.review_finds * heard * (1.0 - fit)


@rule
def share_of_moves_left(p, upheaval, strain, fatigue, clarity):
    """The share of moves that upheaval, strain, fatigue and lost clarity leave."""
    left = (1.0 - p.upheaval_hinders * upheaval) * (1.0 - p.strain_hinders * strain)
    left *= 1.0 - p.fatigue_hinders * fatigue
    return left * (1.0 - p.vision_needed * (1.0 - clarity))


@rule
def relapses_a_week(p, routine, reviewed, peers, led):
    """Relapses a week: fewer in maintenance, after a review, with leadership and adopted peers."""
    rate = p.relapse * (1.0 - p.peers_hold * peers) / max(p.led_least, led)
    if routine:
        rate *= p.maintenance_multiplier
    if reviewed:
        rate *= p.review_multiplier
    return rate
