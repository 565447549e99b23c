"""Outcomes in hospital, emergency and planned, and in general practice."""

from __future__ import annotations

from joinedup.codes import Activity, Cause
from joinedup.outcomes.measure import Measure
from joinedup.outcomes.metrics import (
    cause_of,
    daily_of,
    extra_of,
    flow_of,
    marker_of,
    part_of,
    tally_of,
)
from joinedup.rules.beyond_hospital import BeyondActivity
from joinedup.rules.mental_health_beds import BedActivity
from joinedup.state.markers import Marker
from joinedup.state.months import Tally

CAUSES = (
    (Cause.BACKGROUND, "Emergency admissions: background acute illness", ""),
    (Cause.SENSITIVE, "Emergency admissions: acute illness that ambulatory care can affect", ""),
    (Cause.CRISIS, "Emergency admissions: crisis of unmet need", ""),
    (Cause.CARER_BREAKDOWN, "Emergency admissions: carer breakdown", ""),
    (
        Cause.NO_ALTERNATIVE,
        "Emergency admissions: no alternative available",
        "No community service could be reached that would have done instead.",
    ),
    (
        Cause.FOUND,
        "Case-finding admissions",
        "Emergency admissions for what a case manager's visit or an assessment brought to light.",
    ),
)

# fmt: off
EMERGENCY = (
    Measure("crises", "Crises", "crises", "hospital", flow_of(Activity.CRISIS), "lower",
            headline=True, core=True, group="process marker",
            description="Of unmet or served need, and of carers who can do no more."),
    Measure("ae_attendances", "A&E attendances", "attendances", "hospital",
            flow_of(Activity.AE_ATTENDANCE),
            "lower", headline=True, core=True),
    Measure("emergency_admissions", "Emergency admissions", "admissions", "hospital",
            flow_of(Activity.EMERGENCY_ADMISSION), "lower", headline=True, core=True,
            topic="hospital", precision=0.02, group="process marker"),
    *(
        Measure(f"emergency_admissions_{cause.name.lower()}", label, "admissions", "hospital",
                cause_of(cause), "lower", headline=True,
                topic="hospital" if cause == Cause.FOUND else "", description=description)
        for cause, label, description in CAUSES  # each, so that they add up to all
    ),
    Measure("bed_days", "Hospital bed days", "bed days", "hospital", tally_of(Tally.BED_DAYS),
            headline=True, core=True, topic="hospital", group="system metric"),
    Measure("delayed_discharge_bed_days", "Delayed-discharge bed days", "bed days", "hospital",
            tally_of(Tally.READY_BED_DAYS), "lower", headline=True, core=True,
            group="process marker",
            description="Bed days of people who are fit to leave."),
    Measure("corridor_days", "Days in corridors", "days", "hospital",
            tally_of(Tally.CORRIDOR_DAYS), "lower",
            description="Days of people in hospital beyond its beds: in corridors, or in A&E."),
    Measure("beyond_hospital", "People in places between hospital and home", "people", "hospital",
            daily_of(tally_of(Tally.BEYOND_DAYS)), None, "days",
            description="In step-down beds, at home for assessment, or in a virtual ward."),
    Measure("urgent_responses", "Urgent community responses", "responses", "hospital",
            flow_of(BeyondActivity.URGENT_RESPONSE)),
    Measure("mental_health_admissions", "Admissions to mental health beds", "admissions",
            "hospital", flow_of(BedActivity.MENTAL_HEALTH_ADMISSION),
            description="Here or out of area; counted among emergency admissions too."),
    Measure("mental_health_bed_occupancy", "Mental health beds taken", "share of beds", "hospital",
            part_of(Tally.MENTAL_HEALTH_BED_DAYS, Tally.MENTAL_HEALTH_BEDS_OPEN), None, "days"),
    Measure("out_of_area", "People sent out of area for a mental health bed", "people",
            "hospital", tally_of(Tally.SENT_OUT_OF_AREA), "lower"),
    Measure("care_home_admissions", "Care home admissions", "moves", "hospital",
            flow_of(Activity.CARE_HOME_MOVE), "lower", group="system metric"),
    Measure("awaiting_care_home", "People waiting for a care home", "people", "hospital",
            daily_of(tally_of(Tally.AWAITING_HOME_DAYS)), "lower", "days"),
    Measure("deaths", "Deaths", "deaths", "hospital", flow_of(Activity.DIED), "lower"),
    Measure("admissions_last_100_days", "Emergency admissions in the last 100 days of life",
            "admissions",
            "hospital", extra_of("last_100_days"), "lower", group="system metric"),
    Measure("admissions_ambulatory_care_sensitive",
            "Emergency admissions for ambulatory care-sensitive conditions", "admissions",
            "hospital", marker_of(Marker.SENSITIVE), "lower", group="system metric",
            description="For a crisis of physical need, or acute illness that good care of it can "
            "affect."),
)
PLANNED = (
    Measure("outpatient_attendances", "Outpatient attendances", "attendances", "planned care",
            flow_of(Activity.OUTPATIENT), headline=True, core=True),
    Measure("elective_inpatient", "Elective inpatient stays", "stays", "planned care",
            flow_of(Activity.ELECTIVE_INPATIENT)),
    Measure("day_cases", "Day cases", "day cases", "planned care", flow_of(Activity.DAY_CASE)),
    Measure("elective_admissions", "Elective stays and day cases", "episodes", "planned care",
            lambda m: m.flows[Activity.ELECTIVE_INPATIENT] + m.flows[Activity.DAY_CASE],
            headline=True, core=True),
    Measure("cancelled_operations", "Cancelled elective stays", "stays", "planned care",
            tally_of(Tally.CANCELLED), "lower",
            description="Called in, and sent home again for want of a bed."),
    Measure("elective_waiting_list", "Elective waiting list", "people", "planned care",
            daily_of(tally_of(Tally.ELECTIVE_LIST_DAYS)), "lower", "days"),
)
PRACTICE = (
    Measure("consultations", "GP and nurse consultations", "consultations", "general practice",
            tally_of(Tally.CONSULTATIONS), headline=True),
    Measure("appointment_requests_not_met", "Requests for a GP appointment not met", "requests",
            "general practice", tally_of(Tally.NO_APPOINTMENT), "lower"),
)
# fmt: on
TABLE = (*EMERGENCY, *PLANNED, *PRACTICE)
