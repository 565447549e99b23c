"""A comparison that was stopped goes on by the same command, and gives the same bytes."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import time
from dataclasses import fields, replace

import numpy as np
import pytest

from joinedup_experiments.compare import comparison
from joinedup_experiments.compare.results import state_of_code
from joinedup_experiments.compare.results.folder import UNFINISHED, FolderError, new_folder
from joinedup_experiments.compare.results.kept_runs import KeptRuns, begun_before, going_on
from joinedup_experiments.compare.results.replications import as_arrays, from_arrays

PAIR = ["siloed_borough", "local_care_network"]
QUICK = ["--residents", "1500", "--years", "4", "--burn-in", "0.5", "--replications", "6"]
QUICK += ["--worlds", "plausible", "--workers", "1", "--no-pictures"]
DESIGN = {"siloed_borough": {"years": 1}, "worlds": [1, 2]}
RUN = {"months": np.arange(6.0)}
needs_locks = pytest.mark.skipif(os.name != "posix", reason="there are no such locks here")


def tables_in(folder):
    skipped = ("manifest.json", "README.txt")
    return {f.name: f.read_bytes() for f in folder.iterdir() if f.name not in skipped}


def runs_in(parent):
    return list(parent.glob(f"{UNFINISHED}*.runs/[!.]*.npz"))


@pytest.fixture(scope="module")
def uninterrupted(joinedup, tmp_path_factory):
    folder = tmp_path_factory.mktemp("uninterrupted") / "out"
    shown = joinedup("compare", *PAIR, *QUICK, "--out", folder)
    assert shown.exit_code == 0, shown.output
    assert runs_in(folder.parent) == []
    return tables_in(folder)


def stopped_by(how, program, tmp_path, *out):
    """What was shown, once the second run was kept and the program was stopped."""
    running = program(tmp_path, "compare", *PAIR, *QUICK, *out)
    try:
        until = time.monotonic() + 240.0
        while len(runs_in(tmp_path) or runs_in(tmp_path / "results")) < 2:
            assert running.poll() is None, running.communicate()
            assert time.monotonic() < until
            time.sleep(0.01)
        running.send_signal(how)
        _, shown = running.communicate(timeout=60.0)
    finally:
        running.kill()
    return shown


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_stopped_in_mid_run_it_goes_on_and_gives_the_same(
    how, uninterrupted, program, joinedup, tmp_path, monkeypatch
):
    out = ["--out", "out"] if how == signal.SIGINT else []
    shown = stopped_by(how, program, tmp_path, *out)
    if how == signal.SIGINT:
        last = shown.strip().splitlines()[-1]
        assert " of 6 runs are safe. Go on with: joinedup compare siloed_borough" in last
        asked = shlex.split(last.split("Go on with: joinedup ")[1])
    else:
        asked = ["compare", *PAIR, *QUICK]
    monkeypatch.chdir(tmp_path)
    ran, once = [], comparison.branch
    monkeypatch.setattr(comparison, "branch", lambda *a, **k: (ran.append(a[2]), once(*a, **k))[1])
    shown = joinedup(*asked)
    assert shown.exit_code == 0, shown.output
    kept = 6 - len(ran)
    assert kept >= 2 and f"{kept} of 6 runs are there from before" in shown.stderr
    parent = tmp_path if out else tmp_path / "results"
    (folder,) = parent.iterdir()
    assert tables_in(folder) == uninterrupted


def test_another_command_for_the_same_folder_is_refused_in_one_line(joinedup, small, tmp_path):
    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt), going_on(out, DESIGN, ["joinedup"]) as kept:
        kept.keep("replication-0001", RUN)
        raise KeyboardInterrupt
    shown = joinedup("compare", *PAIR, *small, "--out", out)
    assert shown.exit_code == 2
    (line,) = [one for one in shown.stderr.splitlines() if not one.startswith("Note: ")]
    assert line.startswith(f"{out}: {tmp_path / '.unfinished-out.runs'} keeps 1 run of another")
    assert "what differs: siloed_borough, local_care_network, years, seed or replications" in line
    assert "Remove that folder" in line
    assert len(runs_in(tmp_path)) == 1 and not out.exists()


def test_a_run_is_read_back_as_it_was(siloed):
    one = comparison.compare(["a", "b"], [_tiny(siloed), _tiny(siloed)], 1)
    again = from_arrays(as_arrays(replace(one, seeds=one.seeds[:1])))
    for what in ("months", "weights", "ledgers", "costs", "neighbourhoods"):
        np.testing.assert_array_equal(getattr(again, what), getattr(one, what))
    assert (again.index_day, again.simulated) == (one.index_day, one.simulated)
    assert len(again.event_log) == 2
    for mine, theirs in zip(again.event_log, one.event_log, strict=True):
        for field in fields(mine):
            a, b = getattr(mine, field.name), getattr(theirs, field.name)
            np.testing.assert_array_equal(a, b, field.name)
            assert type(a) is type(b), field.name
            assert getattr(a, "dtype", None) == getattr(b, "dtype", None)


def _tiny(siloed):
    run = {"years": 0.5, "burn_in_years": 0.2, "replications": 1}
    return siloed.with_({"residents": 600}).with_(run)


def test_what_is_cut_short_or_could_execute_is_run_anew(tmp_path):
    kept = KeptRuns(tmp_path / "out", DESIGN)
    for name in ("whole", "short", "spoilt"):
        kept.keep(name, RUN)
    short, spoilt = kept.folder / "short.npz", kept.folder / "spoilt.npz"
    short.write_bytes(short.read_bytes()[:-30])
    data = bytearray(spoilt.read_bytes())
    data[-150] ^= 0xFF
    spoilt.write_bytes(bytes(data))
    np.savez(kept.folder / "pickled.npz", months=np.array([{"a": 1}], object))
    assert np.array_equal(kept.read("whole")["months"], RUN["months"])
    assert [kept.read(name) for name in ("short", "pickled", "missing")] == [None] * 3
    assert kept.read("spoilt") is None
    shutil.copy(kept.folder / "whole.npz", kept.folder / "another.npz")
    assert kept.read("another") is None, "a run under the name of another is not taken for it"
    kept.close()


def test_too_little_memory_keeps_the_runs_and_says_how_to_go_on(tmp_path, capsys):
    with (
        pytest.raises(MemoryError),
        going_on(tmp_path / "out", DESIGN, ["joinedup", "run"], 2) as kept,
    ):
        kept.keep("1", RUN)
        raise MemoryError
    assert "Stopped; 1 of 2 runs is safe. Go on with: joinedup run" in capsys.readouterr().err
    assert kept.many == 1


def test_runs_go_when_the_result_is_whole_and_stay_when_it_fails(tmp_path, capsys):
    out = tmp_path / "out"
    with pytest.raises(OSError), going_on(out, DESIGN, ["joinedup", "run"], 2) as kept:
        kept.keep("1", RUN)
        raise OSError(28, "No space left on device")
    shown = capsys.readouterr().err
    assert "cannot be written; 1 of 2 runs is safe. Go on with: joinedup run" in shown
    (kept.folder / f"{UNFINISHED}1-2.npz").write_bytes(b"half")
    assert begun_before(tmp_path, DESIGN) == out
    assert begun_before(tmp_path, {**DESIGN, "worlds": [3]}) is None
    with going_on(out, DESIGN, ["joinedup", "run"], 2) as kept:
        assert kept.many == 1 and not list(kept.folder.glob(f"{UNFINISHED}*"))
    assert list(tmp_path.iterdir()) == []


@needs_locks
def test_two_at_once_do_not_share_a_folder(tmp_path):
    with going_on(tmp_path / "out", DESIGN, []) as kept:
        kept.keep("1", RUN)
        with pytest.raises(FolderError, match="another process is at work on it"):
            KeptRuns(tmp_path / "out", DESIGN)
        assert begun_before(tmp_path, DESIGN) is None
        assert kept.read("1")


def test_a_folder_without_a_run_is_begun_anew(tmp_path):
    kept = KeptRuns(tmp_path / "out", {"worlds": [9]})
    kept.keep("1", RUN)
    (kept.folder / "1.npz").unlink()
    kept._let_go()  # as a process that is killed does
    with going_on(tmp_path / "out", DESIGN, []) as again:
        again.keep("1", RUN)
        assert again.many == 1


@pytest.mark.parametrize("name", [".", "/"])
def test_no_name_is_refused_in_one_line(name, joinedup, small, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown = joinedup("compare", *PAIR, *small, "--out", name)
    assert shown.exit_code == 2 and list(tmp_path.iterdir()) == []
    (line,) = [one for one in shown.stderr.splitlines() if not one.startswith("Note: ")]
    assert "is no name to write to" in line


def test_a_run_that_is_half_written_is_not_counted(tmp_path):
    kept = KeptRuns(tmp_path / "out", DESIGN)
    kept.keep("replication-0001", RUN)
    (kept.folder / f"{UNFINISHED}123-replication-0002.npz").write_bytes(b"half")
    assert kept.many == 1
    kept.close()


def test_two_that_begin_in_the_same_second_get_two_names(tmp_path):
    usual = tmp_path / "results/here-20260101-120000"
    first, second = (going_on(usual, DESIGN | {"worlds": [n]}, [], usual=True) for n in (1, 9))
    with first as one, second as other:
        for kept in (one, other):
            kept.keep("1", {"x": np.zeros(1)})
            with new_folder(kept.final):
                pass
    assert {file.name for file in usual.parent.iterdir()} == {usual.name, f"{usual.name}-2"}


def test_what_was_reserved_for_nothing_leaves_nothing(tmp_path):
    usual = tmp_path / "results/here-20260101-120000"
    with pytest.raises(KeyboardInterrupt), going_on(usual, DESIGN, [], usual=True):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_going_on_with_other_code_than_the_models_is_noted(tmp_path, capsys, monkeypatch):
    out = tmp_path / "out"
    for edits in range(3):
        with pytest.raises(KeyboardInterrupt), going_on(out, DESIGN, ["joinedup"]) as kept:
            kept.keep(str(edits), RUN)
            raise KeyboardInterrupt
        notes = [one for one in capsys.readouterr().err.splitlines() if one.startswith("Note: ")]
        assert len(notes) == (edits > 1)
        assert all(f"{out}: begun with other code" in note for note in notes)
        if edits:
            monkeypatch.setattr(state_of_code, "state_of_code", lambda: "edited meanwhile")
    with going_on(out, DESIGN, ["joinedup"]):
        pass
    assert list(tmp_path.iterdir()) == []
