"""What the environment has set for other programs does no harm."""

from __future__ import annotations

import subprocess
import sys

import pytest

MAP, TABLE = ["map", "siloed_borough", "--out", "map.svg"], ["evidence"]


@pytest.mark.parametrize(
    "settings, words",
    [
        ({"NUMBA_NUM_THREADS": "0", "MPLBACKEND": "nonsense", "COLUMNS": "0"}, MAP),
        ({"NUMBA_NUM_THREADS": "many", "PYTHONIOENCODING": "ascii"}, TABLE),
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
