"""Referral across the interface between two teams: barriers 2 to 5."""

from __future__ import annotations

from joinedup.codes import Degree
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class Handover(Parameters):
    """The barriers at a siloed interface, and their multipliers by degree of joining."""

    # fmt: off
    wrong_door = parameter(0.3, "chance per referral and other domain", (0.1, 0.6),
        "gp_referral_bounce_back_share is 0.14 of all referrals, mixed or not",
        "chance that a mixed need is bounced: returned as another team's responsibility")
    misdirected = parameter(0.08, "chance per referral", (0.02, 0.21),
        "gp_referral_bounce_back_share",
        "chance that a plain need is sent to the wrong team")
    paperwork_minutes = parameter(60.0, "minutes", (15, 180), "assumed",
        "staff time for writing and reading one referral")
    paperwork_days = parameter(7.0, "days", (1, 21), "assumed",
        "days before a referral is read at the other team")
    loss = parameter(0.2, "share of handovers", (0.1, 0.3), "team_transfer_loss_share",
        "share of people who do not reach the team they are handed to", evidence="measured")
    obstacle = parameter(1.0, "barriers", (0.5, 2), "assumed",
        "persistence spent on a refusal, bounce or loss, repeat history-taking included",
        role="constant")
    retelling = parameter(0.2, "barriers", (0, 0.5), "assumed",
        "persistence spent on repeat history-taking")
    chasing_days = parameter(60.0, "days", (20, 120),
        "failed_referral_detected_only_by_patient says that they must; the number assumed",
        "days before a person lost at handover finds out")
    eligibility_multiplier = parameter(
        by(Degree, none=1.0, closer_working=0.98, coordinated=0.9, co_located=0.92, merged=0.9),
        "share left", (0.8, 1.2), "000",
        "barrier multiplier by degree of joining: the eligibility threshold")
    wrong_door_multiplier = parameter(
        by(Degree, none=1.0, closer_working=0.8, coordinated=0.5, co_located=0.5, merged=0.05),
        "share left", (0.7, 1.3), "000",
        "barrier multiplier by degree of joining: bounces of misdirected and mixed needs")
    paperwork_multiplier = parameter(
        by(Degree, none=1.0, closer_working=0.9, coordinated=0.7, co_located=0.6, merged=0.15),
        "share left", (0.7, 1.3), "000",
        "barrier multiplier by degree of joining: paperwork")
    loss_multiplier = parameter(
        by(Degree, none=1.0, closer_working=0.8, coordinated=0.5, co_located=0.4, merged=0.1),
        "share left", (0.7, 1.3), "000",
        "barrier multiplier by degree of joining: loss at handover")
    obstacle_multiplier = parameter(
        by(Degree, none=1.0, closer_working=0.95, coordinated=0.8, co_located=0.7, merged=0.3),
        "share left", (0.7, 1.3), "000",
        "barrier multiplier by degree of joining: persistence spent")
    joint_visits = parameter(
        by(Degree, none=0.0, closer_working=0.0, coordinated=0.05, co_located=0.1, merged=0.3),
        "share of visits", (0.7, 1.3), "000",
        "share of visits to a person known to both teams that serve both needs")
    advice_share = parameter(
        by(Degree, none=0.0, closer_working=0.05, coordinated=0.15, co_located=0.15, merged=0.3),
        "share of questions", (0.7, 1.3), "000; 001",
        "share of specialist questions that are put to the other team and not to a clinic")
    written_by_sender = parameter(0.5, "share of minutes", (0.3, 0.7), "assumed",
        "share of a referral's paperwork done by the sender")
    transit_days = parameter(1.0, "days", (0.5, 3), "assumed",
        "days that a referral is on its way, besides its paperwork")
    # fmt: on


@rule
def chance_of_bounce(wrong_door, misdirected, other_domains):
    """The chance that a referral is bounced: low for a plain need, higher for a mixed one.

    One minus the chance of passing each check: ``1 - (1 - misdirected) * (1 - wrong_door)**n``
    with ``n`` other domains.
    """
    return 1.0 - (1.0 - misdirected) * (1.0 - wrong_door) ** other_domains


@rule
def interpolate(none, joined, fidelity):
    """A barrier at implementation ``fidelity``: from 0, siloed, to 1, joined as arranged."""
    return none + (joined - none) * fidelity
