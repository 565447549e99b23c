"""The driver: nothing that goes wrong in one run, worker or moment takes the rest with it."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from joinedup_experiments.compare.results.folder import UNFINISHED, FolderError, write_whole
from joinedup_experiments.compare.results.state_of_code import state_of_code
from joinedup_experiments.sweep import shards
from joinedup_experiments.sweep.manifest import read_manifest
from joinedup_experiments.sweep.plan import Months, Task
from joinedup_experiments.sweep.status import print_status
from joinedup_experiments.sweep.sweeping import LOCK, BusyError, Share, go_on, only_driver
from joinedup_experiments.sweep.worker_pools import WorkerPool, drive, local_pools
from tests.sweeps.functions import Textbook

KILLER = """
import os, signal
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Killed:
    note: str
    times: int

    def __call__(self, coordinates, seed):
        note = Path(self.note)
        before = len(note.read_text()) if note.exists() else 0
        if coordinates[0] > 3.0 and before < self.times:
            note.write_text("x" * (before + 1))
            os.kill(os.getpid(), signal.SIGKILL)
        return {"ishigami": {"y": np.array([coordinates[0]])}}
"""


@dataclass(frozen=True)
class Failing:
    """Fails at points beyond a limit, the first so many times that it is asked."""

    beyond: float
    times: int
    asked: list[int]

    def __call__(self, coordinates: Sequence[float], seed: int) -> Months:
        if coordinates[0] > self.beyond:
            self.asked.append(seed)
            if len(self.asked) <= self.times:
                raise ArithmeticError(f"beyond {self.beyond}")
        return {"ishigami": {"y": np.array([coordinates[0]])}}


def test_a_failing_run_is_tried_twice_recorded_and_not_fatal(swept, ishigami, in_threads) -> None:
    sweep, code = swept(ishigami, work=Failing(2.0, 10**9, asked := []))
    beyond = np.flatnonzero(sweep.plan.points[:, 0] > 2.0)
    failures = pq.read_table(sweep.folder / "failures.parquet").to_pandas()
    outcomes = pq.read_table(sweep.folder / "outcomes.parquet").to_pandas()
    assert code == 1
    assert list(failures["run"]) == list(beyond)
    assert len(asked) == 2 * len(beyond)
    assert failures["error"].str.startswith("ArithmeticError: beyond").all()
    assert failures["traceback"].str.contains("raise ArithmeticError").all()
    assert len(outcomes) == sweep.plan.runs - len(beyond)


def test_a_run_that_fails_once_is_none_the_worse(swept, ishigami, in_threads) -> None:
    sweep, code = swept(ishigami, work=Failing(2.0, 1, []))
    assert code == 0
    assert pq.read_metadata(sweep.folder / "failures.parquet").num_rows == 0


@pytest.mark.parametrize("times", [1, 2])
def test_a_killed_worker_costs_its_own_task_alone(swept, ishigami, tmp_path, times) -> None:
    (tmp_path / f"killer_{times}.py").write_text(KILLER, encoding="utf-8")
    sys.path.insert(0, str(tmp_path))
    try:
        killer = importlib.import_module(f"killer_{times}")
        work = killer.Killed(str(tmp_path / "note"), times)
        sweep, code = swept(ishigami, work=work)
        assert code == (0 if times == 1 else 1)
        lost = pq.read_table(sweep.folder / "failures.parquet").to_pandas()
        if times == 2:
            assert lost["error"].str.contains("its worker was lost").all()
            assert len(lost) == sweep.plan.runs_in_a_task
            assert lost["traceback"].str.contains("BrokenProcessPool").all()
            assert go_on(sweep, Share(), 1, None) == 0  # the killer is content by now
        assert not sweep.missing()
        outcomes = pq.read_table(sweep.folder / "outcomes.parquet").to_pandas()
        assert np.array_equal(outcomes["value"], sweep.plan.points[:, 0])
    finally:
        sys.path.remove(str(tmp_path))


def test_any_number_of_workers_or_shares_gives_the_same_bytes(
    swept, ishigami, contents, in_threads
) -> None:
    one, _ = swept(ishigami, "one", 1)
    for name, workers, shares in (("two", 2, 1), ("five", 5, 1), ("shared", 2, 3)):
        other, code = swept(ishigami, name, workers, shares=shares)
        assert code == 0
        assert contents(other.folder) == contents(one.folder)


def test_the_hash_is_of_results_alone(swept, ishigami, in_threads) -> None:
    """Not of the design's name, nor of how its runs are shared out; failures are results."""

    def hashed(text: str, name: str, work: object = None) -> str:
        sweep, _ = swept(text, name, work=work)
        return read_manifest(sweep.folder)["results"]["results_sha256"]

    before = hashed(ishigami, "one")
    same = ishigami.replace("name: Ishigami", "name: Another").replace("task: 7", "task: 9")
    assert hashed(same, "another") == before
    others = [(ishigami + "seed: 5\n", None)] + [(ishigami, Failing(x, 999, [])) for x in (1, 2)]
    hashes = [hashed(text, f"other{i}", work) for i, (text, work) in enumerate(others)]
    assert len({before, *hashes}) == 4


def test_going_on_runs_whatever_is_missing_or_spoilt(
    swept, ishigami, contents, in_threads, monkeypatch
) -> None:
    sweep, _ = swept(ishigami)
    before = contents(sweep.folder)
    shards.shard_path(sweep.folder, 2).unlink()
    whole = shards.shard_path(sweep.folder, 4)
    whole.write_bytes(whole.read_bytes()[:-9])
    spoilt = bytearray(shards.shard_path(sweep.folder, 5).read_bytes())
    spoilt[len(spoilt) // 4] ^= 0xFF
    shards.shard_path(sweep.folder, 5).write_bytes(bytes(spoilt))
    shards.shard_path(sweep.folder, 6).write_bytes(shards.shard_path(sweep.folder, 7).read_bytes())
    (sweep.folder / "monthly" / f"{UNFINISHED}1-task-000003.parquet").write_bytes(b"half")
    written = []
    keep = write_whole
    monkeypatch.setattr(
        "joinedup_experiments.sweep.sweeping.write_whole",
        lambda file, data: (written.append(file.name), keep(file, data)),
    )
    assert go_on(sweep, Share(), 2, None) == 0
    assert sorted(written) == [shards.shard_path(Path(), n).name for n in (2, 4, 5, 6)]
    assert contents(sweep.folder) == before


def test_a_full_disk_stops_it_with_nothing_half_written(
    swept, ishigami, contents, in_threads, monkeypatch, capsys, tmp_path
) -> None:
    kept, sync = [], os.fsync

    def full(handle: int) -> None:
        if os.readlink(f"/proc/self/fd/{handle}").endswith(".parquet"):
            kept.append(handle)
            if len(kept) > 6:
                raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        swept(ishigami)
    assert "Go on with: joinedup resume" in capsys.readouterr().err
    folder = tmp_path / "swept"
    assert not [file for file in folder.rglob("*") if file.name.startswith(UNFINISHED)]
    monkeypatch.setattr(os, "fsync", sync)
    from joinedup_experiments.sweep.sweep_folder import open_sweep

    again = open_sweep(folder)
    again = replace(again, plan=replace(again.plan, work=Textbook("ishigami")))
    assert 0 < len(again.missing()) < again.plan.tasks
    assert go_on(again, Share(), 1, None) == 0
    other, _ = swept(ishigami, "undisturbed")
    assert contents(folder) == contents(other.folder)


def test_two_drivers_never_share_a_folder_but_shares_do(tmp_path, swept, ishigami, in_threads):
    sweep, _ = swept(ishigami)
    with only_driver(sweep.folder, Share()), pytest.raises(BusyError, match="another driver"):
        go_on(sweep, Share(), 1, None)
    with only_driver(sweep.folder, Share(1, 2)):
        assert go_on(sweep, Share(2, 2), 1, None) == 0
        for share in (Share(), Share(1, 2)):
            with pytest.raises(BusyError):
                go_on(sweep, share, 1, None)


def test_no_more_tasks_are_made_than_lanes_hold() -> None:
    made, kept = [], []

    def tasks():
        for number in range(200):
            made.append(number)
            assert len(made) - len(kept) <= 2 * (2 * 3)  # under way, and waiting for the disk
            yield Task(number, (), None, (), (), "", state_of_code())

    pools = [WorkerPool(lambda: ThreadPoolExecutor(2), 3) for _ in range(2)]
    for done in drive(tasks(), pools):
        if done is not None:
            assert not done.failed
            kept.append(done.number)
    assert sorted(kept) == list(range(200))


def test_an_idle_worker_that_is_killed_is_replaced(ishigami, swept, in_threads) -> None:
    import multiprocessing
    import time

    sweep, _ = swept(ishigami)
    (pool,) = local_pools(1)
    task = sweep.plan.task(0, sweep.fingerprint)
    before = set(multiprocessing.active_children())
    first = pool.submit(task).result()
    for child in set(multiprocessing.active_children()) - before:
        child.kill()
        child.join()
    time.sleep(0.3)
    assert pool.submit(task).result() == first
    pool.close()


def test_status_tells_how_far_it_is(swept, ishigami, in_threads, capsys) -> None:
    sweep, _ = swept(ishigami)
    shards.shard_path(sweep.folder, 0).unlink()
    (sweep.folder / LOCK).unlink(missing_ok=True)
    before = {*sweep.folder.rglob("*")}
    print_status(sweep.folder)
    assert {*sweep.folder.rglob("*")} == before
    result = capsys.readouterr().out
    assert "73 of 80 runs done, 7 to do" in result
    assert f"joinedup resume {sweep.folder}" in result


def test_no_run_is_added_once_the_model_has_changed(
    swept, ishigami, in_threads, monkeypatch, capsys
) -> None:
    sweep, _ = swept(ishigami)
    assert "another state" not in capsys.readouterr().err
    before = read_manifest(sweep.folder)["results"]["results_sha256"]
    monkeypatch.setattr("joinedup_experiments.sweep.sweeping.sources_digest", lambda: "another")
    assert go_on(sweep, Share(), 1, None) == 0  # it is whole: there is nothing to mix
    noted = f"Note: {sweep.folder}: its runs are of another state of the model, and as they were"
    assert noted in capsys.readouterr().err
    assert read_manifest(sweep.folder)["results"]["results_sha256"] == before
    shards.shard_path(sweep.folder, 0).unlink()
    with pytest.raises(FolderError, match="the model has changed since this sweep was begun"):
        go_on(sweep, Share(), 1, None)


def test_results_that_cannot_be_read_are_named_with_what_to_do(swept, ishigami, in_threads) -> None:
    sweep, _ = swept(ishigami)
    assert sweep.shard(0).months
    shards.shard_path(sweep.folder, 0).write_bytes(b"")
    with pytest.raises(FolderError, match=r"task-000000\.parquet cannot be read; joinedup resume"):
        sweep.shard(0)
