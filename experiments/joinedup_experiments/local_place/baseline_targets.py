"""The published figures that the siloed place is held against: ``evidence/targets.md``.

Those of staff are not core: no exit code depends on them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One published figure: what it is, its value, its source, and whether it is core."""

    key: str
    label: str
    unit: str
    value: float
    source: str
    core: bool = True


TARGETS: tuple[Target, ...] = (
    Target("ae", "A&E attendances", "per 1,000 residents a year", 324.4, "ae_attend_rate"),
    Target(
        "emergency",
        "Emergency admissions",
        "per 1,000 residents a year",
        102.9,
        "emerg_admission_rate",
    ),
    Target(
        "outpatient",
        "Outpatient attendances",
        "per 1,000 residents a year",
        1713.0,
        "outpatient_attend_rate",
    ),
    Target(
        "elective",
        "Elective stays and day cases",
        "per 1,000 residents a year",
        153.0,
        "elective_daycase_rate",
    ),
    Target(
        "consultations",
        "GP and nurse consultations",
        "per resident a year",
        5.16,
        "gp_practice_consult_rate",
    ),
    Target(
        "requests",
        "Requests for adult social care",
        "per 1,000 adults a year",
        45.0,
        "asc_requests_per_1000_adults",
    ),
    Target(
        "treated",
        "People with a common mental disorder who are treated",
        "share",
        0.37,
        "cmd_share_in_treatment",
    ),
    Target(
        "unmet_65",
        "People over 65 with an unmet need in daily living",
        "share",
        0.22,
        "unmet_adl_need_65plus",
    ),
    Target(
        "acceptance",
        "Referrals that secondary mental health accepts",
        "share",
        0.57,
        "cmht_acceptance_prob_siloed",
    ),
    Target(
        "loss", "People lost when handed between teams", "share", 0.2, "team_transfer_loss_share"
    ),
    Target("occupancy", "Hospital bed occupancy", "share", 0.95, "bed_occupancy_adult_ga"),
    Target(
        "delayed", "Beds with somebody fit to leave", "share", 0.13, "delayed_discharge_bed_share"
    ),
    Target(
        "cmd",
        "Adults with a common mental disorder",
        "share",
        0.17,
        "cmd_prevalence_adult",
        core=False,
    ),
    Target(
        "no_service",
        "Social care requests that end with nothing",
        "share",
        0.28,
        "asc_outcome_no_services",
        core=False,
    ),
    Target(
        "long_term",
        "Social care requests that end in long-term support",
        "share",
        0.08,
        "asc_outcome_long_term",
        core=False,
    ),
    Target(
        "nursing",
        "District nurses' contacts",
        "per 1,000 residents a year",
        442.0,
        "dn_f2f_contacts_per_1000_pop",
        core=False,
    ),
    Target(
        "cmht_referrals",
        "Referrals to the community mental health team",
        "per 1,000 adults a year",
        10.0,
        "cmht_referral_rate",
        core=False,
    ),
    Target(
        "burnt_out",
        "Staff who are burnt out",
        "share of staff",
        0.3038,
        "nhs_burnout_share",
        core=False,
    ),
    Target(
        "sickness", "NHS staff time lost to sickness", "share", 0.056, "nhs_sickness_absence", False
    ),
    Target("nhs_leavers", "NHS staff who leave", "share a year", 0.108, "nhs_leaver_rate", False),
    Target(
        "social_worker_leavers",
        "Social workers who leave",
        "share a year",
        0.15,
        "adult_sw_turnover",
        False,
    ),
    Target(
        "support_leavers",
        "Home care and support workers who leave",
        "share a year",
        0.30,
        "asc_turnover_rate",
        False,
    ),
    Target(
        "nurse_vacancy",
        "Mental health nurses' posts that are empty",
        "share of posts",
        0.18,
        "mh_nurse_vacancy",
        False,
    ),
    Target(
        "social_worker_vacancy",
        "Social workers' posts that are empty",
        "share of posts",
        0.095,
        "adult_sw_vacancy",
        False,
    ),
    Target(
        "support_vacancy",
        "Home care and support workers' posts that are empty",
        "share of posts",
        0.099,
        "asc_vacancy_rate",
        False,
    ),
)
