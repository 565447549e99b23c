"""Planned care: clinics, the elective list, day cases.

Fewer are listed the longer the wait for what they would be listed for, at the published elasticity
of demand to waiting (Martin and Smith 1999). So beds and slots that come free are asked for.
"""

from __future__ import annotations

from joinedup.codes import Age
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, by_need, parameter
from joinedup.state.hospital import Planning


class Planned(Parameters):
    """Outpatient and elective demand."""

    # fmt: off
    clinic_rate = parameter(
        by(Age, child=0.66, young_adult=0.72, middle=0.83, young_old=1.12, old=1.38, very_old=1.38),
        "attendances per person a year", (0.8, 1.2),
        "outpatient_attend_rate for the sum; the split assumed",
        "clinic attendances without a long-term condition or GP's question, by age")
    clinic_by_need = parameter(by_need(lambda kind: kind.clinic),
        "attendances per person a year", (0.6, 1.5),
        "outpatient_attend_rate for the sum; the split assumed",
        "further clinic attendances of people with the need")
    answerable = parameter(0.6, "share of attendances", (0.2, 0.8), "assumed",
        "share of clinic attendances for a need whose question a skilled community professional "
        "could answer")
    question = parameter(0.041, "chance per consultation", (0.03, 0.05),
        "gp_referrals_per_1000_yr divided by gp_practice_consult_rate",
        "chance that a GP consultation ends in a question to a hospital specialist",
        evidence="recalled")
    series = parameter(2.2, "attendances", (1.5, 3.5), "assumed",
        "clinic attendances that follow from one such question")
    listed = parameter(0.092, "chance per attendance", (0.07, 0.11),
        "elective_daycase_rate divided by outpatient_attend_rate",
        "chance that a clinic attendance ends on the elective list", evidence="recalled")
    elasticity = parameter(0.1, "per cent for each per cent", (0, 0.25),
        "demand_elasticity_waiting_nhs",
        "how much less is listed when the wait for it is longer", evidence="recalled")
    usual_wait = parameter(by(Planning, bed=20.0, day_case=1.0), "weeks", (0.3, 3),
        "what the siloed place comes to", "wait for elective care at which listing is as stated",
        role="constant")
    counted_over = parameter(20.0, "working days", (5, 60), "assumed",
        "working days over which what is done a week is reckoned", role="constant")
    day_case = parameter(0.857, "share of elective", (0.83, 0.88), "elective_daycase_rate",
        "share of elective care that is a day case", evidence="recalled")
    stay_days = parameter(3.4, "days", (2.5, 5), "mean_los_all",
        "length of an elective stay", evidence="recalled")
    series_every = parameter(42.0, "days", (28, 84), "assumed",
        "days between clinic attendances that follow from one question")
    stay_least_days = parameter(0.5, "days", (0.4, 0.6), "assumed",
        "shortest elective stay", role="constant")
    called_at = parameter(0.4, "days", (0.3, 0.5), "assumed",
        "time of the day at which elective patients are called in", role="constant")
    # fmt: on

    resident_columns = (
        ("callable_at", "f8", "when they were listed for elective care, or last left a bed"),
    )


@rule
def clinic_rate_of_need(p, kind, advised):
    """Clinic attendances per day for one need; fewer where community teams advise.

    ``advised`` is the share of questions put to the community team and not to a clinic.
    """
    return p.clinic_by_need[kind] * (1.0 - p.answerable * advised) / 365.25


@rule
def weeks_to_wait(length, done_a_week):
    """Weeks that a person listed today waits; 0 before anything has been done."""
    return length / done_a_week if done_a_week > 0.0 else 0.0


@rule
def chance_of_listing(p, weeks, usual):
    """The chance that a clinic attendance ends on a list whose wait is ``weeks``, at least one."""
    if weeks <= 0.0:
        return p.listed
    return min(1.0, p.listed * (max(1.0, weeks) / usual) ** (-p.elasticity))
