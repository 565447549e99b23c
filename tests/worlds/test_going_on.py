"""A calibration that was stopped: what it goes on with, and what it says."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.sweep.manifest import read_manifest, write_manifest
from joinedup_experiments.sweep.status import print_status
from joinedup_experiments.sweep.sweeping import resume_sweep
from joinedup_experiments.worlds.calibrating import CalibrationOptions, calibrated
from joinedup_experiments.worlds.conclusions import made_by
from joinedup_experiments.worlds.uncertain import Uncertain
from tests.worlds.conftest import toy
from tests.worlds.toy_program import WAITS_BETWEEN_WAVES

ROOT = Path(__file__).parents[2]


@pytest.fixture
def options(tmp_path: Path, in_threads) -> CalibrationOptions:
    return CalibrationOptions(tmp_path / "cal", 1_000, 60, 30, 1, workers=1)


def test_another_calibrations_waves_are_refused(options, capsys) -> None:
    calibrated(toy(), options)
    assert "Wave 1: 60 points, 2 of them four times: 66 runs" in capsys.readouterr().err
    for other, what in ((replace(options, seed=7), "--seed 1, not 7"),
                        (replace(options, first=90), "--first 60, not 90")):  # fmt: skip
        with pytest.raises(FolderError, match=what):
            calibrated(toy(), other)
    calibrated(toy(), replace(options, points=40))
    assert "Wave 1 is there, and kept as begun" in capsys.readouterr().err


def test_another_table_to_begin_with_is_refused(options, tmp_path) -> None:
    """Of the first wave alone it is used: what came of another was called its."""
    table, other = tmp_path / "before.csv", tmp_path / "other.csv"
    for n, file in enumerate((table, other)):
        file.write_text("world,x0\n" + "".join(f"{w},0.{w + n}\n" for w in range(1, 5)))
    begun = replace(options, waves=1, begin_with=table)
    calibrated(toy(), begun)
    moved = table.rename(tmp_path / "moved.csv")
    calibrated(toy(), replace(begun, begin_with=moved))
    refused = ((other, r"with --begin-with .*before\.csv, not .*other\.csv"),
               (None, r"with --begin-with .*before\.csv, not none"))  # fmt: skip
    for given, what in refused:
        with pytest.raises(FolderError, match=what):
            calibrated(toy(), replace(begun, begin_with=given))
    other.rename(table)
    with pytest.raises(FolderError, match=r"before\.csv as it is now; say so"):
        calibrated(toy(), begun)
    with pytest.raises(FolderError, match="--first 60, not 90"):
        calibrated(toy(), replace(begun, begin_with=moved, first=90))
    plain = replace(options, folder=tmp_path / "plain", waves=1)
    calibrated(toy(), plain)
    about = plain.folder / "wave-1.json"
    for kept in (about.read_text(), '{"share": 1.0, "seconds_of_emulation": 0.1}'):  # as once
        about.write_text(kept)
        with pytest.raises(FolderError, match="it was begun without --begin-with; say so"):
            calibrated(toy(), replace(plain, begin_with=table))


def test_what_made_the_worlds_is_what_began_the_waves(options, monkeypatch) -> None:
    """Not what was asked for when all waves were there, which altered none of them."""
    begun = ["joinedup", "calibrate", "--points", "30"]
    monkeypatch.setattr(sys, "argv", begun)
    waves = calibrated(toy(), replace(options, waves=1))
    monkeypatch.setattr(sys, "argv", [*begun[:3], "40"])
    assert calibrated(toy(), replace(options, waves=1, points=40))
    folder = options.folder
    assert made_by(folder, len(waves)) == "joinedup calibrate --points 30"
    first = read_manifest(folder / "wave-1")
    for number, command in ((2, begun), (3, [*begun[:3], "40"])):
        (folder / f"wave-{number}").mkdir()
        write_manifest(folder / f"wave-{number}", {**first, "command": command})
    both = "joinedup calibrate --points 30; joinedup calibrate --points 40"
    assert made_by(folder, 3) == both


def test_a_wave_is_gone_on_with_by_its_calibration_alone(options, capsys, monkeypatch) -> None:
    monkeypatch.setattr(sys, "argv", ["joinedup", "calibrate"])
    calibrated(toy(), options)
    wave = options.folder / "wave-1"
    assert not (wave / "design.yaml").exists()
    (wave / "monthly" / "task-000001.parquet").unlink()
    with pytest.raises(SystemExit):
        resume_sweep(wave, 1, None, None)
    advice = f"joinedup calibrate --out {options.folder}"
    assert f"{wave} is a wave of a calibration; go on with: {advice}" in capsys.readouterr().err
    assert not (wave / "monthly" / "task-000001.parquet").exists()
    assert print_status(wave) == 0
    assert f"go on with: {advice}" in capsys.readouterr().out


def test_waves_of_two_models_are_never_mixed(options, monkeypatch) -> None:
    calibrated(toy(), options)
    monkeypatch.setattr("joinedup_experiments.worlds.waves.sources_digest", lambda: "another")
    with pytest.raises(FolderError, match="wave-1: the model has changed since this wave was run"):
        calibrated(toy(), replace(options, waves=2))


@pytest.mark.parametrize("there", ["a file", "results", "notes", "in a file"])
def test_a_folder_of_anything_else_is_refused_before_any_work(there, tmp_path) -> None:
    out = tmp_path / "out"
    if "file" in there:
        out.write_text("mine", encoding="utf-8")
    else:
        out.mkdir()
        name = "manifest.json" if there == "results" else "notes.txt"
        (out / name).write_text("{}", encoding="utf-8")
    before = {file: file.is_file() and file.read_bytes() for file in tmp_path.rglob("*")}
    given = out / "cal" if there == "in a file" else out
    options = CalibrationOptions(given, 1_000, 60, 30, 1, residents=10**12, workers=1)
    with pytest.raises(FolderError, match="name another --out") as refused:
        calibrated(toy(), options)
    assert str(given) in str(refused.value) and "\n" not in str(refused.value)
    assert before == {file: file.is_file() and file.read_bytes() for file in tmp_path.rglob("*")}


def test_a_calibration_that_was_killed_before_its_first_wave_is_gone_on_with(options) -> None:
    options.folder.mkdir()
    (options.folder / "wave-1.json").write_text('{"share": 1.0, "seconds_of_emulation": 0.0}')
    (options.folder / ".unfinished-wave-1-1@elsewhere").mkdir()
    assert len(calibrated(toy(), options) or []) == 1
    assert len(calibrated(toy(), options) or []) == 1


def test_that_every_run_failed_is_said_in_one_line(options) -> None:
    def fails(coordinates, seed):
        raise ValueError("no such number")

    with pytest.raises(FolderError, match=r"wave-1: every run failed; .*: no such number$"):
        calibrated(replace(toy(), work=fails), options)


@pytest.mark.parametrize("renamed", ["figure", "number"])
def test_what_earlier_waves_have_no_figures_of_is_said_in_one_line(renamed, options) -> None:
    calibrated(toy(), options)
    now = toy()
    if renamed == "figure":
        now = replace(now, figures=(now.figures[0]._replace(key="another"), *now.figures[1:]))
    else:
        first, *others = now.uncertain.factors
        now = replace(now, uncertain=Uncertain((replace(first, key="another"), *others)))
    with pytest.raises(
        FolderError, match=r"wave-1: its runs have no another: .* renamed"
    ) as raised:
        calibrated(now, options)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_between_waves_ends_in_one_line(tmp_path, stop) -> None:
    words = ["calibrate", "--out", "cal", "--first", "60", "--workers", "1"]
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.worlds.toy_program", *words],
        cwd=tmp_path,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]), WAITS_BETWEEN_WAVES: "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    for line in program.stderr:
        if "between waves" in line:
            break
    program.send_signal(stop)
    _, shown = program.communicate(timeout=60)
    assert program.returncode == 130
    assert shown.strip().splitlines()[-1] == "Stopped; run the same command again to go on"
    assert "Traceback" not in shown
