"""How large an effect is, in words."""

from __future__ import annotations

from joinedup_experiments.compare.statistics import Effect, Verdict
from joinedup_experiments.display.numbers import (
    DASH,
    change,
    decimals,
    percent,
    percent_range,
    percent_with_interval,
    value,
)


def of_base(e: Effect, ends: bool = True) -> str:
    """The change as a share of the base, signed, with the ends of its interval if wanted."""
    if e.verdict is Verdict.NOT_COUNTED:
        return DASH
    if e.none_in_either:
        return "none in either"
    if e.from_none:
        return "from none"
    return percent_with_interval(e.of_base) if ends else percent(e.of_base.mean)


def by(e: Effect) -> str:
    """How much it went up or down by, without sign: ``2.9% (95% interval 1.9% to 3.9%)``."""
    low, high = sorted((abs(e.difference.low), abs(e.difference.high)))
    sizes = [abs(e.difference.mean), low, high]
    if e.form == "share":
        mean, low_words, high_words = (decimals(100.0 * x) for x in sizes)
        mean += " percentage points"
    elif e.form == "scale":
        mean, low_words, high_words = (value(x, "scale") for x in sizes)
    else:
        mean, low_words, high_words = (value(x / abs(e.base.mean), "share") for x in sizes)
    return f"{mean} (95% interval {low_words} to {high_words})"


def ends_of(e: Effect) -> str:
    """The two ends of what a change could be, signed: in per cent, points or on the scale."""
    if e.form in ("count", "pounds") and not e.from_none:
        return percent_range(e.of_base)
    ends = f"{change(e.difference.low, e.form)} to {change(e.difference.high, e.form)}"
    return f"{ends} {'percentage points' if e.form == 'share' else e.unit}"
