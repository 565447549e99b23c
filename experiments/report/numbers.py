"""Numbers as people read them: with their unit, rounded, and changes with their sign."""

from __future__ import annotations

import numpy as np

from experiments.intervals import Interval
from experiments.printing import number, scaled
from experiments.report.findings import Finding, Form

MINUS = "\N{MINUS SIGN}"
NARROW = "\N{NO-BREAK SPACE}"
DASH = "\N{EN DASH}"


def value(x: float, form: Form) -> str:
    """A value without its unit.

    >>> value(52_783_000.0, "pounds"), value(0.296, "share"), value(3103.2, "count")
    ('£52.78 million', '29.6%', '3,103')
    """
    if not np.isfinite(x):
        return DASH
    if form == "pounds":
        return _pounds(x)
    if form == "share":
        return f"{_decimals(100.0 * x)}%"
    return number(x).replace("-", MINUS)


def change(x: float, form: Form) -> str:
    """A change, with its sign and without its unit.

    >>> change(0.0655, "share"), change(12_400.0, "pounds"), change(0.0, "count")
    ('+6.6', '+£12,400', '0')
    """
    said = _decimals(100.0 * x) if form == "share" else value(x, form)
    if said in ("0", "0.0", "£0") or said.startswith((MINUS, DASH)):
        return said
    return f"+{said}"


def level(interval: Interval, form: Form) -> str:
    """A value with its interval: ``29.6% (26.9% to 32.4%)``."""
    said = value(interval.mean, form)
    if not interval.known or not np.isfinite(interval.mean):
        return said
    return f"{said} ({value(interval.low, form)} to {value(interval.high, form)})"


def difference(interval: Interval, form: Form) -> str:
    """A change with its interval, each with its sign; of shares in points."""
    if not np.isfinite(interval.mean):
        return DASH
    points = f"{NARROW}points" if form == "share" else ""
    said = f"{change(interval.mean, form)}{points}"
    if not interval.known:
        return said
    if interval.nothing_at_all:
        return "0"
    return f"{said} ({change(interval.low, form)} to {change(interval.high, form)})"


def of_base(finding: Finding) -> str:
    """The change as a share of the base with its interval, each with its sign."""
    if finding.kind == "not counted":
        return DASH
    if finding.kind == "none in either":
        return "none in either"
    if finding.from_none:
        return "from none"
    share = scaled(finding.change, abs(finding.base.mean))
    if not share.known:
        return f"{change(share.mean, 'share')}%"
    return f"{change(share.mean, 'share')}% ({percent_range(share)})"


def percent_range(share: Interval) -> str:
    """The two ends of an interval of shares: ``−0.4% to +1.2%``."""
    return f"{change(share.low, 'share')}% to {change(share.high, 'share')}%"


def by(finding: Finding) -> str:
    """How much it went up or down by, without sign: ``2.9% (95% interval 1.9% to 3.9%)``."""
    c = finding.change
    low, high = sorted((abs(c.low), abs(c.high)))
    if finding.form == "share":
        ends = f"{_decimals(100.0 * low)} to {_decimals(100.0 * high)}"
        return f"{_decimals(100.0 * abs(c.mean))} percentage points (95% interval {ends})"
    if finding.form == "scale":
        return f"{number(abs(c.mean))} (95% interval {number(low)} to {number(high)})"
    whole = abs(finding.base.mean)
    shares = [value(x / whole, "share") for x in (abs(c.mean), low, high)]
    return f"{shares[0]} (95% interval {shares[1]} to {shares[2]})"


def ends_of(finding: Finding) -> str:
    """The two ends of what a change could be, signed: in per cent, points or on the scale."""
    c = finding.change
    if finding.form == "share":
        return f"{change(c.low, 'share')} to {change(c.high, 'share')} percentage points"
    if finding.form == "scale":
        return f"{change(c.low, 'scale')} to {change(c.high, 'scale')} on a scale from 0 to 1"
    if finding.from_none:
        return f"{change(c.low, finding.form)} to {change(c.high, finding.form)} {finding.unit}"
    return percent_range(scaled(c, abs(finding.base.mean)))


def _pounds(x: float) -> str:
    sign, size = (MINUS if x < 0.0 else ""), abs(x)
    if size >= 999_500.0:
        return f"{sign}£{size / 1e6:,.2f} million"
    whole = f"{float(f'{size:.3g}'):,.0f}"
    return f"£{whole}" if whole == "0" else f"{sign}£{whole}"


def _decimals(x: float) -> str:
    """One decimal, two where the first says nothing: 13.6, 0.04.

    >>> _decimals(13.61), _decimals(-0.041), _decimals(0.0001)
    ('13.6', '−0.04', '0')
    """
    said = f"{x:.1f}" if abs(x) >= 0.095 else f"{x:.2f}"
    said = "0" if float(said) == 0.0 else said
    return said.replace("-", MINUS)
