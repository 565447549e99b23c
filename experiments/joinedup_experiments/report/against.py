"""The proposals beside each other, measure by measure, and not only beside the base."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from joinedup.outcomes.measures import MEASURES, measure
from joinedup_experiments.compare.statistics import Effect, paired
from joinedup_experiments.display.document import Figures, Fold, Part, Points, Section, Table
from joinedup_experiments.report.sentences import on_how_many
from joinedup_experiments.report.verdict import TILES
from joinedup_experiments.report.view import OF_BASE, View, beside_base

HEADING = "The proposals beside each other"
MOST_ARMS = 4
SHOWN = tuple(dict.fromkeys((*TILES, *(m.key for m in MEASURES if m.core), "qalys_lost")))


def section(view: View) -> Section | None:
    """Which of several proposals does better, and on what; None where there is one."""
    if len(view.others) < 2:
        return None
    pairs = list(combinations(list(view.others)[:MOST_ARMS], 2))
    found = [[between(view, one, other, key) for key in SHOWN] for one, other in pairs]
    wording = [
        (f"{view.names[other]} beside {view.names[one]}:", f"{on_how_many(effects)}.")
        for (one, other), effects in zip(pairs, found, strict=True)
    ]
    tables = [
        _table(view, one, other, effects)
        for (one, other), effects in zip(pairs, found, strict=True)
    ]
    title = "Each proposal beside the base: people, hospital, staff and money"
    axis = "difference, % of the base's value"
    figures = view.changes("against", title, axis, tuple(TILES), share=True)
    parts: list[Part] = [Figures(figures), Points(wording), Fold("Figure by figure", tables)]
    return Section("against", HEADING, parts)


def between(view: View, one: int, other: int, key: str) -> Effect:
    """A measure in one arm beside another, which need not be the base; person-days as needs."""
    result, what = view.result, measure(key)
    mine, theirs = result.paired_yearly((one, other), what)
    return paired(what, mine, theirs, result.plausible).as_read()


def _table(view: View, one: int, other: int, effects: Sequence[Effect]) -> Table:
    heads = (view.with_interval(view.names[one]), view.with_interval("Difference"))
    head = ("Figure and unit", *heads, view.with_nine_in_ten(OF_BASE), "Verdict")
    caption = f"{view.names[other]} beside {view.names[one]}, {view.average_year}"
    return Table(caption, head, [beside_base(f.measure.label, f) for f in effects])
