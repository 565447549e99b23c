"""Two states of this repository beside each other: the same work in turns, on one machine.

    python -m joinedup_experiments.benchmarks.before_and_after REVISION [--rounds 3]

A revision of git is set beside the files as they are, each with a cache of its own, which is empty
at first. What is measured must be there in both. Medians over the rounds, in processor seconds, and
of a comparison on the clock too; the first run compiles, and is once.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import psutil

ROOT = Path(__file__).parents[3]
HERE = "joinedup_experiments.benchmarks"
FIRST = f"""
import json, time
from {HERE}.clinic_tools import take_turns
from {HERE}.compare_benchmark import measure
from {HERE}.full_model_benchmark import few_of, run_in_parts, scenario_of
place = scenario_of("siloed_borough", 30_000)
run_in_parts(few_of(place), 1)
spent = {{"first run": time.process_time()}}
"""
EACH = f"""{FIRST}
spent = {{"full model, 30,000 residents": run_in_parts(place, 1).total}}
large = scenario_of("siloed_borough", 300_000)
spent["full model, 300,000 residents"] = run_in_parts(large, 1).total
turns = take_turns(["engine", "c"], 90_000, range(1, 6))
least = {{name: min(one.processor for one in many) for name, many in turns.items()}}
spent |= {{"network": least["engine"], "network in C": least["c"]}}
for stage, cost in measure("siloed_borough", "local_care_network").items():
    spent["a comparison: " + stage] = cost.processor
    spent["the same on the clock: " + stage] = cost.clock
"""
SAID = "print('spent ' + json.dumps(spent))"


@contextmanager
def checked_out(revision: str, folder: Path) -> Iterator[Path]:
    """The files of a revision, in a folder of their own."""
    git = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*git, "add", "--quiet", "--detach", str(folder), revision], check=True)
    try:
        yield folder
    finally:
        subprocess.run([*git, "remove", "--force", str(folder)], check=True)


def spent(tree: Path, cache: Path, work: str) -> dict[str, float]:
    """Processor seconds by what was done, in a process of its own on the sources of a tree."""
    paths = os.pathsep.join(str(tree / part) for part in ("sim", "experiments"))
    environment = os.environ | {"PYTHONPATH": paths, "NUMBA_CACHE_DIR": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", work + SAID], check=True, env=environment, cwd=cache,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    (found,) = (line for line in done.stdout.splitlines() if line.startswith("spent "))
    seconds: dict[str, float] = json.loads(found.removeprefix("spent "))
    return seconds


def measured(trees: dict[str, Path], work: Path, rounds: int) -> dict[str, dict[str, float]]:
    """Of each tree the medians over the rounds, in which the trees take turns."""
    caches = {name: work / f"cache of {name}" for name in trees}
    once: dict[str, dict[str, float]] = {}
    each: dict[str, list[dict[str, float]]] = {name: [] for name in trees}
    for name, tree in trees.items():
        caches[name].mkdir()
        once[name] = spent(tree, caches[name], FIRST)
    for _ in range(rounds):
        for name, tree in trees.items():
            each[name].append(spent(tree, caches[name], EACH))
    return {
        name: once[name] | {key: median(one[key] for one in many) for key in many[0]}
        for name, many in each.items()
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revision")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    load = psutil.getloadavg()[0]
    with (
        tempfile.TemporaryDirectory() as work,
        checked_out(asked.revision, Path(work, "tree")) as before,
    ):
        found = measured({"before": before, "after": ROOT}, Path(work), asked.rounds)
    print(f"{'seconds':44}{'before':>9}{'after':>9}{'after / before':>16}")
    for what, after in found["after"].items():
        if (of_old := found["before"].get(what)) is not None:
            print(f"{what:44}{of_old:9.3f}{after:9.3f}{after / of_old:16.2f}")
    print(f"load before it began {load:.1f}, {os.cpu_count()} cores")
    return 0


if __name__ == "__main__":
    sys.exit(main())
