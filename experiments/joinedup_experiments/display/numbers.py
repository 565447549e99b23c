"""Numbers in words, the same wherever they are read: one rule for each unit.

A count has three figures below a hundred; pounds three, or millions with two decimals; a share is
in per cent with one decimal, its changes in percentage points; a scale from 0 to 1 has three
decimals. Changes carry their sign. An interval is as exact as its own width allows.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from joinedup.outcomes.measure import Form

MINUS = "\N{MINUS SIGN}"
NARROW = "\N{NO-BREAK SPACE}"
DASH = "\N{EN DASH}"
MILLION = 999_500.0  # pounds from here on are said in millions


class Ends(Protocol):
    """Two ends between which values lie, which are NaN where there are none."""

    @property
    def low(self) -> float: ...  # noqa: D102
    @property
    def high(self) -> float: ...  # noqa: D102


class Spread(Ends, Protocol):
    """A mean with the two ends of its interval."""

    @property
    def mean(self) -> float: ...  # noqa: D102


def counted(many: float, noun: str) -> str:
    """How many of something.

    >>> counted(1, "run"), counted(1024, "run"), counted(0, "run"), counted(0.5, "year")
    ('1 run', '1,024 runs', '0 runs', '0.5 years')
    """
    return f"{many:,.10g} {noun}{'' if many == 1 else 's'}"


def of_worlds(many: int) -> str:
    """How many plausible worlds.

    >>> of_worlds(1), of_worlds(1024)
    ('1 plausible world', '1,024 plausible worlds')
    """
    return counted(many, "plausible world")


def number(x: float) -> str:
    """A count: three figures below a hundred, commas above a thousand.

    >>> number(1234567.8), number(12.345), number(0.01234), number(-0.5), number(0.0)
    ('1,234,568', '12.3', '0.0123', '−0.500', '0')
    """
    if not math.isfinite(x):
        return DASH
    if x == 0.0:
        return "0"
    return _fixed(x, min(6, max(0, 2 - math.floor(math.log10(abs(x))))))


def value(x: float, form: Form) -> str:
    """A value without its unit.

    >>> value(52_783_000.0, "pounds"), value(0.296, "share"), value(3103.2, "count")
    ('£52.78 million', '29.6%', '3,103')
    >>> value(-52_783_000.0, "pounds")
    '−£52.78 million'
    """
    if not math.isfinite(x):
        return DASH
    if form == "pounds":
        return _pounds(x, abs(x) >= MILLION)
    if form == "share":
        return f"{decimals(100.0 * x)}%"
    return _fixed(x, 3) if form == "scale" else number(x)


def change(x: float, form: Form) -> str:
    """A change, with its sign and without its unit; of a share in points.

    >>> change(0.0655, "share"), change(12_400.0, "pounds"), change(0.0, "count")
    ('+6.6', '+£12,400', '0')
    """
    return _signed(decimals(100.0 * x) if form == "share" else value(x, form))


def percent(x: float) -> str:
    """A change as a share of something, in per cent with its sign.

    >>> percent(-0.004), percent(0.0)
    ('−0.4%', '0%')
    """
    return f"{change(x, 'share')}%"


def level(spread: Spread, form: Form) -> str:
    """A value with its interval, as exact as the interval's width allows.

    >>> from joinedup_experiments.compare.intervals import Interval
    >>> level(Interval(0.2961, 0.269, 0.324, 8), "share")
    '29.6% (26.9% to 32.4%)'
    >>> level(Interval(1.0, 1.0, 1.0, 8), "count")
    '1.00 (1.00 to 1.00)'
    """
    if not _has_ends(spread):
        return value(spread.mean, form)
    mean, low, high = _alike(spread, form)
    return f"{mean} ({low} to {high})"


def difference(spread: Spread, form: Form) -> str:
    """A change with its interval, each with its sign; of shares in points.

    >>> from joinedup_experiments.compare.intervals import Interval
    >>> difference(Interval(-0.917, -1.82, -0.0108, 4), "count")
    '−0.92 (−1.82 to −0.01)'
    >>> difference(Interval(-0.04, -1.1, 1.0, 4), "count")
    '0.0 (−1.1 to +1.0)'
    >>> difference(Interval(-4e3, -1.5e6, 0.2e6, 4), "pounds")
    '£0.00 million (−1.50 to +0.20)'
    """
    if not math.isfinite(spread.mean):
        return DASH
    if spread.mean == spread.low == spread.high == 0.0:
        return "0"
    points = f"{NARROW}points" if form == "share" else ""
    if not _has_ends(spread):
        return f"{change(spread.mean, form)}{points}"
    if form == "share":
        mean, low, high = (change(x, form) for x in (spread.mean, spread.low, spread.high))
    else:
        mean, low, high = (_signed(text) for text in _alike(spread, form))
    return f"{mean}{points} ({low} to {high})"


def percent_with_interval(spread: Spread) -> str:
    """A change as a share of something, with its interval: ``+2.0% (+1.9% to +2.1%)``."""
    if not _has_ends(spread):
        return percent(spread.mean)
    return f"{percent(spread.mean)} ({percent_range(spread)})"


def percent_range(spread: Ends) -> str:
    """The two ends between which shares lie: ``−0.4% to +1.2%``."""
    return f"{percent(spread.low)} to {percent(spread.high)}"


def change_range(spread: Ends, form: Form) -> str:
    """The two ends between which changes lie, without their unit; of shares in points.

    >>> from joinedup_experiments.compare.intervals import Spread
    >>> change_range(Spread(-81.0, 54.0), "count")
    '−81.0 to +54.0'
    """
    points = f"{NARROW}points" if form == "share" else ""
    return f"{change(spread.low, form)} to {change(spread.high, form)}{points}"


def value_range(spread: Ends, form: Form) -> str:
    """The two ends between which values lie, without their unit."""
    return f"{value(spread.low, form)} to {value(spread.high, form)}"


def decimals(x: float) -> str:
    """One decimal, more where that would say nothing.

    >>> decimals(13.61), decimals(-0.041), decimals(0.0021), decimals(0.00001)
    ('13.6', '−0.04', '0.0021', '0')
    """
    text = f"{x:.1f}" if abs(x) >= 0.095 else f"{x:.2f}"
    if float(text) == 0.0:
        text = f"{x:.4f}".rstrip("0") if abs(x) >= 0.0001 else "0"
    return text.replace("-", MINUS)


def _signed(text: str) -> str:
    """A plus before what is neither negative, nor nothing."""
    nothing = not any(digit in text for digit in "123456789")
    return text if nothing or text.startswith((MINUS, DASH)) else f"+{text}"


def _pounds(x: float, millions: bool) -> str:
    if millions:
        text = f"{abs(x) / 1e6:,.2f}"
        return f"{MINUS if x < 0.0 and float(text.replace(',', '')) else ''}£{text} million"
    whole = f"{float(f'{abs(x):.3g}'):,.0f}"
    return f"£{whole}" if whole == "0" or x > 0.0 else f"{MINUS}£{whole}"


def _fixed(x: float, places: int) -> str:
    text = f"{x:,.{places}f}"
    return "0" if float(text.replace(",", "")) == 0.0 else text.replace("-", MINUS)


def _has_ends(spread: Spread) -> bool:
    return math.isfinite(spread.mean) and math.isfinite(spread.low)


def _alike(spread: Spread, form: Form) -> list[str]:
    """Mean and ends of an interval, written with two figures of half its width.

    An end that is not zero is never written as zero: that would hide on which side it lies. Only
    the mean has the sign of pounds.
    """
    ends = (spread.mean, spread.low, spread.high)
    if form == "pounds":
        millions = max(abs(x) for x in ends) >= MILLION
        text = [_pounds(x, millions) for x in ends]
        return [text[0], *(x.replace("£", "").replace(" million", "") for x in text[1:])]
    half = (spread.high - spread.low) / 2.0
    if form == "share" or half <= 1e-9 * abs(spread.mean):
        return [value(x, form) for x in ends]
    places = min(3, max(0, 1 - math.floor(math.log10(half))))
    while places < 6 and any(x != 0.0 and float(f"{x:.{places}f}") == 0.0 for x in ends[1:]):
        places += 1
    return [f"{x:z,.{places}f}".replace("-", MINUS) for x in ends]
