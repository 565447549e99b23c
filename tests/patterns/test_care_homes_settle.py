"""Care homes: people die there as they do, so that the number who live there is steady."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Activity
from joinedup.run import Run, simulate
from joinedup.state.months import Tally
from joinedup_experiments.scenario_io.load import load_scenario

PLACE = {"residents": 12_000, "years": 7.0}
YEAR = 365.25
SEEDS = (1, 2, 3)


def lived_there(runs: list[Run]) -> np.ndarray:
    """Residents of care homes on an average day of each year after the index date."""
    months = [np.asarray(run.world.months.tallies).astype(float) for run in runs]
    first = round(runs[0].scenario.run.burn_in_years * 12)
    days = sum(each[first : first + 84, Tally.CARE_HOME_DAYS] for each in months)
    return days.reshape(7, 12).sum(axis=1) / YEAR / len(runs)


@pytest.fixture(scope="module")
def runs() -> list[Run]:
    place = load_scenario("siloed_borough").with_(PLACE)
    return [simulate(place, seed) for seed in SEEDS]


def test_the_bill_of_an_unchanged_place_does_not_drift(runs) -> None:
    """It rose by 52% in seven years, as homes that were empty on day 0 went on filling."""
    each = lived_there(runs)
    trend = np.polyfit(np.arange(7.0), each / each.mean(), 1)[0]
    assert abs(7.0 * trend) < 0.2, each


def test_a_quarter_die_within_a_year_of_moving_in(runs) -> None:
    """26% of residents a year (Shah and others, 2013); 24% of those who move in, in Scotland."""
    died = moved = 0
    for run in runs:
        events, last = run.events, float(run.events["time"].max())
        deaths = events[events["activity"] == Activity.DIED]
        ends = dict(zip(deaths["who"], deaths["time"], strict=True))
        for event in events[events["activity"] == Activity.CARE_HOME_MOVE]:
            if run.index_day <= event["time"] < last - YEAR:
                moved += 1
                end = ends.get(event["who"], np.inf)
                died += event["time"] < end < event["time"] + YEAR
    assert moved > 150
    assert 0.19 < died / moved < 0.33


@pytest.mark.slow
def test_the_sooner_people_die_there_the_fewer_live_there() -> None:
    """Dose-response over the declared range."""
    place = load_scenario("siloed_borough").with_(PLACE)
    many = []
    for rate in (0.1, 0.17, 0.25):
        some = place.with_({"assumptions": {"people.mortality_care_home": rate}})
        many.append(lived_there([simulate(some, seed) for seed in SEEDS]).mean())
    assert many[0] > many[1] > many[2]
