"""A sweep as xarray: every number in its place, what is missing NaN, what it is in words."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.sweep import to_xarray
from joinedup_experiments.sweep.shards import shard_path
from tests.sweeps.functions import textbook

pytestmark = pytest.mark.usefixtures("in_threads")

MODEL = """
name: two arms
base: siloed_borough
arms: [local_care_network]
place: {residents: 300}
run: {years: 0.5, burn_in_years: 0.1}
vary: [crisis.rate]
levers:
  arrangement.paying.budgets: {choices: [separate, pooled]}
  people_waiting: {scales: ["teams.*.staff.*"], low: 0.8, high: 1.25}
outcomes: [{measure: crises}]
method: latin_hypercube
size: 3
replications: 2
runs_in_a_task: 4
"""


@dataclass(frozen=True)
class Failing:
    """Ishigami, which fails on one seed."""

    def __call__(self, coordinates, seed):
        if seed == 5:
            raise RuntimeError("not this one")
        return {"ishigami": {"y": np.array([textbook("ishigami", coordinates)])}}


def test_every_number_of_the_model_is_in_its_place(swept) -> None:
    sweep, _ = swept(MODEL)
    found = to_xarray(sweep.folder)
    assert dict(found.sizes) == {"point": 3, "replication": 2, "arm": 2, "month": 6}
    monthly = pd.read_parquet(sweep.folder / "monthly")
    assert set(found.data_vars) == set(sweep.plan.measures)
    for row in monthly.itertuples():
        mine = found.sel(
            point=row.point, replication=row.replication, arm=row.arm, month=row.month
        )  # fmt: skip
        assert int(mine.run) == row.run and int(mine.seed) == row.seed
        assert float(mine.people_waiting) == row.people_waiting
        assert float(mine.emergency_admissions) == row.emergency_admissions
    assert found.attrs == {"title": "two arms", "runs_missing": 0}
    assert found.people_waiting.attrs["units"] == measure("people_waiting").unit
    assert found.people_waiting.attrs["long_name"] == measure("people_waiting").label
    design = pd.read_parquet(sweep.folder / "design.parquet")
    assert list(found["crisis.rate"].values) == list(design["crisis.rate"])
    assert found["crisis.rate"].dims == ("point",)
    assert set(found["arrangement.paying.budgets"].values) <= {"separate", "pooled"}
    assert list(found["people_waiting (factor)"].values) == list(design["people_waiting"])


def test_runs_that_failed_or_are_to_do_are_nan_and_counted(swept) -> None:
    text = (
        "base: ishigami\nmethod: rbd_fast\nsize: 80\ncommon_random_numbers: false\n"
        "seed: 3\nruns_in_a_task: 10\n"
    )
    sweep, code = swept(text, work=Failing())
    assert code == 1
    shard_path(sweep.folder, 7).unlink()
    y = to_xarray(sweep.folder).y
    missing = [2, *range(70, 80)]
    assert list(np.flatnonzero(np.isnan(y.values.ravel()))) == missing
    wanted = [textbook("ishigami", point) for point in sweep.plan.points[:2]]
    assert y.values.ravel()[:2] == pytest.approx(wanted, rel=1e-15)
    assert to_xarray(sweep.folder).attrs["runs_missing"] == len(missing)


def test_some_measures_alone_can_be_read_and_unknown_ones_are_refused(swept, ishigami) -> None:
    sweep, _ = swept(ishigami)
    assert list(to_xarray(str(sweep.folder), ["y"]).data_vars) == ["y"]
    with pytest.raises(KeyError, match="there is no measure unmet"):
        to_xarray(sweep.folder, ["unmet"])


def test_a_folder_that_is_no_sweep_and_a_file_that_is_spoilt_are_told_of(
    swept, ishigami, tmp_path
) -> None:
    with pytest.raises(FolderError, match="not the folder of a sweep"):
        to_xarray(tmp_path)
    sweep, _ = swept(ishigami)
    shard_path(sweep.folder, 1).write_bytes(b"spoilt")
    with pytest.raises(FolderError, match=r"task-000001\.parquet cannot be read; joinedup resume"):
        to_xarray(sweep.folder)


def test_without_xarray_one_line_says_what_to_install(monkeypatch, tmp_path) -> None:
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(ImportError) as caught:
        to_xarray(tmp_path)
    assert str(caught.value).endswith('pip install "joinedup[xarray]"')
    assert "\n" not in str(caught.value)


def test_a_sweep_of_which_no_run_is_done_is_refused(swept, ishigami) -> None:
    sweep, _ = swept(ishigami)
    for shard in range(sweep.plan.tasks):
        shard_path(sweep.folder, shard).unlink()
    with pytest.raises(FolderError, match="no run is done yet"):
        to_xarray(sweep.folder)
