"""What care is: a package of minutes by the right professions, for a time."""

from __future__ import annotations

from joinedup.codes import Need, Profession
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class Care(Parameters):
    """How much care each kind of need takes, of whom, and how long."""

    # fmt: off
    minutes_a_week = parameter(
        by(Need, common_mental_disorder=40.0, severe_mental_illness=40.0, cognitive=15.0,
           long_term_condition=30.0, frailty=50.0, daily_living=420.0, housing_and_money=40.0,
           isolation=30.0, substance_use=40.0),
        "minutes a week", (0.6, 1.6),
        "dn_f2f_contacts_per_1000_pop; cmht_contacts_per_1000_pop; the rest assumed",
        "contact time of a package of care at middling severity")
    years = parameter(
        by(Need, common_mental_disorder=0.28, severe_mental_illness=5.0, cognitive=0.8,
           long_term_condition=0.35, frailty=0.6, daily_living=3.0, housing_and_money=0.25,
           isolation=0.5, substance_use=0.7),
        "years", (0.6, 1.6),
        "mh_secondary_care_los_years for severe mental illness; the rest assumed",
        "how long a package lasts")
    contact_every = parameter(
        by(Need, common_mental_disorder=10.0, severe_mental_illness=14.0, cognitive=28.0,
           long_term_condition=8.0, frailty=8.0, daily_living=28.0, housing_and_money=10.0,
           isolation=14.0, substance_use=10.0),
        "days", (0.6, 1.6), "assumed",
        "days between contacts")
    mix = parameter(
        by(Need,
           common_mental_disorder=by(Profession, gp=0.4, practice_nurse=0.1,
               mental_health_nurse=0.5, psychiatrist=0.1, psychologist=0.2, district_nurse=0.0,
               therapist=0.0, social_worker=0.0, support_worker=0.2, care_coordinator=0.0),
           severe_mental_illness=by(Profession, gp=0.1, practice_nurse=0.0, mental_health_nurse=0.6,
               psychiatrist=0.1, psychologist=0.05, district_nurse=0.0, therapist=0.0,
               social_worker=0.1, support_worker=0.2, care_coordinator=0.0),
           cognitive=by(Profession, gp=0.1, practice_nurse=0.1, mental_health_nurse=0.6,
               psychiatrist=0.2, psychologist=0.0, district_nurse=0.0, therapist=0.1,
               social_worker=0.0, support_worker=0.1, care_coordinator=0.0),
           long_term_condition=by(Profession, gp=0.3, practice_nurse=0.4, mental_health_nurse=0.0,
               psychiatrist=0.0, psychologist=0.0, district_nurse=0.7, therapist=0.3,
               social_worker=0.0, support_worker=0.0, care_coordinator=0.0),
           frailty=by(Profession, gp=0.1, practice_nurse=0.1, mental_health_nurse=0.0,
               psychiatrist=0.0, psychologist=0.0, district_nurse=0.75, therapist=0.25,
               social_worker=0.0, support_worker=0.0, care_coordinator=0.0),
           daily_living=by(Profession, gp=0.0, practice_nurse=0.0, mental_health_nurse=0.0,
               psychiatrist=0.0, psychologist=0.0, district_nurse=0.0, therapist=0.03,
               social_worker=0.02, support_worker=0.95, care_coordinator=0.0),
           housing_and_money=by(Profession, gp=0.0, practice_nurse=0.0, mental_health_nurse=0.0,
               psychiatrist=0.0, psychologist=0.0, district_nurse=0.0, therapist=0.0,
               social_worker=0.4, support_worker=0.6, care_coordinator=0.0),
           isolation=by(Profession, gp=0.0, practice_nurse=0.0, mental_health_nurse=0.0,
               psychiatrist=0.0, psychologist=0.0, district_nurse=0.0, therapist=0.0,
               social_worker=0.1, support_worker=0.9, care_coordinator=0.0),
           substance_use=by(Profession, gp=0.0, practice_nurse=0.0, mental_health_nurse=0.15,
               psychiatrist=0.0, psychologist=0.0, district_nurse=0.0, therapist=0.0,
               social_worker=0.0, support_worker=0.85, care_coordinator=0.0)),
        "share of minutes", (0.7, 1.3), "assumed",
        "which professions give the contact time, where a team has them", role="constant")
    direct_share = parameter(
        by(Profession, gp=0.55, practice_nurse=0.55, mental_health_nurse=0.38, psychiatrist=0.4,
           psychologist=0.45, district_nurse=0.38, therapist=0.4, social_worker=0.35,
           support_worker=0.62, care_coordinator=0.5),
        "share of paid time", (0.8, 1.2),
        "dn_time_patient_share; contacts_per_day_cmht; the rest assumed",
        "share of paid time left for service users, their referrals and joint meetings, after "
        "leave, sickness, travel and administration")
    assessment_minutes = parameter(90.0, "minutes", (45, 180), "assumed",
        "staff time for one assessment")
    recognised_late = parameter(0.1, "share", (0, 0.4), "assumed",
        "share of false needs that an assessment does not recognise")
    ends_early = parameter(0.25, "share of its length", (0, 0.6),
        "002 (review stage); the number assumed",
        "how much longer care goes on in a team that does not review it")
    joint_saving = parameter(0.4, "share of minutes", (0.2, 0.5), "assumed",
        "share of contact time saved where one visit serves two needs")
    relapse = parameter(
        by(Need, common_mental_disorder=0.3, severe_mental_illness=0.6, cognitive=0.45,
           long_term_condition=0.25, frailty=0.5, daily_living=0.4, housing_and_money=0.25,
           isolation=0.25, substance_use=0.5),
        "returns a year", (0.5, 2), "assumed",
        "how often a need that was met comes back")
    reablement_share = parameter(0.6, "share of packages", (0.5, 0.65),
        "asc_outcome_st_max; asc_outcome_long_term",
        "share of social care packages for daily living that are short-term support to regain "
        "independence, and not long-term", evidence="measured")
    reablement_years = parameter(0.115, "years", (0.08, 0.2), "assumed",
        "how long short-term support lasts")
    false_length = parameter(0.25, "share of its length", (0.1, 0.5), "assumed",
        "how long care of a false need goes on, against that of a true one")
    # fmt: on


@rule
def package_minutes(p, kind, severity):
    """Contact minutes a week: proportional to severity, the table's value at 0.5."""
    return p.minutes_a_week[kind] * (0.5 + severity)


@rule
def visits_shared(p, minutes, joint):
    """Minutes left when a share ``joint`` of the visits serves another need as well."""
    return minutes * (1.0 - joint * p.joint_saving)


@rule
def care_length(p, kind, short_term, reviewed, draw):
    """Days in care: exponential; longer where nobody reviews it."""
    years = p.reablement_years if short_term else p.years[kind]
    if not reviewed:
        years *= 1.0 + p.ends_early
    return years * 365.25 * draw


@rule
def relapse_rate(p, kind):
    """Returns per day of a need that is met."""
    return p.relapse[kind] / 365.25
