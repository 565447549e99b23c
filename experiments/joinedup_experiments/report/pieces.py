"""What a page is put together from: sections of headings, words, tables and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

MOST_COLUMNS = 5
MOST_SIGNS = 95  # of figures beside each other on A4
Tone = Literal["plain", "warning"]


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str
    kind: str = "heading"


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str
    tone: Tone = "plain"
    kind: str = "words"


@dataclass(frozen=True)
class Points:
    """A list."""

    items: Sequence[str]
    tone: Tone = "plain"
    kind: str = "points"


@dataclass(frozen=True)
class Answer:
    """The sentences of the answer: topic, verdict, text."""

    items: Sequence[tuple[str, str, str]]
    kind: str = "answer"


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes
    ----------
    head : sequence of str
        A heading for each column.
    rows : sequence of sequence of str
        The first cell of each is the row's heading. A row of one cell is the heading of the rows
        after it.
    numbers : bool
        Whether all but the first column hold figures.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: bool = True
    kind: str = "table"

    @property
    def wide(self) -> bool:
        """Whether figures and their intervals, each on one line, would be wider than paper."""
        columns = zip(*(row for row in self.rows if len(row) > 1), strict=True)
        longest = (max((len(c) for c in column if ")" in c), default=0) for column in columns)
        return len(self.head) > MOST_COLUMNS or sum(longest) > MOST_SIGNS


@dataclass(frozen=True)
class Picture:
    """A picture, what it shows in words, and the table behind it.

    Attributes
    ----------
    name : str
        Different for each picture of a page; the ids within it begin with it.
    svg : str
        Markup of one ``svg`` element.
    yearly : bool
        Whether its table has a row for each year.
    """

    name: str
    title: str
    alt: str
    svg: str
    table: Table
    yearly: bool = False


@dataclass(frozen=True)
class Pictures:
    """Pictures beside each other where there is room."""

    items: Sequence[Picture]
    kind: str = "pictures"


@dataclass(frozen=True)
class Code:
    """Something to type."""

    text: str
    kind: str = "code"


Part = Heading | Words | Points | Answer | Table | Pictures | Code


@dataclass(frozen=True)
class Section:
    """A section of the page: an anchor, a heading, and its parts in order.

    Attributes
    ----------
    on_paper_only : bool
        Whether it repeats, for the printed page, what a screen shows on asking.
    """

    key: str
    heading: str
    parts: Sequence[Part]
    on_paper_only: bool = False
