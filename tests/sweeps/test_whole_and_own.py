"""What a sweep reads is what it wrote itself, with one state of the code; else it is refused."""

from __future__ import annotations

import json
import random
import re
import shlex
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from joinedup_experiments.compare.results import state_of_code
from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.compare.results.sealed import NONE_YET, SEAL, sealed
from joinedup_experiments.compare.results.state_of_code import OtherCodeError
from joinedup_experiments.sweep import plan, shards
from joinedup_experiments.sweep.manifest import MANIFEST, read_manifest
from joinedup_experiments.sweep.observed import observed
from joinedup_experiments.sweep.shards import shard_path
from joinedup_experiments.sweep.status import print_status
from joinedup_experiments.sweep.sweep_folder import make_sweep, open_sweep
from joinedup_experiments.sweep.sweeping import Share, go_on
from tests.sweeps.functions import planned

pytestmark = pytest.mark.usefixtures("in_threads")
FLIPS = 400


@dataclass
class ShortOfMemory:
    """Fails so many times for want of memory, say; the machine has enough of it afterwards."""

    times: int
    fault: Exception = field(default_factory=MemoryError)
    asked: list[int] = field(default_factory=list)

    def __call__(self, coordinates, seed):
        if coordinates[0] > 2.0 and len(self.asked) < self.times:
            self.asked.append(seed)
            raise self.fault
        return {"ishigami": {"y": np.array([coordinates[0]])}}


def test_no_flipped_bit_changes_anything_in_silence(swept, ishigami) -> None:
    sweep, _ = swept(ishigami)
    rng = random.Random(1)
    reads = {
        shard_path(sweep.folder, 3): lambda: sweep.shard(3, ["y"]),
        sweep.folder / "outcomes.parquet": lambda: observed(sweep),
        sweep.folder / "sample.parquet": lambda: open_sweep(sweep.folder),
        sweep.folder / MANIFEST: lambda: read_manifest(sweep.folder),
    }
    for file, read in reads.items():
        whole = file.read_bytes()
        for _ in range(FLIPS):
            spoilt = bytearray(whole)
            spoilt[rng.randrange(len(whole))] ^= 1 << rng.randrange(8)
            file.write_bytes(bytes(spoilt))
            with pytest.raises(FolderError) as caught:
                read()
            assert "cannot be read" in str(caught.value)
        file.write_bytes(whole)
        read()


def test_a_manifest_that_is_gone_or_empty_is_named(swept, ishigami) -> None:
    sweep, _ = swept(ishigami)
    for text in ("", "{}", "[]"):
        (sweep.folder / MANIFEST).write_text(text, encoding="utf-8")
        with pytest.raises(FolderError, match=r"manifest\.json: it cannot be read"):
            open_sweep(sweep.folder)
    (sweep.folder / MANIFEST).unlink()
    with pytest.raises(FolderError, match=r"manifest\.json: it cannot be read: .*No such file"):
        open_sweep(sweep.folder)


def test_another_sweeps_results_are_never_taken_for_this_ones(swept, ishigami, tmp_path) -> None:
    other, _ = swept(ishigami.replace("method", "seed: 7\nmethod"), "other")
    design = planned(ishigami, tmp_path)
    mine = make_sweep(tmp_path / "mine", design, ["joinedup"], True)
    for task in Share(2, 2).of(design.tasks):
        shutil.copy(shard_path(other.folder, task), shard_path(mine.folder, task))
    mine.plan.__dict__["work"] = design.work
    with pytest.raises(FolderError, match="of another sweep, or of another task"):
        go_on(mine, Share(1, 2), 1, None)
    assert not (mine.folder / "outcomes.parquet").exists()
    assert go_on(mine, Share(), 1, None) == 0
    assert observed(mine).values.keys() == observed(other).values.keys()
    shutil.copy(other.folder / "outcomes.parquet", mine.folder / "outcomes.parquet")
    with pytest.raises(FolderError, match="of another sweep"):
        observed(mine)


def test_a_worker_with_other_code_is_refused_and_nothing_of_it_kept(
    swept, ishigami, monkeypatch, capsys, tmp_path
) -> None:
    monkeypatch.setattr(shards, "state_of_code", lambda: "edited meanwhile")
    with pytest.raises(OtherCodeError, match="another version of joinedup, or sources edited"):
        swept(ishigami)
    assert "0 of 12 tasks safe. Go on with: joinedup resume" in capsys.readouterr().err
    assert list((tmp_path / "swept" / "monthly").iterdir()) == []


@pytest.mark.parametrize("fault", [MemoryError(), FolderError("no burn-ins")])
@pytest.mark.parametrize("times", [1, 2])
def test_runs_that_failed_for_the_machines_fault_are_tried_again(
    swept, ishigami, times, fault
) -> None:
    sweep, code = swept(ishigami, work=ShortOfMemory(times, fault))
    failures = pd.read_parquet(sweep.folder / "failures.parquet")
    assert code == (times == 2)
    assert failures["error"].str.startswith(f"its worker was lost: {type(fault).__name__}").all()
    assert len(failures) == (sweep.plan.runs_in_a_task if times == 2 else 0)
    assert go_on(sweep, Share(), 1, None) == 0  # there is enough of it by now
    assert pd.read_parquet(sweep.folder / "failures.parquet").empty


@pytest.mark.parametrize(
    ("altered", "where"),
    [
        ({"points": "many"}, "points"),
        ({"command": None}, "command"),
        ({"results": {"runs_failed": 0}}, "results.finished"),
        ({"plan": []}, "plan"),
        ({"versions": {"numpy": 2}}, "versions.numpy"),
        ({"more": 1}, "more"),
    ],
)
def test_a_manifest_is_read_through_a_schema(swept, ishigami, altered, where) -> None:
    sweep, _ = swept(ishigami)
    file = sweep.folder / MANIFEST
    values = json.loads(file.read_text(encoding="utf-8")) | altered | {"seal": SEAL + NONE_YET}
    file.write_bytes(sealed(json.dumps(values).encode()))
    with pytest.raises(FolderError, match=rf"manifest\.json: `{where}`: "):
        open_sweep(sweep.folder)


def test_what_is_the_users_own_in_a_sweeps_folder_stays(swept, ishigami) -> None:
    sweep, _ = swept(ishigami)
    mine = [
        sweep.folder / ".unfinished-thoughts.md",
        sweep.folder / "monthly" / ".unfinished-1-notes.txt",
        sweep.folder / ".unfinished-sensitivity-1@here" / ".unfinished-1-indices.parquet",
    ]
    for file in mine:
        file.parent.mkdir(exist_ok=True)
        file.touch()
    half = sweep.folder / ".unfinished-1-outcomes.parquet"
    half.touch()
    assert go_on(sweep, Share(), 1, None) == 0
    assert all(map(Path.exists, mine))
    assert not half.exists()


@pytest.mark.parametrize("edited", [True, False])
def test_going_on_with_other_code_than_the_models_is_noted(
    edited, swept, ishigami, capsys, monkeypatch
) -> None:
    sweep, _ = swept(ishigami)
    shard_path(sweep.folder, 0).unlink()
    if edited:
        for module in (state_of_code, plan, shards):
            monkeypatch.setattr(module, "state_of_code", lambda: "edited meanwhile")
    capsys.readouterr()
    assert go_on(sweep, Share(), 1, None) == 0
    notes = [line for line in capsys.readouterr().err.splitlines() if line.startswith("Note: ")]
    assert len(notes) == edited
    assert all(f"{sweep.folder}: begun with other code" in note for note in notes)
    assert go_on(sweep, Share(), 1, None) == 0  # it is whole: nothing is run, and it is of then
    assert ("begun with other code" in capsys.readouterr().err) == edited


def test_commands_to_type_quote_the_folder(swept, ishigami, capsys) -> None:
    sweep, _ = swept(ishigami, "my [best] sweep")
    folder = shlex.quote(str(sweep.folder))
    assert f"joinedup sensitivity {folder}\n" in capsys.readouterr().out
    shard_path(sweep.folder, 0).unlink()
    print_status(sweep.folder)
    assert f"go on with: joinedup resume {folder}\n" in capsys.readouterr().out
    with pytest.raises(FolderError, match=re.escape(f"joinedup resume {folder} makes it anew")):
        sweep.shard(0)
