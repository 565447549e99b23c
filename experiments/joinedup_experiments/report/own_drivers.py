"""What a report's first proposal leans on: in its own place and worlds, and in an earlier sweep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.intervals import less, varies
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.report.key_drivers import (
    KeyDriver,
    KeyDrivers,
    drivers_for,
    foremost,
    greatest,
)
from joinedup_experiments.report.verdict import TILES
from joinedup_experiments.report.view import View
from joinedup_experiments.scenario_io.plausible_worlds import (
    SHIPPED,
    PlausibleWorlds,
    WorldsError,
    plausible_worlds,
    worlds_sha256,
)

FEWEST_WORLDS = 10  # for a rank correlation


@dataclass(frozen=True)
class Drivers:
    """What outcomes lean on, ``here`` over the report's own worlds, ``elsewhere`` in a sweep.

    ``at_edge`` has each parameter that a fit of the place left at an end of its range, with in how
    many of its ``fitted`` worlds.
    """

    here: Sequence[KeyDrivers] = ()
    elsewhere: Sequence[KeyDrivers] = ()
    at_edge: Mapping[str, int] = field(default_factory=dict)
    fitted: int = 0

    @property
    def foremost(self) -> list[KeyDriver]:
        """The assumptions among the first of most outcomes: here, or of the sweep if not known."""
        return foremost(self.here or self.elsewhere)


def drivers_of(results: Results) -> Drivers:
    """What is known of it for a report on these results."""
    worlds, elsewhere = _worlds_of(results), drivers_for(results.comparison.names)
    if worlds is None:
        return Drivers((), elsewhere)
    at_edge = worlds.about.get("at_edge", {})
    return Drivers(_here(results, worlds), elsewhere, at_edge, len(worlds))


def _here(results: Results, worlds: PlausibleWorlds) -> list[KeyDrivers]:
    """What the effects of the first proposal lean on, over the worlds that it was run in.

    Nothing where they are too few.
    """
    result, proposals = results.comparison, View(results.comparison).proposals
    if result.sampled < FEWEST_WORLDS or not proposals:
        return []
    points = worlds.values[[one - 1 for one in result.worlds[:: result.seeds_per_world]]]
    found = []
    for key in TILES:
        one = measure(key)
        base, other = result.paired_yearly((0, proposals[0]), one)
        if varies(apart := less(other, base)):
            found.append(greatest(one.label, worlds.keys, points, apart))
    return found


def _worlds_of(results: Results) -> PlausibleWorlds | None:
    """The table of the worlds that were run: where it was read, or beside the results' folder."""
    if not results.comparison.plausible:
        return None
    read_from = results.manifest.get("worlds_read_from")
    tables = [Path(read_from)] if read_from else [SHIPPED]
    if read_from and results.folder:
        tables.append(results.folder.parent / tables[0].name)
    for table in tables:
        try:
            if worlds_sha256(table) == results.manifest.get("worlds_sha256"):
                return plausible_worlds(table)
        except (OSError, WorldsError):
            continue
    return None
