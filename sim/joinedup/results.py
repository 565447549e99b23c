"""What a run gives: monthly measures, costs, the barrier ledger and the event log."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from joinedup import balance
from joinedup.codes import State
from joinedup.engine.events import in_order
from joinedup.engine.tables import copied_rows
from joinedup.outcomes.measure import mean_of_known
from joinedup.outcomes.measures import read_monthly, weights_monthly
from joinedup.outcomes.monthly import monthly_of
from joinedup.scenario.scenario import Scenario
from joinedup.state.world import World

LOOK_BACK = 366  # days before the index day that stay on record
TRAITS = ("age", "quintile", "carer", "care_home", "practice", "neighbourhood", "generation")


@dataclass(frozen=True)
class History:
    """What was on record on the index day, the same in every arm: evaluators need it."""

    # The event log's rows of the last `LOOK_BACK` days, in order
    events: np.ndarray = field(repr=False)
    # Everyone's `TRAITS` that day, and ``known``: how many of their needs services know of
    residents: dict[str, np.ndarray] = field(repr=False)


def history_of(world: World, chunks: list[np.ndarray], day: int) -> History:
    """What is on record at the beginning of ``day``; ``chunks`` are rows of before, or some."""
    recent = [copied_rows(chunk, chunk["time"] >= day - LOOK_BACK) for chunk in chunks]
    unknown = (State.ABSENT, State.HIDDEN, State.RESOLVED)
    known = ~np.isin(np.asarray(world.needs)["state"], unknown)
    traits = _traits(world) | {"known": known.sum(axis=1)}
    return History(in_order(recent or [np.asarray(world.events[:0])]), traits)


@dataclass(frozen=True)
class Run:
    """What one arm gives after the index day."""

    scenario: Scenario
    seed: int
    years: float
    months: dict[str, np.ndarray]  # every measure of ``measures.MEASURES`` by month
    # How many a month's value is of, for those of ``measures.WEIGHTED``
    weights: dict[str, np.ndarray]
    # Episodes under way at or begun after the index day, false and true, by where they ended or
    # stand
    barrier_ledger: np.ndarray
    costs: np.ndarray  # [months, payers] Pounds
    # The event log's rows since the index day, as they came
    chunks: list[np.ndarray] = field(repr=False)
    index_day: float  # the index day, in days since day 0
    teams: list[tuple[str, str, int]]  # per team number
    residents: dict[str, np.ndarray]
    history: History = field(repr=False)  # what was on record on the index day
    world: World = field(repr=False)

    def mean(self, key: str) -> float:
        """A measure's mean month, each counted by how many it is of; NaN where there are none."""
        return float(mean_of_known(self.months[key], weights=self.weights.get(key)))

    @cached_property
    def events(self) -> np.ndarray:
        """The event log's rows since the index day, in an order that is always the same."""
        return in_order(self.chunks)


def finished(
    world: World,
    scenario: Scenario,
    seed: int,
    change: int,
    opening: np.ndarray,
    history: History,
    chunks: list[np.ndarray],
) -> Run:
    """The results of a world at the end of its days, after checking that its books balance.

    Parameters
    ----------
    change, opening : int, ndarray [2, NEEDS, EPISODE_STATUSES]
        The index day, and what `joinedup.run.change_world` returned on it.
    history : History
        What was on record on the index day.
    chunks : list of ndarray
        The event log's rows since then.

    Raises a `LedgerError` when episodes or beds do not add up.
    """
    ledger = balance.barrier_ledger(world, opening)
    balance.check_beds(world)
    monthly = monthly_of(world, scenario, history.events, chunks, change)
    return Run(
        scenario=scenario,
        seed=seed,
        years=scenario.run.years,
        months=read_monthly(monthly),
        weights=weights_monthly(monthly),
        barrier_ledger=ledger,
        costs=monthly.money,
        chunks=chunks,
        index_day=float(change),
        teams=_teams(world, scenario),
        residents=_traits(world),
        history=history,
        world=world,
    )


def _teams(world: World, scenario: Scenario) -> list[tuple[str, str, int]]:
    names = scenario.team_names
    return [
        (names[t.type], scenario.all_teams[names[t.type]].label, int(t.unit)) for t in world.teams
    ]


def _traits(world: World) -> dict[str, np.ndarray]:
    residents = np.asarray(world.residents)
    return {name: residents[name].copy() for name in TRAITS}
