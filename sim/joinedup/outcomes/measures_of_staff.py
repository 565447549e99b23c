"""Outcomes for the people who deliver care, and for how they work together."""

from __future__ import annotations

from joinedup.codes import Organisation, Stage
from joinedup.outcomes.measure import Measure, Ratio
from joinedup.outcomes.metrics import (
    culture_of,
    extra_of,
    fear_of,
    hours_of,
    hours_vacant,
    joined_of,
    leavers_a_year,
    stages_of,
)
from joinedup.state.months import Culture, Hours

SCALE = "scale 0 to 1"
TIME = (
    ("contacts", "contacts with service users"),
    ("paperwork", "referrals and assessments"),
    ("meetings", "meetings, supervision and joint training"),
)

# fmt: off
STAFF = (
    Measure("strain", "Staff strain", SCALE, "staff",
            culture_of(Culture.STRAIN, Culture.MEMBERS), "lower", "staff", headline=True,
            description="0 none, 1 the greatest."),
    Measure("staff_burnout", "Staff burnout", "share of staff", "staff",
            culture_of(Culture.BURNT, Culture.MEMBERS), "lower", "staff", headline=True,
            core=True, topic="staff"),
    Measure("sickness", "Sickness absence", "share of hours", "staff",
            hours_of(Hours.SICK, Hours.HELD), "lower", "hours", headline=True, noisy=True,
            group="process marker"),
    Measure("vacancy_rate", "Vacancy rate", "share of posts", "staff",
            hours_vacant(), "lower", "posts", headline=True, core=True),
    Measure("staff_turnover", "Staff turnover", "share of staff", "staff", leavers_a_year(),
            "lower",
            "staff", headline=True, core=True, topic="staff", noisy=True, beyond_one=True,
            description="Leavers in a year, of staff in post."),
    Measure("satisfaction", "Staff satisfaction", SCALE, "staff",
            culture_of(Culture.SATISFACTION, Culture.MEMBERS), "higher", "staff", headline=True,
            core=True, topic="staff", description="0 none, 1 the greatest."),
    Measure("staff_dissatisfied", "Staff dissatisfied with their work", "share of staff", "staff",
            culture_of(Culture.DISSATISFIED, Culture.MEMBERS), "lower", "staff"),
    Measure("fear", "Staff fear of the change", SCALE, "staff",
            culture_of(Culture.FEAR, Culture.MEMBERS), "lower", "staff", headline=True,
            description="0 none, 1 the greatest."),
    *(
        Measure(f"fear_{who.name.lower()}", f"{name} staff's fear of the change", SCALE, "staff",
                fear_of(who), "lower", "staff", description="0 none, 1 the greatest.")
        for who, name in ((Organisation.NHS, "NHS"), (Organisation.COUNCIL, "Council"))
    ),
    Measure("specialist_skill", "Specialist skill retained", "share of full skill", "staff",
            culture_of(Culture.SPECIAL, Culture.MEMBERS), "higher", "staff", headline=True),
    Measure("skill_learnt", "Skill learnt from other professions", "share of full skill", "staff",
            culture_of(Culture.LEARNT, Culture.MEMBERS), "higher", "staff", headline=True),
    Measure("caseload_nurse", "Packages of care per mental health nurse", "packages", "staff",
            culture_of(Culture.NURSES_PACKAGES, Culture.NURSES), mean_of="nurses",
            description="In teams for severe mental illness; published: 21 (16 to 35)."),
    Measure("caseload_psychiatrist", "People in care per psychiatrist", "people", "staff",
            culture_of(Culture.PSYCHIATRISTS_PEOPLE, Culture.PSYCHIATRISTS),
            mean_of="psychiatrists",
            description="Of the whole team; published: 250 (185 to 317)."),
    Measure("caseload_social_worker", "People in care per social worker", "people", "staff",
            culture_of(Culture.SOCIAL_WORKERS_PEOPLE, Culture.SOCIAL_WORKERS),
            mean_of="social workers",
            description="Of the whole team; published: 25 (15 to 35)."),
    *(
        Measure(f"time_{key}", f"Community staff time in {label}", "share of posts' hours", "staff",
                Ratio(extra_of(f"{key}_minutes"), extra_of("paid_minutes")), mean_of="posts' hours",
                description="Worked, of all posts, filled or not; what is asked for above "
                "capacity is not worked.")
        for key, label in TIME
    ),
)
CULTURE = (
    Measure("adoption", "Adoption of the new way of working", "share of staff", "culture",
            stages_of(Stage.CHANGE), "higher", "staff of joined teams", headline=True),
    Measure("trust", "Trust between teams at handovers", SCALE, "culture",
            culture_of(Culture.TRUST, Culture.HANDOVERS), "higher", "handovers", headline=True,
            description="0 none, 1 the greatest."),
    Measure("fidelity", "Implementation fidelity of joined interfaces",
            "share of the arrangement", "culture",
            joined_of(Culture.FIDELITY, Culture.INTERFACES), "higher", "joined interfaces",
            headline=True, description="How far they work as they were arranged."),
)
# fmt: on
TABLE = (*STAFF, *CULTURE)
