"""What a killed process leaves is swept by the next; what a live one makes never is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from joinedup_experiments.compare.results.folder import FolderError, new_folder, sweep

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
    left = tmp_path / f".unfinished-out-{os.getpid()}"
    left.mkdir()
    with new_folder(tmp_path / "out"):
        assert not left.exists()


@pytest.mark.parametrize(
    "name",
    [
        f".unfinished-out-{os.getppid()}",
        f".unfinished-out-{2**22 + 1}@another-machine",
        ".unfinished-out-1",
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
    (tmp_path / f".unfinished-out-{2**22 + 1}").symlink_to(tmp_path / "kept")
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


def test_a_stop_while_python_executes_a_text_has_the_exit_code_of_a_stop(tmp_path):
    (tmp_path / "stops.py").write_text(STOPPED_IN_A_TEXT)
    command = [sys.executable, "-m", "stops", "stops"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "")
