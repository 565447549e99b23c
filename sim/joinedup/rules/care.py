"""Packages of care: minutes a week by profession, for a time."""

from __future__ import annotations

from joinedup.codes import OwnActivity, Profession
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, by_need, parameter


class CareActivity(OwnActivity):
    """How a team's care ends where the need is neither met, nor false, nor a step up."""

    PRACTICE_SUPPORTS = 48
    PASSED_ON = 49


class Care(Parameters):
    """How much care each kind of need takes, by which professions, and how long."""

    # fmt: off
    minutes_a_week = parameter(by_need(lambda kind: kind.care_minutes),
        "minutes a week", (0.6, 1.6),
        "dn_f2f_contacts_per_1000_pop; cmht_contacts_per_1000_pop; the rest assumed",
        "contact time of a package of care at middling severity")
    years = parameter(by_need(lambda kind: kind.care_years), "years", (0.6, 1.6),
        "mh_secondary_care_los_years for severe mental illness; the rest assumed",
        "how long a plan of care lasts, until its review")
    contact_every = parameter(by_need(lambda kind: kind.contact_days), "days", (0.6, 1.6),
        "assumed",
        "days between contacts")
    mix = parameter(by_need(lambda kind: by(Profession, 0.0, **kind.care_mix)),
        "share of minutes", (0.7, 1.3), "assumed",
        "which professions give the contact time, where a team has them", role="constant")
    direct_share = parameter(
        by(Profession, gp=0.55, practice_nurse=0.55, mental_health_nurse=0.38, psychiatrist=0.4,
           psychologist=0.45, district_nurse=0.38, therapist=0.4, social_worker=0.35,
           support_worker=0.62, care_coordinator=0.5, link_worker=0.5),
        "share of paid time", (0.8, 1.2),
        "dn_time_patient_share; contacts_per_day_cmht; the rest assumed",
        "share of paid time for contacts, referrals and joint meetings, after leave, sickness and "
        "administration")
    assessment_minutes = parameter(by_need(lambda kind: kind.assessment_minutes),
        "minutes", (0.5, 2), "assumed",
        "staff time for one assessment, its notes and letters included")
    met_at_review = parameter(0.8, "chance", (0.6, 1), "assumed",
        "chance that the review at the end of a plan of care finds a very mild need met")
    lifelong = parameter(by_need(lambda kind: float(kind.lifelong)), "0 or 1", (1, 1),
        "MODEL (dementia is supported, not met)",
        "whether care supports the need and never ends with it met", role="constant")
    false_needs_missed = parameter(0.1, "share", (0, 0.4), "assumed",
        "share of false needs that an assessment misses")
    unreviewed_extension = parameter(0.25, "share of its length", (0, 0.6),
        "002 (review stage); the number assumed",
        "how much longer care goes on in a team that does not review it")
    joint_saving = parameter(0.4, "share of minutes", (0.2, 0.5), "assumed",
        "share of contact time saved where one visit serves two needs")
    relapse = parameter(by_need(lambda kind: kind.relapse), "returns a year", (0.5, 2), "assumed",
        "how often a need that was met comes back")
    reablement_share = parameter(0.6, "share of packages", (0.5, 0.65),
        "asc_outcome_st_max; asc_outcome_long_term",
        "share of packages for daily living that are short-term reablement, not long-term support",
        evidence="measured")
    reablement_years = parameter(0.115, "years", (0.08, 0.2), "assumed",
        "how long short-term support lasts")
    false_length = parameter(0.25, "share of its length", (0.1, 0.5), "assumed",
        "how long care of a false need goes on, against that of a true one")
    # fmt: on


@rule
def package_minutes(p, kind, severity):
    """Contact minutes a week: proportional to severity, the parameter's value at 0.5."""
    return p.minutes_a_week[kind] * (0.5 + severity)


@rule
def minutes_after_joint_visits(p, minutes, joint):
    """Minutes left when a share ``joint`` of the visits serves another need as well."""
    return minutes * (1.0 - joint * p.joint_saving)


@rule
def care_length(p, kind, short_term, reviewed, draw):
    """Days in care: exponential, and longer without review; ``draw`` is unit-exponential."""
    years = p.reablement_years if short_term else p.years[kind]
    if not reviewed:
        years *= 1.0 + p.unreviewed_extension
    return years * 365.25 * draw


@rule
def chance_met(p, kind, severity):
    """The chance that a review finds the need met: less with the square of its severity."""
    return 0.0 if p.lifelong[kind] > 0.0 else p.met_at_review * (1.0 - severity * severity)


@rule
def relapse_rate(p, kind):
    """Relapses per day of a met need."""
    return p.relapse[kind] / 365.25
