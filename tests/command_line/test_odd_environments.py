"""What the environment has set for other programs does no harm."""

from __future__ import annotations

import errno
import subprocess
import sys

import pytest

from joinedup_experiments.cli import program

MACHINE = {
    "too little memory for that: MemoryError": MemoryError(),
    "for that: OSError(12": OSError(errno.ENOMEM, "Cannot allocate memory", "x.py"),
    "too few open files allowed": OSError(errno.EMFILE, "Too many open files", "x.py"),
    "memory for that: ImportError('x.so: failed to map": ImportError(
        "x.so: failed to map segment from shared object"
    ),
    "memory for that: OSError('x.so: failed to map": OSError(
        "x.so: failed to map segment from shared object"
    ),
}
# Commands with a ";" after each, in one process, which imports the program once.
IN_TURN = """
import sys
from joinedup_experiments.cli import main
words = sys.argv[1:]
while words:
    end = words.index(";")
    sys.argv[1:], words = words[:end], words[end + 1 :]
    try:
        main()
    except SystemExit as left:
        if left.code:
            raise
    print("ended well")
"""
MAP, TABLE = ["map", "siloed_borough", "--out", "map.svg"], ["evidence"]


@pytest.mark.parametrize(
    "settings, words",
    [
        ({"NUMBA_NUM_THREADS": "0", "MPLBACKEND": "nonsense", "COLUMNS": "0"}, MAP),
        ({"NUMBA_NUM_THREADS": "many", "PYTHONIOENCODING": "ascii"}, TABLE),
        ({"SOURCE_DATE_EPOCH": "nonsense"}, MAP),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "COLUMNS": "1"}, TABLE),
    ],
)
def test_a_command_that_draws_or_prints_works(settings, words, tmp_path, monkeypatch) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    command = [sys.executable, "-m", "joinedup_experiments.cli", *words]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "map.svg").is_file() is (words == MAP)


@pytest.mark.parametrize("shown", MACHINE)
def test_what_the_machine_lacks_is_said_in_one_line(shown, monkeypatch, capsys) -> None:
    def fails() -> None:
        raise MACHINE[shown]

    monkeypatch.setattr(program, "app", fails)
    monkeypatch.setattr(program.signal, "signal", lambda *_: None)
    monkeypatch.setattr(program, "replace_what_cannot_be_written", lambda: None)
    with pytest.raises(SystemExit) as end:
        program.main()
    (line,) = capsys.readouterr().err.splitlines()
    assert end.value.code == 2 and shown in line


@pytest.mark.parametrize("most", [100e6, 360e6, 560e6, program.LEAST])
def test_a_command_ends_however_little_memory_there_is(most: float, tmp_path) -> None:
    """OpenBLAS, refused the memory it asks for as it is loaded, asks for ever."""
    resource = pytest.importorskip("resource")
    command = [sys.executable, "-m", "joinedup_experiments.cli", "new", "place", "--example"]

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (int(most), int(most)))

    done = subprocess.run(
        command, capture_output=True, cwd=tmp_path, preexec_fn=limited, timeout=60, text=True
    )
    if most < program.LEAST:
        assert done.returncode == 2
        assert done.stderr.startswith("joinedup takes at least 700 MB of memory, and a limit of")
        assert len(done.stderr.splitlines()) == 1
    else:
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_results_in_a_folder_whose_name_is_not_utf_8_are_whole_and_read(tmp_path) -> None:
    name = "caf\udce9"  # as of another encoding
    small = ["--residents", "300", "--years", "0.1", "--burn-in", "0.1"]
    longer = ["--residents", "500", "--years", "0.5", "--burn-in", "0.5"]
    commands = (
        ["compare", "siloed_borough", "co_located", *small, "--replications", "2", "--out", name],
        ["report", name, "--out", "book.xlsx"],
        ["journey", "siloed_borough", "local_care_network", *longer, "--out", f"{name}-journey"],
    )
    words = [word for command in commands for word in (*command, ";")]
    done = subprocess.run(
        [sys.executable, "-c", IN_TURN, *words], capture_output=True, cwd=tmp_path
    )
    assert (done.returncode, done.stdout.count(b"ended well")) == (0, 3), done.stderr
