"""What every section of the report is made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from joinedup_experiments.compare.results.reading import Opened
from joinedup_experiments.report.key_drivers import KeyDrivers, drivers_for
from joinedup_experiments.report.view import View


@dataclass(frozen=True)
class Source:
    """Opened results, and what is derived from them once."""

    opened: Opened

    @cached_property
    def view(self) -> View:
        """The comparison as effects."""
        return View(self.opened.result)

    @cached_property
    def drivers(self) -> list[KeyDrivers]:
        """What outcomes of these arms lean on, from an earlier sweep."""
        return drivers_for(self.opened.result.names)
