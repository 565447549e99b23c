"""The ceiling: the greatest fall in emergency admissions that the model could show.

One siloed place is run as it is, and as it would be had it always had staff in plenty, no barrier,
and every need seen at once. Care plans, case managers and other beds might do a little more. Such
places lie outside what a scenario may say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from joinedup.codes import CAUSES, NEEDS, Activity, Cause, State
from joinedup.day import run_days
from joinedup.rules.life_course import YEAR
from joinedup.run import days_of
from joinedup.scenario.scenario import Scenario
from joinedup.setup.interfaces import baseline_interface
from joinedup.setup.population import new_world
from joinedup.state.world import World
from joinedup_experiments.compare.executors import gather
from joinedup_experiments.compare.intervals import Interval, ratio_of
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.display.document import Section, Table, Words
from joinedup_experiments.display.numbers import DASH, number, percent_with_interval, value
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.published import published
from joinedup_experiments.studies.running import PLAUSIBLE, simulated, there
from joinedup_experiments.sweep.factors import Factor, with_levers

NOW, STAFF, OPEN, ALL = range(4)
STEPS = ("as now", "staff in plenty", "and no barrier", "and every need seen at once")
# What is run: a step, and whether care acts by making conditions milder alone.
ARMS = (*((step, False) for step in range(len(STEPS))), (NOW, True), (ALL, True))
TIMES = 20.0  # staff of every team, practices' too
OFTEN = 50.0  # requests a year, and times as much seen at a contact: at once
PUBLISHED = "acsc_share_emerg_adm"
ROWS: dict[str, tuple[Cause, ...]] = {
    "acute illness, sudden": (),
    "acute illness in a spell, other": (Cause.BACKGROUND,),
    "acute illness that ambulatory care can affect": (Cause.SENSITIVE,),
    "crisis of need": (Cause.CRISIS,),
    "no alternative reachable": (Cause.NO_ALTERNATIVE,),
    "carer breakdown": (Cause.CARER_BREAKDOWN,),
    "case finding": (Cause.FOUND,),
}
SUDDEN, SPELL = 0, 1
HOW = (
    f"Had the place always had {TIMES:g} times its staff, practices' included; and no threshold, "
    "loss, wrong door, paperwork or means test, and direct access to every team; and were every "
    "need brought or noticed within days: the same place and random numbers, emergency admissions "
    "a year for every 1,000 residents. The last column is the same change, were care to act by "
    "making conditions milder alone, now and then: no fewer crises or illness for being in care, "
    "and no team of one's own that comes. Sudden illness is reckoned from who lives there. What "
    "care plans, case managers or other beds could do besides is not in it."
)


@dataclass(frozen=True)
class Ceiling:
    """What came out.

    ``admissions`` [replications, arms, rows of `ROWS`], a year for every 1,000 residents;
    ``unserved`` [replications, arms], the share of true needs that nobody serves at the end.
    """

    admissions: np.ndarray
    unserved: np.ndarray


def ceiling_section(
    replications: int, progress: Callable[[float], None], residents: int | None, over: OverWorlds
) -> Section:
    """How far emergency admissions fall by each step, by cause, beside what is published."""
    found = find_ceiling(replications, progress, residents, over)
    whole, unserved = found.admissions.sum(axis=2), found.unserved.mean(axis=0)
    by_row = zip(ROWS, np.moveaxis(found.admissions, 2, 0), strict=True)
    rows = [_row(label, values) for label, values in (*by_row, ("all", whole))]
    shares = (value(x, "share") for x in unserved[: len(STEPS)])
    rows.append(("needs that nobody serves", *shares, "", ""))
    one = published()[PUBLISHED]
    share, low, high = (f"{float(x):.0%}" for x in (one.value, one.low, one.high))
    words = (
        f"Published as sensitive to ambulatory care: {share} of emergency admissions ({low} to "
        f"{high}, by whose list of conditions)."
    )
    head = ("", *STEPS, "change", "by milder conditions alone")
    return Section("ceiling", "The greatest fall in emergency admissions that could be shown",
                   [Words(HOW), Table("", head, rows), Words(words)])  # fmt: skip


def find_ceiling(
    replications: int,
    progress: Callable[[float], None] | None,
    residents: int | None = None,
    over: OverWorlds = PLAUSIBLE,
) -> Ceiling:
    """Run every arm with seeds from 1 on."""
    calls: list[Any] = [
        partial(_replication, there(place_of(step, residents, over), 1 + nth, over), arm, 1 + nth)
        for nth in range(replications) for arm, (step, _) in enumerate(ARMS)
    ]  # fmt: skip
    found = np.reshape(gather(calls, None, progress), (replications, len(ARMS), len(ROWS) + 1))
    return Ceiling(found[..., :-1], found[..., -1])


def place_of(step: int, residents: int | None = None, over: OverWorlds = PLAUSIBLE) -> Scenario:
    """The siloed place, with as much of a step as a scenario may say."""
    siloed = simulated(load_scenario("siloed_borough"), over, residents)
    if step >= STAFF:
        path = "teams.*.staff.*"
        siloed = with_levers(siloed, [(Factor(path, "lever", 0.0, 0.0, scales=(path,)), TIMES)])
    if step >= OPEN:
        open_door = {"threshold": 0.0, "eligible_from": 0.0, "means_tested": False,
                     "direct_access": True}  # fmt: skip
        siloed = siloed.with_(
            {f"teams.{team}.{key}": x for team in siloed.teams for key, x in open_door.items()}
        )
    return siloed


def set_beyond(world: World, arm: int) -> None:
    """Set the parameters of an arm that lie outside what a scenario may say."""
    step, milder_alone = ARMS[arm]
    p = world.globals[0].p
    if step >= OPEN:
        for barrier in ("wrong_door", "misdirected", "loss", "obstacle", "retelling"):
            setattr(p.handover, barrier, 0.0)
        p.handover.paperwork_minutes = p.handover.paperwork_days = 0.0
        p.general_practice.inconvenient = p.seeking.no_appointment = 0.0
        for table in (world.baseline_interfaces, world.interfaces, world.target_interfaces):
            baseline_interface(p, table)
    if step >= ALL:
        p.seeking.rate[...] = OFTEN
        p.noticing.detection[...] = OFTEN
        p.noticing.false_alarm = 0.0
        p.expectations.worries[...] = 0.0
    if milder_alone:
        p.crisis.in_care = p.illness.sensitive_in_care = 1.0
        p.continuity.least_against_full = p.continuity.sensitive_least_against_full = 1.0
        p.crisis.own_team = 0.0


def _replication(scenario: Scenario, arm: int, seed: int, progress: Any) -> list[float]:
    """Admissions by `ROWS`, a year for every 1,000 residents, and the share of needs unserved."""
    change, end = days_of(scenario)
    world = new_world([scenario], seed, end, 262_144, False)
    set_beyond(world, arm)
    _admissions(world, 0, change)
    progress(change / end)
    causes = _admissions(world, change, end) * YEAR / (end - change)
    progress(1.0)
    rows = np.array([causes[list(of)].sum() for of in ROWS.values()])
    rows[SUDDEN] = sudden_a_year(world)
    rows[SPELL] -= rows[SUDDEN]
    return [*(rows * 1000.0 / len(world.residents)), _unserved(world)]


def _admissions(world: World, first: int, last: int) -> np.ndarray:
    """Run some days; emergency admissions by cause."""
    counts = np.zeros(CAUSES)
    margin = max(16_384, len(world.residents) // 4)
    while first < last:
        first = run_days(world, first, min(first + 31, last), margin)
        rows = np.asarray(world.events[: world.globals[0].settings.events])
        causes = rows["cause"][rows["activity"] == Activity.EMERGENCY_ADMISSION]
        counts += np.bincount(causes, minlength=CAUSES)
        world.globals[0].settings.events = 0
    return counts


def sudden_a_year(world: World) -> float:
    """Admissions a year for sudden illness, of the people who live there now."""
    p, people = world.globals[0].p.acute, world.residents
    rate = p.ae_rate[people.age] * world.globals[0].gradients[NEEDS][people.quintile]
    rate = rate * people.proneness * world.teams.proneness[people.practice]
    rate = np.where(people.care_home == 1, rate * p.care_home_ratio, rate)
    return float((rate * p.admitted[people.age]).sum() * (1.0 + p.direct))


def _unserved(world: World) -> float:
    state, true = np.asarray(world.needs.state), np.asarray(world.needs.genuine) == 1
    there = true & (state >= State.HIDDEN) & (state <= State.MET)
    return float((there & (state < State.IN_CARE)).sum() / there.sum())


def change_of(values: np.ndarray, milder_alone: bool = False) -> Interval:
    """The change from now to the ceiling, as a share: ``values`` are ndarray [replications, arms].

    With ``milder_alone`` between the arms in which care acts on nothing but severity.
    """
    now, then = (values[:, ARMS.index((step, milder_alone))] for step in (NOW, ALL))
    return ratio_of(then - now, now)


def _row(label: str, values: np.ndarray) -> tuple[str, ...]:
    """A cause at every step, and its change."""
    levels = (number(x) for x in values.mean(axis=0)[: len(STEPS)])
    changes = (change_of(values, alone) for alone in (False, True))
    return (
        label,
        *levels,
        *(percent_with_interval(c) if np.isfinite(c.mean) else DASH for c in changes),
    )
