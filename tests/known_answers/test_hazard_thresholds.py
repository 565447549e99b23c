"""Onset and crisis, run by the model's own days, against their closed forms.

A threshold is unit-exponential and used up at the current hazard, so the hazard accrued until
something happens is unit-exponential whatever path the hazard took. For a person watched until
the hazard used up is ``H``, the chance that it has happened is ``1 - exp(-H)``, and given that
it has, ``(1 - exp(-h)) / (1 - exp(-H))`` is uniform, ``h`` being the hazard used up when it did.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy import stats

from joinedup.codes import Activity, Need
from joinedup.day import run_days
from joinedup.engine.schedule import schedule
from joinedup.phases.clocks import next_event_time, schedule_events
from joinedup.state.residents import Change

PEOPLE = 4_000
DAYS = 1_000
TOO_RARE = 1e-4  # the p-value below which a right model would be a surprise


def first_time(world, activity, kind) -> np.ndarray:
    """When each resident's first such event about this kind of need was, or infinity."""
    events = np.asarray(world.events[: world.globals[0].settings.events])
    events = events[(events["activity"] == activity) & (events["kind"] == kind)]
    first = np.full(len(world.residents), np.inf)
    np.minimum.at(first, events["who"], events["time"].astype(float))
    return first


def check_against_theory(used: np.ndarray, watched: np.ndarray, happened: np.ndarray) -> None:
    """Hazard ``used`` when it happened and ``watched`` in all, per person, against theory."""
    chance = 1.0 - np.exp(-watched)
    error = sqrt((chance * (1.0 - chance)).sum())
    assert abs(happened.sum() - chance.sum()) < 4.0 * error
    spread = ((1.0 - np.exp(-used)) / chance)[happened]
    assert len(spread) > 300, "too few to tell"
    assert stats.kstest(spread, "uniform").pvalue > TOO_RARE


@pytest.fixture
def place(siloed, sized, quiet_place):
    return lambda alter: quiet_place(sized(siloed, PEOPLE, 1, 0), alter, DAYS + 1, 17)


def people_with(share: float, kind: Need, severity: float, p) -> None:
    p.people.prevalence[kind] = share
    p.people.known_at_start = 0.0
    p.onset.severity_low[kind] = p.onset.severity_high[kind] = severity


def nobody_asks(p) -> None:
    p.seeking.rate[...] = 0.0


def test_first_onsets_come_at_their_rate(place):
    """At a constant rate, a share 1 - exp(-rate x time) has had an onset, exponentially spread."""
    rate = 0.4 / 365.25

    def alter(p):
        nobody_asks(p)
        p.onset.rate[Need.ISOLATION] = 365.25 * rate

    world = place(alter)
    run_days(world, 0, DAYS, 16_384)
    at = first_time(world, Activity.ONSET, Need.ISOLATION)
    happened = np.isfinite(at)
    watched = np.full(PEOPLE, rate * DAYS)
    check_against_theory(rate * np.where(happened, at, 0.0), watched, happened)
    others = np.asarray(world.events["activity"])[: world.globals[0].settings.events]
    assert (others == Activity.ONSET).sum() == happened.sum()


def test_an_onset_threshold_is_used_up_at_each_rate_in_turn(place):
    """Halfway through, the rate is trebled for everybody: what was used up until then counts."""
    rate, later = 0.2 / 365.25, 0.6 / 365.25

    def alter(p):
        nobody_asks(p)
        p.onset.rate[Need.SUBSTANCE_USE] = 365.25 * rate

    world = place(alter)
    half = DAYS // 2
    run_days(world, 0, half, 16_384)
    world.globals[0].p.onset.rate[Need.SUBSTANCE_USE] = 365.25 * later
    for who in range(PEOPLE):
        world.residents[who].changed = Change.NEEDS
        schedule_events(world, who, float(half))
        schedule(world.calendar, who, next_event_time(world, who))
    run_days(world, half, DAYS, 16_384)
    at = first_time(world, Activity.ONSET, Need.SUBSTANCE_USE)
    happened = np.isfinite(at)
    until = np.where(happened, at, DAYS)
    used = rate * np.minimum(until, half) + later * np.maximum(until - half, 0.0)
    watched = np.full(PEOPLE, (rate + later) * half)
    check_against_theory(used, watched, happened)


def test_first_crises_come_at_the_hazard_of_their_severity(place):
    """An unmet need of severity s has crises at rate x s squared."""
    rate, severity = 1.5, 0.6

    def alter(p):
        nobody_asks(p)
        people_with(0.9, Need.FRAILTY, severity, p)
        p.crisis.rate[Need.FRAILTY] = rate

    world = place(alter)
    has = np.asarray(world.needs.genuine)[:, Need.FRAILTY] == 1
    run_days(world, 0, DAYS, 16_384)
    at = first_time(world, Activity.CRISIS, Need.FRAILTY)[has]
    hazard = rate * severity**2 / 365.25
    happened = np.isfinite(at)
    watched = np.full(len(at), hazard * DAYS)
    check_against_theory(hazard * np.where(happened, at, 0.0), watched, happened)
    assert abs(has.mean() - 0.9) < 4.0 * sqrt(0.9 * 0.1 / PEOPLE)


def test_a_crisis_threshold_is_used_up_faster_from_the_day_another_need_feeds_it(place):
    """The hazard is trebled, for each person alone, on the day a social need of theirs begins."""
    rate, severity, ratio = 0.8, 0.6, 3.0

    def alter(p):
        nobody_asks(p)
        people_with(0.9, Need.LONG_TERM_CONDITION, severity, p)
        p.crisis.rate[Need.LONG_TERM_CONDITION] = rate
        p.onset.rate[Need.HOUSING_AND_MONEY] = 0.5
        p.onset.interaction_ratio[2, 1] = ratio

    world = place(alter)
    has = np.asarray(world.needs.genuine)[:, Need.LONG_TERM_CONDITION] == 1
    run_days(world, 0, DAYS, 16_384)
    at = first_time(world, Activity.CRISIS, Need.LONG_TERM_CONDITION)[has]
    interaction_ratio = np.minimum(
        first_time(world, Activity.ONSET, Need.HOUSING_AND_MONEY)[has], DAYS
    )
    hazard = rate * severity**2 / 365.25

    def used_up(until):
        return hazard * (
            np.minimum(until, interaction_ratio)
            + ratio * np.maximum(until - interaction_ratio, 0.0)
        )

    happened = np.isfinite(at)
    both = (happened & (interaction_ratio < at)).sum(), (happened & (interaction_ratio >= at)).sum()
    assert min(both) > 200, "the test wants crises before and after"
    watched = used_up(np.full(len(at), float(DAYS)))
    check_against_theory(used_up(np.where(happened, at, 0.0)), watched, happened)
