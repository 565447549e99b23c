"""Planned care: clinics, the elective list, day cases."""

from __future__ import annotations

from joinedup.codes import Age
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, by_need, parameter


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


@rule
def clinic_rate_of_need(p, kind, advised):
    """Clinic attendances per day for one need; fewer where community teams advise.

    ``advised`` is the share of questions put to the community team and not to a clinic.
    """
    return p.clinic_by_need[kind] * (1.0 - p.answerable * advised) / 365.25
