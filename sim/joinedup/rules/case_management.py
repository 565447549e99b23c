"""Case management: what a visit sees coming, and who is enrolled."""

from __future__ import annotations

from math import exp

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class CaseManagement(Parameters):
    """What a case manager can see of how ill a person is today."""

    # fmt: off
    signs_days = parameter(3.0, "days", (1, 7), "assumed",
        "days before a crisis or an acute illness in which a visit can see it coming")
    signs_seen = parameter(0.8, "chance", (0, 1), "assumed",
        "chance that a visit by a fully skilled professional sees the clearest signs")
    passing_illness = parameter(1.0, "ratio", (0, 3), "assumed",
        "illnesses that look the same for a few days and pass by themselves, for each that would "
        "have come to hospital")
    avertable = parameter(0.2, "share of admissions", (0.14, 0.24), "acsc_share_emerg_adm",
        "share of acute illnesses in need of a bed that treatment in time spares it",
        evidence="measured")
    # fmt: on


@rule
def chance_signs_are_seen(p, skill, severity):
    """The chance that a visit sees signs that are there: by skill, and how severe it is."""
    return min(1.0, p.signs_seen * skill * (0.5 + 0.5 * severity))


@rule
def chance_of_passing_signs(p, illness_rate):
    """The chance of finding, on one day, an illness that will pass by itself.

    ``illness_rate`` is the person's acute illnesses a day that come to hospital.
    """
    return 1.0 - exp(-illness_rate * p.passing_illness * p.signs_days)
