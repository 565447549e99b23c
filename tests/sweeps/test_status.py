"""`joinedup status` names what is spoilt, and looks at each file once."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path
from unittest import mock

import pytest

from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.sweep.manifest import read_manifest, write_manifest
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.shards import MONTHLY, shard_path
from joinedup_experiments.sweep.status import print_status
from joinedup_experiments.sweep.sweep_folder import make_sweep, open_sweep
from joinedup_experiments.sweep.sweeping import Share, go_on

pytestmark = pytest.mark.usefixtures("in_threads")


def test_status_makes_no_task(swept, ishigami, monkeypatch, capsys) -> None:
    sweep, _ = swept(ishigami)
    shard_path(sweep.folder, sweep.plan.tasks - 1).unlink()
    monkeypatch.setattr(Plan, "task", None)
    assert print_status(sweep.folder) == 0
    assert "77 of 80 runs done, 3 to do" in capsys.readouterr().out


def test_status_does_not_count_what_is_another_sweeps(swept, ishigami, capsys) -> None:
    other, _ = swept(ishigami.replace("method", "seed: 7\nmethod"), "other")
    mine, _ = swept(ishigami)
    shutil.copy(shard_path(other.folder, 2), shard_path(mine.folder, 2))
    shutil.copy(shard_path(mine.folder, 4), shard_path(mine.folder, 5))
    capsys.readouterr()
    assert print_status(mine.folder) == 0
    shown = capsys.readouterr().out
    assert "66 of 80 runs done, 14 to do" in shown
    files = "monthly/task-000002.parquet, monthly/task-000005.parquet"
    assert f"of another sweep or task, and to be run again: {files}\n" in shown
    assert go_on(mine, Share(), 1, None) == 0
    capsys.readouterr()
    print_status(mine.folder)
    assert "80 of 80 runs done, 0 to do" in capsys.readouterr().out


@pytest.mark.parametrize("how", ["cut", "a folder", "a pipe", "removed"])
def test_status_names_a_file_that_is_spoilt(how, swept, ishigami, capsys) -> None:
    sweep, _ = swept(ishigami)
    file = shard_path(sweep.folder, 3)
    data = file.read_bytes()
    file.unlink()
    if how == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif how == "a folder":
        file.mkdir()
    elif how == "a pipe":
        os.mkfifo(file)
    capsys.readouterr()
    print_status(sweep.folder)
    shown = capsys.readouterr().out
    assert "73 of 80 runs done, 7 to do" in shown
    assert "to be run again: monthly/task-000003.parquet\n" in shown


def test_status_does_not_name_what_is_still_to_be_run(swept, ishigami, capsys) -> None:
    sweep, _ = swept(ishigami)
    shard_path(sweep.folder, 3).unlink()
    manifest = read_manifest(sweep.folder)
    del manifest["results"]
    write_manifest(sweep.folder, manifest)
    capsys.readouterr()
    print_status(sweep.folder)
    assert "damaged" not in capsys.readouterr().out


def test_status_opens_each_shard_once(swept, ishigami, monkeypatch) -> None:
    sweep, _ = swept(ishigami)
    opened: Counter[str] = Counter()
    plainly = Path.open

    def counted(file: Path, *how: str, **more: str) -> object:
        opened[file.name] += file.suffix == ".parquet" and file.parent.name == MONTHLY
        return plainly(file, *how, **more)

    monkeypatch.setattr(Path, "open", counted)
    print_status(sweep.folder)
    assert +opened == {shard_path(sweep.folder, n).name: 1 for n in range(sweep.plan.tasks)}


@pytest.mark.parametrize("name", ["scenario-closer_working.yaml", "problem.json"])
def test_a_text_of_the_folder_that_was_changed_is_refused(read, tmp_path, name) -> None:
    plan = read("vary: [crisis.rate]\nmethod: latin_hypercube\nsize: 4\n")
    file = make_sweep(tmp_path / "made", plan, ["joinedup"], False).folder / name
    file.write_bytes(file.read_bytes().replace(b"a", b"o", 1))
    with pytest.raises(FolderError, match=f"{name} has been changed since"):
        open_sweep(file.parent)
    file.unlink()
    assert open_sweep(file.parent).plan.runs == 4


def test_a_sweep_of_which_nothing_was_run_again_ended_when_it_did(
    swept, ishigami, monkeypatch
) -> None:
    sweep, _ = swept(ishigami)
    before = read_manifest(sweep.folder)
    later = mock.Mock(now=lambda _: datetime(2099, 1, 1))
    monkeypatch.setattr("joinedup_experiments.sweep.finishing.datetime", later)
    assert go_on(sweep, Share(), 1, None) == 0
    assert read_manifest(sweep.folder) == before
