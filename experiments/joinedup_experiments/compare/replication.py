"""One replication: every arm from one shared burn-in, reduced to what is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from joinedup.codes import MONTH_DAYS
from joinedup.outcomes.measures import MEASURES
from joinedup.run import Progress, Run, branch
from joinedup.scenario.scenario import Scenario


@dataclass(frozen=True)
class EventLog:
    """Every event in one arm of one replication after the index date.

    Attributes
    ----------
    events : ndarray
        The event log's rows (``joinedup.engine.events.EVENT``).
    generation : ndarray [residents]
        How many people had lived in each row before, at the end.
    practice : ndarray [residents]
        The team number of each resident's practice.
    teams : list of (key, label, unit)
        By team number.
    measured_from : float
        When the first month begins, in days since day 0.
    months : int
        Months measured. The run goes on into the next one, which is not counted.
    """

    events: np.ndarray
    generation: np.ndarray
    practice: np.ndarray
    teams: list[tuple[str, str, int]]
    measured_from: float
    months: int

    @property
    def within(self) -> np.ndarray:
        """True for the rows that are before the end of the last month, as the measures count."""
        times = self.events["time"].astype(float)
        return (times - self.measured_from) / MONTH_DAYS < self.months


@dataclass(frozen=True)
class Replication:
    """What one replication leaves behind, small enough to send between processes.

    Attributes
    ----------
    months : ndarray [arms, measures, months]
        In the order of ``joinedup.outcomes.measures.MEASURES``.
    ledgers : ndarray [arms, 2, needs, statuses]
        Episodes, of false and of true need.
    costs : ndarray [arms, months, payers]
        Pounds.
    event_log : tuple of EventLog
        Per arm when asked for, else empty.
    index_day : float
        The index date, in days since day 0.
    """

    seed: int
    months: np.ndarray
    ledgers: np.ndarray
    costs: np.ndarray
    event_log: tuple[EventLog, ...]
    index_day: float


def run_replication(
    base: Scenario,
    others: Sequence[Scenario],
    seed: int,
    keep_event_log: bool = False,
    progress: Progress | None = None,
) -> Replication:
    """Run every arm with one seed.

    Raises
    ------
    ValueError
        When the scenarios differ in more than their arrangements.
    """
    return replication_of(branch(base, others, seed, progress=progress), keep_event_log)


def replication_of(runs: Sequence[Run], keep_event_log: bool = False) -> Replication:
    """What is compared of every arm's run from one burn-in."""
    return Replication(
        seed=runs[0].seed,
        months=np.stack([np.stack([run.months[m.key] for m in MEASURES]) for run in runs]),
        ledgers=np.stack([run.barrier_ledger for run in runs]),
        costs=np.stack([run.costs for run in runs]),
        event_log=tuple(event_log_of(run, run.events) for run in runs) if keep_event_log else (),
        index_day=runs[0].index_day,
    )


def event_log_of(run: Run, events: np.ndarray) -> EventLog:
    """The log of a run, or of some of its events."""
    return EventLog(
        events=events,
        generation=run.residents["generation"],
        practice=run.residents["practice"],
        teams=run.teams,
        measured_from=int(run.index_day / MONTH_DAYS) * MONTH_DAYS,
        months=len(run.costs),
    )
