"""Winters, and growth in the background: acute illness by the time of the year, and by the year.

A rate that changes with time is run at its peak, and what comes of it counts with a chance: the
share of the peak that holds at the time.
"""

from __future__ import annotations

from math import cos, pi

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter

YEAR = 365.25


class Seasons(Parameters):
    """How acute illness changes with time where a scenario says that it does."""

    # fmt: off
    winter = parameter(0.105, "share above the mean", (0.03, 0.15),
        "emerg_adm_winter_ratio for what comes of it",
        "acute illness above the year's mean when most fall ill, where the place has winters",
        evidence="recalled")
    trend = parameter(0.014, "share a year", (0, 0.03),
        "background_trend_emerg_adm, less the 1.1% a year that the population's ageing explains",
        "growth of acute illness beyond ageing, where the place grows")
    coldest = parameter(1.0, "days", (1, 60), "assumed; people come to hospital some weeks later",
        "day of the year on which most fall ill", role="constant")
    # fmt: on


@rule
def season(p, winters, t):
    """Acute illness at a time against the year's mean; 1 without winters."""
    if not winters:
        return 1.0
    return 1.0 + p.winter * cos(2.0 * pi * (t - p.coldest) / YEAR)


@rule
def growth(p, grows_from, t):
    """Acute illness at a time against that before growth began."""
    return (1.0 + p.trend) ** max(0.0, (t - grows_from) / YEAR)
