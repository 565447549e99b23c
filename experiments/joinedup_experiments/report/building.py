"""Tables and pictures built of effects, the same way in every section."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from joinedup_experiments.compare.comparison import how_long
from joinedup_experiments.compare.statistics import Effect
from joinedup_experiments.display.numbers import difference, level
from joinedup_experiments.report.drawing import bars_svg, changes_svg, years_svg
from joinedup_experiments.report.figures import Figures, heading_of, unit_in_table
from joinedup_experiments.report.numbers import of_base
from joinedup_experiments.report.pieces import Picture, Pictures, Table
from joinedup_experiments.report.sentences import short

FEWEST_YEARS = 2


def labels(f: Figures) -> list[str]:
    """The arms' names, the base first."""
    return [scenario.name for scenario in f.result.scenarios]


def others(f: Figures) -> range:
    """The arms but the base."""
    return range(1, len(f.result.names))


def told_of(f: Figures, arm: int, said: str) -> str:
    """A sentence, after the name of the arm it is about where there are several."""
    return said if len(f.result.names) == 2 else f"{labels(f)[arm]}. {said}"


def in_the_average_year(f: Figures) -> str:
    """Of which period a table tells."""
    return f"an average year of {how_long(f.result)}"


def tables(f: Figures, what: str, keys: Sequence[str]) -> list[Table]:
    """A table for each arm beside the base; one of levels where there is no other arm."""
    rows = [(heading_of(key), [f.effect(arm, key) for arm in _arms(f)]) for key in keys]
    return tables_of(f, what, rows)


def tables_of(
    f: Figures, what: str, rows: Sequence[tuple[str, Sequence[Effect]]], period: str = ""
) -> list[Table]:
    """The same from effects: for each row one for each arm, the base first.

    Parameters
    ----------
    period : str
        Of which time it tells; the average year unless given.
    """
    period = period or in_the_average_year(f)
    names = labels(f)
    if len(names) == 1:
        body = [(_named(label, one[0]), level(one[0].other, one[0].form)) for label, one in rows]
        return [Table(f"{what}: {period}", ("Figure and unit", _with_interval(f, "Value")), body)]
    return [
        Table(
            f"{what}: {names[arm]} beside {names[0]}, {period}",
            ("Figure and unit", _with_interval(f, names[0]), _with_interval(f, "Difference"),
             "Difference, % of base", "What may be said"),
            [
                (_named(label, one[arm]), level(one[arm].base, one[arm].form),
                 difference(one[arm].difference, one[arm].form), _share(one[arm]), short(one[arm]))
                for label, one in rows
            ],
        )
        for arm in others(f)
    ]  # fmt: skip


def by_years(f: Figures, keys: Sequence[str]) -> list[Pictures]:
    """A picture by year for each measure; none where there are too few whole years."""
    if f.result.whole_years < FEWEST_YEARS:
        return []
    return [Pictures([_by_year(f, key) for key in keys])]


def changes(
    f: Figures, name: str, title: str, axis: str, keys: Sequence[str], share: bool
) -> list[Pictures]:
    """A picture of changes from the base; none where there is no other arm."""
    rows = [(heading_of(key), [f.effect(arm, key) for arm in others(f)]) for key in keys]
    return changes_of(f, name, title, axis, rows, share)


def changes_of(
    f: Figures,
    name: str,
    title: str,
    axis: str,
    rows: Sequence[tuple[str, Sequence[Effect]]],
    share: bool,
) -> list[Pictures]:
    """The same from effects, one for each arm but the base."""
    if not others(f):
        return []
    names = labels(f)
    cell: Callable[[Effect], str] = (
        of_base if share else (lambda one: difference(one.difference, one.form))
    )
    # Cells have their own thousands and millions; only the axis of the picture is in thousands.
    said = f"{title}: {axis.replace('thousand pounds', 'pounds')}"
    table = Table(
        f"{said}, with 95% intervals" if len(f.result.seeds) > 1 else said,
        ("Figure", *names[1:]),
        [(label, *(cell(one) for one in found)) for label, found in rows],
    )
    alt = (
        f"Points with 95% intervals, a row for each of {len(rows)} figures: {axis}. Filled points "
        "are changes; hollow ones have intervals that span zero. The table below has every number."
    )
    axis = f"{axis} (hollow: the 95% interval spans zero, so no change is shown)"
    svg = changes_svg(name, title, alt, axis, names[1:], rows, share)
    return [Pictures([Picture(name, title, alt, svg, table)])]


def bars(
    f: Figures, name: str, title: str, axis: str, rows: Sequence[tuple[str, Sequence[Effect]]]
) -> Picture:
    """A picture of levels as bars, with its table."""
    names = labels(f)
    table = Table(
        f"{title}: {axis}",
        ("Where", *(_with_interval(f, one) for one in names)),
        [(label, *(level(one.other, one.form) for one in found)) for label, found in rows],
    )
    largest = max(rows, key=lambda row: row[1][0].other.mean)
    alt = (
        f"Bars for each of {len(rows)} places, one for each world: {axis}. The longest is "
        f"'{largest[0]}', {level(largest[1][0].other, 'count')} in {names[0]}. The table below has "
        "every number."
    )
    return Picture(name, title, alt, bars_svg(name, title, alt, axis, names, rows), table)


def _by_year(f: Figures, key: str) -> Picture:
    names, years = labels(f), range(1, f.result.whole_years + 1)
    found = [[f.effect(arm, key, year) for year in years] for arm in _arms(f)]
    title, one = heading_of(key), found[0][0]
    unit = unit_in_table(one)
    head = ["Year after the change", *(_with_interval(f, name) for name in names)]
    head += [_with_interval(f, f"Difference: {name}") for name in names[1:]]
    rows = [
        (
            f"Year {year}",
            *(level(arm[year - 1].other, one.form) for arm in found),
            *(difference(arm[year - 1].difference, one.form) for arm in found[1:]),
        )
        for year in years
    ]
    table = Table(f"{title}, {unit}, by year", head, rows)
    last = "; ".join(
        f"{name} {level(arm[-1].other, one.form)}" for name, arm in zip(names, found, strict=True)
    )
    alt = (
        f"Lines by year with 95% intervals, one for each world: {title.lower()}, {unit}. In year "
        f"{len(years)}: {last}. The table below has every number."
    )
    axis = "thousand pounds a year" if one.form == "pounds" else unit
    svg = years_svg(f"year-{key.replace('_', '-')}", title, alt, axis, names, found)
    return Picture(f"year-{key.replace('_', '-')}", title, alt, svg, table, yearly=True)


def in_each_year(f: Figures, arm: int, key: str) -> list[Effect]:
    """One finding for each whole year after the change."""
    return [f.effect(arm, key, year) for year in range(1, f.result.whole_years + 1)]


def named(one: Effect, label: str) -> Effect:
    """An effect with another label."""
    return replace(one, measure=replace(one.measure, label=label))


def _arms(f: Figures) -> range:
    return range(len(f.result.names))


def _named(label: str, one: Effect) -> str:
    unit = unit_in_table(one)
    return f"{label}, {unit}" if unit else label


def _share(one: Effect) -> str:
    """Of shares and scales only the difference itself says anything."""
    return "\N{EN DASH}" if one.form in ("share", "scale") else of_base(one)


def _with_interval(f: Figures, what: str) -> str:
    return f"{what} (95% interval)" if len(f.result.seeds) > 1 else what
