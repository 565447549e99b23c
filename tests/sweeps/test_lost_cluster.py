"""A cluster that goes away, or whose workers are of another edition: one line, nothing lost."""

from __future__ import annotations

import pickle
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import pytest

from joinedup_experiments.compare.results.state_of_code import OtherCodeError
from joinedup_experiments.sweep import shards, worker_pools
from joinedup_experiments.sweep.sweeping import Share, go_on
from joinedup_experiments.sweep.worker_pools import ClusterPool, LostSchedulerError


class Elsewhere(ThreadPoolExecutor):
    """Takes only what any worker can take in, so many tasks, and then goes away for good."""

    def __init__(self, tasks: int) -> None:
        super().__init__(1)
        self.tasks = tasks

    def submit(self, function, /, *arguments, **more) -> Future:
        assert function is pickle.loads, "a worker of another edition ends itself"
        self.tasks -= 1
        if self.tasks < 0:
            raise RuntimeError("Client is closed")
        return super().submit(function, *arguments, **more)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait)
        raise RuntimeError("Client is closed")


@pytest.fixture
def through(swept, ishigami, in_threads, monkeypatch):
    """Runs a sweep, of which a task is missing, through an executor in place of a cluster."""

    def run(executor: Executor) -> int:
        sweep, _ = swept(ishigami)
        for task in range(4):
            shards.shard_path(sweep.folder, task).unlink()
        monkeypatch.setattr(worker_pools, "QUEUED", 1)
        pool = ClusterPool(lambda: executor, bool, lambda: {"a worker": 1})
        monkeypatch.setattr(worker_pools, "cluster_pool", lambda address: pool)
        return go_on(sweep, Share(), None, "tcp://127.0.0.1:8786")

    return run


def test_a_scheduler_that_goes_away_is_one_line_and_what_is_done_is_safe(through, capsys) -> None:
    with pytest.raises(LostSchedulerError, match=r"the dask scheduler has gone away.*is closed"):
        through(Elsewhere(2))
    assert "10 of 12 tasks safe. Go on with: joinedup resume" in capsys.readouterr().err


def test_a_scheduler_that_goes_away_at_the_end_takes_nothing_with_it(through) -> None:
    assert through(Elsewhere(4)) == 0


def test_a_worker_that_lacks_what_runs_a_task_is_refused(through, monkeypatch, capsys) -> None:
    class Older(Elsewhere):
        def submit(self, *arguments, **more) -> Future:
            monkeypatch.delattr(shards, "run_task", raising=False)
            return super().submit(*arguments, **more)

    with pytest.raises(OtherCodeError, match=r"run_task.*another version of joinedup"):
        through(Older(4))
    assert "8 of 12 tasks safe. Go on with: joinedup resume" in capsys.readouterr().err


def test_workers_that_come_later_are_given_tasks_and_that_none_is_left_is_noted(capsys) -> None:
    workers: dict[str, int] = {}
    pool = ClusterPool(lambda: Elsewhere(4), bool, lambda: workers)
    for cores in (0, 40, 0, 0, 20):
        workers["all"] = cores
        pool.look()
        assert pool.capacity == max(1, cores) * worker_pools.QUEUED
    assert capsys.readouterr().err.count("no workers at the dask scheduler for now") == 2
