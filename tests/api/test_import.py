"""Importing joinedup does nothing: it loads no library, hashes no source, makes no folder."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import joinedup as ju

HEAVY = ("numba", "numpy", "pandas", "mesa", "matplotlib", "pydantic", "joinedup_experiments")
LOOKS = f"""
import sys, time
began = time.process_time()
import joinedup as ju
took = time.process_time() - began
dir(ju)
loaded = [name for name in {HEAVY!r} if name in sys.modules]
assert not loaded, loaded
assert "hashlib" not in sys.modules
print(took)
"""


def in_a_new_process(code: str, folder: Path) -> str:
    environment = dict(os.environ, HOME=str(folder), XDG_CACHE_HOME=str(folder / "cache"))
    environment.pop("NUMBA_CACHE_DIR", None)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_importing_loads_and_makes_nothing(tmp_path):
    in_a_new_process(LOOKS, tmp_path)
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.slow
def test_importing_takes_less_than_a_tenth_of_a_second(tmp_path):
    assert min(float(in_a_new_process(LOOKS, tmp_path)) for _ in range(5)) < 0.1


def test_every_name_is_there_documented_and_shown_under_tab():
    assert set(ju.__all__) <= set(dir(ju))
    for name in ju.__all__:
        assert getattr(ju, name).__doc__, name
    assert ju.__version__
    with pytest.raises(AttributeError, match="no attribute 'comparre'"):
        ju.comparre  # noqa: B018


def test_the_stub_offers_the_same_names():
    stub = ast.parse(Path(ju.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    offered = {
        alias.asname: node.module
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }
    assert offered == ju._HOMES
    for package in ("joinedup", "joinedup_experiments"):
        assert (Path(sys.modules[package].__path__[0]) / "py.typed").is_file()
