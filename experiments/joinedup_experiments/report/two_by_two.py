"""How much of a proposal's effect is its money, how much its joining, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from joinedup.outcomes.measures import MEASURES, measure
from joinedup_experiments.compare.two_by_two import (
    TwoByTwo,
    beyond_the_money,
    of_proposal,
)
from joinedup_experiments.display.document import Heading, Part, Points, Section, Table, Words
from joinedup_experiments.display.numbers import difference, level
from joinedup_experiments.report.claims import UNTOLD
from joinedup_experiments.report.verdict import TILES
from joinedup_experiments.report.view import OF_BASE, View, beside_base, labelled

HEADING = "Capacity or integration"
HOW = (
    "Capacity alone: the siloed place with the posts that the proposal adds. Joining alone: the "
    "proposal staffed out of the teams, so that it adds no posts; its programme still costs. "
    "Interaction: what both do together beyond the sum of each alone. Shares are of the whole "
    "effect, given only where its interval leaves out zero; below zero, or above the whole, one "
    "works against another."
)
CORE = tuple(m.key for m in MEASURES if m.core or m.key == "qalys_lost")
SHOWN = tuple(dict.fromkeys([*TILES, *CORE]))
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
    """Whether capacity or joining makes the first effect shown; nothing where no twins were run.

    One of them makes most of it where the interval of its share is above a half, and more of it
    where that is above the other's.
    """
    mine = view.twins.get(arm, {})
    for key, (*_, named) in TILES.items():
        x = of_proposal(view.result, arm, mine, measure(key))
        if x and x.both.changed:
            return [f"{_made_by(x)} the change in {named}."]
    return []


def _made_by(x: TwoByTwo) -> str:
    if x.share_of_money.low > 0.5:
        return "Capacity alone makes most of"
    if x.share_of_joining.low > 0.5:
        return "Joining alone makes most of"
    if x.share_of_joining.low > x.share_of_money.high:
        return "Joining makes more than capacity of"
    if x.share_of_money.low > x.share_of_joining.high:
        return "Capacity makes more than joining of"
    if x.money.verdict is x.joining.verdict is x.both.verdict:
        return "Capacity and joining both make"
    return "It is unclear whether capacity or joining makes"


def split_words(x: TwoByTwo) -> str:
    """Which share of an effect is capacity, and which joining; none of what is not shown."""
    what = x.both.measure.label
    if not x.both.changed:
        return f"{what}: {UNTOLD[x.both.verdict]}, so there is nothing to part."
    shares = (level(one, "share") for one in (x.share_of_money, x.share_of_joining))
    return "{}: capacity alone does {} of it, joining alone {}.".format(what, *shares)


def two_by_two_table(caption: str, rows: Rows) -> Table:
    """A row for each measure: what each does alone, both, the interaction and the shares."""
    head = (
        "Figure and unit", "Capacity alone", "Joining alone", "Both", "Interaction",
        "Share that is capacity", "Share that is joining",
    )  # fmt: skip
    cells = [
        (labelled(label, x.both),
         *(difference(e.difference, e.form) for e in (x.money, x.joining, x.both, x.interaction)),
         level(x.share_of_money, "share"), level(x.share_of_joining, "share"))
        for label, x in rows
    ]  # fmt: skip
    return Table(caption, head, cells)
