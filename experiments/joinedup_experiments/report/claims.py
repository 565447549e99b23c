"""What may be claimed of one effect, in words that its verdict decides.

Over plausible worlds a direction is stated with how many of them have it. They are a sample of
those that could be, so that no words say that all have.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isclose, isfinite

from joinedup.outcomes.measures import Form
from joinedup_experiments.compare.intervals import FEWEST_TENTHS, Interval, Spread
from joinedup_experiments.compare.statistics import MOST, NEARLY_ALL, Effect, Verdict
from joinedup_experiments.display.numbers import (
    DASH,
    change,
    change_range,
    level,
    percent,
    percent_range,
    percent_with_interval,
    value,
)

UNTOLD = {
    Verdict.NO_CHANGE: "no change shown",
    Verdict.IDENTICAL: "no difference",
    Verdict.DEPENDS: "depends on assumptions",
    Verdict.UNCERTAIN: "too uncertain to tell",
    Verdict.TOO_FEW: "too few runs to tell",
    Verdict.NO_VALUE: "no value",
}


AS_PLANNED = "as planned"
DAYS = 1e-3  # of a cost: a year that is run has 365 days, and one that is planned a quarter more


def as_planned(cost: Effect, planned: float) -> bool:
    """Whether a few runs that all differ alike do so by what is ``planned``, so that it is sure."""
    few = cost.difference.known and cost.difference.too_few and planned != 0.0
    return few and isclose(cost.difference.mean, planned, rel_tol=DAYS)


def why_less(cost: Effect, planned: float) -> str:
    """That a lower cost is what is ``planned`` less in an average year, or a part of it is.

    Empty where no less is planned.
    """
    if planned >= 0.0:
        return ""
    beyond = cost.difference.has_ends and cost.difference.high < planned
    return f"{'partly ' if beyond else ''}because less is put in"


def untold(f: Effect) -> str:
    """Why nothing is claimed of an effect; where one arm had nobody to count, that."""
    one_arm = isfinite(f.base.mean) != isfinite(f.other.mean)
    missing = f.verdict is Verdict.NO_VALUE and one_arm
    return "no value in one arm" if missing else UNTOLD.get(f.verdict, f.verdict.value)


def in_how_many(share: float) -> str:
    """In which part of the plausible worlds something is so.

    >>> [in_how_many(share) for share in (1.0, 0.8, 0.51, 0.5)]
    ['in nearly all', 'in most', 'in more than half', 'in half or fewer']
    """
    if share >= NEARLY_ALL:
        return "in nearly all"
    if share >= MOST:
        return "in most"
    return "in more than half" if share > 0.5 else "in half or fewer"


def with_direction(f: Effect) -> float:
    """The share of replications that change in the direction of the mean."""
    return f.spread.up if f.difference.mean > 0.0 else f.spread.down


def in_worlds(f: Effect) -> str:
    """What follows a change in a verdict: `` in most plausible worlds``; nothing in one world."""
    return f" {in_how_many(with_direction(f))} plausible worlds" if f.plausible else ""


def claim(f: Effect) -> str:
    """What may be claimed of one effect, as a clause without a full stop."""
    if f.verdict is Verdict.NO_VALUE:
        return f"{f.label}: {untold(f)} in these results"
    if f.none_in_either:
        return f"neither arm had any {f.label}"
    if not f.difference.known:
        return _alone(f)
    if f.changed:
        return _changed(f)
    mean = f.of_base if _in_percent(f) else f.difference
    text, ends = neither(f, f.label), f"(95% interval {_ends(f, mean)})"
    if f.verdict is Verdict.IDENTICAL:
        anywhere = f" in any of {f.difference.replications} plausible worlds"
        return f"no difference at all in {f.label}{anywhere if f.plausible else ''}"
    if f.verdict is Verdict.TOO_FEW:
        return text
    if not f.plausible:
        return f"{text} {ends}"
    if f.verdict is Verdict.DEPENDS:
        text += f": {_mean(f)}"
    return f"{text} on average {ends}, {up_and_down(f)} worlds{_from_to(f)}"


def claims(effects: Sequence[Effect]) -> str:
    """Several claims as one sentence."""
    text = "; ".join(claim(f) for f in effects)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def short(f: Effect) -> str:
    """The verdict on one effect in a table's cell, with the plausible worlds that have it."""
    if f.changed:
        how = {"clear": "", "perhaps small": ", perhaps small", "small": ", but small"}[f.size]
        good = {True: " (better)", False: " (worse)", None: ""}[f.for_the_better]
        return f"{f.verdict.value}{how}{_counted(f)}{good}"
    split = f.verdict in (Verdict.DEPENDS, Verdict.NO_CHANGE, Verdict.UNCERTAIN)
    return f"{f.verdict.value}: {up_and_down(f)}" if f.plausible and split else shortest(f)


def shortest(f: Effect) -> str:
    """The same where there is little room: with the worlds only of a direction."""
    if f.verdict is Verdict.DEPENDS:
        return f"depends: {'up' if f.difference.mean > 0.0 else 'down'}{_counted(f)}"
    return f"{f.verdict_in_words}{_counted(f) if f.changed else ''}"


def neither(f: Effect, what: str) -> str:
    """What may be claimed of something that is shown neither to rise nor to fall."""
    return {
        Verdict.UNCERTAIN: f"too uncertain to tell whether {what} changed",
        Verdict.DEPENDS: f"whether {what} changed depends on assumptions and chance",
        Verdict.TOO_FEW: f"too few {f.runs} to tell whether {what} changed",
        Verdict.NO_VALUE: f"{what}: {untold(f)} in these results",
    }.get(f.verdict, f"no change shown in {what}")


def when(years: Sequence[Effect]) -> str:
    """In which years something is higher or lower, as the end of a title."""
    ways = [f.verdict.value if f.changed else "" for f in years]
    found = [way for way in ways if way]
    if not found:
        kinds = {untold(f) for f in years}
        where = " in any year" if len(years) > 1 else ""
        return f"{kinds.pop() if len(kinds) == 1 else 'no clear change'}{where}"
    first, last = ways.index(found[0]), len(ways) - 1 - ways[::-1].index(found[-1])
    if len(set(found)) > 1:
        return f"{found[0]} at first, then {found[-1]}" if found[0] != found[-1] else "up and down"
    if len(found) == len(ways):
        return f"{found[0]}{' in every year' if len(years) > 1 else ''}"
    if len(found) == 1:
        return f"{found[0]} in year {first + 1} only"
    if len(found) == last - first + 1:
        if last == len(ways) - 1:
            return f"{found[0]} from year {first + 1} on"
        if first == 0:
            return f"{found[0]} until year {last + 1}, then unclear"
    return f"{found[0]} in some years"


def on_average(whole: Effect, years: Sequence[Effect]) -> str:
    """The same, where the average of all years may be clear and single years are not."""
    clear = [n for n, f in enumerate(years, 1) if f.changed]
    other_way = any(years[n - 1].verdict is not whole.verdict for n in clear)
    to_the_end = len(clear) > 1 and clear[-1] == len(years)
    if not whole.changed or len(years) < 2 or other_way or to_the_end:
        return when(years)
    alone = (
        "some years" if len(clear) > 1 else f"year {clear[0]} alone" if clear else "no year alone"
    )
    return f"{whole.verdict.value} over all years, clear in {alone}"


def nine_in_ten(f: Effect, spread: Spread) -> Spread | None:
    """Between what nine plausible worlds in ten lie; None where that cannot be said of all.

    A share of its own base is not had by a world whose base has none.
    """
    of_all = spread.many == f.difference.replications >= FEWEST_TENTHS
    return spread if f.plausible and of_all else None


def of_base(e: Effect, ends: bool = True) -> str:
    """The change as a share of the base, signed, and between what nine worlds' own lie in ten.

    In one world, which has no such ends, its 95% interval, if ``ends`` are wanted.
    """
    if e.verdict is Verdict.NO_VALUE:
        return DASH
    if e.none_in_either:
        return "none in either"
    if e.from_none:
        tenths = nine_in_ten(e, e.spread)
        return f"from none ({change_range(tenths, e.form)})" if tenths else "from none"
    if lie := nine_in_ten(e, e.shares):
        return f"{percent(e.of_base.mean)} ({percent_range(lie)})"
    alone = e.plausible or not ends  # an interval of the mean would pass for nine worlds in ten
    return percent(e.of_base.mean) if alone else percent_with_interval(e.of_base)


def up_and_down(f: Effect) -> str:
    """In how many plausible worlds it goes up, and in how many down."""
    many = f.difference.replications
    up, down = (round(share * many) for share in (f.spread.up, f.spread.down))
    return f"up in {up}, down in {down} of {many}"


def _counted(f: Effect) -> str:
    """`` in 19 of 24``: the plausible worlds that change in the direction of the mean."""
    many = f.difference.replications
    return f" in {round(with_direction(f) * many)} of {many}" if f.plausible else ""


def _from_to(f: Effect) -> str:
    """Between what the changes of nine plausible worlds in ten lie."""
    ends = nine_in_ten(f, f.shares if _in_percent(f) else f.spread)
    return f", nine in ten from {_ends(f, ends)}" if ends else ""


def _in_percent(f: Effect) -> bool:
    """Whether changes are written as shares of the base, and not in the measure's unit."""
    return f.form in ("count", "pounds") and not f.from_none


def _ends(f: Effect, ends: Interval | Spread) -> str:
    """The two ends between which changes lie, with what they are counted in."""
    if _in_percent(f):
        return percent_range(ends)
    unit = "percentage points" if f.form == "share" else f.unit
    return f"{change(ends.low, f.form)} to {change(ends.high, f.form)} {unit}"


def _mean(f: Effect) -> str:
    """The mean change, signed: as ``_ends``."""
    if _in_percent(f):
        return percent(f.of_base.mean)
    unit = "percentage points" if f.form == "share" else f.unit
    return f"{change(f.difference.mean, f.form)} {unit}"


def _alone(f: Effect) -> str:
    """What a single replication, or plausible world, has in either arm."""
    base = f"{value(f.base.mean, f.form)} {f.unit}".strip()
    run, what = "replication", "chance"
    if f.plausible:
        run, what = "plausible world", "assumption or chance"
    which = f"the one of {f.ran} {run}s that has both" if f.ran > 1 else f"a single {run}"
    return (
        f"{f.label}: {base} in the one arm and {value(f.other.mean, f.form)} in the other, in "
        f"{which}, so how much of that is {what} cannot be known"
    )


def _by(e: Effect) -> str:
    """How much it went up or down by, without sign: ``2.9% (95% interval 1.9% to 3.9%)``."""
    change = e.difference if e.form in ("share", "scale") else e.of_base
    form: Form = "scale" if e.form == "scale" else "share"
    ends = sorted((abs(change.low), abs(change.high)))
    mean, low, high = (value(x, form) for x in (abs(change.mean), *ends))
    if e.form == "share":
        mean = f"{mean[:-1]} percentage points"
        low, high = low[:-1], high[:-1]
    return f"{mean}{' on average' if e.plausible else ''} (95% interval {low} to {high})"


def _changed(f: Effect) -> str:
    way = "up" if f.verdict is Verdict.HIGHER else "down"
    worlds = ""
    if f.plausible:
        part = in_how_many(with_direction(f))
        worlds = f", {way} {part} worlds ({_counted(f)[4:]}){_from_to(f)}"
    if f.from_none:
        text = level(f.level, f.form).replace("(", "(95% interval ")
        return f"{f.label} went from none to {text} {f.unit}".strip() + worlds
    ends = f"{value(f.base.mean, f.form)} to {value(f.other.mean, f.form)} {f.unit}".strip()
    than = {"scale": "0.01 of the scale", "share": "1 percentage point"}.get(f.form, "1%")
    small = {"small": f": more than chance, but small (less than {than})",
             "perhaps small": f": it may be small (less than {than})"}  # fmt: skip
    if f.plausible:
        small = {"small": f": small on average (less than {than})",
                 "perhaps small": f": on average it may be small (less than {than})"}  # fmt: skip
    return f"{f.label} went {way} by {_by(f)}, from {ends}{worlds}{small.get(f.size, '')}"
