"""Compiled code takes an index as it is given, so none may be outside its table."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.slow  # it compiles the model in another way
def test_no_index_is_outside_its_table(tmp_path):
    words = ["-m", "tests.same_lives.checked_indices", tmp_path / "outside"]
    environment = os.environ | {
        "NUMBA_CACHE_DIR": str(tmp_path / "cache"),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    subprocess.run([sys.executable, *words], env=environment, check=True)
    found = (tmp_path / "outside").read_text().splitlines()
    assert [line.split(" in ")[0] for line in found] == ["-1 of 5", "5 of 5"], found
    assert all("control" in line for line in found)
