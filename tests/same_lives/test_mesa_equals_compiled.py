"""The Mesa loop lives, bit for bit, the history of the compiled loop, in any order of agents."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from joinedup.mesa_model import CareModel
from joinedup.run import Run, simulate
from joinedup.scenario.scenario import Scenario
from joinedup.state.world import World
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios

ROOT = Path(__file__).parents[2]
PEOPLE, PEOPLE_EACH = 600, 300  # of a place, and of a neighbourhood of several, at the least
LINKS = {"inbox", "due", "events", "calendar"}  # the order of residents on one day does not matter


@cache
def small(name: str, burn_in_years: float = 0.34, years: float = 0.67) -> Scenario:
    """A shipped scenario with hundreds of residents, for about a year."""
    scenario = load_scenario(name)
    place, run = scenario.place, scenario.run
    people = max(PEOPLE, PEOPLE_EACH * place.neighbourhoods)
    return scenario.model_copy(
        update={
            "place": place.model_copy(update={"residents": people}),
            "run": run.model_copy(update={"burn_in_years": burn_in_years, "years": years}),
        }
    )


@cache
def compiled(name: str) -> Run:
    return simulate(small(name))


def columns(table: np.ndarray, name: str) -> Iterator[tuple[str, bytes]]:
    """A table's columns as bytes, records within records taken apart (what pads them is junk)."""
    if table.dtype.names is None:
        yield name, table.tobytes()
        return
    for column in table.dtype.names:
        yield from columns(np.asarray(table[column]), f"{name}.{column}")


def tables(world: World) -> dict[str, bytes]:
    """Every column of a world as bytes, without the links of the day's lists."""
    found = {"who is due when": np.ascontiguousarray(world.calendar.slots.on_day).tobytes()}
    for name in world._fields:
        if name not in LINKS:
            found |= dict(columns(np.asarray(getattr(world, name)), name))
    del found["globals.settings.events"]  # rows used of the present chunk, and chunks differ
    return found


# Every scenario in two orders of agents; variants of one, and most second orders, are slow.
TWICE = ("local_care_network_well",)
VARIANTS = (
    "all_in", "churn", "money_ends", "poorly", "new_sign", "closer_working", "on_paper",
    "co_located", "one_kettle", "single_point", "extra_capacity", "with_capacity", "networks",
)  # fmt: skip
ALL = [(name, order) for order in (1, 2) for name in sorted(shipped_scenarios())]
SLOW = [
    (name, order)
    for name, order in ALL
    if (order == 2 and name not in TWICE) or any(variant in name for variant in VARIANTS)
]
RUNS = [run for run in ALL if run not in SLOW]


@pytest.mark.parametrize(
    ("name", "order"), [*RUNS, *(pytest.param(*run, marks=pytest.mark.slow) for run in SLOW)]
)
def test_mesa_lives_the_compiled_history(name, order):
    ours = compiled(name)
    with CareModel(small(name), rng=order, collect_every=0) as model:
        model.run_model()
        theirs = model.results()
    expected, found = tables(ours.world), tables(theirs.world)
    assert expected.keys() == found.keys()
    assert [column for column in expected if expected[column] != found[column]] == []
    assert theirs.events.tobytes() == ours.events.tobytes()
    assert theirs.history.events.tobytes() == ours.history.events.tobytes()
    assert len(ours.events) > 500
    np.testing.assert_array_equal(theirs.costs, ours.costs)
    np.testing.assert_array_equal(theirs.barrier_ledger, ours.barrier_ledger)
    for measure, months in ours.months.items():
        np.testing.assert_array_equal(theirs.months[measure], months, measure)


def test_neighbourhoods_that_differ_and_straddle_are_the_same_too():
    """Teams merged across the NHS and the council, in one neighbourhood only."""
    differ = [{"staff": 2.0, "share_of_residents": 0.4}, {"share_of_residents": 0.6}]
    place = {"residents": 1_000, "neighbourhoods": 2, "by_neighbourhood": differ}
    scenario = small("local_care_network", 0.2, 0.4).with_({
        "place": place | {"straddling": 0.4},
        "arrangement.programme.go_live_by_neighbourhood": [0.0, 3.0],
    })  # fmt: skip
    ours = simulate(scenario, 3)
    with CareModel(scenario, 3, rng=2) as model:
        model.run_model()
        assert model.results().events.tobytes() == ours.events.tobytes()
        assert tables(model.results().world) == tables(ours.world)


def test_routine_contacts_are_the_same_too():
    scenario = small("integrated_with_capacity", 0.1, 0.2)
    ours = simulate(scenario, 7, contacts=True)
    with CareModel(scenario, 7, rng=3, contacts=True) as model:
        model.run_model()
        assert model.events().tobytes() == ours.events.tobytes()


def test_a_world_can_branch_on_the_index_day():
    """Burn in under one scenario, change to another: what `joinedup.run.branch` does."""
    ours = compiled("local_care_network")
    with CareModel(small("local_care_network"), rng=5, collect_every=0) as model:
        model.scenario = model.scenario.model_copy(
            update={"arrangement": small("siloed_borough").arrangement}
        )
        model.run_days(model.index_day)
        assert model.announced_on is None
        model.change_to(small("local_care_network"))
        model.run_model()
        assert model.events().tobytes() == ours.events.tobytes()


def test_the_compiled_loop_can_take_a_mesa_model_part_of_the_way():
    ours = compiled("case_management")
    with CareModel(small("case_management"), rng=4, collect_every=0) as model:
        model.fast_forward(model.index_day - 20)
        model.run_days(30)
        model.fast_forward(60)
        assert model.day == model.index_day + 70
        model.run_days(20)
        model.fast_forward(10_000)
        assert not model.running
        assert model.results().events.tobytes() == ours.events.tobytes()


def test_another_place_is_refused():
    with CareModel(small("siloed_borough")) as model, pytest.raises(ValueError, match="place"):
        model.change_to(small("three_networks"))


def test_a_full_chunk_of_the_event_log_is_put_away(monkeypatch):
    """The day loop needs a fresh chunk before the present one is full."""
    scenario = small("siloed_borough", 0.1, 0.2)
    ours = simulate(scenario, contacts=True)
    with CareModel(scenario, contacts=True) as model:
        monkeypatch.setattr(model, "_margin", len(model.world.events) - 100)
        model.run_model()
        assert len(model._pages.full) > 5
        assert model.events().tobytes() == ours.events.tobytes()


UNCOMPILED = """
import sys
import numpy as np
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup.mesa_model import CareModel

scenario = load_scenario("local_care_network")
scenario = scenario.model_copy(update={
    "place": scenario.place.model_copy(update={"residents": 300}),
    "run": scenario.run.model_copy(update={"burn_in_years": 0.09, "years": 0.1}),
})
with CareModel(scenario, rng=1, contacts=True, collect_every=0) as model:
    model.run_model()
    np.save(sys.argv[1], model.events(burn_in=True))
"""


def test_the_rules_say_the_same_when_nothing_is_compiled(tmp_path):
    """Python computes with some float32 columns in float32, compiled code in float64."""
    ledgers = []
    for number, off in enumerate(("0", "1")):
        file = tmp_path / f"{number}.npy"
        environment = os.environ | {"NUMBA_DISABLE_JIT": off}
        subprocess.run([sys.executable, "-c", UNCOMPILED, file], env=environment, check=True)
        ledgers.append(np.load(file))
    compiled_rows, plain_rows = ledgers
    assert len(compiled_rows) > 100
    for column in ("who", "activity", "kind", "team", "episode", "genuine", "cause"):
        np.testing.assert_array_equal(plain_rows[column], compiled_rows[column], column)
    np.testing.assert_allclose(plain_rows["time"], compiled_rows["time"], rtol=0, atol=1e-3)
