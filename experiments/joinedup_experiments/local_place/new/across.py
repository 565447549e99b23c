"""Tables turned round: ages go down the first column, and every other column is of an area."""

from __future__ import annotations

import re
from collections.abc import Sequence

from joinedup_experiments.local_place.new.grids import Line
from joinedup_experiments.local_place.new.rows import Column, Row
from joinedup_experiments.local_place.new.symbols import is_total, without_note_number
from joinedup_experiments.scenario_io.load.problems import closest

ENOUGH = 3  # rows of ages below, and two areas, so that nothing else is taken for this
_YEAR = re.compile(r"\b(19|20)\d\d\b")
_WORDS = re.compile(r"[^\W\d]")
_CODES = re.compile(r"mnemonic|.*\bcodes?", re.I)


def across(
    lines: Sequence[Line], at: int, known: Sequence[Column | None], kind: type[Row]
) -> list[Column] | None:
    """The columns of a line of areas above rows of ages; None where it is no such line.

    ``known`` has what each heading stands for in a table that is not turned round. Below a line of
    names there may be one of codes: the line of headings is then the lower.
    """
    down, names = kind.across
    ages = [down in kind.labels_in(line.cells[0].lower()) for line in lines[at + 1 : at + 5]]
    if not down or len(ages) < ENOUGH or not ages[0] or sum(ages) < ENOUGH:
        return None
    cells = lines[at].cells
    heads = [_area(column, cell, kind) for column, cell in zip(known, cells, strict=True)]
    if None in heads[1:] or sum(bool(head and not is_total(head)) for head in heads[1:]) < 2:
        return None
    above = lines[at - 1].cells if at and _CODES.fullmatch(cells[0]) else []
    found = [Column(cells[0], down)]
    for number, head in enumerate(heads[1:], start=1):
        name = above[number] if len(above) == len(heads) else ""
        label = " / ".join(filter(None, (head, name)))
        found.append(Column(label, kind.amount, ((names, label),)) if head else Column("", ""))
    return found


def _area(known: Column | None, cell: str, kind: type[Row]) -> str | None:
    """The area that a heading names; empty where its column is not read, None where it is other."""
    text = without_note_number(cell)
    if is_total(text):
        return text
    if known is not None and not known.field:
        return ""
    other = known is not None or kind.labels_in(text.lower()) or closest(text, [kind.amount])
    return None if other or _YEAR.search(text) or not _WORDS.search(text) else text
