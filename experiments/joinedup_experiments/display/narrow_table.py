"""A table of differences for a screen too narrow for one: two lines to a measure, none cut."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

LABEL, GAP, PADDING = 30, 2, 12


class Row(NamedTuple):
    """A measure's figures in words; of a group, its name alone.

    Attributes
    ----------
    stands_out : bool
        Whether the difference leaves out zero.
    """

    label: str
    base: str = ""
    difference: str = ""
    of_base: str = ""
    verdict: str = ""
    stands_out: bool = False


def fits(rows: Sequence[Row], width: int) -> bool:
    """Whether a table with a column for each part leaves room for the labels.

    >>> row = Row("Needs", "5,925 (5,867 to 5,983)", "+267 (+256 to +277)", "+4.5%", "more")
    >>> fits([row], 132), fits([row], 80)
    (True, False)
    """
    return sum(_widths(rows)) + LABEL + len("no change shown") + PADDING <= width


def narrow_lines(rows: Sequence[Row], heads: tuple[str, str], width: int) -> list[tuple[str, bool]]:
    """The lines, and which of them stand out.

    Parameters
    ----------
    heads
        What is compared with, and what stands beside it.
    width
        Of the screen, in letters.

    Examples
    --------
    >>> row = Row("Needs brought", "5,925", "+267", "+4.5%", "more")
    >>> for line, _ in narrow_lines([Row("demand"), row], ("Before", "difference"), 34):
    ...     print(line)
                Before, difference, of base
    demand
      Needs brought                 more
                  5,925    +267    +4.5%
    """
    wide = _widths(rows)
    head = textwrap.wrap(", ".join((*heads, "of base")), width)
    lines = [(line.rjust(width), False) for line in head]
    for row in rows:
        if not row.base:
            lines.append((row.label, False))
            continue
        room = max(10, width - len(row.verdict) - GAP)
        *before, last = textwrap.wrap(row.label, room, initial_indent="  ", subsequent_indent="  ")
        lines += [(line, row.stands_out) for line in before]
        lines.append((last.ljust(width - len(row.verdict)) + row.verdict, row.stands_out))
        figures = (row.base, row.difference, row.of_base)
        gap = " " * (GAP + 2)
        line = gap.join(text.rjust(size) for text, size in zip(figures, wide, strict=True))
        if len(line) > width:
            line = (" " * GAP).join(figures)
        lines.append((line.rjust(width), row.stands_out))
    return lines


def _widths(rows: Sequence[Row]) -> list[int]:
    columns = ([row.base for row in rows], [row.difference for row in rows],
               [row.of_base for row in rows])  # fmt: skip
    return [max(map(len, column)) for column in columns]
