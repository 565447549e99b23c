"""Tables and figures of effects, the same way in every section."""

from __future__ import annotations

from collections.abc import Sequence

from joinedup_experiments.compare.statistics import Effect
from joinedup_experiments.display.document import Figure, Figures, Table
from joinedup_experiments.display.numbers import DASH, difference, level
from joinedup_experiments.report.charts import (
    Rows,
    bars_chart,
    changes_chart,
    svg,
    years_chart,
)
from joinedup_experiments.report.claims import of_base, short
from joinedup_experiments.report.view import View, labelled, unit_in_table

FEWEST_YEARS = 2
BELOW = "The table below has every number."


def effect_tables(view: View, what: str, rows: Rows, period: str = "") -> list[Table]:
    """A table for each arm beside the base; one of levels where there is no other arm.

    Parameters
    ----------
    rows : sequence of (label, effects)
        An effect for each arm, the base first.
    period : str
        Of which time it tells; the average year unless given.
    """
    period = period or view.average_year
    base = view.names[0]
    if not view.others:
        heads = ("Figure and unit", view.with_interval("Value"))
        cells = [(labelled(label, one), level(one.other, one.form)) for label, (one, *_) in rows]
        return [Table(f"{what}: {period}", heads, cells)]
    head = (
        "Figure and unit", view.with_interval(base), view.with_interval("Difference"),
        "Difference, % of base", "Verdict",
    )  # fmt: skip
    return [
        Table(
            f"{what}: {view.names[arm]} beside {base}, {period}", head,
            [_beside_base(label, effects[arm]) for label, effects in rows],
        )
        for arm in view.others
    ]  # fmt: skip


def measure_tables(view: View, what: str, keys: Sequence[str]) -> list[Table]:
    """The same for measures."""
    return effect_tables(view, what, view.rows(keys))


def by_year_figures(view: View, keys: Sequence[str]) -> list[Figures]:
    """A chart by year for each measure; none where there are too few whole years."""
    if len(view.years) < FEWEST_YEARS:
        return []
    return [Figures([_by_year(view, key) for key in keys])]


def changes_figures(
    view: View, name: str, title: str, axis: str, keys: Sequence[str], share: bool
) -> list[Figures]:
    """A chart of changes from the base; none where there is no other arm."""
    if not view.others:
        return []
    rows = [(label, effects[1:]) for label, effects in view.rows(keys)]
    # Cells have their own thousands and millions; only the axis of the chart is in thousands.
    caption = f"{title}: {axis.replace('thousand pounds', 'pounds')}"
    table = Table(
        f"{caption}, with 95% intervals" if len(view.result.seeds) > 1 else caption,
        ("Figure", *view.names[1:]),
        [(label, *(of_base(one) if share else difference(one.difference, one.form)
                   for one in effects)) for label, effects in rows],
    )  # fmt: skip
    alt = (
        f"Points with 95% intervals, a row for each of {len(rows)} figures: {axis}. Filled points "
        f"are changes; hollow ones have intervals that span zero. {BELOW}"
    )
    axis = f"{axis} (hollow: the 95% interval spans zero, so no change is shown)"
    drawn = svg(name, title, alt, changes_chart(axis, view.names[1:], rows, share))
    return [Figures([Figure(name, title, alt, drawn, table)])]


def bars_figure(view: View, name: str, title: str, axis: str, rows: Rows) -> Figure:
    """A chart of levels as bars, with its table."""
    table = Table(
        f"{title}: {axis}",
        ("Where", *map(view.with_interval, view.names)),
        [(label, *(level(one.other, one.form) for one in effects)) for label, effects in rows],
    )
    label, (largest, *_) = max(rows, key=lambda row: row[1][0].other.mean)
    alt = (
        f"Bars for each of {len(rows)} places, one for each arm: {axis}. The longest is '{label}', "
        f"{level(largest.other, 'count')} in {view.names[0]}. {BELOW}"
    )
    drawn = svg(name, title, alt, bars_chart(axis, view.names, rows))
    return Figure(name, title, alt, drawn, table)


def _beside_base(label: str, one: Effect) -> tuple[str, ...]:
    share = DASH if one.form in ("share", "scale") else of_base(one)
    return (
        labelled(label, one), level(one.base, one.form), difference(one.difference, one.form),
        share, short(one),
    )  # fmt: skip


def _by_year(view: View, key: str) -> Figure:
    effects = [view.by_year(arm, key) for arm in view.arms]
    one, title = effects[0][0], effects[0][0].measure.label
    unit, name = unit_in_table(one), f"year-{key.replace('_', '-')}"
    differences = (view.with_interval(f"Difference: {arm}") for arm in view.names[1:])
    head = ("Year after the change", *map(view.with_interval, view.names), *differences)
    rows = [
        (
            f"Year {year}",
            *(level(mine[year - 1].other, one.form) for mine in effects),
            *(difference(mine[year - 1].difference, one.form) for mine in effects[1:]),
        )
        for year in view.years
    ]
    last = "; ".join(
        f"{arm} {level(mine[-1].other, one.form)}"
        for arm, mine in zip(view.names, effects, strict=True)
    )
    alt = (
        f"Lines by year with 95% intervals, one for each arm: {title.lower()}, {unit}. In year "
        f"{view.years[-1]}: {last}. {BELOW}"
    )
    axis = "thousand pounds a year" if one.form == "pounds" else unit
    drawn = svg(name, title, alt, years_chart(axis, view.names, effects))
    table = Table(f"{title}, {unit}, by year", head, rows)
    return Figure(name, title, alt, drawn, table, yearly=True)
