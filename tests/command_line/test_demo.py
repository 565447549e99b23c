"""The first look: a page and a picture where it says, and commands that work as printed."""

from __future__ import annotations

import os
import re
import shlex
import sys
import time
from pathlib import Path

import pytest
from typer.main import get_command

from joinedup_experiments.cli import app, demo
from joinedup_experiments.display import typed

ROOT = Path(__file__).parents[2]
A_MINUTE = 60.0


def check(shown: str, folder: Path) -> None:
    """Page and picture are there, and every command is one that can be typed."""
    where = dict(re.findall(r"^(Page|Picture): +(\S+)", shown, re.M))
    assert "joinedup" in (folder / where["Page"]).read_text(encoding="utf-8")
    assert (folder / where["Picture"]).read_bytes().startswith(b"\x89PNG")
    commands = [shlex.split(line) for line in re.findall(r"^(?:.*: |  )(joinedup .*)", shown, re.M)]
    assert [words[1] for words in commands] == ["open", "report", "compare", "new"]
    for words in commands:
        get_command(app).commands[words[1]].make_context(words[1], words[2:])


def test_it_ends_with_a_page_a_picture_and_what_to_type(joinedup, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, value in {"WORLDS": 2, "SIMULATED": 600, "YEARS": 1.0}.items():
        monkeypatch.setattr(demo, name, value)
    shown = joinedup("demo")
    assert shown.exit_code == 0, shown.output
    check(shown.stdout, tmp_path)
    (folder,) = (tmp_path / "results").iterdir()
    example = shown.stdout.splitlines()[-1].split()
    assert joinedup(*example[1:]).exit_code == 0 and (tmp_path / "riverford").is_dir()
    assert joinedup("open", folder, "--all").exit_code == 0


@pytest.mark.slow
def test_it_takes_less_than_a_minute(program, tmp_path):
    """Once the model is compiled; processor time, of two cores at the least."""
    program(tmp_path, "run", "siloed_borough", "--residents", "600", "--years", "1").communicate()
    before, began = os.times(), time.monotonic()
    shown, _ = program(tmp_path, "demo").communicate()
    after, took = os.times(), time.monotonic() - began
    used = sum(after[2:4]) - sum(before[2:4])
    print(f"{took:.0f} s, {used:.0f} s of a processor")
    check(shown, tmp_path)
    assert min(took, used) < A_MINUTE


@pytest.mark.parametrize(
    "started, on_path, says",
    [
        (".venv/bin/joinedup", None, ".venv/bin/joinedup open out"),
        ("HERE/.venv/bin/joinedup", None, ".venv/bin/joinedup open out"),
        (".venv/bin/joinedup", "/somewhere/joinedup", "joinedup open out"),
        ("/elsewhere/__main__.py", None, "joinedup open out"),
    ],
)
def test_the_program_is_named_as_it_can_be_typed(started, on_path, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [started.replace("HERE", str(tmp_path))])
    monkeypatch.setattr(typed.shutil, "which", lambda name: on_path)
    assert typed.typed(["open", "out"]) == says


def test_make_runs_it():
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").split("\ndemo:")[1]
    assert recipe.splitlines()[1] == "\t$(BIN)/joinedup demo"
