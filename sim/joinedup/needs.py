"""The kinds of need: a block for each, with its numbers by name.

What a number means, its unit, range and source are declared where a rule reads it (the key behind
each attribute of `Kind`). A new kind of need is a new block here, and its acceptance by a team in
a scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum


class Domain(IntEnum):
    """The three domains that needs, and professions' skills, fall into."""

    MENTAL = 0
    PHYSICAL = 1
    SOCIAL = 2


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of need. Cells that a mapping does not name are 0."""

    domain: Domain
    prevalence: Mapping[str, float]  # people.prevalence, by age
    deprivation_ratio: float  # people.deprivation_ratio
    onset: Mapping[str, float]  # onset.rate, by age
    course_years: float  # onset.course_years
    severity_low: float  # onset.severity_low
    severity_high: float  # onset.severity_high
    worsening: float  # worsening.untreated
    easing: float  # worsening.improvement
    crises: float  # crisis.rate
    quality_of_life: float  # wellbeing.decrement
    help_seeking: float  # seeking.rate
    gp_first: float  # seeking.gp_first
    detection: float  # noticing.detection
    false_alarms: float  # noticing.false_alarm_kinds
    clinic: float  # planned.clinic_by_need
    care_minutes: float  # care.minutes_a_week
    care_years: float  # care.years
    assessment_minutes: float  # care.assessment_minutes
    lifelong: bool = False  # care.lifelong
    contact_days: float  # care.contact_every
    relapse: float  # care.relapse
    care_mix: Mapping[str, float]  # care.mix, by profession
    gp_consultations: float  # general_practice.by_unmet_need
    gp_review_days: float  # general_practice.review_every
    gp_years: float  # general_practice.care_years
    performance_paid: bool  # incentives.performance_paid


class Need(IntEnum):
    """Kinds of need, in three domains; the number is stored in columns and never changes."""

    kind: Kind

    def __new__(cls, number: int, *kind: Kind) -> Need:
        """Make the member's value the number alone."""
        member = int.__new__(cls, number)
        member._value_ = number
        (member.kind,) = kind
        return member

    # fmt: off
    COMMON_MENTAL_DISORDER = 0, Kind(
        domain=Domain.MENTAL,
        prevalence={"young_adult": 0.185, "middle": 0.175, "young_old": 0.125, "old": 0.12,
                    "very_old": 0.13},
        deprivation_ratio=1.7,
        onset={"young_adult": 0.16, "middle": 0.095, "young_old": 0.03,
               "old": 0.021, "very_old": 0.019},
        course_years=1.7, severity_low=0.1, severity_high=0.85,
        worsening=0.4, easing=2.65, crises=0.07, quality_of_life=0.2,
        help_seeking=1.1, gp_first=0.75, detection=0.2, false_alarms=0.34, clinic=0.1,
        care_minutes=25.0, care_years=0.18,
        assessment_minutes=60.0, contact_days=14.0, relapse=0.3,
        care_mix={"gp": 0.4, "practice_nurse": 0.1, "mental_health_nurse": 0.5,
                  "psychiatrist": 0.1, "psychologist": 0.2, "support_worker": 0.2},
        gp_consultations=1.2, gp_review_days=60.0, gp_years=0.9,
        performance_paid=True)
    SEVERE_MENTAL_ILLNESS = 1, Kind(
        domain=Domain.MENTAL,
        prevalence={"young_adult": 0.01, "middle": 0.0125, "young_old": 0.011, "old": 0.0095,
                    "very_old": 0.0085},
        deprivation_ratio=2.5,
        onset={"young_adult": 0.0005, "middle": 0.00027, "young_old": 0.00019,
               "old": 0.00024, "very_old": 0.00024},
        course_years=25.0, severity_low=0.35, severity_high=0.9,
        worsening=0.5, easing=0.6, crises=0.4, quality_of_life=0.15,
        help_seeking=0.75, gp_first=0.7, detection=0.25, false_alarms=0.04, clinic=0.6,
        care_minutes=20.0, care_years=5.0,
        assessment_minutes=120.0, contact_days=20.0, relapse=0.6,
        care_mix={"gp": 0.1, "mental_health_nurse": 0.6, "psychiatrist": 0.1,
                  "psychologist": 0.05, "social_worker": 0.1, "support_worker": 0.2},
        gp_consultations=1.5, gp_review_days=90.0, gp_years=8.0,
        performance_paid=True)
    COGNITIVE = 2, Kind(
        domain=Domain.MENTAL,
        prevalence={"middle": 0.002, "young_old": 0.018, "old": 0.07, "very_old": 0.2},
        deprivation_ratio=1.2,
        onset={"middle": 0.0001, "young_old": 0.0021,
               "old": 0.0044, "very_old": 0.014},
        course_years=1000.0, severity_low=0.15, severity_high=0.7,
        worsening=0.6, easing=0.0, crises=0.15, quality_of_life=0.15,
        help_seeking=0.13, gp_first=0.9, detection=0.06, false_alarms=0.1, clinic=0.5,
        care_minutes=15.0, care_years=0.8,
        assessment_minutes=180.0, lifelong=True, contact_days=28.0, relapse=0.45,
        care_mix={"gp": 0.1, "practice_nurse": 0.1, "mental_health_nurse": 0.6,
                  "psychiatrist": 0.2, "therapist": 0.1, "support_worker": 0.1},
        gp_consultations=0.8, gp_review_days=120.0, gp_years=4.0,
        performance_paid=True)
    LONG_TERM_CONDITION = 3, Kind(
        domain=Domain.PHYSICAL,
        prevalence={"child": 0.08, "young_adult": 0.19, "middle": 0.43,
                    "young_old": 0.76, "old": 0.87, "very_old": 0.92},
        deprivation_ratio=1.5,
        onset={"child": 0.0016, "young_adult": 0.01, "middle": 0.029,
               "young_old": 0.21, "old": 0.087, "very_old": 0.18},
        course_years=60.0, severity_low=0.1, severity_high=0.75,
        worsening=0.45, easing=0.4, crises=0.15, quality_of_life=0.05,
        help_seeking=0.78, gp_first=1.0, detection=0.3, false_alarms=0.06, clinic=1.3,
        care_minutes=24.1, care_years=0.25,
        assessment_minutes=60.0, contact_days=11.5, relapse=0.25,
        care_mix={"gp": 0.3, "practice_nurse": 0.4, "district_nurse": 0.7, "therapist": 0.3},
        gp_consultations=1.0, gp_review_days=105.0, gp_years=10.0,
        performance_paid=True)
    FRAILTY = 4, Kind(
        domain=Domain.PHYSICAL,
        prevalence={"young_adult": 0.002, "middle": 0.01, "young_old": 0.07, "old": 0.2,
                    "very_old": 0.4},
        deprivation_ratio=1.8,
        onset={"young_adult": 0.00033, "middle": 0.0014, "young_old": 0.018,
               "old": 0.053, "very_old": 0.13},
        course_years=8.0, severity_low=0.2, severity_high=0.8,
        worsening=0.6, easing=0.6, crises=0.26, quality_of_life=0.12,
        help_seeking=0.28, gp_first=0.8, detection=0.1, false_alarms=0.1, clinic=0.8,
        care_minutes=40.4, care_years=0.4,
        assessment_minutes=75.0, contact_days=11.5, relapse=0.5,
        care_mix={"gp": 0.1, "practice_nurse": 0.1, "district_nurse": 0.75, "therapist": 0.25},
        gp_consultations=1.5, gp_review_days=90.0, gp_years=4.0,
        performance_paid=False)
    DAILY_LIVING = 5, Kind(
        domain=Domain.SOCIAL,
        prevalence={"young_adult": 0.006, "middle": 0.022, "young_old": 0.2,
                    "old": 0.33, "very_old": 0.52},
        deprivation_ratio=2.0,
        onset={"young_adult": 0.0013, "middle": 0.0038, "young_old": 0.065,
               "old": 0.071, "very_old": 0.18},
        course_years=6.0, severity_low=0.15, severity_high=0.8,
        worsening=0.5, easing=0.3, crises=0.14, quality_of_life=0.25,
        help_seeking=0.28, gp_first=0.25, detection=0.03, false_alarms=0.16, clinic=0.1,
        care_minutes=420.0, care_years=3.0,
        assessment_minutes=240.0, contact_days=28.0, relapse=0.4,
        care_mix={"therapist": 0.03, "social_worker": 0.02, "support_worker": 0.95},
        gp_consultations=0.8, gp_review_days=180.0, gp_years=2.0,
        performance_paid=False)
    HOUSING_AND_MONEY = 6, Kind(
        domain=Domain.SOCIAL,
        prevalence={"young_adult": 0.06, "middle": 0.05, "young_old": 0.03, "old": 0.02,
                    "very_old": 0.02},
        deprivation_ratio=4.0,
        onset={"young_adult": 0.051, "middle": 0.037, "young_old": 0.017,
               "old": 0.011, "very_old": 0.012},
        course_years=1.2, severity_low=0.15, severity_high=0.85,
        worsening=0.6, easing=3.0, crises=0.05, quality_of_life=0.06,
        help_seeking=0.24, gp_first=0.15, detection=0.03, false_alarms=0.12, clinic=0.0,
        care_minutes=40.0, care_years=0.25,
        assessment_minutes=60.0, contact_days=10.0, relapse=0.25,
        care_mix={"social_worker": 0.4, "support_worker": 0.6, "link_worker": 0.6},
        gp_consultations=0.6, gp_review_days=180.0, gp_years=0.5,
        performance_paid=False)
    ISOLATION = 7, Kind(
        domain=Domain.SOCIAL,
        prevalence={"young_adult": 0.05, "middle": 0.06, "young_old": 0.07, "old": 0.1,
                    "very_old": 0.15},
        deprivation_ratio=1.8,
        onset={"young_adult": 0.013, "middle": 0.014, "young_old": 0.018,
               "old": 0.025, "very_old": 0.036},
        course_years=4.0, severity_low=0.1, severity_high=0.75,
        worsening=0.3, easing=1.5, crises=0.02, quality_of_life=0.06,
        help_seeking=0.045, gp_first=0.4, detection=0.02, false_alarms=0.04, clinic=0.0,
        care_minutes=30.0, care_years=0.5,
        assessment_minutes=45.0, contact_days=14.0, relapse=0.25,
        care_mix={"social_worker": 0.1, "support_worker": 0.9, "link_worker": 0.9},
        gp_consultations=1.0, gp_review_days=180.0, gp_years=0.5,
        performance_paid=False)
    SUBSTANCE_USE = 8, Kind(
        domain=Domain.SOCIAL,
        prevalence={"young_adult": 0.05, "middle": 0.035, "young_old": 0.015, "old": 0.005,
                    "very_old": 0.002},
        deprivation_ratio=3.0,
        onset={"young_adult": 0.01, "middle": 0.0039, "young_old": 0.0004,
               "old": 0.0003, "very_old": 0.0003},
        course_years=6.0, severity_low=0.15, severity_high=0.8,
        worsening=0.4, easing=0.8, crises=0.16, quality_of_life=0.1,
        help_seeking=0.103, gp_first=0.35, detection=0.03, false_alarms=0.04, clinic=0.2,
        care_minutes=40.0, care_years=0.7,
        assessment_minutes=75.0, contact_days=10.0, relapse=0.5,
        care_mix={"mental_health_nurse": 0.15, "support_worker": 0.85},
        gp_consultations=0.8, gp_review_days=120.0, gp_years=1.0,
        performance_paid=False)
    # fmt: on
