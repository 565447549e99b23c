"""How a table was understood, in words: what was passed over, and what was read otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from joinedup_experiments.local_place.new.choosing import Sheet
from joinedup_experiments.local_place.new.headings import tidied
from joinedup_experiments.local_place.new.rows import Record, Row
from joinedup_experiments.scenario_io.load.problems import clipped, listed


def of_rows(records: Sequence[Record], out: Sequence[Record], kind: type[Row]) -> Iterator[str]:
    """How figures were read, and of whom they were not."""
    if out:
        names = list(dict.fromkeys(kind.left_out(record) for record in out))
        yield f"left out, as no team of the model has them: {listed(names, len(names))}"


def of_sheet(sheet: Sheet, kind: type[Row], notes: Sequence[int], totals: int) -> Iterator[str]:
    """What was passed over, for the reader to look at."""
    _, headings, publication = sheet
    if publication and sheet.is_published:
        yield f"read as {publication.name}"
    if headings.at:
        yield f"the headings are in line {headings.line}; what is above was passed over"
    for column in headings.columns:
        pattern = kind.failing.get(column.field)
        if pattern and re.fullmatch(pattern, tidied(column.heading)):
            yield f"`{clipped(column.heading)}` was read as {column.field}"
        doubt, look = kind.doubtful.get(column.field, ("", ""))
        if doubt and re.fullmatch(doubt, tidied(column.heading)):
            yield f"`{clipped(column.heading)}` was read as {column.field}: {look}"
    passed = [f"`{clipped(c.heading)}`" for c in headings.columns if c.heading and not c.field]
    if passed:
        yield f"columns not read: {listed(passed, 12)}"
    if notes:
        yield f"notes below the table were passed over, from line {notes[0]} on"
    if totals:
        yield f"totals were checked against their rows, and left out: {totals:,}"
