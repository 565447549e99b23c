"""Which comparators an evaluation has of the pool, and what it would find without each of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.evaluator.designs.estimate import OUTCOMES
from joinedup_experiments.evaluator.evaluation import in_one_world as module
from joinedup_experiments.evaluator.evaluation import running as parts
from joinedup_experiments.evaluator.evaluation.conclusions import Conclusions
from joinedup_experiments.evaluator.evaluation.in_one_world import (
    AREA,
    PROGRAMME,
    SERIES,
    Answer,
    evaluate_world,
    evaluated,
)
from joinedup_experiments.evaluator.evaluation.pool import COMPARED, NAMES, drawn
from joinedup_experiments.evaluator.evaluation.running import _of_cell
from joinedup_experiments.evaluator.evaluation.two_samples import Evaluations
from tests.evaluation.test_page import setting

POOL, MANY, MONTHS = 15, 5, np.arange(-24.0, 24.0)
REAL = Evaluations.of


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
    """Made-up comparators; the place evaluated is the same in every run, and is not run at all."""
    rng = np.random.default_rng(1)
    use = rng.poisson(200.0, (POOL, len(MONTHS), len(OUTCOMES)))
    months = np.broadcast_to(MONTHS[None, :, None], (POOL, len(MONTHS), 1))
    made = np.concatenate([months, np.full_like(months, 300_000.0), use], axis=-1)
    area = pd.DataFrame(made[0], columns=["month", "person_days", *OUTCOMES])
    own = module._Had(None, pd.DataFrame(), area.astype({"month": int}))
    monkeypatch.setattr(module, "records_of", lambda arms, seed, before: [None for _ in arms])
    monkeypatch.setattr(module, "_had", lambda recording, quality, people: own)
    return made


def answers(pool: np.ndarray, seed: int) -> dict[str, Answer]:
    """Of each design that has comparators, in the model's own values."""
    its = replace(setting(), designs=COMPARED, pool=POOL, compared_with=MANY, comparators=pool)
    return {one.cell.design: one for one in evaluate_world(its, 0, seed).placebo}


def test_each_run_has_its_own_comparators_in_the_models_own_values_too(pool: np.ndarray) -> None:
    each = [answers(pool, seed)["comparator_areas"].estimate for seed in range(1, 4)]
    assert len({one.estimate for one in each if one}) == len(each)
    again = answers(pool, 1)["comparator_areas"].estimate
    assert again and again.estimate == each[0].estimate  # type: ignore[union-attr]


@pytest.mark.parametrize("design", COMPARED)
def test_without_a_comparator_is_what_a_pool_that_lacks_it_gives(
    pool: np.ndarray, design: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = answers(pool, 3)[design]
    order = np.random.default_rng([1, 3]).permutation(POOL)
    assert (drawn(POOL, MANY, 1, 3) == order[: MANY + 1]).all()
    for number in range(MANY):
        lacking = np.delete(order, number)[: MANY + 1]
        monkeypatch.setattr(module, "drawn", lambda *_, lacking=lacking: lacking)
        one = answers(pool, 3)[design].estimate
        assert one and found.exchanged is not None
        assert found.exchanged[:, number] == pytest.approx([one.estimate, one.low, one.high])


def test_the_whole_pool_leaves_none_to_take_a_places_stead(pool: np.ndarray) -> None:
    found = answers(pool[:MANY], 3)["comparator_areas"]
    assert found.estimate and np.isnan(found.exchanged).all()  # type: ignore[arg-type]


def test_after_a_failed_run_places_are_named_as_those_that_were_had(
    pool: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each by its number among those that ran, which are the pool of every interval too."""
    ran, had, pools = pool[1:], [], []
    its = replace(setting(), designs=COMPARED[:1], pool=POOL, compared_with=MANY, comparators=ran)
    as_rates, (cell, *_) = module._as_rates, its.cells()
    monkeypatch.setattr(module, "_as_rates", lambda one: had.append(one) or as_rates(one))
    runs = {(seed, PROGRAMME): evaluated(its, [0.0], seed)[PROGRAMME] for seed in range(1, 12)}
    rows = [
        {"world": 0, "seed": seed, "arm": arm, **{name: of[0] for name, of in run.items()}}
        for (seed, arm), run in runs.items()
    ]
    found = _of_cell(pd.DataFrame(rows), its, cell, runs)
    for number, names in enumerate(found[NAMES]):
        mine = had[number * (MANY + 1) :][:MANY]
        assert all((ran[name - 1] == one).all() for name, one in zip(names, mine, strict=True))
    monkeypatch.setattr(Evaluations, "of", lambda each, of: pools.append(of) or REAL(each, of))
    assert Conclusions(its, found.assign(truth=0.0), 1).performances and set(pools) == {len(ran)}


def test_worlds_that_are_begun_keep_the_pool_that_they_were_begun_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A comparator that was lost is not tried again then: it would be in the later worlds alone."""
    ran = SimpleNamespace(months={AREA: {name: np.ones((1, 30)) for name in SERIES}})
    shards = [SimpleNamespace(months={}), ran, ran]
    kept = SimpleNamespace(plan=SimpleNamespace(tasks=3), there=lambda: [True] * 3)
    kept.shard = shards.__getitem__
    monkeypatch.setattr(parts, "open_sweep", lambda folder: kept)
    monkeypatch.setattr(parts.Running, "run", lambda *_: None)  # nothing is whole: others run it
    its, running = replace(setting(), pool=3), parts.Running(tmp_path, [])
    for part in (parts.COMPARATORS, parts.WORLDS):
        assert parts.with_comparators(its, running) is None
        (tmp_path / part).mkdir()
        (tmp_path / part / parts.MANIFEST).touch()
    found = parts.with_comparators(its, running)
    assert found and len(found.comparators) == 2


def test_where_every_run_failed_it_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = SimpleNamespace(plan=SimpleNamespace(tasks=2), folder=tmp_path)
    nothing.shard = lambda number: SimpleNamespace(months={})
    nothing.table = lambda name: pa.table({"point": pa.array([], pa.int64())})
    monkeypatch.setattr(parts.Running, "run", lambda *_: nothing)
    its, running = replace(setting(), pool=3), parts.Running(tmp_path, [])
    for read in (
        lambda: parts.with_comparators(its, running),
        lambda: parts.over_worlds(its, [1, 2], running),
    ):
        with pytest.raises(FolderError, match="every run that is done failed or was lost"):
            read()
