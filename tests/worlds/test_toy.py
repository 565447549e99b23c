"""A calibration whose plausible region is known, from first wave to written set."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kstest

from joinedup_experiments.local_place.fit.world_search import CUTOFF
from joinedup_experiments.sweep import worker_pools
from joinedup_experiments.sweep.sweeping import Share
from joinedup_experiments.worlds.calibrating import CalibrationOptions, Wave, calibrated, run_again
from joinedup_experiments.worlds.conclusions import conclude, concluded
from joinedup_experiments.worlds.saying import too_few
from tests.worlds.conftest import CHANCE, FACTORS, FIRST, SECOND, pools_of_threads, toy

OPTIONS = {"worlds": 200, "first": 200, "points": 200, "waves": 4, "workers": 2}


@pytest.fixture
def options(tmp_path: Path, in_threads) -> CalibrationOptions:
    return CalibrationOptions(tmp_path / "worlds", **OPTIONS)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> tuple[CalibrationOptions, list[Wave]]:
    """A calibration that ran to its end, for tests that only look at it or go on from there."""
    done = CalibrationOptions(tmp_path_factory.mktemp("whole") / "worlds", **OPTIONS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker_pools, "local_pools", pools_of_threads)
        return done, calibrated(toy(), done)


def test_the_known_region_is_recovered(whole):
    options, waves = whole
    it = concluded(toy(), waves, options.seed)
    assert len(it.worlds) >= options.worlds
    x = it.runs.coordinates[it.worlds]
    half = CUTOFF * np.hypot(np.hypot(0.03, 0.05), CHANCE)  # of a log figure
    first = FIRST[0] * (x[:, 0] - FIRST[1]) / half
    second = SECOND[0] * (x[:, 1] + x[:, 2] - SECOND[1]) / half
    for inside in (first, second):  # chance lets a few in from beyond, and keeps a few out
        assert np.abs(inside).max() < 1.5
        assert abs(np.mean(inside)) < 0.12
        assert np.std(inside) == pytest.approx(1.0 / np.sqrt(3.0), rel=0.15)
    assert np.corrcoef(x[:, 1], x[:, 2])[0, 1] < -0.8
    for idle in range(3, x.shape[1]):
        assert kstest(x[:, idle], "uniform").pvalue > 1e-3
    share = waves[-1].share
    band = 2.0 * half / SECOND[0] * 0.8  # of a triangle's density: x1 + x2 near 0.8
    assert share == pytest.approx(2.0 * half / FIRST[0] * band, rel=0.6)


def test_emulators_are_tried_on_runs_they_have_not_seen(whole):
    for one in whole[1][-1].diagnostics:
        assert one.error < 2.0 * CHANCE
        assert one.surprised[1] < 0.05


@pytest.mark.slow
def test_figures_that_conflict_are_named(options: CalibrationOptions):
    """One figure follows another and is half as large again, so both cannot be met."""
    problem, options = toy(apart=0.5), replace(options, waves=2)
    waves = calibrated(problem, options)
    it = concluded(problem, waves, options.seed)
    assert len(it.worlds) < options.worlds
    words = too_few(options, it)
    assert words.index("one") < words.index("two") or "two" not in words.split("worlds:")[-1]
    lets_in = it.conflicts_table().set_index("figure")["worlds_without_it"]
    assert lets_in["one"] > 0 and lets_in["three"] > 0 and lets_in["two"] == len(it.worlds)


def test_it_goes_on_where_it_stopped_and_in_shares(whole, in_threads, tmp_path: Path):
    options, waves = whole
    shares = [
        CalibrationOptions(tmp_path / "shared", **(OPTIONS | {"waves": 2}), share=Share(k, 2))
        for k in (1, 2)
    ]
    found = None
    for _ in range(2):
        for one in shares:
            found = calibrated(toy(), one) or found
    again = calibrated(toy(), options)
    assert len(found) == 2 and len(again) == len(waves)
    for others in (found, again):
        for first, second in zip(waves, others, strict=False):
            assert (first.runs.coordinates == second.runs.coordinates).all()
            assert (first.runs.figures["one"] == second.runs.figures["one"]).all()


def test_the_set_is_written_with_where_it_came_from(whole, in_threads):
    (options, waves), problem = whole, toy()
    it = concluded(problem, waves, options.seed)
    again = run_again(problem, it, options)
    assert conclude(options, it, again, ship=False) == 0
    about = json.loads((options.folder / "plausible_worlds.json").read_text())
    table = pd.read_csv(options.folder / "plausible_worlds.csv", index_col="world")
    assert len(table) == about["worlds"] and list(table) == list(about["parameters"])
    assert about["versions"]["model_sources_sha256"] and about["targets"] and about["waves"]
    for name in ("pairs.png", "figures.png", "waves.csv", "conflicts.csv", "narrowed.csv"):
        assert (options.folder / name).stat().st_size
    figures = pd.read_csv(options.folder / "figures.csv", index_col="world")
    assert list(figures.index) == list(table.index) and figures["one"].notna().all()
    few = CalibrationOptions(options.folder, **(OPTIONS | {"worlds": 10_000}))
    assert conclude(few, it, again, ship=False) == 1


def test_worlds_of_before_are_run_and_judged_anew(options: CalibrationOptions, tmp_path: Path):
    """Of a table without x2: what it has is carried over, what is new is drawn, the rest judged."""
    table, rng = tmp_path / "before.csv", np.random.default_rng(1)
    before = pd.DataFrame(rng.random((40, FACTORS)), columns=[f"x{n}" for n in range(FACTORS)])
    before["x0"] = FIRST[1]
    before = before.drop(columns="x2").assign(gone=0.5)
    before.to_csv(table, index_label="world")
    carried = replace(options, waves=1, first=120, begin_with=table)
    (wave,) = calibrated(toy(), carried)
    x = np.unique(wave.runs.coordinates, axis=0)
    assert len(x) == 120 and np.isnan(wave.share)
    assert x[:, 0] == pytest.approx(FIRST[1])
    assert set(np.round(x[:, 1], 6)) == set(np.round(before["x1"], 6))
    assert kstest(x[:, 2], "uniform").pvalue > 0.01
    it = concluded(toy(), [wave], options.seed)
    assert 0 < len(it.worlds) < 120
    kept = it.runs.coordinates[it.worlds]
    assert np.abs(kept[:, 1] + kept[:, 2] - SECOND[1]).max() < 0.2


def test_worlds_that_come_twice_are_gone_on_with(options: CalibrationOptions, tmp_path: Path):
    """A table with every factor, and fewer worlds than points: the same command goes on."""
    table, rng = tmp_path / "before.csv", np.random.default_rng(1)
    before = pd.DataFrame(rng.random((40, FACTORS)), columns=[f"x{n}" for n in range(FACTORS)])
    before.to_csv(table, index_label="world")
    carried = replace(options, waves=1, first=50, begin_with=table)
    (wave,) = calibrated(toy(), carried)
    assert len(np.unique(wave.runs.coordinates, axis=0)) == 40
    assert calibrated(toy(), carried)
