"""``python -m joinedup_experiments.local_place.usual_cost``: `expectations.usual_cost`, measured.

The siloed place is run with and without learning; the usual cost of a kind is that at which
learning changes nothing of how often people ask for each need that nobody acts on. To be run,
and its numbers set, when what askings come to in the siloed place has changed.
"""

from __future__ import annotations

import numpy as np

from joinedup.codes import MONTH_DAYS, NEEDS, Activity, Need, Route, State
from joinedup.run import Run, simulate
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.overrides import Overrides, changed

PLACE, SEEDS = Overrides(residents=15_000, burn_in=6.0, years=6.0), (1, 2)


def asked_and_idle(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Requests about true needs, and person-days of those that nobody acts on: [NEEDS] each."""
    events, since = run.events, int(run.index_day / MONTH_DAYS)
    asked = (events["activity"] == Activity.PRESENTED) & (events["cause"] == Route.SOUGHT_HELP)
    kinds = events["kind"][asked & (events["genuine"] == 1)]
    days = np.asarray(run.world.months.stock_days)[since:, 1, :, State.HIDDEN : State.PRESENTED]
    return np.bincount(kinds, minlength=NEEDS)[:NEEDS], days.sum(axis=(0, 2, 3, 4))


def asked_for_each_idle_need(run: Run) -> np.ndarray:
    """Requests by kind of need, for each person-day of true need that nobody acts on."""
    asked, idle = asked_and_idle(run)
    return np.asarray(asked / np.maximum(1, idle))


def usual_costs() -> np.ndarray:
    """The usual cost of each kind of need, in days of waiting."""
    place = changed(load_scenario("siloed_borough"), PLACE)
    frozen = place.with_({"disable_mechanisms": ["expectations"]})
    runs = [[simulate(one, seed) for seed in SEEDS] for one in (place, frozen)]
    learnt, unlearnt = (np.mean([asked_for_each_idle_need(run) for run in row], 0) for row in runs)
    p = runs[0][0].world.globals[0].p.expectations
    return np.asarray(p.usual_cost * (learnt / unlearnt) ** (-1.0 / p.elasticity))


if __name__ == "__main__":
    for need, cost in zip(Need, usual_costs(), strict=True):
        print(f"{need.name.lower()}={cost:.0f}")
