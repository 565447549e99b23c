"""The tools the benchmark compares, and how one of them is run and timed."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

from joinedup_experiments.benchmarks import network as net

INSTALL = "pip install -r experiments/joinedup_experiments/benchmarks/requirements-benchmark.txt"
WARM_UP = 500


class Tool(NamedTuple):
    """One line of the table."""

    label: str  # what the table calls it
    module: str  # the module of this folder with ``simulate(people, seed)``
    package: str  # what must be installed: a distribution, or the program gcc
    allowance: float = 0.0  # beyond standard errors, for tools that step by the day
    people_at_most: int | None = None  # for a tool whose cost grows faster than the population
    collector: bool = True  # whether Python's garbage collector stays on
    takes_turns: bool = False  # fast enough to be repeated, in this process

    def missing(self) -> str | None:
        """Why the tool cannot be run here, or None."""
        if self.package == "gcc":
            return None if shutil.which("gcc") else "needs the compiler gcc"
        return None if find_spec(self.package) else f"not installed: {INSTALL}"


TOOLS = {
    "engine": Tool("this engine, ledger on", "engine_clinic", "numba", takes_turns=True),
    "engine-together": Tool(
        "this engine, all localities at once", "engine_clinic", "numba", takes_turns=True
    ),
    "c": Tool("C, no ledger", "c_clinic", "gcc", takes_turns=True),
    "c-together": Tool("C, all localities at once", "c_clinic", "gcc", takes_turns=True),
    "c-keyed": Tool("C with the engine's keyed draws", "c_clinic", "gcc", takes_turns=True),
    "numpy": Tool("numpy by hand, every day", "numpy_clinic", "numpy", net.BY_THE_DAY),
    "starsim": Tool("Starsim", "starsim_clinic", "starsim", net.BY_THE_DAY),
    "simpy-off": Tool("SimPy, collector off", "simpy_clinic", "simpy", collector=False),
    "simpy": Tool("SimPy", "simpy_clinic", "simpy"),
    "mesa": Tool("Mesa, every agent every day", "mesa_clinic", "mesa", net.BY_THE_DAY),
    "ciw": Tool("Ciw", "ciw_clinic", "ciw", people_at_most=net.LOCALITY),
}


class Timing(NamedTuple):
    """One run: seconds of processor and of the clock, and what it counted."""

    processor: float
    clock: float
    monthly: np.ndarray


def simulation(name: str, people: int) -> Callable[[int, int], np.ndarray]:
    """The function (people, seed) of a tool."""
    simulate = import_module(f"joinedup_experiments.benchmarks.{TOOLS[name].module}").simulate
    if name.endswith("-together"):
        return lambda people, seed: simulate(people, seed, together=people)
    if name == "c-keyed":
        return lambda people, seed: simulate(people, seed, keyed=True)
    return simulate


def timed(simulate: Callable[[int, int], np.ndarray], people: int, seed: int) -> Timing:
    """Run once, from an empty model to the monthly measures."""
    gc.collect()
    clock, processor = time.perf_counter(), time.process_time()
    monthly = simulate(people, seed)
    return Timing(time.process_time() - processor, time.perf_counter() - clock, monthly)


def take_turns(names: Sequence[str], people: int, seeds: Iterable[int]) -> dict[str, list[Timing]]:
    """Run the fast tools in turns, so that a busy minute of the machine hits them alike."""
    simulations = {name: simulation(name, people) for name in names}
    for simulate in simulations.values():
        simulate(WARM_UP, 0)
    timings: dict[str, list[Timing]] = {name: [] for name in names}
    for seed in seeds:
        for name, simulate in simulations.items():
            timings[name].append(timed(simulate, people, seed))
    return timings


def run_alone(name: str, people: int, seed: int, file: str) -> None:
    """What the process of a slow tool does: warm up, run once, leave the result in ``file``."""
    simulate = simulation(name, people)
    simulate(WARM_UP, 0)
    if not TOOLS[name].collector:
        gc.disable()
    timing = timed(simulate, people, seed)
    np.savez(file, processor=timing.processor, clock=timing.clock, monthly=timing.monthly)


def in_own_process(name: str, people: int, seed: int) -> Timing:
    """Run a slow tool in a process of its own, on one thread."""
    one_thread = {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "result.npz"
        command = [sys.executable, "-m", __name__, name, str(people), str(seed), str(file)]
        subprocess.run(command, check=True, env=os.environ | one_thread, capture_output=True)
        with np.load(file) as found:
            return Timing(float(found["processor"]), float(found["clock"]), found["monthly"])


if __name__ == "__main__":
    run_alone(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
