"""Numbers as people read them: with their unit, rounded, and changes with their sign."""

from __future__ import annotations

import numpy as np

from joinedup_experiments.compare.statistics import Interval
from joinedup_experiments.display.numbers import number
from joinedup_experiments.report.findings import Finding, Form
from joinedup_experiments.report.terminal import scaled

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
    if form == "scale":
        return f"{x:.3f}".replace("-", MINUS)
    return number(x).replace("-", MINUS)


def change(x: float, form: Form) -> str:
    """A change, with its sign and without its unit.

    >>> change(0.0655, "share"), change(12_400.0, "pounds"), change(0.0, "count")
    ('+6.6', '+£12,400', '0')
    """
    said = _decimals(100.0 * x) if form == "share" else value(x, form)
    return _signed(said)


def level(interval: Interval, form: Form) -> str:
    """A value with its interval, as exact as the interval's width allows.

    >>> level(Interval(0.2961, 0.269, 0.324, 8), "share")
    '29.6% (26.9% to 32.4%)'
    >>> level(Interval(1.0, 1.0, 1.0, 8), "count")
    '1.00 (1.00 to 1.00)'
    """
    if not interval.known or not np.isfinite(interval.mean):
        return value(interval.mean, form)
    mean, low, high = _alike(interval, form)
    return f"{mean} ({low} to {high})"


def difference(interval: Interval, form: Form) -> str:
    """A change with its interval, each with its sign; of shares in points.

    >>> difference(Interval(-0.917, -1.82, -0.0108, 4), "count")
    '−0.92 (−1.82 to −0.01)'
    """
    if not np.isfinite(interval.mean):
        return DASH
    if interval.nothing_at_all:
        return "0"
    points = f"{NARROW}points" if form == "share" else ""
    if not interval.known:
        return f"{change(interval.mean, form)}{points}"
    if form != "share":
        mean, low, high = (_signed(said) for said in _alike(interval, form))
    else:
        mean, low, high = (change(x, form) for x in (interval.mean, interval.low, interval.high))
    return f"{mean}{points} ({low} to {high})"


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
        ends = f"{value(low, 'scale')} to {value(high, 'scale')}"
        return f"{value(abs(c.mean), 'scale')} (95% interval {ends})"
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
        return _in_millions(x)
    whole = f"{float(f'{size:.3g}'):,.0f}"
    return f"£{whole}" if whole == "0" else f"{sign}£{whole}"


def _decimals(x: float) -> str:
    """One decimal, more where that would say nothing: 13.6, 0.04, 0.002.

    >>> _decimals(13.61), _decimals(-0.041), _decimals(0.0021), _decimals(0.00001)
    ('13.6', '−0.04', '0.0021', '0')
    """
    said = f"{x:.1f}" if abs(x) >= 0.095 else f"{x:.2f}"
    if float(said) == 0.0:
        said = f"{x:.4f}".rstrip("0") if abs(x) >= 0.0001 else "0"
    return said.replace("-", MINUS)


def _alike(interval: Interval, form: Form) -> list[str]:
    """Mean and ends of an interval, written with two figures of half its width.

    An end that is not zero is never written as zero: that would hide on which side it lies. Only
    the mean has the sign of pounds.

    >>> _alike(Interval(4_320_000.0, 4_180_000.0, 4_460_000.0, 8), "pounds")
    ['£4.32 million', '4.18', '4.46']
    """
    values = (interval.mean, interval.low, interval.high)
    if form == "pounds":
        millions = max(abs(x) for x in values) >= 999_500.0
        said = [_in_millions(x) if millions else _pounds(x) for x in values]
        return [said[0], *(x.replace("£", "").replace(" million", "") for x in said[1:])]
    if form == "share" or interval.without_width:
        return [value(x, form) for x in values]
    places = min(3, max(0, 1 - int(np.floor(np.log10(max(interval.half_width, 1e-9))))))
    while places < 6 and any(x != 0.0 and float(f"{x:.{places}f}") == 0.0 for x in values[1:]):
        places += 1
    return [f"{x:,.{places}f}".replace("-", MINUS) for x in values]


def _in_millions(x: float) -> str:
    return f"{MINUS if x < 0.0 else ''}£{abs(x) / 1e6:,.2f} million"


def _signed(said: str) -> str:
    """A plus before what is neither negative, nor nothing.

    >>> _signed("30"), _signed("0.0"), _signed("−3")
    ('+30', '0.0', '−3')
    """
    nothing = not any(digit in said for digit in "123456789")
    return said if nothing or said.startswith((MINUS, DASH)) else f"+{said}"
