"""Comparison with common random numbers: the same place and people in every arm.

Replication ``i`` is seed ``seed + i``: one burn-in, from which every arm branches on the index
date. Differences are taken within replications, so that what two arms share cancels, and
intervals are over replications.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from joinedup.outcomes.measures import MEASURES, POSITION, Measure, measure
from joinedup.run import Progress
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.executors import Kind, executor, gather, workers_for
from joinedup_experiments.compare.replication import EventLog, run_replication
from joinedup_experiments.compare.statistics import (
    Effect,
    Interval,
    interval_of,
    paired,
    replications_for,
)

ALL_YEARS = 0


@dataclass(frozen=True)
class Comparison:
    """What several arms did, replication by replication.

    Attributes
    ----------
    names : tuple of str
        A short name for each arm, the base first.
    scenarios : tuple of Scenario
        What each arm ran.
    seeds : tuple of int
        One for each replication.
    months : ndarray [arms, replications, measures, months]
        In the order of ``joinedup.outcomes.measures.MEASURES``.
    ledgers : ndarray [arms, replications, 2, needs, statuses]
        Episodes, of false and of true need.
    costs : ndarray [arms, replications, months, payers]
        Pounds.
    event_log : tuple of EventLog
        Per arm, of the first replication.
    index_day : float
        The index date, in days since day 0.
    """

    names: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    seeds: tuple[int, ...]
    months: np.ndarray
    ledgers: np.ndarray
    costs: np.ndarray
    event_log: tuple[EventLog, ...]
    index_day: float

    @property
    def whole_years(self) -> int:
        """Whole years after the change."""
        return int(self.months.shape[-1] // 12)

    def yearly(self, arm: int, one: Measure, period: int = ALL_YEARS) -> np.ndarray:
        """A measure's value for a year, one for each replication.

        Parameters
        ----------
        period : int
            A year after the change from 1, or ``ALL_YEARS`` for the average year.
        """
        if one.plus:
            plus = sum(self.yearly(arm, measure(key), period) for key in one.plus)
            minus = sum(self.yearly(arm, measure(key), period) for key in one.minus)
            return np.asarray(plus - minus, float)
        months = self.months[arm, :, POSITION[one.key]]
        if period != ALL_YEARS:
            months = months[:, 12 * (period - 1) : 12 * period]
        mean = months.mean(axis=1)
        return mean * 12.0 if one.combine == "sum" else mean

    def level(self, arm: int, one: Measure, period: int = ALL_YEARS) -> Interval:
        """A measure's value for a year in one arm."""
        return interval_of(self.yearly(arm, one, period))

    def effect(self, arm: int, one: Measure, period: int = ALL_YEARS) -> Effect:
        """One measure in one arm beside the base; arm 0 sets the base beside itself."""
        base, other = self.yearly(0, one, period), self.yearly(arm, one, period)
        return paired(one, base, other, arm, period)

    def effects(self) -> list[Effect]:
        """Every measure in every arm but the base: the average year, then year by year."""
        return [
            self.effect(arm, one, period)
            for arm in range(1, len(self.names))
            for one in MEASURES
            for period in range(ALL_YEARS, self.whole_years + 1)
        ]

    def replications_needed(self, precision: float) -> dict[tuple[str, str], int | None]:
        """How many replications each difference needs for a wanted precision.

        Parameters
        ----------
        precision : float
            Half the wanted width of the 95% interval, as a share of the base's own value: 0.01
            asks for a difference that is known to within 1% of what the base has.

        Returns
        -------
        dict
            By arm's name and measure's key; None where it cannot be told: a single
            replication, or a base of zero.
        """
        return {
            (name, one.key): needed(self.effect(arm, one), precision)
            for arm, name in enumerate(self.names)
            for one in MEASURES
            if arm > 0
        }


def compare(
    base: Scenario,
    others: Sequence[Scenario],
    replications: int,
    seed: int,
    workers: int | None = None,
    progress: Progress | None = None,
    *,
    names: Sequence[str] | None = None,
    kind: Kind = "threads",
    keep_event_log: bool = True,
) -> Comparison:
    """Run a base and other arrangements of the same place, and compare them.

    Parameters
    ----------
    base, others : Scenario
        Scenarios of one place. The others run for as long as the base does.
    replications, seed : int
        Seeds ``seed`` to ``seed + replications - 1``.
    workers : int, optional
        As many as there are cores, unless given. The result is the same for any number.
    progress : callable, optional
        Called with the share done.
    names : sequence of str, optional
        A short name for each arm; otherwise the scenarios' own names.
    kind : {"threads", "processes"}
        Where replications run.
    keep_event_log : bool
        Keep every event of the first replication.

    Raises
    ------
    ValueError
        When the scenarios differ in more than their arrangements, or numbers make no sense.
    """
    if replications < 1:
        raise ValueError(f"at least one replication is needed, not {replications}")
    alike = [other.with_({"run": base.run}) for other in others]
    many = workers_for(replications, workers)
    calls = [
        partial(run_replication, base, alike, seed + i, keep_event_log and i == 0)
        for i in range(replications)
    ]
    done = gather(executor(many, kind), calls, progress, tells=kind == "threads")
    return Comparison(
        names=tuple(names or [s.name for s in [base, *alike]]),
        scenarios=(base, *alike),
        seeds=tuple(r.seed for r in done),
        months=np.stack([r.months for r in done], axis=1),
        ledgers=np.stack([r.ledgers for r in done], axis=1),
        costs=np.stack([r.costs for r in done], axis=1),
        event_log=done[0].event_log,
        index_day=done[0].index_day,
    )


def needed(effect: Effect, precision: float) -> int | None:
    """How many replications tell a difference to within so large a share of the base."""
    wanted = precision * abs(effect.base.mean)
    return replications_for(effect.difference.deviation, wanted) if wanted > 0.0 else None


def how_long(result: Comparison) -> str:
    """How long the arms ran after the index date, in words."""
    years = f"{result.scenarios[0].run.years:g}"
    return "1 year" if years == "1" else f"{years} years"
