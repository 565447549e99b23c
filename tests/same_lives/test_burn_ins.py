"""What branches from a burn-in that was kept is what branches from one that was not."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup import run
from joinedup.burn_ins import arrays_of, burn_in_of
from joinedup.codes import NO_WORKER
from joinedup.engine.schedule import NOBODY
from joinedup.run import Run, branch, burn_in, days_of, simulate
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.setup.staffing import with_posts_of
from joinedup_experiments.scenario_io.load import load_scenario

SEED = 4


def small(name: str) -> Scenario:
    """A shipped scenario in two small neighbourhoods."""
    changes = {"years": 0.6, "burn_in_years": 1.2, "residents": 3_000, "neighbourhoods": 2}
    return load_scenario(name).with_(changes)


@pytest.fixture(scope="module")
def base() -> Scenario:
    return small("siloed_borough")


@pytest.fixture(scope="module")
def arrays(base) -> dict[str, np.ndarray]:
    """The burn-in that the base alone has, as it is kept."""
    return arrays_of(burn_in(base.siloed, SEED, False, lambda days: None))


def kept(arrays):
    return lambda place, seed, contacts, pass_days: burn_in_of(place, seed, contacts, arrays)


def same(one: np.ndarray, other: np.ndarray) -> bool:
    if one.dtype.names:
        return one.dtype == other.dtype and all(
            same(one[key], other[key]) for key in one.dtype.names
        )
    return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


def assert_same(one: Run, other: Run) -> None:
    for tables in ("months", "weights", "residents"):
        mine, theirs = getattr(one, tables), getattr(other, tables)
        assert mine.keys() == theirs.keys()
        assert all(same(mine[key], theirs[key]) for key in mine), tables
    for key in ("barrier_ledger", "costs", "events"):
        assert same(getattr(one, key), getattr(other, key)), key
    assert same(one.history.events, other.history.events)
    assert all(same(v, other.history.residents[k]) for k, v in one.history.residents.items())
    assert (one.teams, one.seed, one.index_day) == (other.teams, other.seed, other.index_day)
    for name, table in one.world._asdict().items():
        if name not in ("events", "calendar"):
            assert same(np.asarray(table), np.asarray(getattr(other.world, name))), name


@pytest.mark.parametrize(
    "arms", [("local_care_network_all_in",), ("case_management", "local_care_network")]
)
def test_arms_that_add_posts_branch_from_the_bases_own_burn_in(base, arrays, arms) -> None:
    others = [small(name) for name in arms]
    made = branch(base, others, SEED)
    again = branch(base, others, SEED, burnt_in=kept(arrays))
    assert max(len(one.world.staff) for one in again) > len(arrays["members"]) // 4
    for one, other in zip(made, again, strict=True):
        assert_same(one, other)


def test_posts_that_are_there_from_day_0_change_nothing_until_the_index_day(
    base, monkeypatch
) -> None:
    arms = [base, small("local_care_network_all_in"), small("case_management")]
    place, day = base.siloed, days_of(base)[0]
    later = with_posts_of(burn_in(place, SEED, False, lambda days: None).world, arms)
    monkeypatch.setattr(run, "new_world", lambda _, *others: new_world(arms, *others))
    sooner = burn_in(place, SEED, False, lambda days: None).world
    assert later.globals[0].settings.today == day - 1
    assert (later.teams.inbox_first == NOBODY).all(), "each day's messages are dealt with that day"
    for name, table in sooner._asdict().items():
        if name not in ("events", "calendar", "inbox"):
            assert same(np.asarray(table), np.asarray(getattr(later, name))), name


def test_whom_a_worker_has_stays_theirs_where_rows_come_before(base, arrays) -> None:
    burnt = burn_in_of(base.siloed, SEED, False, arrays)
    before, rows = _holders(burnt.world), burnt.world.needs.worker.copy()
    wider = with_posts_of(burnt.world, [small("case_management")])
    assert (wider.needs.worker != rows).any(), "case managers' rows come first"
    assert same(_holders(wider), before)


def _holders(world) -> np.ndarray:
    """Of each need, the worker's draws' key, home and profession in one number; -1 for none."""
    workers = np.asarray(world.needs.worker)
    staff = np.asarray(world.staff)
    names = (staff["key"] * 100 + staff["profession"]) * 1_000 + staff["person"]
    return np.where(workers == NO_WORKER, -1, names[np.minimum(workers, len(staff) - 1)])


def test_a_base_that_joins_teams_itself_has_the_siloed_places_burn_in(arrays) -> None:
    joined = small("local_care_network")
    assert_same(simulate(joined, SEED), branch(joined, [], SEED, burnt_in=kept(arrays))[0])


def test_arrays_of_another_place_are_refused(base, arrays) -> None:
    with pytest.raises(ValueError, match="bytes where"):
        burn_in_of(base.siloed.with_({"residents": 3_500}), SEED, False, arrays)
