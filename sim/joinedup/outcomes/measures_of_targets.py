"""Process markers (000), targets like those of ASCOF and CQUIN, carers and the last year of life.

Where England publishes a figure it stands in the description; figures of rare events are of a year.
"""

from __future__ import annotations

from joinedup.codes import Activity
from joinedup.outcomes.measure import Measure, Ratio
from joinedup.outcomes.metrics import YearlyRatio, extra_of, flow_of, marker_of
from joinedup.state.markers import Marker

# fmt: off
MARKERS = (
    Measure("assessments", "Assessments by community teams", "assessments", "targets",
            flow_of(Activity.ASSESSED), group="process marker"),
    Measure("days_between_contacts", "Days between contacts", "days", "targets",
            Ratio(lambda m: m.markers[Marker.GAP_HOURS] / 24.0, marker_of(Marker.GAPS)),
            "lower", "contacts", group="process marker",
            description="From one contact of a person with any community team to the next."),
)
TARGETS = (
    Measure("assessed_in_time", "Assessed within 28 days of referral", "share of assessments",
            "targets", YearlyRatio(marker_of(Marker.ASSESSED_IN_TIME), extra_of("assessed")),
            "higher", "assessments", group="target",
            description="By teams that assess apart from care."),
    Measure("started_in_time", "Care begun within 18 weeks of referral", "share of people seen",
            "targets", YearlyRatio(marker_of(Marker.STARTED_IN_TIME), extra_of("started")),
            "higher", "people seen for care", group="target",
            description="Of those whom a community team sees: care begins, or no need is found."),
    Measure("planned_in_time", "Care plan within 28 days of enrolment", "share of people enrolled",
            "targets", YearlyRatio(extra_of("planned_in_time"), extra_of("enrolled")),
            "higher", "people enrolled", group="target",
            description="By case managers; the last month's enrolments are left out."),
    Measure("followed_up_in_time", "Follow-up within 72 hours of a stay for mental need",
            "share of discharges", "targets",
            YearlyRatio(extra_of("followed_in_time"), extra_of("left_ward")),
            "higher", "discharges", group="target",
            description="By a community team; the last month's are left out. Published: 0.75, of "
            "psychiatric wards (2025)."),
)
ASCOF = (
    Measure("care_home_admissions_per_100000", "Care home admissions at 65 and over",
            "moves per 100,000 people", "targets",
            YearlyRatio(lambda m: 1e5 * m.markers[Marker.MOVED_TO_CARE_HOME],
                        marker_of(Marker.OLDER)),
            "lower", "people of 65 and over", group="ASCOF",
            description="A year. Published: about 560, of those the council supports."),
    Measure("still_at_home", "At home 91 days after discharge into reablement",
            "share of people discharged", "targets",
            YearlyRatio(extra_of("still_at_home"), extra_of("reabled")),
            "higher", "people discharged into reablement", group="ASCOF",
            description="In no hospital bed, not in a care home, and alive. Published: 0.82."),
)
CARERS = (
    Measure("carers_supported", "Unpaid carers assessed and supported", "carers", "carers",
            marker_of(Marker.CARERS_SUPPORTED), "higher",
            description="By social care or a link worker."),
    Measure("carers_stopped", "Unpaid carers who stopped caring", "carers", "carers",
            marker_of(Marker.CARERS_STOPPED), "lower", description="After a breakdown."),
)
LAST_YEAR = (
    Measure("deaths_in_hospital", "Deaths in hospital", "share of deaths", "end of life",
            YearlyRatio(marker_of(Marker.DIED_IN_HOSPITAL), flow_of(Activity.DIED)), "lower",
            "deaths", description="Published: 0.43 (2022)."),
    Measure("deaths_after_three_admissions", "Deaths after three admissions in 90 days",
            "share of deaths", "end of life",
            YearlyRatio(extra_of("three_in_90_days"), flow_of(Activity.DIED)), "lower", "deaths",
            description="Emergency admissions in the last 90 days. Published: 0.06 (2022)."),
    Measure("last_year_recognised", "Deaths of people recognised to be in their last year",
            "share of deaths", "end of life",
            YearlyRatio(marker_of(Marker.LAST_YEAR_SEEN), flow_of(Activity.DIED)), "higher",
            "deaths"),
    Measure("last_year_planned", "Deaths with a care plan made ahead", "share of deaths",
            "end of life",
            YearlyRatio(marker_of(Marker.LAST_YEAR_PLANNED), flow_of(Activity.DIED)), "higher",
            "deaths", description="Of people recognised to be in their last year."),
)
# fmt: on
TABLE = (*MARKERS, *TARGETS, *ASCOF, *CARERS, *LAST_YEAR)
