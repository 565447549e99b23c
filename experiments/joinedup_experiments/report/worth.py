"""Is it worth it: what is put in, what comes back, by year and payer, and what is only not done.

Every figure is a difference from the base, paired by world. What is spent on parts adds up to the
whole: cost bought by the item, the programme, posts as planned, operations and clinics, the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.comparison import beyond_the_last_year, in_no_year
from joinedup_experiments.compare.intervals import Interval, interval_of, less
from joinedup_experiments.compare.statistics import Effect, Verdict, paired
from joinedup_experiments.display import charts
from joinedup_experiments.display.document import (
    Figure,
    Figures,
    Fold,
    Heading,
    Part,
    Section,
    Table,
    Words,
)
from joinedup_experiments.display.numbers import difference, value
from joinedup_experiments.report import value as good_value
from joinedup_experiments.report.charts import WIDTH, mark_end_of_money
from joinedup_experiments.report.claims import AS_PLANNED, UNTOLD, as_planned, nine_in_ten
from joinedup_experiments.report.proposal import SLIGHT
from joinedup_experiments.report.view import View, pictured
from joinedup_experiments.scenario_io.diff.phrases import listing
from joinedup_experiments.scenario_io.proposal_cost import in_each_year, programme_in_each_year

HEADING = "Is it worth it?"
PAYERS = {
    "cost_nhs": "NHS", "cost_council": "Council", "cost_voluntary": "Voluntary sector",
    "cost_people": "People themselves",
}  # fmt: skip
OPERATIONS = {"elective_inpatient": "elective", "day_cases": "day_case",
              "outpatient_attendances": "outpatient"}  # fmt: skip
ON_THE_TABLES = (
    "Operations and clinics that are not done save money in these tables, and are no gain: people "
    "still wait for them. They are at the model's own prices. What is planned for posts is their "
    "full unit cost; posts that stand empty are in the rest. The council's money is for social "
    "work, care homes and support at home; learning disability, a third of what councils spend on "
    "adult social care, is not in the model."
)
By = dict[str, np.ndarray]  # pounds beside the base [sampled, years], by what


def section(view: View) -> Section | None:
    """Money by year, payer and use, and whether the gain is worth it; None for one arm alone."""
    if not view.others:
        return None
    parts: list[Part] = []
    if view.result.whole_years:
        parts.append(Figures([cumulative(view, arm) for arm in view.proposals]))
        for arm in view.others:
            wording = Heading(_named(view, arm, who_pays(view, arm)))
            tables: list[Part] = [wording, payers_table(view, arm), uses_table(view, arm)]
            proposed = arm in view.proposals
            parts += tables if proposed else [Fold(f"{view.names[arm]}: by year", tables)]
        parts.append(Words(ON_THE_TABLES))
    if beyond := beyond_the_last_year(view.result):
        parts.append(Words(beyond))
    return Section("worth", HEADING, [*parts, *good_value.parts(view)])


def by_payer(view: View, arm: int) -> By:
    """What each payer pays more than in the base, in each whole year."""
    return {key: _yearly(view, arm, key) for key in PAYERS}


def by_use(view: View, arm: int) -> By:
    """What the difference is spent on, in each whole year; parts add up to the whole."""
    base, other = (view.result.scenarios[n] for n in (0, arm))
    years = view.result.whole_years
    whole = _yearly(view, arm, "cost_total")
    planned = in_each_year(other, years) - in_each_year(base, years)
    programme = programme_in_each_year(other, years) - programme_in_each_year(base, years)
    prices = _prices(view)
    operations = sum(_yearly(view, arm, key) * prices[price] for key, price in OPERATIONS.items())
    homes = _yearly(view, arm, "cost_cashable")
    found = {
        "The programme itself": np.broadcast_to(programme, whole.shape),
        "Posts and places, as planned": np.broadcast_to(planned - programme, whole.shape),
        "Operations and clinics": np.asarray(operations),
        "Care homes, bought by the item": homes,
    }
    return found | {"All else": whole - sum(found.values()), "All": whole}


def payers_table(view: View, arm: int) -> Table:
    """A row for each year, a column for each payer, the sum, and the sum so far."""
    found = {k: v for k, v in by_payer(view, arm).items() if k != "cost_voluntary" or v.any()}
    whole = np.asarray(sum(by_payer(view, arm).values()))
    columns = {**{PAYERS[key]: each for key, each in found.items()}, "All payers": whole,
               "So far": whole.cumsum(axis=1)}  # fmt: skip
    caption = f"{view.names[arm]}: who pays more, thousand pounds beside the base"
    return _table(view, caption, columns, {"So far"})


def uses_table(view: View, arm: int) -> Table:
    """A row for each year, a column for each thing that the difference is spent on."""
    caption = f"{view.names[arm]}: what it is spent on, thousand pounds beside the base"
    return _table(view, caption, by_use(view, arm), set())


def cumulative(view: View, arm: int) -> Figure:
    """What an arm costs beside the base so far, by year, beside what is put in."""
    mine, before = (each.cumsum(axis=1) for each in _each_arm(view, arm, "cost_total"))
    years, total = mine.shape[1], measure("cost_total")
    base, other = (view.result.scenarios[n] for n in (0, arm))
    put_in = np.cumsum(in_each_year(other, years) - in_each_year(base, years))
    spread = [paired(total, before[:, n], mine[:, n], view.result.plausible) for n in range(years)]
    head = ("By the end of", view.with_interval("Cost so far"), "Put in so far")
    rows = [
        (f"Year {n}", difference(f.difference, "pounds"), value(float(put_in[n - 1]), "pounds"))
        for n, f in enumerate(spread, 1)
    ]
    caption = f"{view.names[arm]}: cost beside the base so far, and what is put in, pounds"
    drawn = _draw(spread, put_in, view.money_ends(arm))
    alt = "Lines by year: cost beside the base so far with its range, and what is put in"
    title = _named(view, arm, message(spread[-1], float(put_in[-1]), len(spread)))
    return pictured(f"worth-{arm}", title, alt, drawn, Table(caption, head, rows))


def message(last: Effect, put_in: float, years: int) -> str:
    """What a run's whole cost beside the base says, next to what is put in."""
    over = f"over {years} years" if years > 1 else "over the year"
    pounds = value(abs(last.difference.mean), "pounds")
    if as_planned(last, put_in):
        return f"It costs {pounds} {'more' if put_in > 0.0 else 'less'} {over}, {AS_PLANNED}"
    if last.verdict is Verdict.HIGHER:
        return f"It costs {pounds} {over}{_beside_put_in(last.difference, put_in)}"
    if last.verdict is Verdict.LOWER:
        return f"It costs {pounds} less {over}, all counted"
    return f"Cost {over}: {UNTOLD[last.verdict]}"


def _beside_put_in(cost: Interval, put_in: float) -> str:
    """What is put in, after a cost; a cost is ``of`` no less than itself."""
    pounds = value(abs(put_in), "pounds")
    if abs(put_in) < SLIGHT:
        return ""
    if put_in < 0.0:
        return f", though {pounds} less is put in"
    if cost.low > put_in:
        return ", more than is put in"
    return f", {'of' if cost.mean <= put_in else 'beside'} {pounds} put in"


def who_pays(view: View, arm: int) -> str:
    """Which payers pay more and which less, over the years that the tables have."""
    ways: dict[str, list[str]] = {"more": [], "less": []}
    each = {name: _over_the_years(view, arm, key) for key, name in PAYERS.items()}
    if few := next((f for f in each.values() if f.verdict is Verdict.TOO_FEW), None):
        return f"Who pays: {UNTOLD[few.verdict]}"
    for name, f in each.items():
        if f.changed:
            ways["more" if f.verdict is Verdict.HIGHER else "less"].append(name)
    shown = [f"{way}: {listing(names)}" for way, names in ways.items() if names]
    return f"Who pays {'; '.join(shown)}" if shown else "No payer is shown to pay more or less"


def _named(view: View, arm: int, text: str) -> str:
    """A message, with the arm's name before it where several are told of."""
    if len(view.others) == 1:
        return text
    return f"{view.names[arm]}: {text[:1].lower()}{text[1:]}"


def _over_the_years(view: View, arm: int, key: str) -> Effect:
    """A measure beside the base over all whole years."""
    mine, before = _each_arm(view, arm, key).sum(axis=-1)
    return paired(measure(key), before, mine, view.result.plausible)


def _yearly(view: View, arm: int, key: str) -> np.ndarray:
    """A measure beside the base [sampled, whole years]."""
    return less(*_each_arm(view, arm, key))


def _each_arm(view: View, arm: int, key: str) -> np.ndarray:
    """A measure of an arm and of the base [2, sampled, whole years]."""
    years = range(1, view.result.whole_years + 1)
    each = [view.result.paired_yearly((arm, 0), measure(key), year) for year in years]
    return np.stack(each, axis=-1)


def _prices(view: View) -> dict[str, float]:
    from joinedup.rules.collected import parameter_record

    base = view.result.scenarios[0]
    money = parameter_record(base.assumptions, base.outside_range)[0]["money"]
    return {name: float(money[name]) for name in OPERATIONS.values()}


def _table(view: View, caption: str, columns: By, running: set[str]) -> Table:
    """Years down and all of them last; columns of ``running`` sums have none."""
    left_out = in_no_year(view.result)
    caption += f", not {left_out}" if left_out else ""
    last = "Whole years" if left_out else "All years"
    years = next(iter(columns.values())).shape[1]
    rows: list[Sequence[str]] = [
        (f"Year {n + 1}", *(_thousands(each[:, n]) for each in columns.values()))
        for n in range(years)
    ]
    whole = (
        "" if name in running else _thousands(each.sum(axis=1)) for name, each in columns.items()
    )
    return Table(caption, ("Year after the change", *columns), [*rows, (last, *whole)],
                 strong=frozenset([years]))  # fmt: skip


def _thousands(values: np.ndarray) -> str:
    found: Interval = interval_of(values)
    if np.ptp(values) <= 1e-6 * (1.0 + abs(found.mean)):  # as planned, the same in every world
        found = Interval(found.mean, np.nan, np.nan, 1)
    return difference(found.times(1e-3), "count")


@charts.styled()
def _draw(spread: Sequence[Effect], put_in: np.ndarray, money_ends: float | None) -> Any:
    figure = charts.blank(WIDTH, 2.7)
    axes, at = figure.subplots(), np.arange(1, len(spread) + 1)
    ends = [nine_in_ten(f, f.spread) or f.difference for f in spread]
    colour, _ = charts.look(1)
    low, high = ([1e-3 * getattr(e, end) for e in ends] for end in ("low", "high"))
    axes.fill_between(at, low, high, color=colour, alpha=0.16, linewidth=0)
    axes.plot(at, [1e-3 * f.difference.mean for f in spread], "o-", color=colour, markersize=4.5)
    axes.plot(at, 1e-3 * put_in, "--", color="black", linewidth=1.2)
    charts.zero_line(axes, "up")
    axes.set(xticks=at, xlim=(0.6, len(spread) + 0.4), xlabel="by the end of year",
             ylabel="thousand pounds, so far")  # fmt: skip
    charts.plain_numbers(axes.yaxis, axes.get_ylim())
    mark_end_of_money(axes, money_ends)
    low_end, high_end = axes.get_ylim()
    least = 0.09 * (high_end - low_end)
    net, planned = 1e-3 * spread[-1].difference.mean, 1e-3 * float(put_in[-1])
    if abs(net - planned) < least:
        planned = net + (least if planned >= net else -least)
    for y, text, ink in ((net, "net cost", colour), (planned, "put in", "black")):
        axes.annotate(text, (1.0, y), (4, 0), xycoords=("axes fraction", "data"), color=ink,
                      textcoords="offset points", va="center", annotation_clip=False)  # fmt: skip
    return figure
