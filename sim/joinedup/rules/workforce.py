"""Sickness, leaving, vacancies and newcomers.

No controlled English study links integration to turnover: the links from strain to leaving
and sickness come from studies of burnout, and each can be disabled (``disable_mechanisms``).
"""

from __future__ import annotations

from joinedup.codes import Profession
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter

YEAR_WEEKS = 365.25 / 7.0


class Workforce(Parameters):
    """Sickness, turnover and recruitment."""

    # fmt: off
    short_spells = parameter(1.5, "spells a year", (0.8, 2.5),
        "nhs_sickness_absence for the total; the split assumed",
        "short spells of sickness of one member")
    short_days = parameter(4.0, "days", (2, 6), "assumed",
        "mean length of a short spell")
    long_spells = parameter(0.15, "spells a year", (0.06, 0.2),
        "nhs_sickness_absence for the total; the split assumed",
        "long spells of sickness for reasons other than stress")
    long_days = parameter(72.0, "days", (40, 120), "assumed",
        "mean length of a long spell")
    stress_spells = parameter(0.3, "spells a year", (0.1, 0.6),
        "nhs_sickness_mh_reason_share of nhs_sickness_absence, over nhs_burnout_share",
        "long spells for stress, anxiety or depression of a member who is burnt out")
    leaving = parameter(
        by(Profession, gp=0.066, practice_nurse=0.066, mental_health_nurse=0.066,
           psychiatrist=0.066, psychologist=0.066, district_nurse=0.066, therapist=0.066,
           social_worker=0.092, support_worker=0.184, care_coordinator=0.092,
           link_worker=0.092),
        "leavers a year and member", (0.7, 1.3),
        "nhs_leaver_rate; adult_sw_turnover; asc_turnover_rate; each taken down by what burnout "
        "adds (burnout_turnover_intention_or at nhs_burnout_share)",
        "how often staff who are not burnt out leave their post")
    burnout_leaving = parameter(3.1, "ratio", (2.3, 4.17), "burnout_turnover_intention_or",
        "leaving of burnt-out staff against others; intention stands in for leaving",
        evidence="measured")
    commute_leaving = parameter(0.4, "ratio less one", (0, 1),
        "000 (new commutes); the number assumed",
        "further leaving for half an hour more of commuting each way")
    fill_weeks = parameter(
        by(Profession, gp=54.0, practice_nurse=54.0, mental_health_nurse=106.0, psychiatrist=85.0,
           psychologist=54.0, district_nurse=54.0, therapist=54.0, social_worker=36.0,
           support_worker=19.0, care_coordinator=36.0, link_worker=36.0),
        "weeks", (0.6, 1.5),
        "mh_nurse_vacancy; psychiatry_vacancy; adult_sw_vacancy; asc_vacancy_rate, each over its "
        "turnover",
        "how long an empty post stays empty")
    temporary_leaving = parameter(1.7, "ratio", (1, 3), "assumed",
        "leaving from posts funded a year at a time, and how much longer these stay vacant")
    agency_cover = parameter(0.6, "share of hours", (0.3, 0.85), "assumed",
        "share of the hours of empty posts that bank and agency staff work")
    cover_premium = parameter(1.25, "ratio", (1, 1.6), "assumed",
        "cost of an hour of bank and agency work against one's own")
    newcomer_pace = parameter(0.7, "share of pace", (0.5, 0.9), "assumed",
        "pace of a newcomer in the first week")
    settling_weeks = parameter(20.0, "weeks", (8, 52), "assumed",
        "weeks in which a newcomer makes up most of the difference")
    usual_pace = parameter(0.965, "share of pace", (0.94, 1), "the siloed place of this model",
        "mean pace of staff in usual times that `care.direct_share` already allows for",
        role="constant")
    usual_sickness = parameter(0.056, "share of days", (0.043, 0.06), "nhs_sickness_absence",
        "share of days lost to sickness that `care.direct_share` already leaves out",
        evidence="measured", role="constant")
    commute_least = parameter(5.0, "minutes", (0, 10), "assumed",
        "shortest way to work")
    commute_more = parameter(20.0, "minutes", (10, 40), "assumed",
        "way to work beyond the shortest, on average")
    usual_leaving_ratio = parameter(1.63, "ratio", (1, 2.5), "assumed",
        "leaving in usual times, strain included, against that of staff who are not burnt out",
        role="constant")
    # fmt: on


@rule
def chance_in_a_week(rate_a_year):
    """The weekly probability of an event with this rate a year."""
    weekly = rate_a_year / YEAR_WEEKS
    return weekly / (1.0 + 0.5 * weekly)


@rule
def leaving_rate(p, profession, burnt, commute_change):
    """Leavers a year; ``commute_change`` in minutes each way, a shorter commute has no effect."""
    rate = p.leaving[profession]
    if burnt:
        rate *= p.burnout_leaving
    return rate * (1.0 + p.commute_leaving * max(0.0, commute_change) / 30.0)


@rule
def usual_vacancy(p, profession):
    """Vacancy rate at the turnover of the evidence."""
    leaving = p.usual_leaving_ratio * p.leaving[profession]
    empty = leaving * p.fill_weeks[profession] / YEAR_WEEKS
    return empty / (1.0 + empty)


@rule
def usual_hours_worked(p, profession):
    """Share of an established post's hours worked, by its holder or by cover, in usual times."""
    empty = usual_vacancy(p, profession)
    return 1.0 - empty * (1.0 - p.agency_cover)


@rule
def pace_after_week(p, pace):
    """A newcomer's pace after one more week."""
    return pace + (1.0 - pace) * min(1.0, 2.0 / p.settling_weeks)
