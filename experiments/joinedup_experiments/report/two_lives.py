"""What `import joinedup` offers of one person: two lives as a picture, a table and words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from joinedup.run import Progress
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare import journey as following
from joinedup_experiments.compare.arms import run_as_first
from joinedup_experiments.compare.executors import warm_up
from joinedup_experiments.compare.room import workers_that_fit
from joinedup_experiments.display.document import Heading, Words
from joinedup_experiments.display.given import called_or_none, seed_in, whole_number_or_none
from joinedup_experiments.report.journeys import journey_parts, journey_rows, lives_of
from joinedup_experiments.report.life_picture import draw_lives
from joinedup_experiments.report.lives import side_by_side
from joinedup_experiments.scenario_io.plausible_worlds import in_world

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def journey(
    base: Scenario,
    other: Scenario,
    seed: int | None = None,
    *,
    world: int | None = None,
    person: int | None = None,
    progress: Progress | None = None,
) -> TwoLives:
    """Follow one resident through two arrangements of one place: a story, not an effect.

    Both have the same people and random numbers, and run for as long as the base does.
    ``person`` is a resident's number; without it the one whose lives differ most is picked, who
    is not typical. It has the model's own values, or those of a plausible ``world``, counted from
    1. The ``seed`` is the base's own (1, if it says none) unless given. `NobodyError` is raised
    where there is no such resident.

    A person in `Results.events` is followed in the first replication's ``seed`` and ``world``
    (`Comparison.seeds` and `Comparison.worlds`), with as many residents as were simulated.
    """
    person, progress = whole_number_or_none(person, "person"), called_or_none(progress, "progress")
    alike = run_as_first(base, other)
    seed = seed_in(alike[0], seed)
    arms = [one if world is None else in_world(one, world) for one in alike]
    workers_that_fit(following.need_of_two(base), 1, "a place of {} residents")
    warm_up(arms[0])
    return TwoLives(following.journey(arms[0], arms[1], seed, person, progress, world=world))


class TwoLives:
    """One resident's life in two arms after the index date; `joinedup.journey` makes it.

    ``who`` is the resident's number, ``why`` says how they were chosen.
    """

    def __init__(self, found: following.Journey) -> None:
        self.found = found
        self.who, self.why = found.who, found.why

    def __repr__(self) -> str:
        return f"<TwoLives of resident {self.who}: {' and '.join(self.found.names)}>"

    def _repr_html_(self) -> str:
        in_html = self.side_by_side().map(lambda cell: escape(cell).replace("\n", "<br>"))
        return in_html.to_html(escape=False)

    def to_frame(self) -> pd.DataFrame:
        """A row for each thing that happened: ``arm``, ``day_after_change``, ``in_words``, ..."""
        return pd.DataFrame(journey_rows(self.found))

    def side_by_side(self) -> pd.DataFrame:
        """The two lives in words, a row for each day on which something happened."""
        table = side_by_side("", self.found.names, lives_of(self.found))
        return pd.DataFrame(list(table.rows), columns=list(table.head)).set_index("Day")

    def words(self) -> str:
        """Who it is, how they were chosen, and what happened how often."""
        parts = journey_parts(self.found, every_contact=False)
        return "\n".join(part.text for part in parts if isinstance(part, (Heading, Words)))

    def plot(self) -> Figure:
        """Each need's state over time in both arms, with obstacles, crises and admissions."""
        figure: Figure = draw_lives(self.found)
        return figure
