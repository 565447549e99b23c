"""How much of a proposal's effect is its money, how much its joining, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from joinedup.outcomes.measures import MEASURES, measure
from joinedup_experiments.compare.intervals import Interval
from joinedup_experiments.compare.two_by_two import (
    TwoByTwo,
    beyond_the_money,
    of_proposal,
)
from joinedup_experiments.display.document import Heading, Part, Points, Section, Table, Words
from joinedup_experiments.display.numbers import DASH, difference, level
from joinedup_experiments.report.claims import UNTOLD
from joinedup_experiments.report.verdict import TILES
from joinedup_experiments.report.view import OF_BASE, View, beside_base, labelled

HEADING = "Capacity or integration"
HOW = (
    "Capacity alone: the siloed place with the posts that the proposal adds. Joining alone: the "
    "proposal staffed out of the teams, so that it adds no posts; its programme still costs. "
    "Interaction: what both do together beyond the sum of each alone. Shares are of the whole "
    "effect, given only where it is called a change; below zero, or above the whole, one works "
    "against another."
)
CORE = tuple(m.key for m in MEASURES if m.core or m.key == "qalys_lost")
SHOWN = tuple(dict.fromkeys([*TILES, *CORE]))
AGAINST, LESS = "works against", "makes less than half of"
HALF, NEAR = 0.5, 0.1  # shares of a change; what is this near is about it
Rows = Sequence[tuple[str, TwoByTwo]]


def section(view: View) -> Section | None:
    """The section of a report; None where no proposal is beside a twin of its own."""
    found = parts(view)
    return Section("capacity", HEADING, [Words(HOW), *found]) if found else None


def parts(view: View) -> list[Part]:
    """For each proposal: its two-by-two, and what it does beyond the same money as capacity."""
    made: list[Part] = []
    for arm, mine in view.twins.items():
        name, measures = view.names[arm], [measure(key) for key in SHOWN]
        cells = [(m.label, of_proposal(view.result, arm, mine, m)) for m in measures]
        rows = [(label, x.as_read()) for label, x in cells if x]
        matched = [beyond_the_money(view.result, arm, mine, m) for m in measures]
        beside = [x.as_read() for x in matched if x]
        made += [Heading(name)] if rows or beside else []
        shown = [x for m, (_, x) in zip(measures, cells, strict=True) if x and m.key in TILES]
        made += [Points([split_words(x.as_read()) for x in shown])] if shown else []
        made += [two_by_two_table(f"{HEADING}: {name}, {view.average_year}", rows)] if rows else []
        if beside:
            base = view.names[mine["cost_matched"]]
            heads = map(view.with_interval, ("The same money", "Difference"))
            head = ("Figure and unit", *heads, view.with_nine_in_ten(OF_BASE), "Verdict")
            caption = f"{name} beside {base}, {view.average_year}"
            made.append(Table(caption, head, [beside_base(x.measure.label, x) for x in beside]))
    return made


def in_a_line(view: View, arm: int) -> list[str]:
    """Whether capacity or joining makes the first effect shown; nothing where no twins were run."""
    mine = view.twins.get(arm, {})
    for key, (*_, named) in TILES.items():
        x = of_proposal(view.result, arm, mine, measure(key))
        if x and x.both.changed:
            return [made_by(x, f"the change in {named}")]
    return []


def made_by(x: TwoByTwo, change: str) -> str:
    """How much of a change capacity alone makes, and joining alone, as a sentence.

    As far as the intervals of their shares allow: where one works against the change, or makes
    over half of it; else which makes more, and else what each makes.
    """
    alone = {"Capacity": x.share_of_money, "Joining": x.share_of_joining}
    much = {name: _how_much(share) for name, share in alone.items()}
    first, second = sorted(alone, key=lambda name: -alone[name].mean)
    if much[first] and much[first] == much[second]:
        each = much[first].replace("s ", " ", 1)
        return f"Capacity alone and joining alone each {each} {change}."
    if alone[first].low > HALF:
        two = (
            f"; {second.lower()} alone {much[second]} it" if much[second] not in ("", LESS) else ""
        )
        return f"{first} alone {much[first]} {change}{two}."
    if much[second] == AGAINST:
        return f"{second} alone {AGAINST} {change}."
    if alone[first].low > alone[second].high:
        return f"{first} makes more than {second.lower()} of {change}."
    if x.money.verdict is x.joining.verdict is x.both.verdict:
        return f"Capacity and joining both make {change}."
    for name in (first, second):
        if much[name]:
            return f"{name} alone {much[name]} {change}."
    return f"It is unclear whether capacity or joining makes {change}."


def _how_much(share: Interval) -> str:
    """What one alone does to a change, in words for its share of it; empty where it is unclear."""
    if share.high < 0.0:
        return AGAINST
    if share.low > HALF:
        if share.high < 1.0 or share.mean < 1.0 - NEAR:
            return "makes most of"
        if share.low > 1.0:
            return "makes more than all of"
        return "makes about all of" if share.mean <= 1.0 + NEAR else "makes all or more of"
    if share.low > HALF - NEAR and share.high < HALF + NEAR:
        return "makes about half of"
    return LESS if share.low > 0.0 and share.high < HALF else ""


def split_words(x: TwoByTwo) -> str:
    """Which share of an effect is capacity, and which joining; none of what is not shown."""
    what = x.both.measure.label
    if not x.both.changed:
        return f"{what}: {UNTOLD[x.both.verdict]}, so there is nothing to part."
    shares = (level(one, "share") for one in (x.share_of_money, x.share_of_joining))
    return "{}: capacity alone does {} of it, joining alone {}.".format(what, *shares)


def two_by_two_table(caption: str, rows: Rows) -> Table:
    """A row for each measure: what each does alone, both, the interaction and the shares.

    None of a change that is not called one, as in `split_words`.
    """
    head = (
        "Figure and unit", "Capacity alone", "Joining alone", "Both", "Interaction",
        "Share that is capacity", "Share that is joining",
    )  # fmt: skip
    cells = [
        (labelled(label, x.both),
         *(difference(e.difference, e.form) for e in (x.money, x.joining, x.both, x.interaction)),
         *(level(one, "share") if x.both.changed else DASH
           for one in (x.share_of_money, x.share_of_joining)))
        for label, x in rows
    ]  # fmt: skip
    return Table(caption, head, cells)
