"""Runs that are kept until the whole is there: as they were, or made anew; others' files stay."""

from __future__ import annotations

import random

import numpy as np
import pytest

from joinedup_experiments.compare.results.kept_runs import KeptRuns

ARRAYS = {"months": np.arange(200.0).reshape(20, 10), "seed": np.array(3)}


@pytest.fixture
def kept(tmp_path):
    runs = KeptRuns(tmp_path / "out", {"seed": 1})
    runs.keep("run-1", ARRAYS)
    yield runs
    runs.close()


def test_no_flipped_bit_changes_a_run_in_silence(kept):
    file, rng = kept.folder / "run-1.npz", random.Random(1)
    whole = file.read_bytes()
    for _ in range(2_000):
        spoilt = bytearray(whole)
        spoilt[rng.randrange(len(whole))] ^= 1 << rng.randrange(8)
        file.write_bytes(bytes(spoilt))
        assert kept.read("run-1") is None
    file.write_bytes(whole)
    again = kept.read("run-1")
    assert again.keys() == ARRAYS.keys()
    assert all(np.array_equal(again[key], ARRAYS[key]) for key in ARRAYS)


def test_files_of_the_users_own_among_them_stay(kept):
    mine = kept.folder / "notes.txt"
    mine.touch()
    kept.close(whole=True)
    assert [file.name for file in kept.folder.iterdir()] == [mine.name]
