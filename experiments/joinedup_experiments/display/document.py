"""What every page is made of: sections of headings, paragraphs, lists, tables and figures.

Three renderers make pages of it: `report.html` (a page for a browser), `display.markdown` (a page
of the documentation) and `display.terminal` (a screen). Text is plain; the Markdown renderer
passes it on as it is, so text for a page of the documentation may hold links and emphasis. Forms
without tiles or folds take what `plain` makes of a section's parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

MOST_COLUMNS = 5
MOST_LETTERS = 95  # of figures beside each other on A4
Tone = Literal["plain", "warning", "lead", "note"]
Item = str | tuple[str, str]


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Points:
    """A list; an item may be a pair, of which the first part stands out."""

    items: Sequence[Item]
    tone: Tone = "plain"
    ordered: bool = False


@dataclass(frozen=True)
class Table:
    """A table: a heading for each column, and rows, whose first cell is the row's heading.

    A row of one cell is the heading of the rows after it. If ``numbers``, all but the first
    column hold figures. Rows in ``strong``, by position, stand out.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: bool = True
    strong: frozenset[int] = frozenset()

    @property
    def wide(self) -> bool:
        """Whether figures and their intervals, each on one line, would be wider than paper."""
        columns = zip(*(row for row in self.rows if len(row) > 1), strict=True)
        longest = (max((len(c) for c in column if ")" in c), default=0) for column in columns)
        return len(self.head) > MOST_COLUMNS or sum(longest) > MOST_LETTERS


@dataclass(frozen=True)
class Figure:
    """A picture, what it shows in words, and the table behind it, ``yearly`` if by year.

    ``name`` differs for each figure of a page; the ids within its ``svg`` element begin with it.
    ``drawn`` is the same as a matplotlib figure, for forms that take no SVG; None: there is none.
    """

    name: str
    title: str
    alt: str
    svg: str
    table: Table | None = None
    yearly: bool = False
    drawn: Any = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Figures:
    """Figures beside each other where there is room."""

    items: Sequence[Figure]


@dataclass(frozen=True)
class Code:
    """Something to type."""

    text: str


@dataclass(frozen=True)
class Tile:
    """One figure that stands out: for whom, the figure or what may be said, of what, its range."""

    name: str
    headline: str
    what: str
    lies: str = ""  # between what it lies; empty where that is not known


@dataclass(frozen=True)
class Tiles:
    """Figures that stand out, beside each other."""

    items: Sequence[Tile]


@dataclass(frozen=True)
class Fold:
    """Details that a screen shows on asking, and paper always."""

    summary: str
    parts: Sequence[Part]


Plain = Heading | Words | Points | Table | Figures | Code
Part = Plain | Tiles | Fold


@dataclass(frozen=True)
class Section:
    """A section of a page: an anchor, a heading, and its parts in order.

    One for paper only repeats, for the printed page, what a screen shows on asking.
    """

    key: str
    heading: str
    parts: Sequence[Part]
    on_paper_only: bool = False


def plain(parts: Sequence[Part]) -> Iterator[Plain]:
    """Parts with every fold open below its summary, and tiles as a table."""
    for part in parts:
        match part:
            case Fold():
                yield Heading(part.summary)
                yield from plain(part.parts)
            case Tiles():
                rows = [(one.name, one.headline, one.what, one.lies) for one in part.items]
                yield Table("", ("For", "Change", "In", "Range"), rows, numbers=False)
            case _:
                yield part


def figures_of(sections: Sequence[Section]) -> Iterator[Figure]:
    """Every figure of some sections, in order; those in folds too."""
    parts = (part for section in sections for part in plain(section.parts))
    return (figure for part in parts if isinstance(part, Figures) for figure in part.items)
