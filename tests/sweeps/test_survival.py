"""Workers and drivers are killed, and what comes out in the end is the same, byte for byte."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from functools import partial
from pathlib import Path

import pytest

MODEL = """
base: siloed_borough
arms: [local_care_network]
place: {residents: 300}
run: {years: 0.25, burn_in_years: 0.1}
vary: [crisis.rate, handover.loss]
outcomes: [{measure: crises}]
method: latin_hypercube
size: SIZE
runs_in_a_task: 8
"""
TEXTBOOK = "tests.sweeps.textbook_program"


def workers_of(driver: int) -> list[int]:
    """The numbers of a driver's worker processes."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                result = (folder / "status").read_text(encoding="utf-8")
                command = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if f"\nPPid:\t{driver}\n" in result and b"spawn_main" in command:
                found.append(int(folder.name))
    return found


def kill(process: int) -> None:
    """End a process that this test started, at once."""
    import os

    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


def is_there(process: int) -> bool:
    try:
        result = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return False
    return "\nState:\tZ" not in result


def shards_in(folder: Path) -> int:
    return len(list((folder / "monthly").glob("task-*.parquet")))


def wait_until(condition, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def begun(started, folder: Path) -> subprocess.Popen:
    """A driver on the sweep in a folder, begun or gone on with."""
    there = (folder / "manifest.json").exists()
    asked = ["resume", folder] if there else ["sweep", "design.yaml", "--out", folder]
    return started(folder.parent, *asked, "--workers", 2)


def killed_once(started, folder: Path, rng: random.Random) -> None:
    """Begin or go on, until some more is done; kill a worker, perhaps, and then the driver."""
    driver = begun(started, folder)
    wait_until(lambda: driver.poll() is not None or (folder / "monthly").exists())
    before = shards_in(folder) if (folder / "monthly").exists() else 0
    wait_until(lambda: driver.poll() is not None or shards_in(folder) > before)
    time.sleep(rng.uniform(0.0, 0.4))
    mine = workers_of(driver.pid)
    if mine and rng.random() < 0.7:
        kill(rng.choice(mine))
        time.sleep(rng.uniform(0.0, 1.5))
    mine = workers_of(driver.pid)
    kill(driver.pid)
    driver.communicate()
    wait_until(lambda: not any(is_there(worker) for worker in mine))


def disturbed(started, folder: Path, kills: int, rng: random.Random) -> None:
    """Begin, and go on with, a sweep while workers and drivers are killed."""
    for _ in range(kills):
        killed_once(started, folder, rng)
    for _ in range(3):  # a task whose worker was killed twice is refused of, and tried again
        driver = begun(started, folder)
        result = driver.communicate(timeout=600)
        if driver.returncode == 0:
            return
    raise AssertionError(result)


@pytest.mark.slow
def test_a_driver_that_is_killed_takes_its_workers_with_it_and_is_gone_on_with(
    tmp_path: Path, started, contents
) -> None:
    text = "base: ishigami\nmethod: sobol\nsize: 64\nruns_in_a_task: 2\n"
    (tmp_path / "design.yaml").write_text(text, encoding="utf-8")
    started = partial(started, program=TEXTBOOK)
    folder = tmp_path / "disturbed"
    disturbed(started, folder, 1, random.Random(3))
    whole = started(tmp_path, "sweep", "design.yaml", "--out", "whole", "--workers", 1)
    whole.communicate(timeout=120)
    assert whole.returncode == 0
    assert contents(folder) == contents(tmp_path / "whole")


@pytest.mark.parametrize("stops", [[signal.SIGINT], [signal.SIGTERM, signal.SIGTERM]])
def test_a_stop_says_how_to_go_on(stops, tmp_path: Path, started) -> None:
    """Ctrl-C; or as `timeout` stops a command, the second time while it is ending."""
    text = "base: ishigami\nmethod: sobol\nsize: 1024\nruns_in_a_task: 2\n"
    (tmp_path / "design.yaml").write_text(text, encoding="utf-8")
    started = partial(started, program=TEXTBOOK)
    folder = tmp_path / "stopped"
    driver = started(tmp_path, "sweep", "design.yaml", "--out", folder, "--workers", 1)
    wait_until(lambda: (folder / "monthly").exists() and shards_in(folder) > 3)
    for stop in stops:
        driver.send_signal(stop)
        time.sleep(0.2 * (len(stops) > 1))
    result = driver.communicate(timeout=30)[1]
    assert driver.returncode == 130
    assert f"Go on with: joinedup resume {folder}" in result
    assert "Traceback" not in result


@pytest.mark.slow
def test_two_thousand_runs_of_the_model_outlive_random_kills(
    tmp_path: Path, started, contents
) -> None:
    (tmp_path / "design.yaml").write_text(MODEL.replace("SIZE", "2000"), encoding="utf-8")
    whole = started(tmp_path, "sweep", "design.yaml", "--out", "whole", "--workers", 2)
    result = whole.communicate(timeout=1800)
    assert whole.returncode == 0, result
    folder = tmp_path / "disturbed"
    disturbed(started, folder, 8, random.Random(2))
    assert contents(folder) == contents(tmp_path / "whole")
