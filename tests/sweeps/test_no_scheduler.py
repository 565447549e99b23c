"""A scheduler that is not there: one line, and no folder that a corrected command trips over."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.sweep import worker_pools
from tests.sweeps.functions import ONE_FACTOR

pytest.importorskip("dask.distributed")
DESIGN = ONE_FACTOR + "size: 3\n"
NOT_THERE = ["nonsense", "http://127.0.0.1:8611", "tcp://127.0.0.1:9", "tls://127.0.0.1:9"]


@pytest.fixture
def design(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(worker_pools, "PATIENCE", 0.5)
    Path("d.yaml").write_text(DESIGN, encoding="utf-8")
    return Path("d.yaml")


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of what takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"tcp://127.0.0.1:{listening.getsockname()[1]}"


@pytest.mark.parametrize("address", NOT_THERE)
@pytest.mark.parametrize(
    "command",
    [
        ("sweep", "d.yaml"),
        ("calibrate", "--worlds", "4", "--points", "40"),
        ("evaluate", "case_management", "--simulate", "1000", "--replications", "10"),
    ],
)
def test_no_folder_is_begun_where_no_scheduler_answers(
    design: Path, command: tuple[str, ...], address: str
) -> None:
    result = CliRunner().invoke(app, [*command, "--out", "dk", "--scheduler", address])
    assert result.exit_code == 2 and not Path("dk").exists()
    assert f"no dask scheduler answers at {address}: " in result.stderr.splitlines()[-1]


def test_nothing_of_it_is_left_to_complain_at_the_end(design: Path, started) -> None:
    program = started(Path(), "sweep", design, "--out", "dk", "--scheduler", "nonsense")
    _, printed = program.communicate(timeout=120)
    assert program.returncode == 2
    assert printed.splitlines()[1:] == [
        "no dask scheduler answers at nonsense: missing port number in address 'nonsense'; write "
        "it as tcp://HOST:8786"
    ]


def test_what_takes_connections_and_is_silent_is_no_scheduler(design: Path, silent: str) -> None:
    with pytest.raises(InputError, match=f"at {silent}: nothing after 0.5 seconds"):
        worker_pools.check_scheduler(silent)


@pytest.mark.slow
def test_a_worker_is_no_scheduler() -> None:
    from dask.distributed import LocalCluster

    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None,
        protocol="tcp",
    ) as cluster:  # fmt: skip
        worker_pools.check_scheduler(cluster.scheduler_address)
        (worker,) = cluster.workers.values()
        with pytest.raises(InputError, match="it is a Worker"):
            worker_pools.check_scheduler(worker.address)
