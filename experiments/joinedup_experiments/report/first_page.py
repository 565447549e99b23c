"""The first page: question, proposal, verdict, four tiles, one picture, what could overturn it.

At most `MOST_WORDS` words and `MOST_NUMBERS` numbers, so that it is read in thirty seconds; a test
counts them. With several proposals it is about the first; the others stand in the next section.
"""

from __future__ import annotations

from joinedup_experiments.compare.comparison import how_long
from joinedup_experiments.compare.diagnostics import validity_warnings
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.compare.value import value_of
from joinedup_experiments.display.document import (
    Figure,
    Figures,
    Heading,
    Part,
    Points,
    Section,
    Table,
    Tiles,
    Words,
)
from joinedup_experiments.display.numbers import difference
from joinedup_experiments.report import proposal, two_by_two, verdict
from joinedup_experiments.report.chance import runs_of
from joinedup_experiments.report.charts import band, difference_chart
from joinedup_experiments.report.claims import of_base, on_average, short
from joinedup_experiments.report.own_drivers import Drivers
from joinedup_experiments.report.sentences import ASKED
from joinedup_experiments.report.view import View, labelled, pictured, unit_in_table
from joinedup_experiments.scenario_io.diff.phrases import listing

MOST_WORDS, MOST_NUMBERS = 150, 20
ALONE = (
    "This is one arm with nothing beside it, so there are no effects. For effects: joinedup "
    "compare BASE OTHER."
)


def title_and_facts(results: Results) -> tuple[str, str]:
    """The question of a report, and of how many residents and years it is."""
    view = View(results.comparison)
    base = view.names[0]
    asked = listing((view.names[arm] for arm in view.proposals), "or")
    title = f"Would {asked} do better than {base}?" if asked else base
    result = view.result
    alone = f", {runs_of(result)}" if result.sampled == 1 else ""
    whole = result.scenarios[0].place.residents
    residents = f"{whole:,} residents"
    if result.simulated < whole:
        residents = f"{result.simulated:,} of {residents}"
    return title, f"Simulated: {residents}, {how_long(result)}{alone}"


def answer(view: View, drivers: Drivers) -> Section:
    """The first page; of one arm alone, its levels."""
    if not view.others:
        rows = view.rows(ASKED)
        return Section("answer", "The answer", [Words(ALONE), *view.tables("Figures", rows)])
    arm, others = view.proposals[0], view.proposals[1:]
    o = {key: view.effect(arm, key) for key in (*verdict.READ, *ASKED)}
    base, other = (view.result.scenarios[n] for n in (0, arm))
    wording = [proposal.in_a_sentence(base, other)]
    if others:
        wording = [f"{view.names[arm]} first; the others follow.", *wording]
    parted = two_by_two.in_a_line(view, arm)
    more = [*after_the_money(view, arm, o), *parted]
    most = 1 if parted else verdict.MOST_ITEMS  # words for one thing are taken from another
    doubts = validity_warnings(view.result)
    overturning = verdict.overturning(o, doubts, drivers.foremost, most)
    planned = proposal.put_in_a_year(base, other)
    shown = verdict.of_interest(o)
    parts: list[Part] = [
        Words(" ".join(wording)),
        Words(" ".join(verdict.verdict(o, value_of(view.result, arm), planned)), "lead"),
        *([Words(" ".join(more))] if more else []),
        Tiles(verdict.tiles(o, view.result.scenarios[0].run.months / 12.0, planned)),
        Words(verdict.ranges(o[verdict.HOSPITAL], band(view.by_year(arm, shown))), "note"),
        Figures([picture(view, arm, shown)]),
        Heading("What could overturn this"),
        Points(overturning, "warning"),
    ]
    return Section("answer", "The answer", parts)


def after_the_money(view: View, arm: int, o: verdict.Outcomes) -> list[str]:
    """What is left of gains in the last year; nothing where the money goes on into it."""
    ends, years = view.money_ends(arm), view.result.whole_years
    if ends is None or ends > years - 1 or not o[verdict.PEOPLE].difference.known:
        return []
    yearly = {key: view.by_year(arm, key) for key in verdict.READ}
    paid = {key: each[max(0, int(ends) - 1)] for key, each in yearly.items()}
    return verdict.afterwards(o, paid, {key: each[-1] for key, each in yearly.items()})


def picture(view: View, arm: int, key: str) -> Figure:
    """How the difference in one measure goes by year, under a title that says so."""
    years = view.by_year(arm, key)
    names = [f"Year {n}" for n, _ in enumerate(years, 1)] or ["All of it"]
    years = years or [view.effect(arm, key)]
    one = years[0]
    what = one.measure.label.removesuffix(" of every kind")
    title = f"{what}: {on_average(view.effect(arm, key), years)}"
    head = ("Year after the change", view.with_interval("Difference"),
            view.with_nine_in_ten("Of base"), "Verdict")  # fmt: skip
    rows = [
        (name, difference(e.difference, e.form), of_base(e), short(e))
        for name, e in zip(names, years, strict=True)
    ]
    table = Table(f"{labelled(one.measure.label, one)}: difference {view.by_years}", head, rows)
    first = "first year" if view.result.whole_years else how_long(view.result)
    drawn = difference_chart(years, first, view.money_ends(arm))
    held = band(years)
    alt = f"A line by year: difference, {unit_in_table(one)}{held and f'; band: {held}'}"
    return pictured("first", title, alt, drawn, table)
