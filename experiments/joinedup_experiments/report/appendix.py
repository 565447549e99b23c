"""The figures behind the pictures by year, as a screen shows them on asking and paper cannot."""

from __future__ import annotations

from collections.abc import Sequence

from joinedup_experiments.report.pieces import Pictures, Section, Table, Words

MOST_BESIDE = 3


def appendix_section(sections: Sequence[Section]) -> Section | None:
    """One table of all pictures by year, for paper; None where there is no such picture.

    Up to three worlds stand beside each other. With more, which would be wider than paper, each
    world has a table of its own beside the base.
    """
    tables = [
        (picture.title, picture.table)
        for section in sections
        for part in section.parts
        if isinstance(part, Pictures)
        for picture in part.items
        if picture.yearly
    ]
    if not tables:
        return None
    worlds = len(tables[0][1].head) // 2
    return Section(
        "years",
        "The figures behind the pictures by year",
        [
            Words(
                "The other pictures show what the tables beside them say. On a screen every "
                "picture opens its own table."
            ),
            *(_gathered([table for _, table in tables], columns) for columns in _columns(worlds)),
        ],
        on_paper_only=True,
    )


def _columns(worlds: int) -> list[list[int]]:
    """Which columns of a table by year stand beside each other, for each table.

    A table by year has the year, a level for each world, and a difference for each but the base.

    >>> _columns(2), _columns(4)
    ([[0, 1, 2, 3]], [[0, 1, 2, 5], [0, 1, 3, 6], [0, 1, 4, 7]])
    """
    if worlds <= MOST_BESIDE:
        return [list(range(2 * worlds))]
    return [[0, 1, 1 + arm, worlds + arm] for arm in range(1, worlds)]


def _gathered(tables: Sequence[Table], columns: Sequence[int]) -> Table:
    rows: list[Sequence[str]] = []
    for table in tables:
        rows.append((table.caption.removesuffix(", by year"),))
        rows += [[row[number] for number in columns] for row in table.rows]
    first = tables[0]
    return Table("By year after the change", [first.head[number] for number in columns], rows)
