"""Persistence is spent over a life with a problem: who meets more barriers gives up sooner."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Activity
from joinedup.run import simulate
from joinedup_experiments.scenario_io.load import load_scenario


@pytest.fixture(scope="module")
def place():
    return load_scenario("siloed_borough").with_({
        "place": {"residents": 9_000}, "run": {"years": 3.0, "burn_in_years": 1.0},
    })  # fmt: skip


def gave_up(scenario) -> tuple[float, float]:
    """Of those who asked: how often they gave up, with one need asked for and with several."""
    events = simulate(scenario, 7).events
    asked = events[events["activity"] == Activity.PRESENTED]
    left = np.bincount(events["who"][events["activity"] == Activity.GAVE_UP], minlength=9_000)
    kinds = np.zeros((9_000, 16), bool)
    kinds[asked["who"], asked["kind"]] = True
    times = np.bincount(asked["who"], minlength=9_000)
    single, mixed = kinds.sum(axis=1) == 1, kinds.sum(axis=1) >= 3
    return (left[single].sum() / times[single].sum(), left[mixed].sum() / times[mixed].sum())


def test_the_slower_it_comes_back_the_more_give_up_and_most_with_mixed_need(place) -> None:
    found = [gave_up(place.with_({"disable_mechanisms": ["wearing_out"]}))]
    for days in (60.0, 250.0, 1000.0):
        found.append(gave_up(place.with_({"assumptions": {"persistence.recovery_days": days}})))
    print(found)
    single, mixed = np.array(found).T
    assert (np.diff(mixed) > 0.0).all()
    assert mixed[3] - mixed[0] > single[3] - single[0]
