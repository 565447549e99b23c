"""What every local table declares: its columns, how published tables call them, what adds up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import ClassVar, NamedTuple

from pydantic import BaseModel, BeforeValidator

from joinedup.scenario.names import Complaint, InconsistentError

Fault = tuple[int, str, str]  # line, what is wrong, and what to do about it


class Column(NamedTuple):
    """A heading as written, the field below it ("" when not read), and the labels it gives."""

    heading: str
    field: str
    labels: tuple[tuple[str, str], ...] = ()


class Record(NamedTuple):
    """One figure with its labels: the line, and by field the text and the heading above it."""

    line: int
    cells: Mapping[str, tuple[str, str]]

    def text(self, field: str) -> str:
        """What a cell says; empty where there is none."""
        return self.cells.get(field, ("", ""))[0]


class Row(BaseModel):
    """A row and its line; a heading must be there unless its field has a default.

    Patterns are of a whole heading in lower case, with single spaces, without notes' numbers.
    """

    table: ClassVar[str] = ""  # the option that takes it
    amount: ClassVar[str] = ""  # the field that holds the figure
    adds_up: ClassVar[bool] = False  # so that rows of totals can be checked
    once: ClassVar[Sequence[str]] = ()  # no two rows have the same there
    apart: ClassVar[bool] = False  # what is in columns that are not read tells rows apart
    filled: ClassVar[Sequence[str]] = ()  # never empty where the heading is there
    percent: ClassVar[Sequence[str]] = ()  # where ``12%`` may stand for 0.12
    one_of: ClassVar[Sequence[str]] = ()  # one of these headings must be there
    joined: ClassVar[Sequence[str]] = ()  # fields that several columns fill together
    also: ClassVar[Mapping[str, str]] = {}  # what else a field's heading may be
    failing: ClassVar[Mapping[str, str]] = {}  # what it may be where no other heading is for it
    # Headings of a field that may be of something else, and what to look at.
    doubtful: ClassVar[Mapping[str, tuple[str, str]]] = {}
    passed_over: ClassVar[str] = ""  # headings of columns that are not read
    # Labels that columns of figures may stand for, and how many such columns make it so.
    wide: ClassVar[Mapping[str, int]] = {}
    # The field whose labels may go down, and that of the headings then beside it.
    across: ClassVar[tuple[str, str]] = ("", "")
    worked_out: ClassVar[Sequence[str]] = ()  # fields that no heading fills
    line: int

    @classmethod
    @cache
    def headings(cls, needed: bool = False) -> tuple[str, ...]:
        """The headings of a plain table, or those alone that must be there."""
        fields = {k: f for k, f in cls.model_fields.items() if k not in ("line", *cls.worked_out)}
        return tuple(key for key, one in fields.items() if one.is_required() or not needed)

    @classmethod
    def labels_in(cls, heading: str) -> Mapping[str, str]:
        """The labels that a heading itself gives to the figures below it, by field."""
        return {}

    @classmethod
    def left_out(cls, record: Record) -> str:
        """What the model does not have and a row of a publication is of; empty for any other."""
        return ""

    @classmethod
    def contradicted(
        cls, columns: Sequence[Column], line: int, beside: Mapping[int, str]
    ) -> Iterator[Fault]:
        """What headings say, or by line the titles and notes beside them, that cannot be read."""
        yield from ()

    @classmethod
    def understood(cls, records: Sequence[Record]) -> Sequence[Record]:
        """The records with what follows only from all of them together."""
        return records


def fault(what: str, hint: str = "") -> InconsistentError:
    """What a field's validator raises: what is wrong with a cell, and what to do about it."""
    return InconsistentError([Complaint((), what, hint)])


# Names out of a list: capitals, spaces and hyphens do not matter.
as_name = BeforeValidator(lambda text: re.sub(r"[\s-]+", "_", str(text).lower()))
