"""Which sheet of a file is the table that was asked for, and what a wrong one looks like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from joinedup_experiments.local_place.new.grids import Grid, grids_of
from joinedup_experiments.local_place.new.headings import Headings, headings_of, tidied
from joinedup_experiments.local_place.new.publications import (
    PUBLICATIONS,
    Publication,
    instead_of,
    recognised,
)
from joinedup_experiments.local_place.new.rows import Row
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    listed,
    refusal,
)


class Sheet(NamedTuple):
    """A grid whose headings are known, and the publication that it looks like, if any."""

    grid: Grid
    headings: Headings
    publication: Publication | None

    @property
    def is_published(self) -> bool:
        """Whether it is another's publication, rather than one of joinedup's own tables."""
        return self.publication in PUBLICATIONS


def sheet_of(path: Path, kind: type[Row]) -> Sheet:
    """The sheet of a file that has this kind's headings.

    `ScenarioError` when there is none, or several, or it looks like another publication.
    """
    grids = grids_of(path)
    sheets = [_looked_at(grid, kind) for grid in grids]
    usable = [s for s in sheets if s.headings.usable]
    fit = [s for s in usable if not s.publication or s.publication.table == kind.table] or usable
    if len(fit) > 1:
        names = [s.grid.sheet for s in fit]
        what = f"several sheets can be read: {listed(names)}"
        file = grids[0].file.partition(", sheet `")[0]
        raise refusal(file, what, f"name the one that you mean: `{file}#{names[0]}`")
    if len(fit) == 1:
        chosen = fit[0]
        if chosen.publication and chosen.publication.table != kind.table:
            _refuse_other(chosen, kind)
        return chosen
    _refuse_all(sheets, kind)


def _looked_at(grid: Grid, kind: type[Row]) -> Sheet:
    """A sheet is not taken for a publication whose headings are joinedup's own.

    Nor for one that no table takes, where all headings that are needed are there and all known.
    """
    publication = recognised(grid)
    lenient = publication in PUBLICATIONS and publication.table == kind.table
    given = [key for key, _ in publication.gives] if publication and lenient else []
    headings = headings_of(grid, kind, lenient, given)
    own = all(re.sub(r"[\s-]+", "_", tidied(c.heading)) in (c.field, "") for c in headings.columns)
    taken = headings.usable and not headings.faults and not (publication and publication.table)
    return Sheet(grid, headings, None if taken or (own and headings.usable) else publication)


def _refuse_all(sheets: Sequence[Sheet], kind: type[Row]) -> NoReturn:
    """Say what a file is that has no sheet of this kind."""
    for sheet in sheets:
        if sheet.publication and sheet.publication.table != kind.table:
            _refuse_other(sheet, kind)
    grid, headings, _ = sheets[0]
    if len(sheets) > 1:
        file, names = grid.file.partition(", sheet `")[0], [s.grid.sheet for s in sheets]
        what = f"no sheet has the headings of a table for --{kind.table}: {listed(names)}"
        raise refusal(file, what, headings.faults[-1][1])
    if not grid.lines:
        hint = f"it needs a first line with the headings {listed(kind.headings(needed=True))}"
        raise refusal(grid.file, "there is nothing in this file", hint)
    raise ScenarioError(Problem(Spot(grid.file, line), what, (), hint)
                        for line, what, hint in headings.faults)  # fmt: skip


def _refuse_other(sheet: Sheet, kind: type[Row]) -> NoReturn:
    assert sheet.publication is not None
    what, hint = instead_of(sheet.publication, kind.table)
    raise refusal(sheet.grid.file, what, hint, sheet.headings.line)
