"""One small comparison, run once, that many tests look at."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app

ROOT = Path(__file__).parents[2]
SMALL = ["--residents", "600", "--years", "1", "--burn-in", "0.5", "--replications", "3"]
SMALL += ["--worlds", "one"]  # the model itself; tests of worlds ask for them


def in_this_process(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def in_its_own_process(folder, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "joinedup_experiments.cli", *map(str, arguments)],
        cwd=folder,
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that runs the tests in the background has Ctrl-C ignored, by its children too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.fixture(scope="session")
def joinedup():
    """Runs the program in this process."""
    return in_this_process


@pytest.fixture(scope="session")
def program():
    """Starts the program in a process of its own, in a folder."""
    return in_its_own_process


@pytest.fixture(scope="session")
def small():
    """Options for a place that runs in no time."""
    return SMALL


@pytest.fixture(scope="session")
def compared(tmp_path_factory):
    """What comparing two small places printed with ``--all``, and its folder."""
    folder = tmp_path_factory.mktemp("compared") / "results"
    pair = ["siloed_borough", "local_care_network"]
    shown = in_this_process("compare", *pair, *SMALL, "--workers", 1, "--all", "--out", folder)
    assert shown.exit_code == 0, shown.output
    return shown.output, folder
