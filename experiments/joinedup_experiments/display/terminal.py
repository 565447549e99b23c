"""Renders a document on a screen: tables that fit, and two lines to a row where they would not."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import IO, Any

from rich import box
from rich.console import Console
from rich.table import Table as RichTable

from joinedup_experiments.display.document import (
    Code,
    Figures,
    Heading,
    Part,
    Points,
    Table,
    Words,
    plain,
)

LABEL, LAST, GAP, PADDING = 30, 15, 2, 12
WIDEST, PLAIN_WIDTH = 100, 160


def screen() -> Console:
    """A console as wide as the terminal, or wide enough for the tables when there is none."""
    console = _as_it_is()
    return console if console.is_terminal else _as_it_is(width=PLAIN_WIDTH)


def in_file(file: IO[str], width: int) -> Console:
    """A console that writes the same text to a file, whatever terminal it is begun from."""
    return _as_it_is(file=file, width=width, force_terminal=False, force_jupyter=False)


def _as_it_is(**options: Any) -> Console:
    """A console that prints text as it is: no markup, no emoji and no colours of its own."""
    return Console(highlight=False, markup=False, emoji=False, **options)


def print_parts(console: Console, parts: Sequence[Part]) -> None:
    """Print parts one below the other; of figures their titles."""
    for part in plain(parts):
        match part:
            case Heading():
                console.print(part.text, style="bold")
            case Words() | Code():
                console.print(part.text)
            case Points():
                for item in part.items:
                    text = item if isinstance(item, str) else " ".join(item)
                    console.print(f"- {text}")
            case Table():
                print_table(console, part)
            case Figures():
                for figure in part.items:
                    console.print(f"Figure: {figure.title}")


def print_table(console: Console, table: Table) -> None:
    """Print a table in columns, or two lines to a row on a screen too narrow for its figures."""
    if not table.numbers or fits(table, console.width):
        console.print(_in_columns(table))
        return
    console.print(table.caption, style="italic")
    for line, strong in narrow_lines(table, min(console.width, WIDEST)):
        console.print(line, style="bold" if strong else None)


def fits(table: Table, width: int) -> bool:
    """Whether columns that are not broken leave room for the labels.

    >>> cells = ("Needs", "5,925 (5,867 to 5,983)", "+267 (+256 to +277)", "+4.5%", "higher")
    >>> table = Table("t", ("measure", "base", "difference", "of base", "change"), [cells])
    >>> fits(table, 132), fits(table, 80)
    (True, False)
    """
    return sum(_widths(table)) + LABEL + LAST + PADDING <= width


def narrow_lines(table: Table, width: int) -> list[tuple[str, bool]]:
    """The lines of a table whose last column is a word, and which of them stand out.

    >>> rows = [("demand",), ("Needs brought", "5,925", "+267", "+4.5%", "higher")]
    >>> table = Table("t", ("measure", "Before", "difference", "of base", "change"), rows)
    >>> for line, _ in narrow_lines(table, 34):
    ...     print(line)
                Before, difference, of base
    demand
      Needs brought               higher
                  5,925    +267    +4.5%
    """
    wide = _widths(table)
    heads = ", ".join(head.replace("\n", " ") for head in table.head[1:-1])
    lines = [(line.rjust(width), False) for line in textwrap.wrap(heads, width)]
    for number, row in enumerate(table.rows):
        strong = number in table.strong
        label, *figures = row
        if not figures:
            lines.append((label, False))
            continue
        last = figures.pop()
        room = max(10, width - len(last) - GAP)
        *before, end = textwrap.wrap(label, room, initial_indent="  ", subsequent_indent="  ")
        text = "    ".join(f.rjust(w) for f, w in zip(figures, wide, strict=True))
        if len(text) > width:
            text = "  ".join(figures)
        row_lines = [*before, end.ljust(width - len(last)) + last, text.rjust(width)]
        lines += [(line, strong) for line in row_lines]
    return lines


def _widths(table: Table) -> list[int]:
    """Of the columns between the first and the last."""
    columns = zip_longest(*(row[1:-1] for row in table.rows if len(row) > 1), fillvalue="")
    return [max(map(len, column)) for column in columns]


def _in_columns(table: Table) -> RichTable:
    printed = RichTable(
        title=table.caption or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False,
        show_lines=not table.numbers
    )  # fmt: skip
    last = max(2, len(table.head) - 1)
    for number, head in enumerate(table.head):
        figures = table.numbers and 0 < number < last
        printed.add_column(
            head, justify="right" if figures else "left", no_wrap=figures, overflow="fold"
        )
    for number, row in enumerate(table.rows):
        strong = "bold" if number in table.strong else None
        printed.add_row(*row, style="italic" if len(row) == 1 else strong)
    return printed
