"""Sickness, leaving, vacancies and newcomers.

No controlled English study links integration to turnover: the links from strain to leaving
and sickness come from studies of burnout, and each can be left out (``disable_mechanisms``).
"""

from __future__ import annotations

from joinedup.codes import Profession
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter

YEAR_WEEKS = 365.25 / 7.0


class Workforce(Parameters):
    """Who is at work, who is not, and how posts fill again."""

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
           social_worker=0.092, support_worker=0.184, care_coordinator=0.092),
        "leavers a year and member", (0.7, 1.3),
        "nhs_leaver_rate; adult_sw_turnover; asc_turnover_rate; each taken down by what burnout "
        "adds (burnout_turnover_intention_or at nhs_burnout_share)",
        "how often somebody who is not burnt out leaves their post")
    burnt_leave = parameter(3.1, "ratio", (2.3, 4.17), "burnout_turnover_intention_or",
        "leaving of those burnt out against others; intention stands in for "
        "leaving", evidence="measured")
    commute_leave = parameter(0.4, "ratio less one", (0, 1),
        "000 (new commutes); the number assumed",
        "further leaving for half an hour more of commuting each way")
    fill_weeks = parameter(
        by(Profession, gp=54.0, practice_nurse=54.0, mental_health_nurse=106.0, psychiatrist=85.0,
           psychologist=54.0, district_nurse=54.0, therapist=54.0, social_worker=36.0,
           support_worker=19.0, care_coordinator=36.0),
        "weeks", (0.6, 1.5),
        "mh_nurse_vacancy; psychiatry_vacancy; adult_sw_vacancy; asc_vacancy_rate, each over its "
        "turnover",
        "how long an empty post stays empty")
    temporary = parameter(1.7, "ratio", (1, 3),
        "assumed",
        "leaving of those whose post is paid from one year to the next, and how much longer such a "
        "post stays empty")
    covered = parameter(0.6, "share of hours", (0.3, 0.85), "assumed",
        "share of the hours of empty posts that bank and agency staff work")
    cover_premium = parameter(1.25, "ratio", (1, 1.6), "assumed",
        "cost of an hour of bank and agency work against one's own")
    newcomer_pace = parameter(0.7, "share of pace", (0.5, 0.9),
        "assumed",
        "pace of somebody in their first week")
    settling_weeks = parameter(20.0, "weeks", (8, 52), "assumed",
        "weeks in which a newcomer makes up most of the difference")
    usual_pace = parameter(0.965, "share of pace", (0.94, 1), "the siloed place of this model",
        "mean pace of staff in usual times, newcomers and the burnt-out included, that "
        "`care.direct_share` already allows for", role="constant")
    usual_sickness = parameter(0.056, "share of days", (0.043, 0.06), "nhs_sickness_absence",
        "share of days lost to sickness that `care.direct_share` already leaves "
        "out", evidence="measured", role="constant")
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
    """The chance that something which happens so often a year happens in one week."""
    weekly = rate_a_year / YEAR_WEEKS
    return weekly / (1.0 + 0.5 * weekly)


@rule
def leaving_rate(p, profession, burnt, commute_change):
    """Leaving, a year; ``commute_change`` is in minutes each way; a shorter way keeps nobody."""
    rate = p.leaving[profession]
    if burnt:
        rate *= p.burnt_leave
    return rate * (1.0 + p.commute_leave * max(0.0, commute_change) / 30.0)


@rule
def usual_vacancy(p, profession):
    """Share of posts empty where leaving is as the evidence has it."""
    leaving = p.usual_leaving_ratio * p.leaving[profession]
    empty = leaving * p.fill_weeks[profession] / YEAR_WEEKS
    return empty / (1.0 + empty)


@rule
def usually_worked(p, profession):
    """Share of an established post's hours worked, by its holder or by cover, in usual times."""
    empty = usual_vacancy(p, profession)
    return 1.0 - empty * (1.0 - p.covered)


@rule
def pace_after_week(p, pace):
    """A newcomer's pace after one more week."""
    return pace + (1.0 - pace) * min(1.0, 2.0 / p.settling_weeks)
