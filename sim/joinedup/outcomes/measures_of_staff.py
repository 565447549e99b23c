"""Outcomes for the people who deliver care, and for how they work together."""

from __future__ import annotations

from joinedup.codes import Stage
from joinedup.outcomes.metrics import (
    Row,
    culture_of,
    extra_of,
    hours_of,
    leavers_a_year,
    measured,
    stages_of,
)
from joinedup.state.place import Culture, Hours

OF_STAFF: tuple[Row, ...] = (
    measured(
        "strain",
        "Strain of staff, 0 none to 1 the greatest",
        "scale 0 to 1",
        "staff",
        combine="mean",
        better="lower",
        f=culture_of(Culture.STRAIN, Culture.MEMBERS),
    ),
    measured(
        "burnt_out",
        "Staff who are burnt out",
        "share of staff",
        "staff",
        combine="mean",
        better="lower",
        f=culture_of(Culture.BURNT, Culture.MEMBERS),
    ),
    measured(
        "sickness",
        "Staff time lost to sickness",
        "share of hours",
        "staff",
        combine="mean",
        better="lower",
        f=hours_of(Hours.SICK, Hours.HELD),
    ),
    measured(
        "vacancy",
        "Posts without a holder",
        "share of posts",
        "staff",
        combine="mean",
        better="lower",
        f=lambda b: 1.0 - hours_of(Hours.HELD, Hours.POSTS)(b),
    ),
    measured(
        "leavers",
        "Staff who leave in a year",
        "share of staff",
        "staff",
        combine="mean",
        better="lower",
        f=leavers_a_year(),
    ),
    measured(
        "satisfaction",
        "Satisfaction of staff, 0 none to 1 the greatest",
        "scale 0 to 1",
        "staff",
        combine="mean",
        better="higher",
        f=culture_of(Culture.SATISFACTION, Culture.MEMBERS),
    ),
    measured(
        "fear",
        "Fear of the change among staff, 0 none to 1 the greatest",
        "scale 0 to 1",
        "staff",
        combine="mean",
        better="lower",
        f=culture_of(Culture.FEAR, Culture.MEMBERS),
    ),
    measured(
        "special_skill",
        "Special skill that staff have kept",
        "share of full skill",
        "staff",
        combine="mean",
        better="higher",
        f=culture_of(Culture.SPECIAL, Culture.MEMBERS),
    ),
    measured(
        "learnt",
        "What staff have learnt of other professions",
        "share of full skill",
        "staff",
        combine="mean",
        better="higher",
        f=culture_of(Culture.LEARNT, Culture.MEMBERS),
    ),
    *(
        measured(
            f"time_{key}",
            f"Community staff's paid time in {label}",
            "share of paid time",
            "staff",
            combine="mean",
            f=extra_of(f"time_{key}"),
        )
        for key, label in (
            ("contacts", "contacts with service users"),
            ("paperwork", "referrals and assessments"),
            ("meetings", "meetings, being managed and training together"),
        )
    ),
    measured(
        "adoption",
        "Staff of joined teams who work in the new way",
        "share of staff",
        "culture",
        combine="mean",
        better="higher",
        f=stages_of(Stage.CHANGE),
    ),
    measured(
        "trust",
        "Trust at handovers between teams, 0 none to 1 the greatest",
        "scale 0 to 1",
        "culture",
        combine="mean",
        better="higher",
        f=culture_of(Culture.TRUST, Culture.HANDOVERS),
    ),
    measured(
        "fidelity",
        "How far joined interfaces work as they were arranged",
        "share of the arrangement",
        "culture",
        combine="mean",
        better="higher",
        f=culture_of(Culture.FIDELITY, Culture.INTERFACES),
    ),
)
