"""Outcomes of demand, waiting and unmet need."""

from __future__ import annotations

from joinedup.codes import Activity, Need, title
from joinedup.outcomes.measure import Measure, Ratio
from joinedup.outcomes.metrics import (
    ALL_UNMET,
    HIDDEN,
    IDENTIFIED,
    IN_PROGRESS,
    ON_FILE,
    TO_BE_ASSESSED,
    TO_BE_SERVED,
    daily_of,
    extra_of,
    flow_of,
    kind_unmet_of,
    quintile_unmet_of,
    stock_of,
    tally_of,
    truth_of,
    waiting,
)
from joinedup.rules.expectations import ExpectationActivity
from joinedup.state.months import Tally

# fmt: off
DEMAND = (
    Measure("needs_presented", "True needs presented to a service", "needs", "demand",
            truth_of(1, Activity.PRESENTED), headline=True, core=True, topic="comes to light",
            precision=0.05),
    Measure("false_positive_presentations", "False-positive presentations", "presentations",
            "demand",
            truth_of(0, Activity.PRESENTED), headline=True, core=True, topic="comes to light",
            description="Presentations of what was taken for need and was not."),
    Measure("requests_for_help", "Requests for help by people with a need", "requests", "demand",
            tally_of(Tally.REQUESTS), headline=True,
            description="Made by themselves, to a practice or a service, answered or not."),
    Measure("false_requests_for_help", "Requests for help by people who fear a need they have not",
            "requests", "demand", tally_of(Tally.FALSE_REQUESTS), headline=True),
    Measure("referrals_held_back", "Referrals that practices held back", "referrals", "demand",
            flow_of(ExpectationActivity.HELD), "lower",
            description="Seen by the practice, and left, since a referral was not worth its cost."),
    Measure("referrals_of_need", "Referrals of true need", "referrals", "demand",
            truth_of(1, Activity.REFERRED), headline=True),
    Measure("false_positive_referrals", "False-positive referrals", "referrals", "demand",
            truth_of(0, Activity.REFERRED), headline=True,
            description="Referrals of what was taken for need and was not."),
    Measure("referrals_accepted", "Referrals accepted", "referrals", "demand",
            flow_of(Activity.ACCEPTED)),
    Measure("referrals_refused", "Referrals refused as below the threshold", "referrals", "demand",
            flow_of(Activity.REFUSED), "lower", headline=True, core=True,
            description="Refusals after an assessment (not eligible) are in the ledger, not here."),
    Measure("referrals_bounced", "Referrals bounced as misdirected", "referrals", "demand",
            flow_of(Activity.BOUNCED), "lower", headline=True, core=True),
    Measure("lost_at_handover", "People lost at a handover", "people", "demand",
            flow_of(Activity.LOST), "lower", headline=True, core=True),
    Measure("gave_up_seeking", "People who gave up seeking help", "people", "demand",
            flow_of(Activity.GAVE_UP), "lower", headline=True, core=True, topic="residents"),
    Measure("care_started", "Packages of care started", "packages", "demand",
            flow_of(Activity.CARE_STARTED), "higher", headline=True, core=True),
)
WAITING = (
    Measure("people_waiting", "Waiting lists of community teams", "people", "waiting",
            daily_of(waiting()), "lower", "days", headline=True, core=True,
            settles=True,
            description="Accepted by a community team and waiting for care to start, in its lines "
            "or for its meeting."),
    Measure("assessment_days", "Mean wait from referral to assessment", "days", "waiting",
            Ratio(extra_of("days_to_assessment"), extra_of("assessed")), "lower", "assessments",
            headline=True, group="process marker",
            description="By teams that assess apart from care; a line of its own."),
    Measure("people_to_be_assessed", "People waiting for an assessment", "people", "waiting",
            daily_of(extra_of("assessment_queue_days")), "lower", "days", settles=True,
            description="Accepted by a community team that assesses apart, and not assessed yet."),
    Measure("waiting_days", "Mean wait from referral to start of care", "days", "waiting",
            Ratio(extra_of("waited_days"), extra_of("started")), "lower",
            "people seen for care", headline=True, core=True, topic="residents",
            precision=0.10, group="process marker",
            description="Of those whom a community team sees: care begins, or no need is found."),
    Measure("utilisation", "Utilisation of community teams", "share of capacity", "waiting",
            Ratio(extra_of("asked_minutes"), extra_of("capacity_minutes")), "lower", "staff time",
            beyond_one=True,
            description="Contacts, paperwork and meetings asked for; above 100% when overloaded."),
)
UNMET = (
    Measure("undetected_need", "Hidden need", "person-days", "unmet need", stock_of(HIDDEN),
            "lower", headline=True, core=True, topic="comes to light", settles=True,
            description="True need that services do not know of."),
    Measure("identified_unmet_need", "Identified unmet need", "person-days", "unmet need",
            stock_of(IDENTIFIED), "lower", headline=True, core=True, topic="comes to light",
            precision=0.05, settles=True,
            description="True need that a service knows of and does not serve yet, or ever."),
    *(
        Measure(f"{key}_need", label, "person-days", "unmet need", stock_of(states), "lower",
                headline=True, settles=True, description=f"True need that {what}.")
        for key, label, states, what in (
            ("on_file", "Need on file", ON_FILE,
             "a service knows of and nobody acts on: refused, given up, missed after it was "
             "lost, or discharged and back"),
            ("in_progress", "Need in progress", IN_PROGRESS,
             "is presented or referred, or was lost on the way and nobody has missed it yet"),
            ("waiting_for_assessment", "Need waiting for an assessment", TO_BE_ASSESSED,
             "a team has accepted and not assessed yet"),
            ("waiting_for_care", "Need waiting for care", TO_BE_SERVED,
             "a team has assessed and does not care for yet"),
        )
    ),
    *(
        Measure(f"unmet_{word}", f"{word.capitalize()} unmet need", "person-days", "unmet need",
                stock_of(ALL_UNMET, slice(band, band + 1)), "lower",
                headline=word == "severe", core=word == "severe",
                description="Undetected or identified unmet need of this severity.")
        for band, word in enumerate(("mild", "moderate", "severe"))
    ),
    *(
        Measure(f"unmet_{kind.name.lower()}", f"Unmet need: {title(kind)}", "person-days",
                "unmet need", kind_unmet_of(kind), "lower",
                description="Undetected or identified unmet need of this kind.")
        for kind in Need
    ),
    *(
        Measure(f"unmet_{end}_deprived", f"Unmet need in the {end} deprived quintile",
                "person-days", "unmet need", quintile_unmet_of(quintile), "lower",
                description="Undetected or identified unmet need of its residents.")
        for end, quintile in (("most", 4), ("least", 0))
    ),
)
# fmt: on
TABLE = (*DEMAND, *WAITING, *UNMET)
