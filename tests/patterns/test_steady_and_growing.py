"""A place whose inputs stand still stands still; one that is left to grow grows as published.

Published growth of emergency admissions: 12% in five years (9.5 to 13.6; Morciano et al. 2021).
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from joinedup.codes import MONTH_DAYS
from joinedup.day import run_days
from joinedup.results import finished, history_of
from joinedup.run import change_world, days_of, simulate
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme
from joinedup.state.world import World
from joinedup_experiments.compare.executors import gather
from joinedup_experiments.compare.intervals import Interval, interval_of
from joinedup_experiments.local_place.check_baseline import TARGETS, figures
from joinedup_experiments.local_place.second_order import SECOND_ORDER
from joinedup_experiments.scenario_io.load import load_scenario

CORE = [key for key, target in TARGETS.items() if target.core]
PUBLISHED = next(one for one in SECOND_ORDER if one.measure == "growth")
SEEDS = range(1, 7)


def days_run(world: World, first: int, last: int) -> list[np.ndarray]:
    """Run some days; the event log's rows."""
    chunks = []
    while first < last:
        first = run_days(world, first, min(first + 31, last), 16_384)
        chunks.append(np.asarray(world.events[: world.globals[0].settings.events]).copy())
        world.globals[0].settings.events = 0
    return chunks


def core_by_year(scenario: Scenario, seed: int, _: object) -> list[list[float]]:
    """The core figures of the baseline, read anew from every year after the burn-in."""
    change, end = days_of(scenario)
    one_year, years = scenario.with_({"years": 1.0}), int(scenario.run.years)
    world = new_world([scenario], seed, end, 262_144, False)
    history = history_of(world, days_run(world, 0, change), change)
    starts = [int(np.ceil(change + 12 * MONTH_DAYS * year)) for year in range(years + 1)]
    rows: list[list[float]] = []
    for first, last in pairwise(starts):
        opening = change_world(world, scenario, first)
        if not rows:
            apply_programme(world, scenario, change, first)
        chunks = days_run(world, first, last)
        found = figures(finished(world, one_year, seed, first, opening, history, chunks))
        rows.append([found[key] for key in CORE])
    return rows


def slope_a_year(values: np.ndarray) -> Interval:
    """Of lines through each replication's years, as a share of its mean."""
    years = np.arange(values.shape[1])
    return interval_of(np.array([np.polyfit(years, v, 1)[0] / v.mean() for v in values]))


@pytest.mark.slow
def test_the_siloed_place_stands_still_for_twenty_five_years():
    place = load_scenario("siloed_borough").with_({"residents": 15_000, "years": 25.0})
    found = np.array(gather([partial(core_by_year, place, seed) for seed in SEEDS]))
    drift = {key: slope_a_year(found[..., n]) for n, key in enumerate(CORE)}
    assert len(drift) == 12
    too_fast = {key: d for key, d in drift.items() if not -0.01 < d.low <= d.high < 0.01}
    assert not too_fast


def months_of(scenario: Scenario, seed: int, _: object) -> np.ndarray:
    """Emergency admissions by month."""
    return simulate(scenario, seed).months["emergency_admissions"]


def admissions(scenario: Scenario) -> np.ndarray:
    """Emergency admissions: ndarray [seeds, years, months]."""
    found = gather([partial(months_of, scenario, seed) for seed in SEEDS])
    return np.array(found).reshape(len(SEEDS), -1, 12)


def growth_beside(still: np.ndarray, other: np.ndarray) -> Interval:
    """Growth a year in excess of the still place's, of the same seeds."""
    ratios = other.sum(axis=2) / still.sum(axis=2)
    years = np.arange(still.shape[1])
    return interval_of(np.expm1([np.polyfit(years, np.log(r), 1)[0] for r in ratios]))


@pytest.mark.slow
def test_a_growing_place_grows_as_published_and_by_ageing_and_the_trend_alone():
    still = load_scenario("siloed_borough").with_({"residents": 20_000, "years": 5.0})
    growing = still.with_({"place.growing": True})
    before = admissions(still)
    ageing, whole, twice = (
        growth_beside(before, admissions(growing.with_({"assumptions": {"seasons.trend": trend}})))
        for trend in (0.0, 0.014, 0.028)
    )
    assert 0.006 < ageing.low <= ageing.high < 0.018
    assert whole.low < PUBLISHED.value < whole.high
    assert abs(whole.mean - PUBLISHED.value) < 0.005
    assert ageing.mean < whole.low <= whole.high < twice.high


@pytest.mark.slow
def test_winters_come_in_january_and_leave_the_year_as_it_was():
    place = load_scenario("siloed_borough").with_(
        {"residents": 20_000, "years": 6.0, "burn_in_years": 2.0}
    )
    plain, with_winters = (
        admissions(place.with_({"place.winters": here})) for here in (False, True)
    )
    year = with_winters.mean(axis=(0, 1)) / with_winters.mean()
    wave = 2.0 * (year * np.exp(-2j * np.pi * (np.arange(12) + 0.5) / 12)).mean()
    peak = (-np.angle(wave) / (2 * np.pi) * 365.0) % 365.0
    assert 0.0 < peak < 31.0
    assert 1.04 < year[[0, 11]].mean() < 1.12  # emerg_adm_winter_ratio
    flat = plain.mean(axis=(0, 1)) / plain.mean()
    assert abs(flat[[0, 11]].mean() - 1.0) < 0.02
    ratio = interval_of(with_winters.sum(axis=(1, 2)) / plain.sum(axis=(1, 2)))
    assert 0.97 < ratio.low <= ratio.high < 1.03
