"""Unpaid carers: strain that builds with what they carry, eases with support, and gives way.

The Survey of Adult Carers finds most carers in touch with councils stressed (`carers_stressed`).
How fast strain builds, and how far support eases it, is assumed.
"""

from __future__ import annotations

from math import exp

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class Carer(Parameters):
    """What a carer carries, and what becomes of them."""

    # fmt: off
    builds_days = parameter(180.0, "days", (60, 540), "assumed",
        "days in which strain goes two thirds of the way to what the carer carries")
    other_needs = parameter(0.15, "ratio", (0, 0.4), "assumed",
        "what another need that nobody serves adds, against one in daily living or memory")
    left_when_served = parameter(0.4, "share", (0.2, 0.8),
        "carers_stressed (of carers whom services know); the number assumed",
        "share of what a carer carries that is left when services serve the need")
    offered = parameter(0.4, "chance", (0, 0.8), "carers_without_support; the number assumed",
        "chance that social care or a link worker, when they begin, assesses the carer and sees to "
        "advice and breaks")
    minutes = parameter(150.0, "minutes", (60, 360), "assumed",
        "staff time of a carer's assessment and what follows")
    eased = parameter(0.3, "share", (0, 0.6), "carers_break_24h for how few have breaks; assumed",
        "share of what a carer carries that support takes off")
    rests = parameter(0.5, "share", (0.2, 0.9), "assumed",
        "share of strain that is left when the person cared for is in hospital after a breakdown")
    stops = parameter(0.1, "chance", (0.02, 0.3), "assumed",
        "chance that a carer who has broken down does not go on caring")
    strained_from = parameter(0.3, "scale 0 to 1", (0.15, 0.6), "carers_stressed; assumed",
        "strain from which a carer says that they feel stressed")
    # fmt: on

    resident_columns = (
        ("carer_strain", "f4", "strain of their unpaid carer at strain_at, 0 to 1"),
        ("strain_at", "f8", "until when it has been worked out"),
        ("carer_load", "f4", "what it moves towards since then, 0 to 1"),
        ("carer_support", "u1", "1 when the carer was assessed and is supported"),
    )


@rule
def carer_load(p, heavy_unserved, heavy_served, others, supported):
    """What a carer carries, 0 to 1.

    The first three are severities added up: of needs in daily living and memory that nobody serves,
    of those that are served, and of other needs that nobody serves.
    """
    load = heavy_unserved + p.left_when_served * heavy_served + p.other_needs * others
    return min(1.0, load * (1.0 - p.eased) if supported else load)


@rule
def strain_after(p, strain, load, days):
    """Strain after so many days with the same load."""
    return load + (strain - load) * exp(-days / p.builds_days)
