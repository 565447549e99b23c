"""Unpaid carers who give way or are helped, and last years that are planned for, in a small place.

Directions, degrees, and that each effect goes with what it comes from.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from joinedup.codes import Mechanism, Need
from joinedup.phases.clocks import schedule_events
from joinedup.phases.crisis import carer_breakdown
from joinedup.phases.demography import die
from joinedup.phases.hospital import fall_ill
from joinedup.run import Run, simulate
from joinedup.state.hospital import Stay
from joinedup.state.markers import Marker
from joinedup.state.residents import Change as Due
from joinedup.state.residents import Clock
from joinedup.state.world import World, copied

PEOPLE = 3_000
CARER = int(Clock.CARER) - int(Clock.CONSULTATION)
Change = Callable[[Any], None]


@pytest.fixture(scope="module")
def lived(siloed, sized) -> Run:
    """A siloed place after two years."""
    return simulate(sized(siloed, PEOPLE, 1.0, 1.0), 7)


def happens(
    lived: Run, event: Callable[..., None], change: Change, plans: bool = True
) -> tuple[World, np.ndarray]:
    """An event befalls everybody who is at home; the world then, and what markers it added."""
    world = copied(lived.world)
    change(world)
    if not plans:
        world.globals[0].programme.disabled |= 1 << Mechanism.CARE_PLANS
    world.globals[0].settings.events = 0
    before = np.asarray(world.months.markers).sum(axis=0)
    t = float(world.globals[0].settings.today) + 0.5
    for who in np.flatnonzero(np.asarray(world.residents.stay) == Stay.NO):
        event(world, who, t)
    return world, np.asarray(world.months.markers).sum(axis=0) - before


def admitted(world: World, lived: Run) -> int:
    in_bed = [np.asarray(w.residents.stay) == Stay.EMERGENCY for w in (world, lived.world)]
    return int(in_bed[0].sum() - in_bed[1].sum())


def cared_for(strain: float) -> Change:
    """Everybody has a carer, with a clock set for the greatest strain, and this strain."""

    def change(world: World) -> None:
        world.residents.carer, world.residents.care_home = 1, 0
        world.residents.carer_load = world.residents.carer_strain = strain
        world.residents.strain_at = float(world.globals[0].settings.today) + 0.5

    return change


def test_carers_who_break_down_rest_and_some_stop(lived):
    world, marked = happens(lived, carer_breakdown, cared_for(0.8))
    broken = admitted(world, lived)
    assert broken > 0.9 * PEOPLE, "strain is all that the clock was set for"
    p = world.globals[0].p.carer
    assert np.median(world.residents.carer_strain) == pytest.approx(0.8 * p.rests)
    assert marked[Marker.CARERS_STOPPED] == pytest.approx(p.stops * broken, rel=0.2)


def test_a_carer_whose_strain_is_still_low_seldom_gives_way(lived, rises):
    """By degrees: the clock runs at the strain that will be, and counts by the strain that is."""

    def halfway(strain: float) -> Change:
        def change(world: World) -> None:
            cared_for(0.8)(world)
            world.residents.carer_strain = strain

        return change

    course = [
        admitted(happens(lived, carer_breakdown, halfway(s))[0], lived) for s in (0.0, 0.2, 0.4)
    ]
    assert rises(course) and course[0] == 0
    assert course[1] == pytest.approx(PEOPLE * 0.25, rel=0.15)


def rate_of_breakdowns(lived: Run, severity: float, supported: int) -> float:
    world = copied(lived.world)
    world.residents.carer, world.residents.carer_support = 1, supported
    world.residents.carer_strain = 0.0
    world.needs.severity[:, Need.DAILY_LIVING] = severity
    world.residents.changed = Due.NEEDS
    t = float(world.globals[0].settings.today) + 1.0
    for who in range(len(world.residents)):
        schedule_events(world, who, t)
    return float(np.asarray(world.residents.rates)[:, CARER].sum())


def test_the_worse_the_need_the_more_give_way_and_support_eases(lived, rises):
    assert rises([rate_of_breakdowns(lived, severity, 0) for severity in (0.1, 0.4, 0.8)])
    assert rate_of_breakdowns(lived, 0.4, 1) < rate_of_breakdowns(lived, 0.4, 0)


def test_social_care_offers_support_by_degrees_and_without_offers_there_is_none(
    siloed, sized, rises
):
    base = sized(siloed, PEOPLE, 1.0, 0.5)
    assumed = ({"carer.offered": chance} for chance in (0.0, 0.4, 0.8))
    runs = [simulate(base.with_({"assumptions": one}), 3) for one in assumed]
    found = [run.months["carers_supported"].sum() for run in runs]
    assert found[0] == 0.0 and rises(found)


def in_their_last_year(plan: int, last_year: int) -> Change:
    def change(world: World) -> None:
        today = world.globals[0].settings.today
        world.residents.plan, world.residents.last_year_until = plan, today + 100.0 * last_year
        world.residents.unwell_until = today + 100.0  # a plan foresees what comes of an illness
        world.residents.changed = Due.NEEDS

    return change


def test_only_a_plan_for_a_recognised_last_year_keeps_ill_people_at_home(lived):
    neither, plan, seen, both = (
        admitted(happens(lived, fall_ill, in_their_last_year(*of))[0], lived)
        for of in ((0, 0), (1, 0), (0, 1), (1, 1))
    )
    assert neither == plan == seen > 100
    at_home = lived.world.globals[0].p.end_of_life.at_home
    assert both == pytest.approx((1.0 - at_home) * neither, rel=0.1)
    removed = happens(lived, fall_ill, in_their_last_year(1, 1), plans=False)[0]
    assert admitted(removed, lived) == neither


def test_with_such_a_plan_fewer_die_in_hospital(lived):
    def died(plan: int, last_year: int, plans: bool = True) -> np.ndarray:
        return happens(lived, die, in_their_last_year(plan, last_year), plans)[1]

    unplanned, planned = died(1, 0), died(1, 1)
    assert planned[Marker.DIED_IN_HOSPITAL] < 0.7 * unplanned[Marker.DIED_IN_HOSPITAL]
    assert unplanned[Marker.LAST_YEAR_PLANNED] == 0
    assert planned[Marker.LAST_YEAR_PLANNED] == planned[Marker.LAST_YEAR_SEEN] > 0.9 * PEOPLE
    removed = died(1, 1, plans=False)
    assert removed[Marker.DIED_IN_HOSPITAL] == unplanned[Marker.DIED_IN_HOSPITAL]
