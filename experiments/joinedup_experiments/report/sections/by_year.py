"""The figures behind the charts by year, as a screen shows them on asking and paper cannot."""

from __future__ import annotations

from collections.abc import Sequence

from joinedup_experiments.display.document import Section, Table, Words, figures_of

MOST_BESIDE = 3


def by_year_section(sections: Sequence[Section]) -> Section | None:
    """One table of all charts by year, for paper; None where there is no such chart.

    Up to three arms stand beside each other. With more, which would be wider than paper, each
    arm has a table of its own beside the base.
    """
    tables = [one.table for one in figures_of(sections) if one.yearly and one.table]
    if not tables:
        return None
    arms = len(tables[0].head) // 2
    return Section(
        "years",
        "The figures behind the charts by year",
        [
            Words(
                "The other charts show what the tables beside them say. On a screen every "
                "chart opens its own table."
            ),
            *(_together(tables, columns) for columns in _columns(arms)),
        ],
        on_paper_only=True,
    )


def _columns(arms: int) -> list[list[int]]:
    """Which columns of a table by year stand beside each other, for each table.

    A table by year has the year, a level for each arm, and a difference for each but the base.

    >>> _columns(2), _columns(4)
    ([[0, 1, 2, 3]], [[0, 1, 2, 5], [0, 1, 3, 6], [0, 1, 4, 7]])
    """
    if arms <= MOST_BESIDE:
        return [list(range(2 * arms))]
    return [[0, 1, 1 + arm, arms + arm] for arm in range(1, arms)]


def _together(tables: Sequence[Table], columns: Sequence[int]) -> Table:
    rows: list[Sequence[str]] = []
    for table in tables:
        rows.append((table.caption.removesuffix(", by year"),))
        rows += [[row[number] for number in columns] for row in table.rows]
    first = tables[0]
    return Table("By year after the change", [first.head[number] for number in columns], rows)
