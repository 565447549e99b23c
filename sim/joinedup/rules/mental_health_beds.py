"""Mental health beds: who needs one, how long, and when one is looked for out of area.

They are few and full. A crisis of severe mental illness, or of a common disorder at its worst, that
needs a bed needs one of these; until one is free the person lies in a general bed or in A&E.
"""

from __future__ import annotations

from joinedup.codes import Need, OwnActivity
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class BedActivity(OwnActivity):
    """What the event log says of them."""

    MENTAL_HEALTH_ADMISSION = 42
    MENTAL_HEALTH_DISCHARGE = 43


class MentalHealthBeds(Parameters):
    """Who needs a mental health bed, and for how long."""

    # fmt: off
    stay_days = parameter(35.0, "days", (28, 42), "mh_bed_los_mean (39 in 2023, 32 in 2014)",
        "length of a stay in a mental health bed", evidence="measured")
    stay_least_days = parameter(1.0, "days", (0.5, 3), "assumed",
        "shortest stay in a mental health bed", role="constant")
    common_from = parameter(0.65, "severity", (0.5, 0.9), "assumed",
        "severity of a common mental disorder from which a crisis that needs a bed needs one of "
        "these")
    sent_away_after = parameter(2.0, "days", (0.5, 7), "assumed",
        "days without a free mental health bed after which one is found out of area")
    # fmt: on


@rule
def needs_mental_health_bed(p, kind, severity):
    """Whether a crisis that needs a bed needs a mental health bed; dementia does not."""
    if kind == Need.SEVERE_MENTAL_ILLNESS:
        return True
    return kind == Need.COMMON_MENTAL_DISORDER and severity >= p.common_from - 1e-9


@rule
def mental_health_stay(p, draw):
    """Days in a mental health bed."""
    return p.stay_least_days + (p.stay_days - p.stay_least_days) * draw
