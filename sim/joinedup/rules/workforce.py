"""Sickness, leaving, vacancies and newcomers.

No controlled English study links integration to turnover: the links from strain to leaving
and sickness come from studies of burnout, and each can be left out (``disable_mechanisms``).
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Profession
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter

Table = Any
YEAR_WEEKS = 365.25 / 7.0


class Workforce(NamedTuple):
    """Who is at work, who is not, and how posts fill again."""

    short_spells: Annotated[
        float,
        Parameter(
            "short spells of sickness of one member",
            "spells a year",
            0.8,
            2.5,
            "nhs_sickness_absence for the total; the split assumed",
        ),
    ] = 1.5
    short_days: Annotated[float, Parameter("mean length of a short spell", "days", 2.0, 6.0)] = 4.0
    long_spells: Annotated[
        float,
        Parameter(
            "long spells of sickness for reasons other than stress",
            "spells a year",
            0.06,
            0.2,
            "nhs_sickness_absence for the total; the split assumed",
        ),
    ] = 0.15
    long_days: Annotated[float, Parameter("mean length of a long spell", "days", 40.0, 120.0)] = (
        72.0
    )
    stress_spells: Annotated[
        float,
        Parameter(
            "long spells for stress, anxiety or depression of a member who is burnt out",
            "spells a year",
            0.1,
            0.6,
            "nhs_sickness_mh_reason_share of nhs_sickness_absence, over nhs_burnout_share",
        ),
    ] = 0.30
    leaving: Annotated[
        Table,
        Parameter(
            "how often somebody who is not burnt out leaves their post",
            "leavers a year and member",
            0.7,
            1.3,
            "nhs_leaver_rate; adult_sw_turnover; asc_turnover_rate; each taken down by what "
            "burnout adds (burnout_turnover_intention_or at nhs_burnout_share)",
            per=(Profession,),
        ),
    ] = (0.066, 0.066, 0.066, 0.066, 0.066, 0.066, 0.066, 0.092, 0.184, 0.092)
    burnt_leave: Annotated[
        float,
        Parameter(
            "leaving of those burnt out against others; intention stands in for leaving",
            "ratio",
            2.3,
            4.17,
            "burnout_turnover_intention_or",
            "measured",
        ),
    ] = 3.1
    commute_leave: Annotated[
        float,
        Parameter(
            "further leaving for half an hour more of commuting each way",
            "ratio less one",
            0.0,
            1.0,
            "000 (new commutes); the number assumed",
        ),
    ] = 0.4
    fill_weeks: Annotated[
        Table,
        Parameter(
            "how long an empty post stays empty",
            "weeks",
            0.6,
            1.5,
            "mh_nurse_vacancy; psychiatry_vacancy; adult_sw_vacancy; asc_vacancy_rate, each over "
            "its turnover",
            per=(Profession,),
        ),
    ] = (54.0, 54.0, 106.0, 85.0, 54.0, 54.0, 54.0, 36.0, 19.0, 36.0)
    temporary: Annotated[
        float,
        Parameter(
            "leaving of those whose post is paid from one year to the next, and how much longer "
            "such a post stays empty",
            "ratio",
            1.0,
            3.0,
            "MODEL.md (slower with yearly money); the number assumed",
        ),
    ] = 1.7
    covered: Annotated[
        float,
        Parameter(
            "share of the hours of empty posts that bank and agency staff work",
            "share of hours",
            0.3,
            0.85,
        ),
    ] = 0.6
    cover_premium: Annotated[
        float,
        Parameter("cost of an hour of bank and agency work against one's own", "ratio", 1.0, 1.6),
    ] = 1.25
    newcomer_pace: Annotated[
        float,
        Parameter(
            "pace of somebody in their first week",
            "share of pace",
            0.5,
            0.9,
            "MODEL.md (newcomers are slower); the number assumed",
        ),
    ] = 0.7
    settling_weeks: Annotated[
        float,
        Parameter("weeks in which a newcomer makes up most of the difference", "weeks", 8.0, 52.0),
    ] = 20.0
    usual_pace: Annotated[
        float,
        Parameter(
            "mean pace of staff in usual times, newcomers and the burnt-out included, that "
            "`care.direct_share` already allows for",
            "share of pace",
            0.94,
            1.0,
            "the siloed place of this model",
            role="constant",
        ),
    ] = 0.965
    usual_sickness: Annotated[
        float,
        Parameter(
            "share of days lost to sickness that `care.direct_share` already leaves out",
            "share of days",
            0.043,
            0.06,
            "nhs_sickness_absence",
            "measured",
            "constant",
        ),
    ] = 0.056


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
    leaving = 1.63 * p.leaving[profession]
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
