"""Every design by its name, of whom it asks, and how it is made of records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

import pandas as pd

from joinedup_experiments.evaluator.designs.areas import Area
from joinedup_experiments.evaluator.designs.before_and_after import (
    area_before_and_after,
    change_of_enrolled,
)
from joinedup_experiments.evaluator.designs.comparator_areas import areas_against_comparators
from joinedup_experiments.evaluator.designs.discontinuity import jump_at_threshold
from joinedup_experiments.evaluator.designs.estimate import DesignError, Estimate, months_before
from joinedup_experiments.evaluator.designs.first_search import (
    drawn_from_enrolment,
    scored_at_first,
)
from joinedup_experiments.evaluator.designs.interrupted import interrupted_time_series
from joinedup_experiments.evaluator.designs.matched import change_against_matched
from joinedup_experiments.evaluator.designs.matched_sets import Sets, matched_sets
from joinedup_experiments.evaluator.designs.people import Panel, panel_of
from joinedup_experiments.evaluator.designs.randomised import as_drawn
from joinedup_experiments.evaluator.designs.stepped import stepped_wedge
from joinedup_experiments.evaluator.designs.synthetic import synthetic_control
from joinedup_experiments.scenario_io.load.problems import meant

Of = Literal["enrolled", "area", "neighbourhoods"]


@dataclass(frozen=True)
class Material:
    """What an evaluator has: person-months, area-months, those of comparators, and a month.

    ``begins`` is the month in which the programme first goes live, and ``live`` that of each
    neighbourhood by its number; ``trial`` is what is had where it is offered by lot. What several
    designs need of it is made once.
    """

    people: pd.DataFrame
    area: pd.DataFrame
    comparators: Sequence[Area]
    begins: int
    live: Mapping[int, int]
    season: bool = False
    trial: Material | None = None
    _sets: dict[tuple[str, int], Sets] = field(default_factory=dict, repr=False)

    @cached_property
    def panel(self) -> Panel:
        """The person-months as a panel."""
        return panel_of(self.people)

    @cached_property
    def scored(self) -> pd.DataFrame:
        """What the first search of case finding showed; `DesignError` where there was none."""
        return scored_at_first(self.people, self.area)

    @cached_property
    def drawn(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Person-months of those in a trial's draw, and the draw, followed from enrolment on.

        `DesignError` where nobody is enrolled.
        """
        drawn = drawn_from_enrolment(self.people, self.area)
        return self.people[self.people["person"].isin(drawn["person"])], drawn

    def sets(self, way: str, before: int) -> Sets:
        """The matched sets of a way to match; `DesignError` where there are none."""
        if (way, before) not in self._sets:
            self._sets[way, before] = matched_sets(self.panel, way, before)
        return self._sets[way, before]


class Design(NamedTuple):
    """A design: what it is called, whom it is of, and its maker.

    ``whom`` names those whom it is of where they are not all of the enrolled.
    """

    label: str
    of: Of
    make: Callable[[Material, str, int], Estimate]
    whom: str = ""


def _matched(way: str) -> Callable[[Material, str, int], Estimate]:
    def make(its: Material, outcome: str, window: int) -> Estimate:
        sets = its.sets(way, months_before(window, None))
        return change_against_matched(its.panel, sets, outcome, window)

    return make


def _randomised(its: Material, outcome: str, window: int) -> Estimate:
    """People found are followed from when anybody is first enrolled where they were found."""
    if its.trial is None:
        raise DesignError("nobody is searched for, so that there is nobody to draw among")
    return as_drawn(*its.trial.drawn, outcome, window)


DESIGNS: dict[str, Design] = {
    "enrolled_before_after": Design(
        "enrolled before and after", "enrolled",
        lambda its, outcome, window: change_of_enrolled(its.panel, outcome, window, None),
    ),
    "matched_exact": Design(
        "exact matching", "enrolled", _matched("exact")
    ),
    "matched_prognostic": Design(
        "matching by risk", "enrolled", _matched("prognostic")
    ),
    "matched_propensity": Design(
        "matching by propensity", "enrolled", _matched("propensity")
    ),
    "discontinuity": Design(
        "discontinuity at the risk threshold", "enrolled",
        lambda its, outcome, window: jump_at_threshold(its.panel, its.scored, outcome, window),
        "those just above the threshold",
    ),
    "randomised": Design("trial by lot", "enrolled", _randomised, "those offered it"),
    "area_before_after": Design(
        "area before and after", "area",
        lambda its, outcome, window: area_before_and_after(
            its.area, outcome, window, begins=its.begins
        ),
    ),
    "time_series": Design(
        "interrupted time series", "area",
        lambda its, outcome, window: interrupted_time_series(
            its.area, outcome, window, begins=its.begins, season=its.season
        ),
    ),
    "comparator_areas": Design(
        "comparator areas", "area",
        lambda its, outcome, window: areas_against_comparators(
            [its.area], its.comparators, outcome, window, begins=its.begins
        ),
    ),
    "synthetic_control": Design(
        "synthetic control", "area",
        lambda its, outcome, window: synthetic_control(
            its.area, its.comparators, outcome, window, begins=its.begins
        ),
    ),
    "stepped_wedge": Design(
        "stepped wedge", "neighbourhoods",
        lambda its, outcome, window: stepped_wedge(its.area, its.live, outcome, window),
    ),
}  # fmt: skip


def designs_named(names: Sequence[str]) -> tuple[str, ...]:
    """Designs by name, all of them for none; `DesignError` for one that there is not."""
    for name in names:
        if name not in DESIGNS:
            raise DesignError(f"{name}: no such design; {meant(name, tuple(DESIGNS))}")
    return tuple(dict.fromkeys(names)) or tuple(DESIGNS)
