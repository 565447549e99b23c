"""What may be claimed of one effect, in words that its verdict decides."""

from __future__ import annotations

from collections.abc import Sequence

from joinedup.outcomes.measures import Form
from joinedup_experiments.compare.statistics import Effect, Verdict
from joinedup_experiments.display.numbers import (
    DASH,
    change,
    level,
    percent,
    percent_range,
    percent_with_interval,
    value,
)


def claim(f: Effect) -> str:
    """What may be claimed of one effect, as a clause without a full stop."""
    if f.verdict is Verdict.NOT_COUNTED:
        return f"{f.label}: not counted in these results"
    if f.none_in_either:
        return f"neither arm had any {f.label}"
    if not f.difference.known:
        base = f"{value(f.base.mean, f.form)} {f.unit}".strip()
        return (
            f"{f.label}: {base} in the one arm and "
            f"{value(f.other.mean, f.form)} in the other, in a single replication, so how much of "
            "that is chance cannot be known"
        )
    if f.changed:
        return _changed(f)
    if f.verdict is Verdict.IDENTICAL:
        return f"no difference at all in {f.label}"
    if f.verdict is Verdict.TOO_FEW:
        return neither(f, f.label)
    ends = f"{change(f.difference.low, f.form)} to {change(f.difference.high, f.form)}"
    ends = f"{ends} {'percentage points' if f.form == 'share' else f.unit}"
    if f.form in ("count", "pounds") and not f.from_none:
        ends = percent_range(f.of_base)
    return f"{neither(f, f.label)} (95% interval {ends})"


def claims(effects: Sequence[Effect]) -> str:
    """Several claims as one sentence."""
    text = "; ".join(claim(f) for f in effects)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def short(f: Effect) -> str:
    """The verdict on one effect in a table's cell."""
    if not f.changed:
        return f.verdict.value
    how = {"clear": "", "perhaps small": ", perhaps small", "small": ", but small"}[f.size]
    good = {True: " (better)", False: " (worse)", None: ""}[f.for_the_better]
    return f"{f.verdict.value}{how}{good}"


def neither(f: Effect, what: str) -> str:
    """What may be claimed of something that is shown neither to rise nor to fall."""
    return {
        Verdict.UNCERTAIN: f"too uncertain to tell whether {what} changed",
        Verdict.TOO_FEW: f"too few replications to tell whether {what} changed",
        Verdict.NOT_COUNTED: f"{what}: not counted in these results",
    }.get(f.verdict, f"no change shown in {what}")


def of_base(e: Effect, ends: bool = True) -> str:
    """The change as a share of the base, signed, with the ends of its interval if wanted."""
    if e.verdict is Verdict.NOT_COUNTED:
        return DASH
    if e.none_in_either:
        return "none in either"
    if e.from_none:
        return "from none"
    return percent_with_interval(e.of_base) if ends else percent(e.of_base.mean)


def _by(e: Effect) -> str:
    """How much it went up or down by, without sign: ``2.9% (95% interval 1.9% to 3.9%)``."""
    change = e.difference if e.form in ("share", "scale") else e.of_base
    form: Form = "scale" if e.form == "scale" else "share"
    ends = sorted((abs(change.low), abs(change.high)))
    mean, low, high = (value(x, form) for x in (abs(change.mean), *ends))
    if e.form == "share":
        mean = f"{mean[:-1]} percentage points"
        low, high = low[:-1], high[:-1]
    return f"{mean} (95% interval {low} to {high})"


def _changed(f: Effect) -> str:
    if f.from_none:
        text = level(f.other, f.form).replace("(", "(95% interval ")
        return f"{f.label} went from none to {text} {f.unit}".strip()
    way = "up" if f.verdict is Verdict.HIGHER else "down"
    ends = f"{value(f.base.mean, f.form)} to {value(f.other.mean, f.form)} {f.unit}".strip()
    than = {"scale": "0.01 of the scale", "share": "1 percentage point"}.get(f.form, "1%")
    small = {"small": f": more than chance, but small (less than {than})",
             "perhaps small": f": it may be small (less than {than})"}.get(f.size, "")  # fmt: skip
    return f"{f.label} went {way} by {_by(f)}, from {ends}{small}"
