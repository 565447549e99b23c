"""A run of which records are kept: from day 0 on, every contact among them.

A run's own event log begins a year before the index date, and knows no dates of birth. So the days
are run here, as Mesa's model runs them too, and what happens is the same as in `simulate`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from joinedup.codes import Activity
from joinedup.day import run_days
from joinedup.engine.events import in_order
from joinedup.results import LOOK_BACK, Run, finished, history_of
from joinedup.rules.life_course import LEAVINGS
from joinedup.run import change_world, check_same_place, days_of
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme, change_dates
from joinedup.state.world import World, copied
from joinedup_experiments.compare.room import IN_RECORDS, Need, need_of
from joinedup_experiments.evaluator.searches import Searches, SearchKeeper
from joinedup_experiments.evaluator.window import Window, window_of

Tell = Callable[[float], None]
# What of the time before the first month is still to be seen in records
ALWAYS_KEPT = (
    *LEAVINGS, Activity.MOVED_IN, Activity.PRESENTED, Activity.ASSESSED, Activity.CARE_STARTED,
    Activity.FOUND_FALSE, Activity.ENROLLED,
)  # fmt: skip
TELL_EVERY = 30  # days
STEP = 7  # days run at once: who comes and goes within them has no date of birth


@dataclass(frozen=True)
class Recording:
    """A run and what is kept of it.

    ``events`` are rows of the event log in order: all of the window's months, and those that are
    `ALWAYS_KEPT` since day 0. ``births`` has a row for each person: the resident's row, how many
    lived in it before, and the day of birth. ``searches`` are those of case finding.
    """

    run: Run
    window: Window
    events: np.ndarray
    births: np.ndarray  # [people, 3]
    searches: Searches


def record(
    scenario: Scenario, seed: int, months_before: int, progress: Tell | None = None
) -> Recording:
    """Run a scenario and keep records from ``months_before`` months before the index date on.

    `RecordsError` is raised where the burn-in is shorter. ``progress`` is told the share done.
    """
    return next(records_of([scenario], seed, months_before, progress))


def records_of(
    arms: Sequence[Scenario], seed: int, months_before: int, progress: Tell | None = None
) -> Iterator[Recording]:
    """The records of several scenarios of one place, one after another, from one burn-in.

    They are those of `joinedup.branch`: the same people until the index date.
    """
    base, *others = arms
    for other in others:
        check_same_place(base, other)
    window = window_of(base, months_before)
    index_day, end = days_of(base)
    rows = max(262_144, base.place.residents // 2)
    world = new_world(arms, seed, end, rows, True)
    days = index_day + len(arms) * (end - index_day)
    since = min(float(window.edges[0]), index_day - LOOK_BACK)
    keeper = _Keeper(world, since, _Days(days, progress))
    before = keeper.run(0, index_day)
    history = history_of(world, before, index_day)
    for number, arm in enumerate(arms):
        scenario = arm.beside(arms)
        mine = keeper.on(copied(world) if number < len(others) else world)
        opening = change_world(mine.world, scenario, index_day)
        after: list[np.ndarray] = []
        for day, until in pairwise([*change_dates(scenario, index_day, end), end]):
            apply_programme(mine.world, scenario, index_day, day)
            after += mine.run(day, until)
        run = finished(mine.world, scenario, seed, index_day, opening, history, after)
        events, births = in_order([*before, *after]), np.concatenate(mine.births)
        searches = mine.searches.kept()
        yield Recording(replace(run, scenario=arm), window, events, births, searches)


def need_of_records(scenario: Scenario, arms: int = 1, **other: Any) -> Need:
    """What records of a scenario, and their tables, need: events since day 0 are in them.

    ``other`` is what is otherwise, as in `need_of`.
    """
    years = scenario.run.years + scenario.run.burn_in_years
    usual: dict[str, Any] = {"runs": 1, "arms": arms, "held": arms, "years": years}
    usual |= {"burn_in_years": 0.0, "logged": True, "contacts": True, "tables": IN_RECORDS}
    return need_of(scenario, **(usual | other))


@dataclass
class _Days:
    """How many of all the days have been run."""

    total: int
    progress: Tell | None
    done: int = 0

    def pass_days(self, days: int) -> None:
        self.done += days
        if self.progress and self.done % TELL_EVERY < days:
            self.progress(self.done / self.total)


class _Keeper:
    """Runs days, empties the event log in time, and notes the date of birth of who moves in."""

    def __init__(self, world: World, since: float, days: _Days):
        people = len(world.residents)
        self.world, self.since, self.days = world, since, days
        self.margin = max(16_384, people // 4)
        self.births = [self._born(np.arange(people))]
        self.searches = SearchKeeper(world)
        self._noted = 0  # rows of the event log's chunk in which arrivals were looked for

    def on(self, world: World) -> _Keeper:
        """A keeper of another world that has gone the same way so far."""
        other = copy(self)
        other.world, other.births = world, [*self.births]
        other.searches = SearchKeeper(world)  # nobody is searched for before the index date
        return other

    def run(self, first: int, last: int) -> list[np.ndarray]:
        """Run the days from ``first`` to ``last`` - 1; returns the event log's rows kept."""
        kept: list[np.ndarray] = []
        day = first
        while day < last:
            search = self.searches.next_from(day)
            until = int(run_days(self.world, day, min(day + STEP, search + 1, last), self.margin))
            if until == day:
                kept.append(self._emptied())
            self._note_arrivals()
            if until == search + 1:
                self.searches.look(search)
            self.days.pass_days(until - day)
            day = until
        return [*kept, self._emptied()]

    def _emptied(self) -> np.ndarray:
        settings = self.world.globals[0].settings
        rows = np.asarray(self.world.events[: settings.events]).copy()
        settings.events = self._noted = 0
        always = np.isin(rows["activity"], ALWAYS_KEPT)
        return rows[always | (rows["time"] >= self.since)]

    def _note_arrivals(self) -> None:
        used = int(self.world.globals[0].settings.events)
        new = np.asarray(self.world.events[self._noted : used])
        self._noted = used
        came = new[new["activity"] == Activity.MOVED_IN]
        if len(came):
            self.births.append(self._born(np.unique(came["who"].astype(np.int64))))

    def _born(self, who: np.ndarray) -> np.ndarray:
        residents = self.world.residents
        generation, born = (np.asarray(residents[name])[who] for name in ("generation", "born"))
        return np.column_stack([who, generation, born]).astype(float)
