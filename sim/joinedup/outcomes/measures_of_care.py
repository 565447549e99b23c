"""Outcomes for residents, services, hospital and money."""

from __future__ import annotations

from joinedup.codes import Activity, Cause, Need, State, title
from joinedup.outcomes.metrics import (
    Row,
    cause_of,
    daily_of,
    extra_of,
    fifth_unmet_of,
    flow_of,
    kind_unmet_of,
    measured,
    money_of,
    stock_of,
    tally_of,
    truth_of,
)
from joinedup.state.place import Tally

UNSERVED = slice(int(State.PRESENTED), int(State.WAITING) + 1)
LATENT = slice(int(State.LATENT), int(State.LATENT) + 1)
ALL_UNMET = slice(int(State.LATENT), int(State.WAITING) + 1)
A = Activity

OF_CARE: tuple[Row, ...] = (
    measured(
        "presented_true",
        "True needs brought to a service",
        "needs",
        "demand",
        f=truth_of(1, A.PRESENTED),
    ),
    measured(
        "presented_false",
        "Presentations that were not need",
        "presentations",
        "demand",
        f=truth_of(0, A.PRESENTED),
    ),
    measured(
        "referrals_true", "Referrals of true need", "referrals", "demand", f=truth_of(1, A.REFERRED)
    ),
    measured(
        "referrals_false",
        "Referrals of what was not need",
        "referrals",
        "demand",
        f=truth_of(0, A.REFERRED),
    ),
    measured("accepted", "Referrals accepted", "referrals", "demand", f=flow_of(A.ACCEPTED)),
    measured(
        "refused",
        "Referrals refused as below the threshold",
        "referrals",
        "demand",
        good="less",
        f=flow_of(A.REFUSED),
    ),
    measured(
        "bounced",
        "Referrals bounced to somebody else",
        "referrals",
        "demand",
        good="less",
        f=flow_of(A.BOUNCED),
    ),
    measured(
        "lost", "People lost at a handover", "people", "demand", good="less", f=flow_of(A.LOST)
    ),
    measured(
        "gave_up",
        "People who gave up asking",
        "people",
        "demand",
        good="less",
        f=flow_of(A.GAVE_UP),
    ),
    measured(
        "care_started",
        "Packages of care started",
        "packages",
        "demand",
        good="more",
        f=flow_of(A.CARE_STARTED),
    ),
    measured(
        "waiting",
        "People waiting in a team's line, on an average day",
        "people",
        "waiting",
        combine="mean",
        good="less",
        f=extra_of("waiting"),
    ),
    measured(
        "wait_days",
        "Mean wait from acceptance to start of care",
        "days",
        "waiting",
        combine="mean",
        good="less",
        f=extra_of("wait_days"),
    ),
    measured(
        "load",
        "Community staff time asked for, of time there is",
        "share",
        "waiting",
        combine="mean",
        good="less",
        f=extra_of("load"),
    ),
    measured(
        "unmet_latent",
        "Unmet need that no service knows",
        "person-days",
        "unmet need",
        good="less",
        f=stock_of(LATENT),
    ),
    measured(
        "unmet_known",
        "Unmet need that is known but unserved",
        "person-days",
        "unmet need",
        good="less",
        f=stock_of(UNSERVED),
    ),
    measured(
        "unmet_mild",
        "Unmet need, mild",
        "person-days",
        "unmet need",
        good="less",
        f=stock_of(ALL_UNMET, slice(0, 1)),
    ),
    measured(
        "unmet_moderate",
        "Unmet need, moderate",
        "person-days",
        "unmet need",
        good="less",
        f=stock_of(ALL_UNMET, slice(1, 2)),
    ),
    measured(
        "unmet_severe",
        "Unmet need, severe",
        "person-days",
        "unmet need",
        good="less",
        f=stock_of(ALL_UNMET, slice(2, 3)),
    ),
    *(
        measured(
            f"unmet_{k.name.lower()}",
            f"Unmet need: {title(k)}",
            "person-days",
            "unmet need",
            good="less",
            f=kind_unmet_of(k),
        )
        for k in Need
    ),
    measured(
        "unmet_most_deprived",
        "Unmet need in the most deprived fifth",
        "person-days",
        "unmet need",
        good="less",
        f=fifth_unmet_of(4),
    ),
    measured(
        "unmet_least_deprived",
        "Unmet need in the least deprived fifth",
        "person-days",
        "unmet need",
        good="less",
        f=fifth_unmet_of(0),
    ),
    measured(
        "crises",
        "Crises of unmet or served need",
        "crises",
        "hospital",
        good="less",
        f=flow_of(A.CRISIS),
    ),
    measured(
        "ae", "A&E attendances", "attendances", "hospital", good="less", f=flow_of(A.AE_ATTENDANCE)
    ),
    measured(
        "emergency",
        "Emergency admissions",
        "admissions",
        "hospital",
        good="less",
        f=flow_of(A.EMERGENCY_ADMISSION),
    ),
    *(
        measured(
            f"emergency_{c.name.lower()}",
            f"Emergency admissions: {label}",
            "admissions",
            "hospital",
            good="less",
            f=cause_of(c),
        )
        for c, label in (
            (Cause.BACKGROUND, "background acute illness"),
            (Cause.CRISIS, "crisis of unmet need"),
            (Cause.CARER_BREAKDOWN, "carer breakdown"),
            (Cause.NO_ALTERNATIVE, "no alternative reachable"),
            (Cause.FOUND, "found by somebody who looked"),
        )
    ),
    measured("bed_days", "Hospital bed days", "bed days", "hospital", f=tally_of(Tally.BED_DAYS)),
    measured(
        "delayed_days",
        "Bed days of people fit to leave",
        "bed days",
        "hospital",
        good="less",
        f=tally_of(Tally.READY_BED_DAYS),
    ),
    measured(
        "care_home_moves",
        "Moves into a care home",
        "moves",
        "hospital",
        good="less",
        f=flow_of(A.CARE_HOME_MOVE),
    ),
    measured("deaths", "Deaths", "deaths", "hospital", good="less", f=flow_of(A.DIED)),
    measured(
        "last_100_days",
        "Emergency admissions in the last 100 days of life",
        "admissions",
        "hospital",
        good="less",
        f=extra_of("last_100_days"),
    ),
    measured(
        "outpatient",
        "Outpatient attendances",
        "attendances",
        "planned care",
        f=flow_of(A.OUTPATIENT),
    ),
    measured(
        "elective_inpatient",
        "Elective inpatient stays",
        "stays",
        "planned care",
        f=flow_of(A.ELECTIVE_INPATIENT),
    ),
    measured("day_cases", "Day cases", "day cases", "planned care", f=flow_of(A.DAY_CASE)),
    measured(
        "elective",
        "Elective stays and day cases",
        "episodes",
        "planned care",
        f=lambda b: b.flows[A.ELECTIVE_INPATIENT] + b.flows[A.DAY_CASE],
    ),
    measured(
        "elective_list",
        "People on the elective list, on an average day",
        "people",
        "planned care",
        combine="mean",
        good="less",
        f=daily_of(Tally.ELECTIVE_LIST_DAYS),
    ),
    measured(
        "consultations",
        "GP and nurse consultations",
        "consultations",
        "general practice",
        f=tally_of(Tally.CONSULTATIONS),
    ),
    measured(
        "no_appointment",
        "Requests that found no appointment",
        "requests",
        "general practice",
        good="less",
        f=tally_of(Tally.NO_APPOINTMENT),
    ),
    measured("cost_nhs", "Cost to the NHS", "GBP", "money", good="less", f=money_of(0)),
    measured("cost_council", "Cost to the council", "GBP", "money", good="less", f=money_of(1)),
    measured(
        "cost_voluntary", "Cost to the voluntary sector", "GBP", "money", good="less", f=money_of(2)
    ),
    measured(
        "cost", "Cost, all payers", "GBP", "money", good="less", f=lambda b: b.money.sum(axis=1)
    ),
    measured(
        "cost_cashable",
        "Cost that changes with activity bought by the item",
        "GBP",
        "money",
        good="less",
        f=extra_of("cost_cashable"),
    ),
    measured(
        "cost_capacity",
        "Cost of standing capacity: staff and beds",
        "GBP",
        "money",
        good="less",
        f=extra_of("cost_capacity"),
    ),
    measured(
        "retold",
        "Times the story was told again",
        "times",
        "experience",
        good="less",
        f=tally_of(Tally.RETOLD),
    ),
    measured(
        "crossed",
        "Interfaces crossed",
        "times",
        "experience",
        good="less",
        f=tally_of(Tally.CROSSED),
    ),
    measured(
        "plans", "Care plans agreed", "plans", "experience", good="more", f=tally_of(Tally.PLANS)
    ),
    measured("visits", "Case managers' visits", "visits", "experience", f=tally_of(Tally.VISITS)),
    measured(
        "qaly_lost",
        "Quality of life lost to need",
        "QALYs",
        "wellbeing",
        good="less",
        f=lambda b: b.utility_lost,
    ),
)
