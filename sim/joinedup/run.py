"""Running: burn in under the siloed arrangement, branch on the index day, measure.

Arms that are compared share one burn-in and every draw's key, so they are the same place and
the same people until the index day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import ceil

import numpy as np

from joinedup.balance import LedgerError, under_way
from joinedup.codes import MONTH_DAYS
from joinedup.day import run_days
from joinedup.engine.tables import copied_rows
from joinedup.results import LOOK_BACK, History, Run, finished, history_of
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme, change_dates
from joinedup.setup.staffing import with_posts_of
from joinedup.state.world import World, copied

__all__ = ["BurnIn", "LedgerError", "Run", "branch", "burn_in", "check_same_place", "simulate"]

Progress = Callable[[float], None]
YEAR = 365.25


@dataclass(frozen=True)
class BurnIn:
    """A place on the index day, siloed until then, from which its arrangements branch.

    ``place`` is siloed too, with the teams that the arrangements add, which are not there.
    ``contacts`` is whether routine contacts are in the event log.
    """

    place: Scenario
    seed: int
    contacts: bool
    world: World = field(repr=False)
    history: History = field(repr=False)


PassDays = Callable[[int], None]
BurntIn = Callable[[Scenario, int, bool, PassDays], BurnIn]
"""Gives what `burn_in` gives: the same call, or one that may have kept it."""


def simulate(
    scenario: Scenario,
    seed: int | None = None,
    *,
    contacts: bool = False,
    progress: Progress | None = None,
) -> Run:
    """Run one scenario: burn-in siloed, then its own arrangement.

    Parameters
    ----------
    scenario : Scenario
        What to run, for ``run.burn_in_years`` and then ``run.years``.
    seed : int, optional
        In place of ``run.seed``.
    contacts : bool
        Write routine contacts to the event log too.
    progress : callable, optional
        Called about once a month with the share done.
    """
    return branch(scenario, [], seed, contacts=contacts, progress=progress)[0]


def branch(
    base: Scenario,
    others: Sequence[Scenario],
    seed: int | None = None,
    *,
    contacts: bool = False,
    progress: Progress | None = None,
    burnt_in: BurntIn | None = None,
) -> list[Run]:
    """Run several scenarios of one place from one burn-in: see `branches`."""
    return list(
        branches(base, others, seed, contacts=contacts, progress=progress, burnt_in=burnt_in)
    )


def branches(
    base: Scenario,
    others: Sequence[Scenario],
    seed: int | None = None,
    *,
    contacts: bool = False,
    progress: Progress | None = None,
    burnt_in: BurntIn | None = None,
) -> Iterator[Run]:
    """Run several scenarios of one place from one burn-in, one after another.

    ``burnt_in`` gives the burn-in, which `burn_in` makes unless given. The last run goes on in
    its world.

    Yields
    ------
    Run
        ``base`` first, then ``others`` in order, all from the index day on. A run takes a few
        hundred megabytes: let go of each before the next where there are many.

    Raises a ValueError when the scenarios differ in more than their arrangements.
    """
    for other in others:
        check_same_place(base, other)
    seed = base.run.seed if seed is None else seed
    change, end = days = days_of(base)
    arms = [base, *others]
    clock = _Clock(progress, change + len(arms) * (end - change))
    place = base.beside(others).siloed
    before = (burnt_in or burn_in)(place, seed, contacts, clock.pass_days)
    clock.done = change  # in an instant, where it was kept
    beside = [arm.beside(arms) for arm in arms]
    world, history = with_posts_of(before.world, beside), before.history
    del before
    for number, (arm, scenario) in enumerate(zip(arms, beside, strict=True)):
        mine = copied(world) if number < len(others) else world
        yield replace(_after_change(mine, scenario, seed, days, history, clock), scenario=arm)


def burn_in(place: Scenario, seed: int, contacts: bool, pass_days: PassDays) -> BurnIn:
    """Run a siloed place until its index day; ``pass_days`` is told of days as they pass."""
    change, end = days_of(place)
    world = new_world([place], seed, end, chunk_of(place), contacts)
    on_record = max(0, change - LOOK_BACK)
    _run_to(world, 0, on_record, pass_days, keep=False)
    chunks = _run_to(world, on_record, change, pass_days, keep=True)
    return BurnIn(place, seed, contacts, world, history_of(world, chunks, change))


def chunk_of(place: Scenario) -> int:
    """Rows of a chunk of the event log."""
    return max(262_144, place.place.residents // 2)


def days_of(scenario: Scenario) -> tuple[int, int]:
    """The index day, after whole months of burn-in, and the day after the last month counted."""
    before = round(scenario.run.burn_in_years * 12)
    end = before + scenario.run.months
    return ceil(before * MONTH_DAYS), ceil(end * MONTH_DAYS)


@dataclass
class _Clock:
    """How many of all the days have been run."""

    progress: Progress | None
    total: int
    done: int = 0

    def pass_days(self, days: int) -> None:
        self.done += days
        if self.progress:
            self.progress(self.done / self.total)


def in_same_place(base: Scenario, other: Scenario) -> Scenario:
    """Another scenario of a place that was made for ``base``, with the teams that it has.

    Raises
    ------
    ValueError
        When it is of another place, or adds teams that the place was not made with.
    """
    check_same_place(base, other)
    other = other.beside([base])
    if other.team_names != base.team_names:
        raise ValueError(f"{other.name} adds teams that this place was not made with")
    return other


def check_same_place(base: Scenario, other: Scenario) -> None:
    """Refuse to compare scenarios that differ in more than their arrangements.

    And those that add teams of one name which serve other people.

    Raises
    ------
    ValueError
        When they do.
    """
    for part in ("place", "hospital", "teams", "assumptions"):
        if getattr(base, part) != getattr(other, part):
            raise ValueError(
                f"{other.name} and {base.name} differ in `{part}`: only scenarios of the same "
                "place, which differ in their arrangement, can be compared"
            )
    base.beside([other])


def _run_to(
    world: World, first: int, last: int, pass_days: PassDays, keep: bool
) -> list[np.ndarray]:
    """Run the days from ``first`` to ``last`` - 1; returns the event log's rows."""
    margin = max(16_384, len(world.residents) // 4)
    chunks: list[np.ndarray] = []
    settings = world.globals[0].settings
    day = first
    while day < last:
        until = run_days(world, day, min(day + 31, last), margin)
        pass_days(until - day)
        is_full = until == day
        if keep and (is_full or until == last):
            chunks.append(copied_rows(world.events[: settings.events]))
        if is_full or not keep:
            settings.events = 0
        day = until
    settings.events = 0
    return chunks


def _after_change(
    world: World,
    scenario: Scenario,
    seed: int,
    days: tuple[int, int],
    history: History,
    clock: _Clock,
) -> Run:
    change, end = days
    opening = change_world(world, scenario, change)
    chunks: list[np.ndarray] = []
    dates = change_dates(scenario, change, end)
    for day, until in pairwise([*dates, end]):
        apply_programme(world, scenario, change, day)
        chunks += _run_to(world, day, until, clock.pass_days, keep=True)
    return finished(world, scenario, seed, change, opening, history, chunks)


def change_world(world: World, scenario: Scenario, day: int) -> np.ndarray:
    """The index day: staff hear of the new arrangement, and the programme begins.

    What changes from today is set by `apply_programme`, on this and the later change dates.

    Returns
    -------
    ndarray [2, NEEDS, EPISODE_STATUSES]
        The episodes under way, with which the barrier ledger opens.
    """
    world.globals[0].settings.index_day = day
    world.globals.closed[0] = 0
    return under_way(world)
