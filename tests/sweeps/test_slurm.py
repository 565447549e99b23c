"""The recipe for Slurm: its steps run as the cluster would, and what it would submit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.sweep import slurm
from joinedup_experiments.sweep.reading import read_design
from joinedup_experiments.sweep.sweep_folder import make_sweep
from tests.sweeps.functions import ONE_FACTOR

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "docs" / "slurm_sweep.sh"
DESIGN = ONE_FACTOR + "size: 9\nruns_in_a_task: 1\n"


@pytest.fixture
def step(tmp_path: Path):
    """Starts the script in a folder with a blank in its name, as one job of an array of three."""
    commands, here = tmp_path / "bin", tmp_path / "a place"
    commands.mkdir()
    here.mkdir()
    shim = f'#!/bin/sh\nexec "{sys.executable}" -m joinedup_experiments.cli "$@"\n'
    asked = f'#!/bin/sh\nfor word; do echo "$word"; done >> "{tmp_path}/asked"\necho "17;cluster"\n'
    python = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'
    for name, text in (("joinedup", shim), ("sbatch", asked), ("python", python)):
        (commands / name).write_text(text, encoding="utf-8")
        (commands / name).chmod(0o755)
    (here / "my design.yaml").write_text(DESIGN, encoding="utf-8")
    (tmp_path / "cache").mkdir()
    env = os.environ | {
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "sim"), str(ROOT / "experiments")]),
        "NUMBA_CACHE_DIR": str(tmp_path / "cache"),
        "SLURM_CPUS_PER_TASK": "1",
        "SLURM_ARRAY_TASK_COUNT": "3",
    }

    def start(*words: str, number: int = 1, **more: str) -> subprocess.Popen:
        return subprocess.Popen(
            ["bash", str(SCRIPT), "my design.yaml", *words],
            cwd=here,
            env=env | {"SLURM_ARRAY_TASK_ID": str(number)} | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    return start


def ended_well(*started: subprocess.Popen) -> str:
    printed = [one.communicate()[0] for one in started]
    assert [one.returncode for one in started] == [0] * len(started), "\n".join(printed)
    return "\n".join(printed)


def test_it_submits_three_jobs_that_wait_for_each_other(step, tmp_path: Path) -> None:
    ended_well(step("my sweep", SHARES="3", CPUS="2"))
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    compiling, *others = " ".join(asked).split("--job-name=")[1:]
    assert compiling.startswith("compile") and "--dependency" not in compiling
    for job, words in zip(others, ("--array=1-3", "--dependency=afterany:17"), strict=True):
        assert words in job
    assert "--dependency=afterok:17" in asked and asked.count("--cpus-per-task=2") == 2
    design = tmp_path / "a place" / "my design.yaml"
    assert all(asked.count(one) == 2 for one in slurm.options(read_design(design), 3, 2))
    assert asked.count("my design.yaml") == asked.count("my sweep") == 3
    assert [word for word in asked if word in ("compile", "share", "finish")] == [
        "compile",
        "share",
        "finish",
    ]


def test_a_step_that_there_is_not_is_refused(step) -> None:
    one = step("my sweep", "begin")
    assert "one of compile, share, finish" in one.communicate()[0] and one.returncode == 2


def test_a_design_that_cannot_be_read_submits_nothing(step, tmp_path: Path) -> None:
    (tmp_path / "a place" / "my design.yaml").write_text(
        DESIGN.replace("siloed_borough", "nowhere"), encoding="utf-8"
    )
    one = step("my sweep")
    assert "nowhere" in one.communicate()[0] and one.returncode == 2
    assert not (tmp_path / "asked").exists()


@pytest.mark.parametrize(
    ("name", "given"), [("SHARES", "0"), ("SHARES", "\u00b2"), ("CPUS", "2.5")]
)
def test_what_is_no_number_of_shares_is_refused_in_a_line(
    step, tmp_path: Path, name: str, given: str
) -> None:
    one = step("my sweep", **{name: given})
    words = f"{name}={given}: write a whole number from 1, such as {name}=8\n"
    assert (one.communicate()[0], one.returncode) == (words, 2)
    assert not (tmp_path / "asked").exists()


def test_a_design_that_is_not_there_is_refused_in_a_line(step, tmp_path: Path) -> None:
    (tmp_path / "a place" / "my design.yaml").unlink()
    one = step("my sweep")
    printed = one.communicate()[0]
    assert one.returncode == 2 and len(printed.splitlines()) == 1 and "my design.yaml" in printed
    assert not (tmp_path / "asked").exists()


def test_nothing_is_asked_for_onto_a_folder_of_something_else(tmp_path: Path) -> None:
    designs = [tmp_path / name for name in ("mine.yaml", "other.yaml")]
    for design, seed in zip(designs, (1, 7), strict=True):
        design.write_text(f"{DESIGN}seed: {seed}\n", encoding="utf-8")
    folder = tmp_path / "out"
    asked = slurm.options(read_design(designs[0]), 3, 2)
    assert slurm.asked_for(designs[0], folder, 3, 2) == asked, "it is yet to be made"
    make_sweep(folder, read_design(designs[0]), ["joinedup"], join=True)
    assert slurm.asked_for(designs[0], folder, 3, 2) == asked, "it is gone on with"
    with pytest.raises(FolderError, match=r"out holds another sweep; .* Name another folder"):
        slurm.asked_for(designs[1], folder, 3, 2)
    with pytest.raises(FolderError, match=r"is there already, .*; try .*mine-2\.yaml"):
        slurm.asked_for(designs[0], designs[0], 3, 2)


@pytest.mark.parametrize("another", [True, False])
def test_the_last_job_goes_on_with_its_own_sweep_alone(step, tmp_path: Path, another) -> None:
    ran = f'#!/bin/sh\necho "${{0##*/}}" "$@" >> "{tmp_path}/ran"\nexit '
    for name, code in (("python", 2 * another), ("joinedup", 0)):
        (tmp_path / "bin" / name).write_text(f"{ran}{code}\n", encoding="utf-8")
    one = step("my sweep", "finish", SHARES="3")
    assert one.communicate()[0] == "" and one.returncode == 2 * another
    checked, *went_on = (tmp_path / "ran").read_text(encoding="utf-8").splitlines()
    assert checked == "python -m joinedup_experiments.sweep.slurm my design.yaml my sweep 3 8"
    assert went_on == ([] if another else ["joinedup resume my sweep --workers 1"])


@pytest.mark.slow
def test_three_shares_started_together_on_an_empty_cache_are_one_sweep(
    step, contents, tmp_path: Path
) -> None:
    ended_well(*(step("my sweep", "share", number=n) for n in (1, 2, 3)))
    ended_well(step("my sweep", "compile"))
    assert "9 runs; results" in ended_well(step("my sweep", "finish"))
    here = tmp_path / "a place"
    assert sorted(one.name for one in here.iterdir()) == ["my design.yaml", "my sweep"]
    ended_well(step("whole", "share", SLURM_ARRAY_TASK_COUNT="1"))
    assert contents(here / "my sweep") == contents(here / "whole")
