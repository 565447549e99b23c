"""While the model compiles, it is shown how far it is."""

from __future__ import annotations

import os
import time

import pytest

from joinedup import run  # kernels take their folder when they are defined
from joinedup.engine import compiler, kept_code
from joinedup.engine.kept_code import cache_folder
from joinedup_experiments.compare import executors
from joinedup_experiments.compare.executors import FUNCTIONS, warm_up
from joinedup_experiments.scenario_io.load import load_scenario


def test_compiling_tells_how_far_it_is(tmp_path, monkeypatch, capsys) -> None:
    def compiles(scenario, seed) -> None:
        for number in range(FUNCTIONS // 2):
            (tmp_path / f"{number}.nbc").touch()
        time.sleep(3.5)

    monkeypatch.setattr("joinedup.engine.kept_code.cache_folder", lambda: tmp_path)
    monkeypatch.setattr(run, "simulate", compiles)
    warm_up(load_scenario("siloed_borough"))
    assert capsys.readouterr().err.strip().startswith("Compiling: 50%, about ")


@pytest.mark.parametrize(("compiled", "begins"), [(False, "Compiling the model: once"), (True, "")])
def test_what_compiles_a_model_from_python_says_so(compiled, begins, tmp_path, monkeypatch, capsys):
    if compiled:
        (tmp_path / "day.run_days-1.nbc").touch()
    monkeypatch.setattr("joinedup.engine.compiler.cache_folder", lambda: tmp_path)
    compiler.announce.__wrapped__()
    assert capsys.readouterr().err[: len("Compiling the model: once")] == begins


def test_the_number_of_functions_is_about_that_of_the_model() -> None:
    warm_up(load_scenario("siloed_borough"))
    compiled = len(list(cache_folder().rglob("*.nbc")))
    assert compiled >= 0.9 * executors.FUNCTIONS


@pytest.fixture
def looked_for(tmp_path, monkeypatch):
    """Looks for the cache anew, as a process does whose folders for it are these two."""
    monkeypatch.setattr(kept_code._config, "CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def look():
        kept_code._tried.cache_clear()
        return kept_code.cache_folder()

    yield look
    monkeypatch.undo()
    kept_code._tried.cache_clear()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="folders have no owner here")
def test_compiled_code_is_never_loaded_from_a_folder_that_others_can_write_to(
    looked_for, tmp_path, monkeypatch
) -> None:
    mine = looked_for()
    assert mine.parent == tmp_path / "kept"
    assert mine.stat().st_mode & 0o777 == 0o700
    mine.chmod(0o777)
    second = looked_for()
    assert second.parent == tmp_path / f"joinedup-{os.getuid()}"
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    second.rmdir()
    second.symlink_to(tmp_path / "elsewhere")
    assert looked_for() is None
    mine.chmod(0o700)
    assert looked_for() == mine
    (tmp_path / "kept").chmod(0o777)
    assert looked_for() is None
    (tmp_path / "kept").chmod(0o755)
    assert looked_for() == mine
    real = os.getuid()
    monkeypatch.setattr("os.getuid", lambda: real + 1)  # the folders are another's now
    other = looked_for()
    assert other is None or other.parent.name == f"joinedup-{real + 1}"
