"""Case management: who is enrolled, how many a manager carries, and what a visit sees coming."""

from __future__ import annotations

from math import exp

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter

OUTSIDE_TEAMS = -2  # from here down, the column ``team`` of staff says whose case managers they are


class CaseManagement(Parameters):
    """Case managers' and care coordinators' time, and what they can see and judge."""

    # fmt: off
    signs_days = parameter(3.0, "days", (1, 7), "assumed",
        "days before a crisis or an acute illness in which a visit can see it coming")
    signs_seen = parameter(0.8, "chance", (0, 1), "assumed",
        "chance that a visit by a fully skilled professional sees the clearest signs")
    passing_illness = parameter(1.0, "ratio", (0, 3), "assumed",
        "illnesses that look the same for a few days and pass by themselves, for each that would "
        "have come to hospital")
    avertable = parameter(0.6, "share of admissions", (0.3, 0.9), "assumed",
        "share of ambulatory-care-sensitive illnesses in need of a bed that treatment in time "
        "spares it")
    concern_days = parameter(28.0, "days", (7, 90), "assumed",
        "days for which clinicians who have seen a person get worse think of them")
    new_a_week = parameter(3.0, "people", (1, 8), "assumed",
        "new people whom a case manager takes on in a week, at most")
    leaves_below = parameter(0.6, "share of the score", (0.3, 0.9), "assumed",
        "risk score below which a review ends case management, against that of entry")
    time_for_cases = parameter(0.5, "share of paid time", (0.35, 0.65), "assumed",
        "share of a case manager's or coordinator's paid time that goes to their people, travel "
        "included")
    visit_minutes = parameter(45.0, "minutes", (30, 90), "assumed",
        "time of a case manager's visit to a person")
    travel_minutes = parameter(20.0, "minutes", (10, 40), "assumed",
        "travel to a visit")
    assessment_minutes = parameter(90.0, "minutes", (45, 180), "assumed",
        "further time of a visit with a holistic assessment")
    urgent_minutes = parameter(120.0, "minutes", (45, 240), "assumed",
        "further time of a case manager for what cannot wait")
    coordinator_minutes = parameter(15.0, "minutes a week", (5, 30), "assumed",
        "care coordinator's time for each person")
    late_days = parameter(7.0, "days", (3, 14), "assumed",
        "days by which a visit is late that the case manager has no time for")
    minutes_discussed = parameter(12.0, "minutes", (5, 30), "assumed",
        "time in which a joint meeting discusses one person, or takes on a bounced referral")
    discussed_again_days = parameter(91.0, "days", (28, 182), "assumed",
        "days before a joint meeting discusses the same person again")
    # fmt: on

    resident_columns = (
        ("manager", "i4", "row of their case manager's post, and 1; 0 none"),
        ("coordinator", "i4", "row of their care coordinator's post, and 1; 0 none"),
        ("by_judgement", "u1", "1 when enrolled by clinicians' judgement"),
        ("discussed_at", "f8", "when a joint meeting last discussed them"),
        ("concern_at", "f8", "when a clinician last saw that they had got worse"),
    )
    staff_columns = (
        ("cases", "i8", "people whom a case manager or care coordinator carries"),
        ("new_cases", "i8", "people taken on this week"),
        ("asked", "i8", "thousandths of a minute that their people ask of them this week"),
        ("load", "f8", "minutes asked last week, as a share of their time"),
    )


@rule
def taken_on_in(p, week):
    """New people whom a case manager takes on in one week, at most: parts add up over weeks."""
    return int(p.new_a_week * (week + 1)) - int(p.new_a_week * week)


@rule
def chance_signs_are_seen(p, skill, severity):
    """The chance that a visit sees signs that are there: by skill, and how severe it is."""
    return min(1.0, p.signs_seen * skill * (0.5 + 0.5 * severity))


@rule
def chance_of_passing_signs(p, illness_rate):
    """The chance of finding, on one day, an illness that will pass by itself.

    ``illness_rate`` is the person's acute illnesses a day that come to hospital, on that day.
    """
    return 1.0 - exp(-illness_rate * p.passing_illness * p.signs_days)


@rule
def minutes_of_visit(p, assessed, found_urgent):
    """Minutes of a visit with its travel; more with an assessment, or what cannot wait."""
    minutes = p.visit_minutes + p.travel_minutes + p.assessment_minutes * assessed
    return minutes + p.urgent_minutes * found_urgent


@rule
def chance_of_visit(load):
    """The chance that a visit is paid when it is due: less where more is asked than there is."""
    return 1.0 if load <= 1.0 else 1.0 / load


@rule
def is_still_at_risk(p, score, bar, days_since_concern):
    """Whether a review keeps a person enrolled: by risk score, or because they are worse."""
    return score >= p.leaves_below * bar or days_since_concern <= p.concern_days


@rule
def carriers_of(place, coordinators):
    """The number, in place of a team's, of a neighbourhood's case managers or coordinators."""
    return OUTSIDE_TEAMS - 2 * place - coordinators
