"""Running: burn in under the siloed arrangement, branch on the day of change, measure.

Worlds that are compared share one burn-in and every draw's key, so they are the same place
and the same people until the day of change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np

from joinedup.codes import EPISODE_STATUSES, MONTH_DAYS, NEEDS, State
from joinedup.day import run_days
from joinedup.engine.events import in_order
from joinedup.outcomes.measures import read_monthly
from joinedup.outcomes.monthly import monthly_of
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme, change_dates
from joinedup.state.place import Stay, World, copied

Progress = Callable[[float], None]
YEAR = 365.25


class LedgerError(AssertionError):
    """The barrier ledger, or the beds, do not add up: a fault of the program."""


@dataclass(frozen=True)
class Run:
    """What one world did after the day of change.

    Attributes
    ----------
    months : dict of str to ndarray
        Every measure of ``measures.MEASURES`` by month.
    barrier_ledger : ndarray [2, NEEDS, PLACES]
        Episodes under way at or begun after the day of change, false and true, by where they
        ended or stand.
    costs : ndarray [months, payers]
        Pounds.
    chunks : list of ndarray
        The ledger's rows since the day of change, as they came.
    change_day : float
        The day of change, in days since day 0.
    teams : list of (key, label, unit)
        Per team number.
    cohort : dict of str to ndarray
        The residents first in line for case management on the day of change, enrolled or not:
        ``who`` (row), ``generation`` (which of the row's people) and ``enrolled`` (at the end).
    """

    scenario: Scenario
    seed: int
    years: float
    months: dict[str, np.ndarray]
    barrier_ledger: np.ndarray
    costs: np.ndarray
    chunks: list[np.ndarray] = field(repr=False)
    index_day: float
    teams: list[tuple[str, str, int]]
    cohort: dict[str, np.ndarray]
    residents: dict[str, np.ndarray]
    world: World = field(repr=False)

    @cached_property
    def events(self) -> np.ndarray:
        """The ledger's rows since the day of change, in an order that is always the same."""
        return in_order(self.chunks)


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
        Write routine contacts to the ledger too.
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
) -> list[Run]:
    """Run several scenarios of one place from one burn-in.

    Returns
    -------
    list of Run
        ``base`` first, then ``others`` in order, all from the day of change on.

    Raises
    ------
    ValueError
        When the scenarios differ in more than their arrangements.
    """
    for other in others:
        check_same_place(base, other)
    seed = base.run.seed if seed is None else seed
    change, end = days_of(base)
    parts = len(others) + 1
    total = change + parts * (end - change)
    clock = _Clock(progress, total)
    people = base.place.residents
    chunk = max(262_144, people // 2)
    world = new_world([base, *others], seed, end, chunk, contacts)
    _run_to(world, 0, change, clock, keep=False)
    runs = []
    for number, scenario in enumerate([base, *others]):
        mine = copied(world) if number < parts - 1 else world
        runs.append(_after_change(mine, scenario, seed, change, end, clock))
    return runs


def days_of(scenario: Scenario) -> tuple[int, int]:
    """The day of change, after whole months of burn-in, and the day after the last."""
    change = int(np.ceil(round(scenario.run.burn_in_years * 12) * MONTH_DAYS))
    return change, change + int(np.ceil(scenario.run.years * YEAR)) + 1


@dataclass
class _Clock:
    """Tells how much of all the days has been run."""

    progress: Progress | None
    total: int
    done: int = 0

    def pass_days(self, days: int) -> None:
        self.done += days
        if self.progress:
            self.progress(self.done / self.total)


def check_same_place(base: Scenario, other: Scenario) -> None:
    """Refuse to compare scenarios that differ in more than their arrangements.

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


def _run_to(world: World, first: int, last: int, clock: _Clock, keep: bool) -> list[np.ndarray]:
    """Run the days from ``first`` to ``last`` - 1; returns the ledger's rows."""
    margin = max(16_384, len(world.residents) // 4)
    chunks: list[np.ndarray] = []
    day = first
    while day < last:
        until = run_days(world, day, min(day + 31, last), margin)
        clock.pass_days(until - day)
        if until == day or not keep:
            if keep:
                chunks.append(np.asarray(world.events[: world.globals[0].settings.events]).copy())
            world.globals[0].settings.events = 0
        day = until
    if keep:
        chunks.append(np.asarray(world.events[: world.globals[0].settings.events]).copy())
        world.globals[0].settings.events = 0
    return chunks


def _after_change(
    world: World, scenario: Scenario, seed: int, change: int, end: int, clock: _Clock
) -> Run:
    opening = change_world(world, scenario, change)
    chunks: list[np.ndarray] = []
    turns = change_dates(scenario, change, end)
    for day, until in pairwise([*turns, end]):
        apply_programme(world, scenario, change, day)
        chunks += _run_to(world, day, until, clock, keep=True)
    return finished(world, scenario, seed, change, opening, chunks)


def change_world(world: World, scenario: Scenario, day: int) -> np.ndarray:
    """The day of change: staff hear of the new arrangement, and the programme begins.

    What changes from today is set by `apply_programme`, on this and every turning day.

    Returns
    -------
    ndarray [2, NEEDS, PLACES]
        The episodes under way, with which the barrier ledger opens.
    """
    world.globals[0].settings.index_day = day
    world.globals.closed[0] = 0
    return _under_way(world)


def finished(
    world: World,
    scenario: Scenario,
    seed: int,
    change: int,
    opening: np.ndarray,
    chunks: list[np.ndarray],
) -> Run:
    """The results of a world that has lived its days, its books checked.

    Parameters
    ----------
    change : int
        The day of change.
    opening : ndarray [2, NEEDS, PLACES]
        What `change_world` returned on it.
    chunks : list of ndarray
        The ledger's rows since then.

    Raises
    ------
    LedgerError
        When episodes or beds do not add up.
    """
    ledger = _barrier_ledger(world, opening)
    _check_beds(world)
    monthly = monthly_of(world, scenario, chunks, change)
    names = scenario.team_names
    teams = [(names[t.type], scenario.teams[names[t.type]].label, int(t.unit)) for t in world.teams]
    return Run(
        scenario=scenario,
        seed=seed,
        years=scenario.run.years,
        months=read_monthly(monthly),
        barrier_ledger=ledger,
        costs=monthly.money,
        chunks=chunks,
        index_day=float(change),
        teams=teams,
        cohort=_cohort(world),
        residents=_residents(world),
        world=world,
    )


def _under_way(world: World) -> np.ndarray:
    """Episodes under way by truth, kind and place."""
    state = np.asarray(world.needs.state)
    under_way = (state >= State.LATENT) & (state <= State.IN_CARE)
    truth = np.asarray(world.needs.genuine)[under_way].astype(np.int64)
    kind = np.broadcast_to(np.arange(NEEDS), state.shape)[under_way]
    status = np.asarray(world.needs.status)[under_way].astype(np.int64)
    flat = np.bincount(
        (truth * NEEDS + kind) * EPISODE_STATUSES + status, minlength=2 * NEEDS * EPISODE_STATUSES
    )
    return flat.reshape(2, NEEDS, EPISODE_STATUSES)


def _barrier_ledger(world: World, opening: np.ndarray) -> np.ndarray:
    """Where every episode ended or stands; checked, on every run, to add up.

    Raises
    ------
    LedgerError
        When episodes have been lost or counted twice.
    """
    closed = np.asarray(world.globals.closed[0])
    under_way = _under_way(world)
    ended = closed[:, :, :EPISODE_STATUSES]
    begun = closed[:, :, EPISODE_STATUSES]
    books = opening.sum(axis=2) + begun
    found = ended.sum(axis=2) + under_way.sum(axis=2)
    if not np.array_equal(books, found):
        raise LedgerError(
            f"the barrier ledger does not add up: {books.sum()} episodes begun, "
            f"{found.sum()} accounted for"
        )
    return ended + under_way


def _check_beds(world: World) -> None:
    hospital = world.globals[0].hospital
    in_bed = int(np.count_nonzero(np.asarray(world.residents.stay) != Stay.NO))
    if int(hospital.occupied) != in_bed:
        raise LedgerError(f"{hospital.occupied} beds taken by {in_bed} people")


def _cohort(world: World) -> dict[str, np.ndarray]:
    """Who was first in line on the day of change: row, and which of its people."""
    residents = np.asarray(world.residents)
    members = np.flatnonzero(residents["cohort"] == 1)
    return {
        "who": members,
        "generation": residents["cohort_generation"][members].copy(),
        "enrolled": residents["enrolled"][members] == 1,
    }


def _residents(world: World) -> dict[str, np.ndarray]:
    residents = np.asarray(world.residents)
    kept = ("age", "quintile", "carer", "care_home", "practice", "neighbourhood", "generation")
    return {name: residents[name].copy() for name in kept}
