"""Who dies of lying in a corridor does so within 30 days, well again or not."""

from __future__ import annotations

import numpy as np

from joinedup.codes import Activity
from joinedup.day import run_days
from joinedup.engine.schedule import schedule
from joinedup.phases.clocks import next_event_time, schedule_events
from joinedup.phases.dates import set_date
from joinedup.state.residents import Change

PEOPLE, DAYS = 400, 60


def test_those_of_whom_it_takes_all_are_dead_within_30_days(siloed, sized, quiet_place):
    """All are ill until day 12, and die ten times as often until then; each is admitted early."""

    def alter(p):
        p.people.mortality[...] = 0.02
        p.people.mortality_unwell = 10.0
        p.acute.ae_rate[...] = 50.0
        p.acute.admitted[...] = 0.6
        p.stays.corridor_deaths[...] = 1.0
        p.stays.freed_in_a_day = 1e-6
        p.stays.zero_day = 0.0

    world = quiet_place(sized(siloed, PEOPLE, 1, 0), alter, DAYS + 1, 7)
    world.globals[0].hospital.beds = 1
    world.globals[0].hospital.occupied = 100_000
    world.residents.unwell_until = 12.0
    world.residents.changed = Change.NEEDS
    for who in range(PEOPLE):
        set_date(world, who)
        schedule_events(world, who, 0.0)
        schedule(world.calendar, who, next_event_time(world, who))
    run_days(world, 0, DAYS, 16_384)
    events = np.asarray(world.events[: world.globals[0].settings.events])
    first = [np.full(PEOPLE, np.inf) for _ in range(2)]
    for time, what in zip(first, (Activity.EMERGENCY_ADMISSION, Activity.DIED), strict=True):
        its = events[(events["activity"] == what) & (events["episode"] == 0)]
        np.minimum.at(time, its["who"], its["time"].astype(float))
    admitted, died = first
    early = admitted < DAYS - 30.0
    assert early.sum() > 0.8 * PEOPLE
    days = died[early] - admitted[early]
    assert days.max() <= 30.01
    assert abs(days.mean() - 15.0) < 4.0 * 30.0 / np.sqrt(12.0 * early.sum())
