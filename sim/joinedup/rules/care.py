"""What care is: a package of minutes by the right professions, for a time."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Need, Profession
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter

Table = Any


class Care(NamedTuple):
    """How much care each kind of need takes, of whom, and how long."""

    minutes_a_week: Annotated[
        Table,
        Parameter(
            "contact time of a package of care at middling severity",
            "minutes a week",
            0.6,
            1.6,
            "dn_f2f_contacts_per_1000_pop; cmht_contacts_per_1000_pop; the rest assumed",
            "assumed",
            per=(Need,),
        ),
    ] = (40.0, 40.0, 15.0, 30.0, 50.0, 420.0, 40.0, 30.0, 40.0)
    years: Annotated[
        Table,
        Parameter(
            "how long a package lasts",
            "years",
            0.6,
            1.6,
            "mh_secondary_care_los_years for severe mental illness; the rest assumed",
            "assumed",
            per=(Need,),
        ),
    ] = (0.28, 5.0, 0.8, 0.35, 0.6, 3.0, 0.25, 0.5, 0.7)
    contact_every: Annotated[
        Table,
        Parameter("days between contacts", "days", 0.6, 1.6, per=(Need,)),
    ] = (10.0, 14.0, 28.0, 8.0, 8.0, 28.0, 10.0, 14.0, 10.0)
    mix: Annotated[
        Table,
        Parameter(
            "which professions give the contact time, where a team has them",
            "share of minutes",
            0.7,
            1.3,
            role="constant",
            per=(Need, Profession),
        ),
    ] = (
        (0.4, 0.1, 0.5, 0.1, 0.2, 0.0, 0.0, 0.0, 0.2, 0.0),
        (0.1, 0.0, 0.6, 0.1, 0.05, 0.0, 0.0, 0.1, 0.2, 0.0),
        (0.1, 0.1, 0.6, 0.2, 0.0, 0.0, 0.1, 0.0, 0.1, 0.0),
        (0.3, 0.4, 0.0, 0.0, 0.0, 0.7, 0.3, 0.0, 0.0, 0.0),
        (0.1, 0.1, 0.0, 0.0, 0.0, 0.75, 0.25, 0.0, 0.0, 0.0),
        (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.03, 0.02, 0.95, 0.0),
        (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.4, 0.6, 0.0),
        (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 0.9, 0.0),
        (0.0, 0.0, 0.15, 0.0, 0.0, 0.0, 0.0, 0.0, 0.85, 0.0),
    )
    direct_share: Annotated[
        Table,
        Parameter(
            "share of paid time left for service users, their referrals and joint meetings, "
            "after leave, sickness, travel and administration",
            "share of paid time",
            0.8,
            1.2,
            "dn_time_patient_share; contacts_per_day_cmht; the rest assumed",
            "assumed",
            per=(Profession,),
        ),
    ] = (0.55, 0.55, 0.38, 0.40, 0.45, 0.38, 0.40, 0.35, 0.62, 0.50)
    assessment_minutes: Annotated[
        float,
        Parameter("staff time for one assessment", "minutes", 45.0, 180.0),
    ] = 90.0
    recognised_late: Annotated[
        float,
        Parameter("share of false needs that an assessment does not recognise", "share", 0.0, 0.4),
    ] = 0.1
    ends_early: Annotated[
        float,
        Parameter(
            "how much longer care goes on in a team that does not review it",
            "share of its length",
            0.0,
            0.6,
            "002 (review stage); the number assumed",
        ),
    ] = 0.25
    joint_saving: Annotated[
        float,
        Parameter(
            "share of contact time saved where one visit serves two needs",
            "share of minutes",
            0.2,
            0.5,
        ),
    ] = 0.4
    relapse: Annotated[
        Table,
        Parameter(
            "how often a need that was met comes back",
            "returns a year",
            0.5,
            2.0,
            per=(Need,),
        ),
    ] = (0.30, 0.60, 0.45, 0.25, 0.50, 0.40, 0.25, 0.25, 0.50)
    reablement_share: Annotated[
        float,
        Parameter(
            "share of social care packages for daily living that are short-term support to "
            "regain independence, and not long-term",
            "share of packages",
            0.5,
            0.65,
            "asc_outcome_st_max; asc_outcome_long_term",
            "measured",
        ),
    ] = 0.6
    reablement_years: Annotated[
        float,
        Parameter("how long short-term support lasts", "years", 0.08, 0.2),
    ] = 0.115


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
