"""Comparison with common random numbers: the same place and people in every arm.

Replication ``i`` is seed ``seed + i``: one burn-in, from which every arm branches on the index
date. Differences are taken within replications, so that what two arms share cancels, and
intervals are over replications. Each may be in a plausible world of its own, the same in all arms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from pathlib import Path

import numpy as np

from joinedup.codes import MONTH_DAYS
from joinedup.outcomes.measure import mean_of_known, year_of
from joinedup.outcomes.measures import MEASURES, POSITION, WEIGHTED, Measure, measure
from joinedup.run import BurntIn, Progress, Run, branch
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.by_neighbourhood import KEYS, by_neighbourhood, measured
from joinedup_experiments.compare.executors import gather
from joinedup_experiments.compare.intervals import Interval, interval_of, known_in_all
from joinedup_experiments.compare.sizing import growth, sized
from joinedup_experiments.compare.statistics import Effect, paired
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.scenario_io.plausible_worlds import SHIPPED, in_world

ALL_YEARS = 0


@dataclass(frozen=True)
class EventLog:
    """Every event in one arm of one replication after the index date.

    ``events`` are rows of ``joinedup.engine.events.EVENT``. By resident's row, ``generation`` is
    how many people had lived in it before, at the end, and ``practice`` their practice's team
    number. ``teams`` are (key, label, unit) by number. ``until`` is when the last month measured
    ends, in days since day 0; the run goes on after it.
    """

    events: np.ndarray
    generation: np.ndarray
    practice: np.ndarray
    teams: list[tuple[str, str, int]]
    until: float


@dataclass(frozen=True)
class Comparison:
    """What several arms did, replication by replication; the base first.

    ``months`` [arms, replications, measures, months] are in the order of
    ``joinedup.outcomes.measures.MEASURES``; ``weights`` [arms, replications, `WEIGHTED`, months]
    are how many the values of some of them are of, None where those are not known and every month
    counts alike; ``ledgers`` [arms, replications, 2, needs, statuses]
    count episodes, of false and of true need; ``costs`` [arms, replications, months, payers] are
    pounds. ``event_log`` is per arm, of the first replication, or empty. ``index_day`` is the
    index date, in days since day 0. ``worlds`` has the plausible world of each replication, 0 for
    the model's own values; replications in turn that share one are averaged before anything is
    said of them. ``neighbourhoods`` [arms, replications, neighbourhoods, `by_neighbourhood.KEYS`]
    are of an average year; None in results of before they were counted. ``simulated`` is how many
    residents were: ``scenarios`` and every total are the whole place's, but the event log is of
    those simulated. ``otherwise`` is on arms that ask for other years than were run, a line each.
    """

    names: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    seeds: tuple[int, ...]
    months: np.ndarray
    ledgers: np.ndarray
    costs: np.ndarray
    event_log: tuple[EventLog, ...]
    index_day: float
    worlds: tuple[int, ...]
    simulated: int
    neighbourhoods: np.ndarray | None = None
    weights: np.ndarray | None = None
    otherwise: tuple[str, ...] = ()

    @property
    def plausible(self) -> bool:
        """Whether every replication is in a plausible world, and none in the model's own values."""
        return 0 not in self.worlds

    @property
    def seeds_per_world(self) -> int:
        """How many replications in turn share a world; 1 in the model's own values."""
        first = self.worlds[0]
        return len(list(takewhile(lambda world: world == first, self.worlds))) if first else 1

    @property
    def sampled(self) -> int:
        """Over how many intervals are taken: plausible worlds, or replications."""
        return len(self.seeds) // self.seeds_per_world

    @property
    def worlds_run(self) -> int | None:
        """How many plausible worlds; None in the model's own values."""
        return self.sampled if self.plausible else None

    def by_world(self, values: np.ndarray) -> np.ndarray:
        """Values [arms, replications, ...] averaged over the seeds of each world."""
        many = self.seeds_per_world
        if many == 1:
            return values
        arms, replications, *rest = values.shape
        worlds = values.reshape(arms, replications // many, many, *rest)
        return mean_of_known(worlds, axis=2)

    @property
    def whole_years(self) -> int:
        """Whole years after the change."""
        return int(self.months.shape[-1] // 12)

    def monthly(self, one: Measure) -> np.ndarray:
        """A measure's value in each month: [arms, replications, months], by world."""
        return self.by_world(self.each_monthly(one))

    def each_monthly(self, one: Measure) -> np.ndarray:
        """A measure's value in each month of every replication: [arms, replications, months]."""
        if not one.plus:
            return self.months[:, :, POSITION[one.key]]
        plus = sum(self.each_monthly(measure(key)) for key in one.plus)
        return np.asarray(plus - sum(self.each_monthly(measure(key)) for key in one.minus), float)

    def weights_of(self, one: Measure) -> np.ndarray | None:
        """How many each value of `each_monthly` is of; None where months count alike."""
        if self.weights is None or one.key not in WEIGHTED:
            return None
        return self.weights[:, :, WEIGHTED[one.key]]

    def yearly(self, arm: int, one: Measure, period: int = ALL_YEARS) -> np.ndarray:
        """A measure's value for a year, one for each replication, or each world of several seeds.

        ``period`` is a year after the change from 1, or ``ALL_YEARS`` for the average year.
        """
        return np.asarray(self.by_world(self.each_yearly(arm, one, period)[None])[0])

    def each_yearly(self, arm: int, one: Measure, period: int = ALL_YEARS) -> np.ndarray:
        """The same of every replication."""
        weights = self.weights_of(one)
        mine = None if weights is None else weights[arm]
        return year_value(self.each_monthly(one)[arm], one, period, mine)

    def paired_yearly(
        self, arms: Sequence[int], one: Measure, period: int = ALL_YEARS
    ) -> np.ndarray:
        """The same of some arms, [arms, worlds]: of replications with a value in all, if any has.

        So an arm is not set beside another by other replications of the same world.
        """
        each = np.array([self.each_yearly(arm, one, period) for arm in arms])
        return self.by_world(known_in_all(each))

    def level(self, arm: int, one: Measure, period: int = ALL_YEARS) -> Interval:
        """A measure's value for a year in one arm."""
        return interval_of(self.yearly(arm, one, period))

    def effect_in(self, neighbourhood: int, arm: int, key: str) -> Effect:
        """One of the `by_neighbourhood.KEYS` in a neighbourhood, from 0, beside the base."""
        assert self.neighbourhoods is not None
        each = self.neighbourhoods[[0, arm], :, neighbourhood, KEYS.index(key)]
        base, other = self.by_world(known_in_all(each))
        return paired(measured(key), base, other, self.plausible)

    def effect(self, arm: int, one: Measure, period: int = ALL_YEARS) -> Effect:
        """One measure in one arm beside the base; arm 0 sets the base beside itself."""
        base, other = self.paired_yearly((0, arm), one, period)
        return paired(one, base, other, self.plausible)


def year_value(
    months: np.ndarray,
    one: Measure,
    period: int = ALL_YEARS,
    weights: np.ndarray | None = None,
) -> np.ndarray:
    """A measure's value for a year, from its months [..., months]: see `Comparison.yearly`."""
    own = slice(None) if period == ALL_YEARS else slice(12 * (period - 1), 12 * period)
    mine = None if weights is None else weights[..., own]
    return year_of(months[..., own], one.combine, mine)


Through = Callable[[int, Callable[[], Comparison]], Comparison]
"""Gives a replication, counted from 0: what the call gives, or the same from before."""


def compare(
    names: Sequence[str],
    scenarios: Sequence[Scenario],
    workers: int | None = None,
    progress: Progress | None = None,
    keep_event_log: bool = True,
    worlds: Sequence[int] = (),
    simulated: int | None = None,
    table: Path = SHIPPED,
    through: Through | None = None,
    burnt_in: BurntIn | None = None,
) -> Comparison:
    """Run arms of one place, the base first, as long and as often as the base's ``run`` says.

    The result is the same for any number of ``workers``. The event log kept is that of the first
    replication. ``worlds`` has each replication's, all the model's own values unless given, from
    a ``table``; with fewer residents ``simulated``, totals are scaled up to the place. Every
    replication comes ``through`` what may have kept it, if given, and its burn-in from what gives
    them ``burnt_in``. Scenarios that differ in more
    than their arrangements raise a `ValueError`.
    """
    run, residents = scenarios[0].run, scenarios[0].place.residents
    numbers = tuple(worlds) or (0,) * run.replications
    smaller = [sized(scenario, simulated or residents) for scenario in scenarios]

    def anew(nth: int, tell: Progress) -> Comparison:
        world = numbers[nth]
        base, *others = [in_world(one, world, table) if world else one for one in smaller]
        runs = branch(base, others, run.seed + nth, progress=tell, burnt_in=burnt_in)
        return comparison_of(runs, names, keep_event_log and nth == 0)

    def replication(nth: int, tell: Progress) -> Comparison:
        run_it = partial(anew, nth, tell)
        return through(nth, run_it) if through else run_it()

    done = gather([partial(replication, nth) for nth in range(len(numbers))], workers, progress)
    times = residents / smaller[0].place.residents
    months, weights, ledgers, costs, neighbourhoods = (
        np.concatenate([getattr(one, what) for one in done], axis=1)
        for what in ("months", "weights", "ledgers", "costs", "neighbourhoods")
    )
    return replace(
        done[0],
        names=tuple(names),
        scenarios=tuple(scenarios),
        seeds=tuple(seed for one in done for seed in one.seeds),
        months=months * growth(times)[:, None],
        weights=weights,
        ledgers=np.rint(ledgers * times).astype(ledgers.dtype),
        costs=costs * times,
        worlds=numbers,
        neighbourhoods=neighbourhoods * times,
    )


def comparison_of(runs: Sequence[Run], names: Sequence[str], keep_event_log: bool) -> Comparison:
    """A comparison of one replication: every arm's run from one burn-in."""
    return Comparison(
        names=tuple(names),
        scenarios=tuple(run.scenario for run in runs),
        seeds=(runs[0].seed,),
        months=np.array([[[run.months[m.key] for m in MEASURES]] for run in runs]),
        weights=np.array([[[run.weights[key] for key in WEIGHTED]] for run in runs]),
        ledgers=np.array([[run.barrier_ledger] for run in runs]),
        costs=np.array([[run.costs] for run in runs]),
        event_log=tuple(event_log_of(run, run.events) for run in runs) if keep_event_log else (),
        index_day=runs[0].index_day,
        worlds=(0,),
        simulated=runs[0].scenario.place.residents,
        neighbourhoods=np.array([[by_neighbourhood(run)] for run in runs]),
    )


def event_log_of(run: Run, events: np.ndarray) -> EventLog:
    """The log of a run, or of some of its events."""
    until = float(np.ceil((int(run.index_day / MONTH_DAYS) + len(run.costs)) * MONTH_DAYS))
    residents = run.residents
    return EventLog(events, residents["generation"], residents["practice"], run.teams, until)


def how_long(result: Comparison) -> str:
    """How long the arms ran after the index date, in words: months where quarters are not whole."""
    run = result.scenarios[0].run
    # The last month was run to its end.
    if run.months % 3 or abs(12.0 * run.years - run.months) > 0.01:
        return counted(run.months, "month")
    return counted(run.months / 12.0, "year")


def beyond_the_last_year(result: Comparison) -> str:
    """A sentence on the months that are in no year's figures; empty where years are whole."""
    which = in_no_year(result)
    if not which:
        return ""
    which += " are" if which.startswith("months") else " is"
    return f"Years are whole ones: {which} in no year's figures, and in those of the whole run."


def in_no_year(result: Comparison) -> str:
    """The months after the last whole year: ``month 13``, ``months 13 to 18``; empty for none."""
    first, last = 12 * result.whole_years + 1, result.scenarios[0].run.months
    if first > last:
        return ""
    return f"month {last}" if first == last else f"months {first} to {last}"
