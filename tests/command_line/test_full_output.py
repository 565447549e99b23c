"""Standard output that takes nothing: one line that says so, and the results are whole."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FULL = Path("/dev/full")
PAIR = ["siloed_borough", "local_care_network"]
SAFE = "the results are whole in out"
COMMANDS = {
    "compare": ([*PAIR, "--replications", "2", "--no-pictures"], SAFE),
    "journey": (PAIR, SAFE),
    "validate": (PAIR, ""),
    "parameters": ([], ""),
    "parameters as csv": (["--format", "csv"], ""),
    "scenarios": ([], ""),
    "--help": ([], ""),
}
CASES = [(name, "") for name in COMMANDS] + [
    pytest.param(n, "1", marks=pytest.mark.slow) for n, (_, kept) in COMMANDS.items() if not kept
]
CLOSED = ["validate", "scenarios", pytest.param("journey", marks=pytest.mark.slow)]
SMALL = ["--residents", "1500", "--years", "1", "--burn-in", "0.5", "--out", "out"]


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("command, unbuffered", CASES)
def test_full_output_is_said_in_one_line(command, unbuffered, tmp_path):
    arguments, kept = COMMANDS[command]
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "joinedup_experiments.cli", command.split(" ")[0], *arguments]
            + (SMALL if kept else []),
            cwd=tmp_path,
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=300,
        )
    lines = done.stderr.splitlines()
    shown = [line for line in lines if not re.search(r"% about|\d%$|left$|^Compiling", line)]
    assert done.returncode == 1, done.stderr
    assert len(shown) == 1, done.stderr
    assert shown[0].startswith("standard output cannot be written to: No space left on device")
    if kept:
        assert shown[0].endswith(kept)
        assert json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
        assert [file.name for file in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("closed", [0, 1, 2])
@pytest.mark.parametrize("command", CLOSED)
def test_a_closed_stream_leads_nowhere(command, closed, tmp_path):
    """As ``>&-`` leaves it."""
    arguments, kept = COMMANDS[command]
    done = subprocess.run(
        [sys.executable, "-m", "joinedup_experiments.cli", command, *arguments]
        + (SMALL if kept else []),
        cwd=tmp_path,
        env=dict(os.environ),
        preexec_fn=lambda: os.close(closed),
        timeout=300,
    )
    assert done.returncode == 0
    if kept:
        assert json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
        assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_a_full_disk_keeps_the_runs_alone_and_says_why(joinedup, small, tmp_path, monkeypatch):
    def full(*given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("joinedup_experiments.compare.results.writing.write_tables", full)
    shown = joinedup("run", PAIR[0], *small, "--out", tmp_path / "out")
    assert shown.exit_code == 2
    safe, why = shown.stderr.splitlines()[-2:]
    assert "cannot be written; 3 of 3 runs are safe. Go on with: joinedup" in safe
    assert why == "No space left on device"
    assert [file.name for file in tmp_path.iterdir()] == [".unfinished-out.runs"]


TINY = ["--residents", "600", "--years", "1", "--burn-in", "0.2", "--replications", "1"]
TINY += ["--worlds", "one", "--no-pictures"]
UNREAD = {
    "a table": ["parameters"],
    "help": ["--help"],
    "a line": ["validate", "siloed_borough"],
    "a refusal": ["validate", "nobody"],
    "a form to fill in": ["evaluate", "case_management", "--write-envelope", "mine.yaml"],
    "results": ["compare", *PAIR, *TINY, "--out", "out"],
}


@pytest.mark.parametrize("unbuffered", ["", pytest.param("1", marks=pytest.mark.slow)])
@pytest.mark.parametrize("arguments", UNREAD.values(), ids=UNREAD)
def test_a_reader_that_stops_is_left_quietly_with_the_usual_code(
    arguments, unbuffered, tmp_path
) -> None:
    """As of `joinedup ... | true`; what is written into files is there all the same."""
    running = subprocess.Popen(
        [sys.executable, "-m", "joinedup_experiments.cli", *arguments],
        cwd=tmp_path, env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    running.stdout.close()
    shown = running.stderr.read()
    code = running.wait(timeout=300)
    if arguments[-1] == "nobody":  # what is wrong is on the other stream
        assert code == 2 and "nobody" in shown
        return
    assert code == 141, shown
    assert "roken" not in shown and "Traceback" not in shown
    if "--out" in arguments:
        assert json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    if "mine.yaml" in arguments:
        assert (tmp_path / "mine.yaml").is_file()
