"""What every section of the report is made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.report.key_drivers import KeyDrivers, drivers_for
from joinedup_experiments.report.view import View


@dataclass(frozen=True)
class Source:
    """Opened results, and what is derived from them once."""

    results: Results

    @cached_property
    def view(self) -> View:
        """The comparison as effects."""
        return View(self.results.comparison)

    @cached_property
    def drivers(self) -> list[KeyDrivers]:
        """What outcomes of these arms lean on, from an earlier sweep."""
        return drivers_for(self.results.comparison.names)
