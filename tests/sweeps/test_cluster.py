"""The same sweep through a dask scheduler."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.sweep.sweeping import Share, go_on
from joinedup_experiments.sweep.worker_pools import cluster_pool


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes(swept, ishigami, contents, tmp_path: Path) -> None:
    distributed = pytest.importorskip("dask.distributed")
    from joinedup_experiments.sweep.sweep_folder import make_sweep

    here, _ = swept(ishigami, "here")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        there = replace(make_sweep(tmp_path / "there", here.plan, [], False), plan=here.plan)
        assert go_on(there, Share(), None, cluster.scheduler_address) == 0
    assert contents(there.folder) == contents(here.folder)


@pytest.mark.slow
def test_a_scheduler_that_is_not_there_is_refused() -> None:
    pytest.importorskip("dask.distributed")
    with pytest.raises(InputError, match="no dask scheduler answers"):
        cluster_pool("tcp://127.0.0.1:1")
