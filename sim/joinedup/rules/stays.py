"""Stays in hospital: how long, above full, delayed discharge, and what a stay costs in strength.

An emergency is never turned away: beyond the beds people lie in corridors, where more of them die
(Jones et al. 2022, one for every 82 who wait six to eight hours) and stay longer. Wards that are
above full plan discharge earlier. Muscles and habits go with every night in bed: about a third of
people over 70 leave hospital with less function than before the illness (Covinsky et al. 2003).
"""

from __future__ import annotations

from math import exp

from joinedup.codes import Age, FrailtyGrade
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class Stays(Parameters):
    """How long people stay in a hospital that fills, and how they leave it."""

    # fmt: off
    stay_days = parameter(
        by(Age, child=1.5, young_adult=2.7, middle=4.1, young_old=4.8, old=5.4,
           very_old=5.1),
        "days", (0.8, 1.2), "emerg_los_mean for the mean; the split by age assumed",
        "length of an emergency stay until fit to leave of people who are not frail, by age")
    longer_by_frailty = parameter(by(FrailtyGrade, fit=0.0, mild=0.2, moderate=0.5, severe=0.8),
        "ratio less one", (0.4, 1.8), "hfrs_long_stay_or for the sign; the numbers assumed",
        "how much longer an emergency stay is than that of people who are not frail")
    zero_day = parameter(0.33, "share of admissions", (0.3, 0.36), "emerg_zero_day_share",
        "share of emergency admissions that go home the same day", evidence="measured")
    delayed = parameter(0.205, "share of discharges", (0.08, 0.5), "assumed",
        "share of people fit to leave, with an unserved need in daily living or nursing, whose "
        "discharge waits for a package")
    longest_waiting_days = parameter(20.0, "days", (10, 45), "assumed",
        "mean days after which a delayed person goes home or elsewhere without a package")
    other_delay = parameter(0.17, "share of stays", (0.05, 0.35),
        "delayed_discharge_social_care_share (63% of delays are for other reasons)",
        "share of overnight emergency stays at ages over 65 that are prolonged for other reasons")
    other_delay_days = parameter(7.0, "days", (3, 12), "assumed",
        "how long those other delays last")
    beds_kept_free = parameter(0.03, "share of beds", (0.02, 0.1), "bed_occupancy_adult_ga",
        "share of beds below which no elective patient is called in")
    freed_in_a_day = parameter(0.15, "share of beds", (0.1, 0.25), "assumed",
        "beds that come free in a day: as many above full, and no new emergency gets one that day")
    corridor_deaths = parameter(
        by(Age, child=0.0003, young_adult=0.001, middle=0.006, young_old=0.014, old=0.022,
           very_old=0.035),
        "deaths within 30 days", (0, 2), "delayed_admission_extra_death; the split by age assumed",
        "further deaths for each emergency admitted to no bed, by age")
    corridor_days = parameter(1.0, "days", (0, 2.4), "assumed",
        "days by which an emergency stay that begins in no bed is longer")
    most_cut = parameter(0.25, "share of a stay", (0, 0.35), "assumed",
        "share of an emergency stay that is cut where the hospital is far above full")
    pressed_from = parameter(0.1, "share of beds", (0.05, 0.2), "assumed",
        "share above full at which discharge is pushed as far as it goes")
    decline_a_night = parameter(0.03, "hazard a night", (0, 0.06),
        "hospital_functional_decline, at the length of stays at these ages",
        "hazard of a need in daily living or frailty one step worse, overnight at 65 and over")
    decline_anew = parameter(0.1, "share", (0, 0.5), "assumed",
        "of such declines in people who have neither need, the share that make one")
    reviewed_at = parameter(0.6, "share of a stay", (0.5, 0.65), "assumed",
        "share of an overnight stay after which discharge is planned", role="constant")
    zero_day_days = parameter(0.4, "days", (0.2, 0.6), "assumed",
        "length of a stay that ends the same day", role="constant")
    overnight_least_days = parameter(0.5, "days", (0.4, 0.6), "assumed",
        "shortest overnight stay", role="constant")
    delay_least_days = parameter(1.0, "days", (0.5, 2), "assumed",
        "shortest delay of a discharge that waits for a package")
    package_begins_days = parameter(0.5, "days", (0.2, 2), "assumed",
        "days from the start of a package to leaving hospital")
    # fmt: on

    resident_columns = (
        ("early", "f4", "days by which the last emergency stay was cut for want of beds"),
        ("stay_left", "f4", "days left of an emergency stay whose discharge is not planned yet"),
        ("dies_at", "f8", "when they die of having lain in a corridor, if nothing kills before"),
    )


@rule
def stay_length(p, age, grade, draw, overnight):
    """Days in a bed until fit to leave: an exponential time where the stay is overnight.

    With the share ``zero_day`` who go home the same day the mean is ``stay_days`` of their grade.
    """
    if not overnight:
        return p.zero_day_days
    beyond = max(
        0.0, p.stay_days[age] * (1.0 + p.longer_by_frailty[grade]) - p.overnight_least_days
    )
    return p.overnight_least_days + beyond / (1.0 - p.zero_day) * draw


@rule
def beds_for_elective(p, beds, occupied):
    """Beds for which people may be called in from the elective list: one at least."""
    return max(1, int(beds * (1.0 - p.beds_kept_free))) - occupied


@rule
def above_full(beds, occupied):
    """People without a bed, as a share of the beds."""
    return max(0.0, occupied / beds - 1.0)


@rule
def chance_of_no_bed(p, above):
    """The chance that an emergency admitted today gets no bed today."""
    return min(1.0, above / p.freed_in_a_day)


@rule
def share_cut(p, above):
    """The share of an emergency stay that is cut where the hospital is so far above full."""
    return p.most_cut * min(1.0, above / p.pressed_from)


@rule
def chance_of_decline(p, days):
    """The chance that a stay of so many days leaves a need one step worse."""
    return 1.0 - exp(-p.decline_a_night * max(0.0, days))
