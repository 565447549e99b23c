"""Burn-ins that are kept in a folder: used where they fit, and for nothing else."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from unittest import mock

import numpy as np
import pytest

from joinedup.run import burn_in
from joinedup_experiments.compare import api
from joinedup_experiments.compare.results import burn_ins, kept_arrays
from joinedup_experiments.compare.results.burn_ins import BurnIns
from joinedup_experiments.compare.results.folder import UNFINISHED

PAIR = ["siloed_borough", "local_care_network"]
QUICK = ["--residents", "600", "--years", "0.5", "--burn-in", "0.5", "--replications", "2"]
QUICK += ["--worlds", "one", "--no-pictures"]


@pytest.fixture(scope="module")
def place(siloed):
    run = {"years": 0.5, "burn_in_years": 0.5}
    return siloed.with_({"residents": 600, **run}).siloed


@pytest.fixture
def made(monkeypatch):
    """The seeds of every burn-in that is made to be kept."""
    seeds = []

    def counted(place, seed, *others):
        seeds.append(seed)
        return burn_in(place, seed, *others)

    monkeypatch.setattr(burn_ins, "burn_in", counted)
    return seeds


def get(folder, place, seed=1):
    return BurnIns(folder).burnt_in(place, seed, False, lambda days: None)


def notes(capsys):
    return [line for line in capsys.readouterr().err.splitlines() if line.startswith("Note: ")]


def tables_in(folder):
    """What a results folder has, but for when and how it was made."""
    return {f.name: f.read_bytes() for f in folder.iterdir() if f.suffix in (".csv", ".parquet")}


def test_other_arms_in_another_process_branch_from_what_a_command_kept(
    joinedup, program, made, tmp_path
):
    kept = ["--burn-ins", tmp_path / "kept"]
    first = program(tmp_path, "run", PAIR[0], *QUICK, "--out", "first", *kept)
    assert first.wait(timeout=600) == 0, first.stderr.read()
    assert len(list((tmp_path / "kept").iterdir())) == 2
    for name, more in (("again", kept), ("anew", [])):
        shown = joinedup("compare", *PAIR, *QUICK, "--out", tmp_path / name, *more)
        assert shown.exit_code == 0, shown.output
        assert "Note: " not in shown.stderr
    assert made == []
    again, anew = tables_in(tmp_path / "again"), tables_in(tmp_path / "anew")
    assert len(anew) > 3 and again == anew


def test_a_journey_branches_from_one_too(joinedup, made, tmp_path):
    usual = ["--residents", "900", "--years", "1", "--burn-in", "0.5", "--person", "7"]
    for name, more in (("first", True), ("again", True), ("anew", False)):
        kept = ["--burn-ins", tmp_path / "kept"] if more else []
        shown = joinedup("journey", *PAIR, *usual, "--out", tmp_path / name, *kept)
        assert shown.exit_code == 0, shown.output
    assert made == [1]
    first, again, anew = (
        (tmp_path / name / "journey.csv").read_bytes() for name in ("first", "again", "anew")
    )
    assert first == again == anew


def test_in_python_the_same(place, made, tmp_path):
    arms = place, api.load("case_management", residents=600, years=0.5, burn_in_years=0.5)
    one, two = (
        api.compare(*arms, replications=2, workers=1, burn_ins=tmp_path).comparison
        for _ in range(2)
    )
    assert made == [1, 2]
    for key in ("months", "weights", "ledgers", "costs", "neighbourhoods"):
        np.testing.assert_array_equal(getattr(one, key), getattr(two, key))
    for log, other in zip(one.event_log, two.event_log, strict=True):
        np.testing.assert_array_equal(log.events, other.events)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"residents": 700}, "place"),
        ({"hospital": {"beds_per_1000": 2.0}}, "hospital"),
        ({"teams": {"memory_service": {"threshold": 0.2}}}, "teams"),
        ({"assumptions": {"trust.initial": 0.4}}, "assumptions"),
        ({"disable_mechanisms": ["fear"]}, "disable mechanisms"),
        ({"years": 1.0}, "years"),
        ({"burn_in_years": 0.6}, "years"),
    ],
)
def test_another_place_has_a_burn_in_of_its_own(changes, what, place, made, tmp_path, capsys):
    get(tmp_path, place)
    assert notes(capsys) == []
    get(tmp_path, place.with_(changes))
    (note,) = notes(capsys)
    assert f"{tmp_path}: its burn-ins do not fit" in note
    assert note.endswith(f"what differs: {what}")
    get(tmp_path, place)
    assert made == [1, 1] and len(list(tmp_path.iterdir())) == 2


def test_another_seed_team_or_model_is_not_taken_for_it(place, made, tmp_path, capsys, monkeypatch):
    get(tmp_path, place)
    get(tmp_path, place, 2)
    assert notes(capsys) == []
    team = place.teams["memory_service"].model_copy(update={"label": "A new place"})
    new = {"new_teams": {"new_place": team.model_dump(exclude_none=True)}}
    get(tmp_path, place.with_({"arrangement": new}).siloed)
    assert notes(capsys)[0].endswith("what differs: teams that an arrangement adds")
    monkeypatch.setattr(burn_ins, "sources_digest", lambda: "another")
    get(tmp_path, place)
    assert notes(capsys)[0].endswith("what differs: the model's own code")
    assert made == [1, 2, 1, 1]


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "another's", "pickled", "a pipe"])
def test_what_is_damaged_is_made_anew_and_said(damage, place, made, tmp_path, capsys):
    burnt = get(tmp_path, place)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    if damage == "another's":
        get(tmp_path, place, 2)
        (other,) = tmp_path.glob("seed-2-*")
        other.replace(file)
    elif damage == "a pipe":
        file.unlink()
        os.mkfifo(file)
    elif damage == "pickled":
        with file.open("wb") as opened:
            np.savez(opened, members=np.array([{"a": 1}], object))
    else:
        at = len(whole) // 2
        flipped = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        file.write_bytes({"flipped": flipped, "cut": whole[:at], "empty": b""}[damage])
    made.clear()
    again = get(tmp_path, place)
    (note,) = notes(capsys)
    assert f"{file}: it is not used, and is made anew: it" in note
    assert made == [1] and file.read_bytes() == whole
    np.testing.assert_array_equal(again.history.events, burnt.history.events)


def test_a_pipe_beside_them_is_not_waited_for(place, made, tmp_path, capsys):
    get(tmp_path, place)
    os.mkfifo(tmp_path / "seed-1-of-another.npz")
    get(tmp_path, place.with_({"years": 1.0}))
    assert made == [1, 1] and notes(capsys)[0].endswith("what differs: years")


def test_what_may_not_be_read_is_named_once(place, made, tmp_path, capsys, monkeypatch):
    def forbidden(file, name):
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr(burn_ins, "read_arrays", forbidden)
    get(tmp_path, place)
    assert notes(capsys)[0].count(str(tmp_path)) == 1 and made == [1]


def test_killed_while_writing_leaves_nothing_half(place, made, tmp_path, program, joinedup):
    kept = tmp_path / "kept"
    command = ["run", PAIR[0], *QUICK, "--replications", "40", "--workers", "1"]
    running = program(tmp_path, *command, "--out", "out", "--burn-ins", kept)
    while not list(kept.glob("seed-3-*")) and running.poll() is None:
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait(timeout=60)
    whole = list(kept.glob("seed-*"))
    assert 3 <= len(whole) < 40
    for file in whole:
        kept_arrays.read_sealed(file)


def test_what_a_killed_process_half_wrote_goes_in_time(tmp_path, place, made, monkeypatch):
    half = tmp_path / f"{UNFINISHED}123-seed-1-0.npz"
    half.write_bytes(b"half")
    get(tmp_path, place)
    assert half.exists(), "another process may be at work on it"
    monkeypatch.setattr(burn_ins, "LONGEST_WRITE", -1.0)
    get(tmp_path, place)
    assert not half.exists() and made == [1]


def test_where_the_disk_is_full_a_run_goes_on_and_keeps_nothing(
    tmp_path, place, made, monkeypatch, capsys
):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert get(tmp_path, place).seed == 1
    (note,) = notes(capsys)
    assert note.endswith("this burn-in is not kept: No space left on device")
    assert str(tmp_path) in note and list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_one_clear_error(joinedup, tmp_path):
    file = tmp_path / "kept"
    file.write_text("mine")
    link = tmp_path / "link"
    link.symlink_to("nowhere")
    for wrong, why in ((file, "not a folder"), (file / "below", ""), (link, "leads nowhere")):
        shown = joinedup("compare", *PAIR, *QUICK, "--burn-ins", wrong, "--out", tmp_path / "out")
        assert shown.exit_code == 2
        (line,) = [one for one in shown.stderr.splitlines() if not one.startswith("Note: ")]
        assert line.startswith(f"{wrong}: burn-ins cannot be kept there: ") and line.endswith(why)
    assert file.read_text() == "mine" and sorted(tmp_path.iterdir()) == [file, link]


def test_a_folder_that_may_not_be_written_to_is_read_all_the_same(
    place, made, tmp_path, capsys, monkeypatch
):
    get(tmp_path, place)
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    monkeypatch.setattr(burn_ins, "write_arrays", mock.Mock(side_effect=PermissionError(13, "no")))
    get(tmp_path, place)
    assert made == [1] and notes(capsys) == []
    get(tmp_path, place, 2)
    assert made == [1, 2] and notes(capsys)[0].endswith("this burn-in is not kept: no")


@pytest.mark.parametrize(
    ("burn_ins", "says"),
    [
        ("out", "out: --out and --burn-ins name the same folder"),
        ("out/kept", "out/kept: --burn-ins is in the folder that --out is to make, out"),
        ("results", "results: burn-ins cannot be kept there: it holds results"),
        ("", "the name is empty"),
    ],
)
def test_a_folder_that_is_for_something_else_is_refused(
    burn_ins, says, joinedup, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    Path("results").mkdir()
    Path("results/manifest.json").write_text("{}")
    shown = joinedup("compare", *PAIR, *QUICK, "--burn-ins", burn_ins, "--out", "out")
    assert shown.exit_code == 2 and says in shown.stderr
    assert [file.name for file in tmp_path.rglob("*")] == ["results", "manifest.json"]
