"""The reference network on every tool, side by side in one run.

``python -m joinedup_experiments.benchmarks.clinic_benchmark`` prints processor seconds, model
only and warm, the ratio to this project's engine, and whether each tool agrees with the published
means. The engine and C take turns in this process; every other tool has a process of its own. It
returns 1 when a tool disagrees. Everything is compiled afresh, because numba's cache does not
notice a change in a function that is called from another file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np

from joinedup_experiments.benchmarks import network as net
from joinedup_experiments.benchmarks.clinic_tools import TOOLS, Timing, in_own_process, take_turns


class Row(NamedTuple):
    """One tool's results."""

    name: str
    people: int
    timings: list[Timing]

    @property
    def seconds(self) -> float:
        """Median processor seconds."""
        return median(timing.processor for timing in self.timings)

    @property
    def comparisons(self) -> list[net.Comparison]:
        """Each measure against the published mean, all localities of all repeats together."""
        monthly = np.concatenate([timing.monthly for timing in self.timings])
        return net.compare(monthly, net.USUAL, TOOLS[self.name].allowance)

    @property
    def disagreements(self) -> list[str]:
        """What does not agree, in words."""
        words = [
            f"{it.measure} {it.found:,.4g}, not {it.expected:,.4g} +- {it.tolerance:.2g}"
            for it in self.comparisons
            if not it.agrees
        ]
        if not all(net.has_months(timing.monthly) for timing in self.timings):
            words.append("a month is missing")
        return words


def same_history(rows: dict[str, Row]) -> bool | None:
    """Whether C with the engine's keyed draws counted exactly what the engine counted."""
    if "engine" not in rows or "c-keyed" not in rows:
        return None
    counts = slice(0, net.Measure.WAITED)
    pairs = zip(rows["engine"].timings, rows["c-keyed"].timings, strict=True)
    return all(
        np.array_equal(ours.monthly.sum(1)[:, counts], theirs.monthly.sum(1)[:, counts])
        for ours, theirs in pairs
    )


def measure(names: Sequence[str], people: int, repeats: int) -> dict[str, Row]:
    """Run the tools: the slow ones once each, the fast ones in turns before and after them."""
    fast = [name for name in names if TOOLS[name].takes_turns]
    before = take_turns(fast, people, range(0, repeats, 2))
    slow = {}
    for name in names:
        if name not in fast:
            size = min(people, TOOLS[name].people_at_most or people)
            print(f"running {TOOLS[name].label}, {size:,} people", file=sys.stderr)
            slow[name] = Row(name, size, [in_own_process(name, size, 1)])
    after = take_turns(fast, people, range(1, repeats, 2))
    return {name: Row(name, people, before[name] + after[name]) for name in fast} | slow


def engine_seconds(rows: dict[str, Row], given: argparse.Namespace) -> dict[int, float]:
    """The engine's median for every number of residents in the table."""
    sizes = {row.people for row in rows.values()}
    known = {rows["engine"].people: rows["engine"].seconds} if "engine" in rows else {}
    for size in sizes - set(known):
        timings = take_turns(["engine"], size, range(given.repeats))["engine"]
        known[size] = median(timing.processor for timing in timings)
    return known


def table(rows: dict[str, Row], engine: dict[int, float]) -> str:
    """The rows as text: seconds, microseconds an event, ratio to the engine, agreement."""
    lines = [f"{'':38}{'people':>8}{'seconds':>9}{'us/event':>10}{'ratio':>9}  agrees"]
    for row in rows.values():
        per_event = 1e6 * row.seconds / net.events(row.timings[0].monthly)
        ratio = row.seconds / engine[row.people]
        verdict = "; ".join(row.disagreements) or "yes"
        lines.append(
            f"{TOOLS[row.name].label:38}{row.people:>8,}{row.seconds:>9.3f}{per_event:>10.3f}"
            f"{ratio:>9.4g}  {verdict}"
        )
    return "\n".join(lines)


def as_json(rows: dict[str, Row]) -> str:
    """Everything that was measured, for a file."""
    installed = {
        tool.package: version(tool.package)
        for tool in TOOLS.values()
        if tool.package != "gcc" and not tool.missing()
    }
    content = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "packages": installed,
        "same_history_in_c": same_history(rows),
        "tools": {
            row.name: {
                "people": row.people,
                "processor_seconds": [timing.processor for timing in row.timings],
                "clock_seconds": [timing.clock for timing in row.timings],
                "comparisons": [it._asdict() | {"agrees": it.agrees} for it in row.comparisons],
            }
            for row in rows.values()
        },
    }
    return json.dumps(content, indent=1)


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=90_000, help="a multiple of 10,000")
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS))
    parser.add_argument("--repeats", type=int, default=9, help="runs of the engine and of C")
    parser.add_argument("--json", type=Path, help="write everything measured to this file")
    given = parser.parse_args()
    if given.people < net.LOCALITY or given.people % net.LOCALITY:
        parser.error(f"--people must be a multiple of {net.LOCALITY}")
    return given


def run(given: argparse.Namespace) -> int:
    """Run the tools that are here, print the table, and say how it went."""
    missing = {name: TOOLS[name].missing() for name in given.tools}
    names = [name for name in given.tools if not missing[name]]
    rows = measure(names, given.people, given.repeats)
    print(table(rows, engine_seconds(rows, given)))
    for name, why in missing.items():
        if why:
            print(f"{TOOLS[name].label:38}skipped, {why}")
    same = same_history(rows)
    if same is not None:
        print(f"C with the engine's keyed draws counts exactly what the engine counts: {same}")
    if given.json:
        given.json.write_text(as_json(rows))
    return int(same is False or any(row.disagreements for row in rows.values()))


def main() -> int:
    """Run the benchmark with a compiler cache of its own."""
    given = arguments()
    with tempfile.TemporaryDirectory() as cache:
        os.environ["NUMBA_CACHE_DIR"] = cache  # before anything imports numba
        return run(given)


if __name__ == "__main__":
    sys.exit(main())
