"""Commands, run in this process or in one of their own that can be killed, and what they leave."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from typer.testing import CliRunner

from joinedup_experiments.cli import app, main
from tests.torture.cases import TRACEBACK, WRONG, Verdict

TINY = ["--residents", "300", "--years", "1", "--burn-in", "0"]
PAIR = ["siloed_borough", "local_care_network"]
COMPARE = ["compare", *PAIR, *TINY, "--replications", "3", "--worlds", "one", "--workers", "1"]
COMPARE += ["--no-pictures", "--out", "out"]
SWEEP = """base: siloed_borough
arms: [local_care_network]
place: {residents: 300}
run: {years: 0.25, burn_in_years: 0}
vary: [crisis.rate, handover.loss]
outcomes: [{measure: crises}]
method: latin_hypercube
size: 24
runs_in_a_task: 3
"""
PLACE = "based_on: siloed_borough\nname: Hill\nworlds: hill.csv\n"
TIMES = ("times", "begun", "finished", "seal", "command", "workers", "git_commit")
LONGEST = 300.0  # seconds of any command here


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


def in_process(folder: Path, *words: object) -> Ended:
    """A command run in this process, in a folder; a traceback is in ``err``."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        shown = CliRunner().invoke(app, [str(word) for word in words])
    finally:
        os.chdir(before)
    fault = ""
    if shown.exception is not None and not isinstance(shown.exception, SystemExit):
        import traceback

        fault = "".join(traceback.format_exception(shown.exception))
    return Ended(shown.exit_code, shown.stdout, shown.stderr + fault)


def forked(folder: Path, words: Sequence[str], prepare: Callable[[], None] | None = None) -> int:
    """Begin a command in a process of its own, which has imported everything; its number.

    ``prepare`` is called in it first. What it prints is in the hidden files `ended` reads.
    """
    sys.stdout.flush()
    if process := os.fork():
        return process
    code = 70
    try:
        os.chdir(folder)
        for number, name in ((1, ".out"), (2, ".err")):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), number)
        sys.argv = ["joinedup", *words]
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if prepare:
            prepare()
        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


def ended(process: int, folder: Path, seconds: float = LONGEST) -> Ended:
    """Wait for a forked command; one that does not end is killed, and has the code -9."""
    until, status = time.monotonic() + seconds, 0
    while True:
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            break
        if time.monotonic() > until:
            os.kill(process, signal.SIGKILL)
        time.sleep(0.005)
    files = [folder / name for name in (".out", ".err")]  # not there if killed at once
    out, err = (f.read_text("utf-8", "replace") if f.exists() else "" for f in files)
    return Ended(os.waitstatus_to_exitcode(status), out, err)


def fault_of(shown: Ended) -> Verdict | None:
    """The verdict on how a command ended, where that alone is a fault."""
    if "Traceback (most recent call last)" in shown.err:
        return Verdict(TRACEBACK, shown.err)
    if shown.code not in (0, 1, 2, 130):
        return Verdict(WRONG, f"exit code {shown.code}: {shown.err}")
    if shown.code == 2 and not shown.err.strip():
        return Verdict(WRONG, "refused without a word")
    return None


def tree(folder: Path) -> dict[str, bytes]:
    """What is in a folder by its path, but for what is hidden; manifests without their times."""
    found = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in inside.parts):
            data = path.read_bytes()
            found[inside.as_posix()] = _timeless(data) if path.name == "manifest.json" else data
    return found


def _timeless(data: bytes) -> bytes:
    def timeless(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: timeless(value) for key, value in part.items() if key not in TIMES}
        return part

    try:
        return json.dumps(timeless(json.loads(data))).encode()
    except ValueError:
        return data


def hidden(folder: Path) -> list[str]:
    """What was left half made."""
    return [str(path.relative_to(folder)) for path in folder.rglob(".unfinished-*")]


def one_line(text: str) -> list[str]:
    """The lines of standard error that are not notes, nor of progress."""
    lines = [line for line in re.split(r"[\r\n]+", text) if line.strip()]
    return [line for line in lines if not line.startswith(("Note: ", "Running ", "Writing "))]
