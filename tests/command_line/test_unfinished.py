"""What a killed process leaves is swept by the next; what a live one makes never is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from joinedup_experiments.compare.results.folder import FolderError, new_folder, sweep, unfinished

ROOT = Path(__file__).parents[2]
MAKES_AND_WAITS = """
import sys
from pathlib import Path
from joinedup_experiments.compare.results.folder import new_folder
with new_folder(Path(sys.argv[1])) as making:
    (making / "table.csv").write_text("half")
    print(making.name, flush=True)
    sys.stdin.read()
"""
STOPPED_IN_A_TEXT = """
from joinedup_experiments.cli.program import app, main
@app.command()
def stops():
    exec("raise KeyboardInterrupt")
@app.command()
def other(): ...
main()
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="nothing is swept here")


def gone(final):
    """What a process of this machine, of a number that none has, would have left."""
    left = unfinished(final)
    return left.with_name(left.name.replace(f"-{os.getpid()}@", f"-{2**22 + 1}@"))


@pytest.fixture
def maker(tmp_path):
    """A process that is making results in a folder, and what it calls them until then."""
    making = subprocess.Popen(
        [sys.executable, "-c", MAKES_AND_WAITS, str(tmp_path / "theirs")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield making, making.stdout.readline().strip()
    making.kill()
    making.communicate()


def test_what_a_live_process_makes_is_left_until_it_is_killed(maker, tmp_path, capsys):
    process, name = maker
    with new_folder(tmp_path / "mine"):
        pass
    assert {file.name for file in tmp_path.iterdir()} == {name, "mine"}
    assert capsys.readouterr().err == ""
    process.kill()
    process.wait()
    with new_folder(tmp_path / "again"):
        pass
    assert {file.name for file in tmp_path.iterdir()} == {"mine", "again"}
    assert f"Removed {tmp_path / name}" in capsys.readouterr().err


def test_what_a_live_process_makes_is_finished(maker, tmp_path):
    process, _ = maker
    assert sweep(tmp_path) == []
    process.communicate("go on")
    assert [file.name for file in tmp_path.iterdir()] == ["theirs"]
    assert [file.name for file in (tmp_path / "theirs").iterdir()] == ["table.csv"]


def test_one_process_can_make_two_at_once(tmp_path):
    with new_folder(tmp_path / "one"):
        with new_folder(tmp_path / "two"):
            pass
        assert sweep(tmp_path) == []
    assert {file.name for file in tmp_path.iterdir()} == {"one", "two"}


def test_the_second_of_one_name_is_refused_and_the_first_is_left(tmp_path):
    with new_folder(tmp_path / "one") as making:
        with pytest.raises(FolderError), new_folder(tmp_path / "one"):
            pass
        assert making.is_dir()
    assert [file.name for file in tmp_path.iterdir()] == ["one"]


def test_a_number_that_came_round_again_does_not_keep_a_folder(tmp_path):
    """In a container every process may have the same number."""
    left = unfinished(tmp_path / "out")
    left.mkdir()
    with new_folder(tmp_path / "other"):
        assert not left.exists()


def test_what_another_users_process_left_is_theirs(tmp_path, monkeypatch):
    left = gone(tmp_path / "out")
    left.mkdir()
    user = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: user + 1)
    assert sweep(tmp_path) == []
    monkeypatch.setattr(os, "getuid", lambda: user)
    assert sweep(tmp_path) == [left]


@pytest.mark.parametrize(
    "name",
    [
        f".unfinished-out-{os.getppid()}",
        f".unfinished-out-{2**22 + 1}@another-machine",
        ".unfinished-out-1",
        f".unfinished-thesis-{2**22 + 1}",
        ".unfinished-notes",
        "results-4194305",
    ],
)
def test_what_may_be_somebodys_is_left(name, tmp_path):
    (tmp_path / name).mkdir()
    assert sweep(tmp_path) == []
    assert (tmp_path / name).is_dir()


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "kept").mkdir()
    gone(tmp_path / "out").symlink_to(tmp_path / "kept")
    assert sweep(tmp_path) == []
    assert (tmp_path / "kept").is_dir()


def test_what_was_to_be_replaced_is_kept_when_that_fails(tmp_path):
    old = tmp_path / "here"
    old.mkdir()
    (old / "table.csv").write_text("old")
    with pytest.raises(OSError), new_folder(old, replaces=True) as making:
        making.rmdir()
    assert (old / "table.csv").read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["here"]


def test_what_has_the_name_already_is_kept_under_another(tmp_path, capsys):
    old = tmp_path / "here"
    old.mkdir()
    (old / "my notes.txt").write_text("mine")
    for number in (1, 2):
        with new_folder(old, replaces=True) as making:
            (making / "table.csv").write_text(str(number))
    assert (tmp_path / "here-before" / "my notes.txt").read_text() == "mine"
    assert (tmp_path / "here-before-2" / "table.csv").read_text() == "1"
    assert (old / "table.csv").read_text() == "2"
    assert f"it is kept as {tmp_path / 'here-before-2'}" in capsys.readouterr().err


def test_results_are_on_the_disk_before_they_have_their_name(tmp_path, monkeypatch):
    synced, sync = [], os.fsync

    def noted(handle):
        synced.append(os.readlink(f"/proc/self/fd/{handle}"))
        assert not (tmp_path / "here").exists() or synced[-1] == str(tmp_path)
        sync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    with new_folder(tmp_path / "here") as making:
        (making / "inner").mkdir()
        (making / "inner" / "table.csv").write_text("1")
    ours = [making / "inner", making / "inner" / "table.csv", making, tmp_path]
    assert set(map(str, ours)) == set(synced)


def test_a_stop_while_python_executes_a_text_has_the_exit_code_of_a_stop(tmp_path):
    (tmp_path / "stops.py").write_text(STOPPED_IN_A_TEXT)
    command = [sys.executable, "-m", "stops", "stops"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "")
