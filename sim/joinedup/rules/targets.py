"""Targets that services are measured against.

Standards are those set in England; nobody in the model acts on them (000: local and national
targets).
"""

from __future__ import annotations

from joinedup.engine.parameter import Parameters, parameter


class Targets(Parameters):
    """Within how many days something is to happen."""

    # fmt: off
    assessed_within = parameter(28.0, "days", (14, 42), "wait_cmht_gt4wk_share for four weeks",
        "days from referral within which an assessment counts as in time", role="constant")
    started_within = parameter(126.0, "days", (42, 182), "18 weeks, as for elective care",
        "days from referral within which care begins in time", role="constant")
    planned_within = parameter(28.0, "days", (7, 56), "assumed",
        "days from enrolment within which a care plan is in time", role="constant")
    followed_within = parameter(3.0, "days", (2, 7), "mental_follow_up_72h",
        "days from leaving a mental health bed within which a follow-up is in time",
        evidence="measured", role="constant")
    # fmt: on

    resident_columns = (
        ("stay_kind", "u1", "codes.Need that an emergency stay is for, or NO_NEED"),
        ("left_ward_at", "f4", "when they left a bed for mental need and no follow-up came yet"),
        ("enrolled_at", "f4", "when enrolled, until a plan follows"),
        ("contact_at", "f4", "last contact with a community team"),
    )
