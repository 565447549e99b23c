"""What two starts of the vicious circle say, in sentences that follow from the numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from joinedup_experiments.compare.statistics import Interval, interval_of
from joinedup_experiments.studies.years_to_effect.vicious_circle import Circle

MET, NEARLY, APART, NOISY = "met", "nearly", "apart", "too noisy"
SMALL = 0.1  # of the gap at the start: all but closed
WIDE = 0.25  # of the gap at the start: a half-width with which nothing can be said
ENDINGS = {
    MET: "The two meet again: whoever is in the circle leaves it, and whoever is out of it is "
    "drawn to the same place.",
    NEARLY: "Most of it has closed, and the two have not met yet.",
    APART: "The two have not met: whoever is in the circle stays in it.",
    NOISY: "That is too noisy to say whether they meet; more replications would tell.",
}


def verdict(first: float, gap: Interval) -> str:
    """Whether two starts have met: "met", "nearly", "apart", or "too noisy".

    Parameters
    ----------
    first : float
        The gap at the start.
    gap : Interval
        The gap over the last year.
    """
    if not gap.known or gap.too_few or gap.half_width > WIDE * abs(first):
        return NOISY
    if not gap.excludes_zero or abs(gap.mean) <= SMALL * abs(first):
        return MET
    return NEARLY if abs(gap.mean) <= 0.5 * abs(first) else APART


def of_both(strain: str, vacancy: str) -> str:
    """The verdict on the two together: the one that says least for meeting."""
    return next(v for v in (APART, NOISY, NEARLY, MET) if v in (strain, vacancy))


def in_words(circle: Circle) -> str:
    """One staffing's two starts, in a paragraph."""
    gaps = [(circle.gap_at_first(x), circle.gap(x)) for x in (circle.strain, circle.vacancy)]
    found = of_both(*(verdict(*gap) for gap in gaps))
    (first, gap), (first_empty, gap_empty) = gaps
    starts = [circle.strain[s, :, 0].mean() for s in range(2)]
    ends = [circle.strain[s, :, -12:].mean() for s in range(2)]
    empty = [100.0 * circle.vacancy[s, :, -12:].mean() for s in range(2)]
    return (
        f"**With {circle.staffing}**, mean strain goes from {starts[0]:.2f} to {ends[0]:.2f} for "
        f"those who start rested, and from {starts[1]:.2f} to {ends[1]:.2f} for those who start "
        f"burnt out; empty posts end at {empty[0]:.0f}% and {empty[1]:.0f}%. Of the gap in strain "
        f"of {first:.2f}, {_with_ends(gap, 1.0, 2)} is left in the last of {circle.years:g} years, "
        f"and of that in empty posts of {100.0 * first_empty:.0f} points, "
        f"{_with_ends(gap_empty, 100.0, 1)}. {ENDINGS[found]}{_when(circle)}\n"
    )


def _with_ends(gap: Interval, times: float, digits: int) -> str:
    text = f"{times * gap.mean:+.{digits}f}"
    if not gap.known:
        return text
    return f"{text} ({times * gap.low:+.{digits}f} to {times * gap.high:+.{digits}f})"


def _when(circle: Circle) -> str:
    half = circle.half_closed()
    if half is None:
        return ""
    long = f"{half:.1f} years" if half >= 2.0 else f"{round(12.0 * half)} months"
    return f" Half of the gap in strain was gone for good after {long}."


def by_staffing(circles: Sequence[Circle]) -> str:
    """Whether where both starts end depends on how many staff there are."""
    most, least = circles[0], circles[-1]
    ends = [c.strain[:, :, -12:].mean(axis=(0, 2)) for c in (most, least)]
    gap = interval_of(np.asarray(ends[1] - ends[0]))
    lead = (
        f"Both starts together, strain ends {_with_ends(gap, 1.0, 2)} higher with "
        f"{least.staffing} than with {most.staffing}: "
    )
    if not gap.excludes_zero:
        return lead + "no difference that shows.\n"
    if gap.mean > 0.0:
        return (
            lead + "with too few staff for the work everybody is drawn into it, however rested.\n"
        )
    return lead + "fewer staff are less strained here, which asks for another explanation.\n"
