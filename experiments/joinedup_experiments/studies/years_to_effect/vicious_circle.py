"""The vicious circle of load, strain and empty posts: whether it can be entered, and left.

One place, one seed, two starts on the day after the burn-in: everybody rested and every post
held, or everybody burnt out and every third post empty. What follows is the model's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from joinedup.day import run_days
from joinedup.phases.staff_posts import appoint_at_first, leave_post
from joinedup.run import days_of
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.setup.programme import take_effect
from joinedup.state.world import World, copied
from joinedup_experiments.compare.statistics import Interval, interval_of

STARTS = ("rested, every post held", "burnt out, every third post empty")
STAFFING = {
    "three tenths more staff": 1.3,
    "staff as in the borough": 1.0,
    "three tenths fewer staff": 0.7,
}
RESTED, BURNT = 0.05, 0.8
MONTH = 30.4375
ROOM = 262_144


@dataclass(frozen=True)
class Circle:
    """Two starts of one place, followed.

    Attributes
    ----------
    strain, vacancy : ndarray [starts, replications, months + 1]
        Mean strain of those in post, and share of posts without a holder; the first is the
        start itself.
    """

    staffing: str
    strain: np.ndarray
    vacancy: np.ndarray

    @property
    def years(self) -> float:
        """How long they were followed."""
        return (self.strain.shape[-1] - 1) / 12.0

    def gap(self, values: np.ndarray) -> Interval:
        """The second start less the first over the last year, paired by replication."""
        return interval_of((values[1] - values[0])[:, -12:].mean(axis=1))

    def gap_at_first(self, values: np.ndarray) -> float:
        """The same on the day of the start."""
        return float((values[1] - values[0])[:, 0].mean())

    def half_closed(self) -> float | None:
        """Years until half of the gap in strain had closed for good; None when it had not."""
        gap = (self.strain[1] - self.strain[0]).mean(axis=0)
        open_ = np.flatnonzero(gap > 0.5 * gap[0])
        last = int(open_[-1]) if len(open_) else 0
        return None if last >= len(gap) - 1 else (last + 1) / 12.0


def staffed(scenario: Scenario, times: float) -> Scenario:
    """The scenario with every team's staff multiplied."""
    teams = {
        name: {"staff": {who: times * wte for who, wte in team.staff.items()}}
        for name, team in scenario.teams.items()
    }
    return scenario.with_({"teams": teams})


def follow(
    scenario: Scenario,
    staffing: str,
    replications: int,
    seed: int,
    progress: Callable[[float], None] | None = None,
) -> Circle:
    """Follow both starts for ``run.years`` after the burn-in, replication by replication."""
    found = []
    for i in range(replications):
        found.append(_both_starts(scenario, seed + i))
        if progress:
            progress((i + 1) / replications)
    both = np.array(found).transpose(2, 1, 0, 3)
    return Circle(staffing, strain=both[0], vacancy=both[1])


def _both_starts(scenario: Scenario, seed: int) -> list[list[np.ndarray]]:
    change, end = days_of(scenario)
    world = new_world([scenario], seed, end, ROOM, False)
    _live(world, 0, change)
    paths = []
    for start in range(len(STARTS)):
        mine = copied(world) if start == 0 else world
        _set_staff(mine, change, burnt=start == 1)
        paths.append(_followed(mine, change, round(scenario.run.years * 12)))
    return paths


def _set_staff(world: World, day: int, burnt: bool) -> None:
    """Everybody rested and every post held, or burnt out and every third post empty."""
    posts = [n for n, row in enumerate(world.staff) if row.post > 0.0]
    for number, member in enumerate(posts):
        row = world.staff[member]
        empty = burnt and number % 3 == 2
        if empty and row.in_post:
            leave_post(world, member)
        elif not empty:
            _fill(world, member)
            row.strain = BURNT if burnt else RESTED
            row.well_at = day
    take_effect(world)


def _fill(world: World, member: int) -> None:
    """Somebody settled holds the post: the first of those it could be who would have it."""
    row = world.staff[member]
    while not row.in_post:
        row.generation += 1
        appoint_at_first(world, member)


def _followed(world: World, change: int, months: int) -> list[np.ndarray]:
    """Strain and vacancy at the start and at the end of each month."""
    points = [_staff_now(world)]
    day = change
    for month in range(1, months + 1):
        until = change + round(month * MONTH)
        _live(world, day, until)
        points.append(_staff_now(world))
        day = until
    return [np.array(p) for p in zip(*points, strict=True)]


def _live(world: World, first: int, last: int) -> None:
    margin = max(16_384, len(world.residents) // 4)
    day = first
    while day < last:
        day = run_days(world, day, min(day + 31, last), margin)
        world.globals[0].settings.events = 0


def _staff_now(world: World) -> tuple[float, float]:
    staff = np.asarray(world.staff)
    held = staff["post"] * staff["in_post"]
    posts = max(float(staff["post"].sum()), 1e-9)
    strain = float((held * staff["strain"]).sum()) / max(float(held.sum()), 1e-9)
    return strain, 1.0 - float(held.sum()) / posts
