"""What the first page says: a verdict in two sentences, four tiles, and what could overturn it.

Every direction is that of an effect's own verdict, so that no headline goes beyond its rule: the
95% interval leaves out zero, and over plausible worlds at least 80% of them agree.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from joinedup_experiments.compare.diagnostics import ValidityWarning
from joinedup_experiments.compare.intervals import FEWEST_WORLDS
from joinedup_experiments.compare.statistics import Effect, Verdict
from joinedup_experiments.compare.value import THRESHOLDS, Value
from joinedup_experiments.display.document import Tile
from joinedup_experiments.display.numbers import change, change_range, value
from joinedup_experiments.report.charts import OF_MEAN, TENTHS
from joinedup_experiments.report.claims import (
    AS_PLANNED,
    as_planned,
    in_how_many,
    nine_in_ten,
    why_less,
    with_direction,
)
from joinedup_experiments.report.key_drivers import KeyDriver
from joinedup_experiments.report.sentences import Outcomes
from joinedup_experiments.scenario_io.diff.phrases import listing

TILES = {
    "unmet_need": ("People", "needs unmet, average day", "unmet need"),
    "emergency_admissions": ("Hospital", "emergency admissions a year", "emergency admissions"),
    "staff_burnout": ("Staff", "of staff burnt out", "staff burnout"),
    "cost_total": ("Money", "costs", "cost"),
}
PEOPLE, HOSPITAL, STAFF, MONEY = TILES
PAYERS = {
    "cost_council": "the council", "cost_nhs": "the NHS",
    "cost_voluntary": "the voluntary sector", "cost_people": "people",
}  # fmt: skip
OPERATIONS = "elective_admissions"
# What has no tile is named where it is shown to change.
UNTILED = {
    "lost_at_handover": "people lost between teams", "referrals_refused": "refusals",
    "assessment_days": "waits for assessment", "waiting_days": "waits for care",
}  # fmt: skip
BENEFITS = {  # of what it is said that none is shown
    "unmet need": (PEOPLE,), "admissions": (HOSPITAL,), "burnout": (STAFF,),
    "waits": ("assessment_days", "waiting_days"),
}  # fmt: skip
READ = (*TILES, *UNTILED, *PAYERS, "cost_cashable", OPERATIONS)
MORE_AND_LESS = {  # of what is not simply more or less
    "emergency_admissions": ("more", "fewer"),
    "lost_at_handover": ("more", "fewer"),
    "assessment_days": ("longer", "shorter"),
    "waiting_days": ("longer", "shorter"),
}
WARNED = {  # what unsettles an answer most comes first
    "drift": "Waiting lists still grow",
    "burn_in": "Unsettled waiting lists",
    "range": "Unlike the checked place",
    "size": "Far fewer posts than usual",
    "money": "Money not told from joining",
    "replications": "Too few runs",
    "assumed": "Numbers assumed otherwise",
    "part": "Only part of it simulated",
    "fault": "A check that failed",
}
OPEN = {
    Verdict.DEPENDS: "{} could go either way",
    Verdict.UNCERTAIN: "{} could go either way",
    Verdict.NO_CHANGE: "no change shown in {}",
    Verdict.IDENTICAL: "there is no difference in {}",
    Verdict.TOO_FEW: "there are too few runs to tell of {}",
    Verdict.NO_VALUE: "{} has no value",
}
OPEN_TILES = {
    Verdict.DEPENDS: "Could go either way",
    Verdict.UNCERTAIN: "Could go either way",
    Verdict.NO_CHANGE: "No change shown",
    Verdict.IDENTICAL: "No difference",
    Verdict.TOO_FEW: "Too few runs to tell",
    Verdict.NO_VALUE: "No value",
}
NICE = "NICE's prices of health"
LITTLE = "there is little change in {}"
HALF = 0.5
MOST_ITEMS, MOST_WARNINGS, MOST_WORDS = 3, 1, 6
HANGING = {
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "who",
    "whom", "whose", "that", "which", "when", "where", "is", "are", "as", "than",
}  # fmt: skip


def tiles(o: Outcomes, years: float, planned: float = 0.0) -> list[Tile]:
    """A tile each for people, hospital, staff and money; ``o`` has the keys of `TILES`.

    Money is that of all the ``years``, so that it can be set beside what is put in: ``planned``
    pounds in an average year.
    """
    sure = as_planned(o[MONEY], planned)
    return [_tile(o[key], *TILES[key][:2], years, key == MONEY and sure) for key in TILES]


def _tile(f: Effect, name: str, of: str, years: float, sure: bool) -> Tile:
    if f.form == "pounds":
        f, of = f.times(years), f"{of} in all"
    ends = nine_in_ten(f, f.spread)
    lies = AS_PLANNED if sure else ""
    if ends or not f.difference.too_few:
        lies = change_range(ends or f.difference, f.form)
    if f.base.mean and f.verdict is not Verdict.NO_VALUE:
        of = f"{of}, from {value(f.base.mean, f.form)}"
    return Tile(name, _headline(f) if f.changed or sure else OPEN_TILES[f.verdict], of, lies)


def _headline(f: Effect) -> str:
    """How much more or less of something there is, and whether that is better."""
    if f.form == "pounds":
        more = "more" if f.difference.mean > 0.0 else "less"
        return f"{value(abs(f.difference.mean), f.form)} {more}"
    good = {True: ", better", False: ", worse", None: ""}[f.for_the_better]
    good = ", small" if f.size == "small" else good
    points = " points" if f.form == "share" else ""
    return f"{change(f.difference.mean, f.form)}{points}{good}"


def ranges(f: Effect, of_band: str = "") -> str:
    """What the ranges of tiles are, for one of their effects, and what the picture's band holds."""
    if not f.difference.has_ends:
        return "Too few runs for a range." if f.ran > 1 else "One run has no range."
    lie = TENTHS if nine_in_ten(f, f.spread) else OF_MEAN
    if of_band == lie:
        return f"Ranges, band: {lie}."
    return f"Ranges: {lie}.{f' Band: {of_band}.' if of_band else ''}"


def verdict(o: Outcomes, worth: Value, planned: float = 0.0) -> tuple[str, ...]:
    """The verdict in two sentences; one where nothing can be said. ``o`` has the keys `READ`.

    ``planned`` is what is put in beside the base, in pounds in an average year.
    """
    if not o[PEOPLE].difference.known:
        return ("One run: nothing can be called a change.",)
    return _for_people(o), f"{_of_money(o, planned)}; {_of_worth(worth)}."


def _for_people(o: Outcomes) -> str:
    """What people, hospital and staff gain and lose; then what cannot be said, as a sentence."""
    asked = {key: o[key] for key in (PEOPLE, HOSPITAL, STAFF)}
    every = asked | {key: o[key] for key in UNTILED}
    shown = {k: f for k, f in every.items() if f.changed and f.size != "small"}
    gains, losses = (
        _directions({k: f for k, f in shown.items() if f.for_the_better is good})
        for good in (True, False)
    )
    first = ", but ".join(filter(None, (gains or _no_benefit(every), losses)))
    if shown:
        weakest = min(shown.values(), key=with_direction)
        first += f", {in_how_many(with_direction(weakest))} worlds" if weakest.plausible else ""
    rest: dict[str, list[str]] = {}
    for key, f in asked.items():
        if key not in shown:
            rest.setdefault(LITTLE if f.changed else OPEN[f.verdict], []).append(TILES[key][2])
    others = "; ".join(says.format(listing(names)) for says, names in rest.items())
    return " ".join(f"{one[:1].upper()}{one[1:]}." for one in (first, others) if one)


def _no_benefit(o: Outcomes) -> str:
    """In what no benefit is shown, which is in what does not change; empty where all does."""
    same = [name for name, keys in BENEFITS.items() if not any(o[key].changed for key in keys)]
    return f"no benefit shown in {listing(same, 'or')}" if same else ""


def afterwards(o: Outcomes, paid: Outcomes, last: Outcomes) -> list[str]:
    """What of changes for the better is left in the last year, once the money has ended.

    ``paid`` are the effects in the last year that is paid for, ``last`` in the last of all.
    """
    asked = {key: o[key] for key in (PEOPLE, HOSPITAL, STAFF, *UNTILED)}
    better = [k for k, f in asked.items() if f.for_the_better and f.size != "small"]
    gone = [k for k in better if last[k].verdict is not o[k].verdict]
    halved = [
        k for k in better
        if k not in gone and abs(last[k].difference.mean) < HALF * abs(paid[k].difference.mean)
    ]  # fmt: skip
    if not better:
        return []
    kept = [k for k in better if k not in (*gone, *halved)][:1]
    worded = (
        ("no gain in", gone),
        ("less than half the gain in", halved),
        ("at least half in", kept),
    )
    left = [f"{words} {listing(map(_in_words, keys))}" for words, keys in worded if keys]
    lasts = "The gain outlasts the money."
    return [f"After the money: {', '.join(left)}." if gone or halved else lasts]


def _in_words(key: str) -> str:
    """What a sentence calls a measure of those with tiles, or named where it changes."""
    return UNTILED.get(key) or TILES[key][2]


def _directions(shown: Outcomes) -> str:
    """``more unmet need and staff burnout, and longer waits for care``; empty for none."""
    ways: dict[str, list[str]] = {}
    for key, f in shown.items():
        way = MORE_AND_LESS.get(key, ("more", "less"))[f.verdict is Verdict.LOWER]
        ways.setdefault(way, []).append(_in_words(key))
    both = ("waits for assessment and waits for care", "waits for assessment and care")
    found = [f"{way} {listing(names)}".replace(*both) for way, names in ways.items()]
    if any(len(names) > 1 for names in ways.values()):
        return ", and ".join(found)
    return listing(found)


def _of_money(o: Outcomes, planned: float) -> str:
    """Whether it costs more, and whether a saving is planned, cash, or operations not done."""
    cost, cash = o[MONEY], o["cost_cashable"]
    if as_planned(cost, planned):
        return f"It costs {'more' if planned > 0.0 else 'less'}, {AS_PLANNED}"
    if not cost.changed:
        text = OPEN[cost.verdict].format(TILES[MONEY][2])
        return f"{text[:1].upper()}{text[1:]}"
    if cost.verdict is Verdict.HIGHER:
        return f"It costs {_who_pays(o)}more"
    undone = ", partly by operations not done" if o[OPERATIONS].verdict is Verdict.LOWER else ""
    if cash.verdict is Verdict.LOWER:
        return f"It costs less{undone}"
    if why := why_less(cost, planned):
        freed = ", and frees capacity, not cash" if why.startswith("partly") else ""
        return f"It costs less, {why}{freed}{undone}"
    return f"It frees some capacity, not cash{undone}"


def _who_pays(o: Outcomes) -> str:
    """``the NHS ``, where it alone is shown to pay more, and pays most of it; else nothing."""
    paying = [key for key in PAYERS if o[key].verdict is Verdict.HIGHER]
    most = HALF * o[MONEY].difference.mean
    return (
        f"{PAYERS[paying[0]]} " if len(paying) == 1 and o[paying[0]].difference.mean > most else ""
    )


def _of_worth(one: Value) -> str:
    """Whether it is good value at the lower and the upper of NICE's prices for a QALY."""
    low, high = (one.verdict(price)[0] for price in THRESHOLDS)
    if low is high is Verdict.IDENTICAL:
        return f"worth the same at {NICE}"
    if low is high is Verdict.HIGHER:
        return f"good value at {NICE}"
    if low is high is Verdict.LOWER:
        return f"not good value at {NICE}"
    if Verdict.HIGHER in (low, high):
        return f"good value at one of {NICE} only"
    _, least, most = one.acceptability(np.array(THRESHOLDS))
    over, under = least.min() > HALF, most.max() < HALF
    if one.plausible and len(one.cost) >= FEWEST_WORLDS and (over or under):
        return f"good value in {'over' if over else 'under'} half of worlds"
    return "its value is unclear"


def overturning(
    o: Outcomes,
    warnings: Sequence[ValidityWarning],
    first: Sequence[KeyDriver],
    most: int = MOST_ITEMS,
) -> list[str]:
    """What could overturn a verdict, in a few words each; the foremost, ``most`` at most."""
    asked = {key: o[key] for key in TILES}
    close = [TILES[key][2] for key, f in asked.items() if f.near_zero]
    split = [TILES[key][2] for key, f in asked.items() if f.verdict is Verdict.DEPENDS]
    items = [f"Barely shown: {listing(close)}"] if close else []
    items += [f"Worlds disagree: {listing(split)}"] if split else []
    found = {one.key for one in warnings}
    kinds = [words for key, words in WARNED.items() if key in found]
    left = len(kinds) - MOST_WARNINGS
    more = f", and {left} more below" if left > 0 else ""
    items += [f"{kinds[0]}{more}"] if kinds else []
    if first:
        items.append(f"If wrong: {_in_few_words(first[0].meaning)}")
    return items[:most]


def _in_few_words(meaning: str) -> str:
    """The first words of what a number means, none of them hanging in the air.

    >>> _in_few_words("share who go to A&E when a package of care breaks down, by severity")
    'share who go to A&E…'
    """
    words = meaning.partition(",")[0].split()
    kept = words[:MOST_WORDS]
    while len(kept) < len(words) and kept[-1] in HANGING:
        kept.pop()
    return " ".join(kept) + "\N{HORIZONTAL ELLIPSIS}" * (len(kept) < len(words))


def of_interest(o: Outcomes) -> str:
    """The key of the tile that has most to say in a picture: one that changed, hospital first."""
    order = (HOSPITAL, PEOPLE, MONEY, STAFF)
    return next((key for key in order if o[key].changed), HOSPITAL)
