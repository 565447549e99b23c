"""How fast the full model is, compiled, beside its own Mesa loop.

    python -m joinedup_experiments.benchmarks.full_model_benchmark [--million] [--json FILE]

Everything is measured in one run, warm, on one core, in processor seconds: building the place,
living its days with the ledger on, and counting the measures. The Mesa loop lives the same history
bit for bit and is measured on whole weeks spread over the ten years; the compiled loop goes from
one to the next. The first run, compiling included, and the million have a process each.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import NamedTuple

from joinedup.day import run_days
from joinedup.engine.tables import copied_rows
from joinedup.results import finished, history_of
from joinedup.run import YEAR, change_world, days_of, simulate
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme
from joinedup_experiments.scenario_io.load import load_scenario

YEARS = 10.0
USUAL = 30_000
MILLION = 1_000_000
WEEKS_OF_MESA = 5
FEW = 500
STRETCH = 31  # days run at a time, as in `joinedup.run`


class Parts(NamedTuple):
    """Processor seconds of one run, and how much happened in it."""

    building: float
    days: float
    measures: float
    rows: int

    @property
    def total(self) -> float:
        """All three."""
        return self.building + self.days + self.measures


class MesaDay(NamedTuple):
    """The Mesa loop: seconds for the agents and for a day, and on how many days it was measured."""

    building: float
    seconds: float
    days_measured: int

    def run(self, days: int) -> float:
        """Seconds of a whole run, extrapolated from the days that were measured."""
        return self.building + self.seconds * days


def scenario_of(name: str, residents: int) -> Scenario:
    """A shipped scenario from its first day on, for ten years, with so many residents.

    Neighbourhoods keep their size, so that ten times the residents is ten places like this one.
    """
    scenario = load_scenario(name)
    place = scenario.place
    each = place.residents / place.neighbourhoods
    neighbourhoods = max(1, round(residents / each))
    return scenario.with_(
        {
            "residents": residents,
            "neighbourhoods": neighbourhoods,
            "burn_in_years": 0.0,
            "years": float(YEARS),
        }
    )


def run_in_parts(scenario: Scenario, seed: int) -> Parts:
    """One compiled run, as `joinedup.run.simulate` makes it, with a clock between its parts."""
    people = scenario.place.residents
    margin = max(16_384, people // 4)
    start = time.process_time()
    change, end = days_of(scenario)
    world = new_world([scenario], seed, end, max(262_144, people // 2), False)
    built = time.process_time()
    history = history_of(world, [], change)
    opening = change_world(world, scenario, change)
    apply_programme(world, scenario, change, change)
    settings = world.globals[0].settings
    pages, day = [], change
    while day < end:
        until = run_days(world, day, min(day + STRETCH, end), margin)
        if until == day:
            pages.append(copied_rows(world.events[: settings.events]))
            settings.events = 0
        day = until
    pages.append(copied_rows(world.events[: settings.events]))
    lived = time.process_time()
    finished(world, scenario, seed, change, opening, history, pages)
    counted = time.process_time()
    return Parts(built - start, lived - built, counted - lived, sum(map(len, pages)))


def median_of(runs: list[Parts]) -> Parts:
    """Each part's median."""
    return Parts(
        median(run.building for run in runs),
        median(run.days for run in runs),
        median(run.measures for run in runs),
        runs[0].rows,
    )


def measure_mesa(scenario: Scenario, seed: int) -> MesaDay:
    """The Mesa loop on whole weeks, evenly spread over the years: the median week's day."""
    from joinedup.mesa_model import CareModel

    with CareModel(few_of(scenario), seed, rng=1, collect_every=0) as warm_up:
        warm_up.run_days(365)  # until every verb has been compiled
    start = time.process_time()
    with CareModel(scenario, seed, rng=1, collect_every=0) as model:
        built = time.process_time() - start
        weeks = []
        for week in range(WEEKS_OF_MESA):
            middle = int((week + 0.5) * model.last_day / WEEKS_OF_MESA)
            model.fast_forward(middle - model.day)
            start = time.process_time()
            model.run_days(7)
            weeks.append(time.process_time() - start)
    return MesaDay(built, median(weeks) / 7, 7 * WEEKS_OF_MESA)


def few_of(scenario: Scenario) -> Scenario:
    """The same scenario with few residents, to warm up on."""
    return scenario.with_({"residents": FEW, "neighbourhoods": 1})


def in_a_process_of_its_own(name: str, residents: int, cache: str | None = None) -> dict:
    """Run once in a fresh process: seconds on the clock, and gigabytes at most."""
    environment = dict(os.environ)
    if cache is not None:
        environment["NUMBA_CACHE_DIR"] = cache
    command = [sys.executable, "-m", __spec__.name if __spec__ else __name__]
    command += ["--scenario", name, "--alone", str(residents)]
    start = time.perf_counter()
    result = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(result.stdout) | {"clock_seconds": time.perf_counter() - start}


def alone(name: str, residents: int) -> None:
    """What the fresh process does: one run, and its peak of memory."""
    results = simulate(scenario_of(name, residents))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"gigabytes": peak / 1024.0**2, "rows": sum(map(len, results.chunks))}))


def measure(given: argparse.Namespace) -> dict:
    """Everything that was asked for, smallest first."""
    usual = scenario_of(given.scenario, given.residents)
    tenfold = scenario_of(given.scenario, 10 * given.residents)
    _, days = days_of(usual)
    run_in_parts(few_of(usual), 1)
    one = median_of([run_in_parts(usual, seed) for seed in range(1, given.repeats + 1)])
    ten = median_of([run_in_parts(tenfold, seed) for seed in range(1, 4)])
    mesa = measure_mesa(usual, 1)
    with tempfile.TemporaryDirectory() as cache:
        first = in_a_process_of_its_own(given.scenario, given.residents, cache)
    found = {
        "scenario": given.scenario,
        "residents": given.residents,
        "days": days,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in ("numba", "numpy", "mesa")},
        "compiled": one._asdict() | {"total": one.total},
        "tenfold": ten._asdict() | {"total": ten.total, "ratio": ten.total / one.total},
        "mesa": mesa._asdict()
        | {"run": mesa.run(days), "ratio": mesa.run(days) / (one.total - one.measures)},
        "first_run_seconds": first["clock_seconds"],
    }
    if given.million:
        found["million"] = in_a_process_of_its_own(given.scenario, MILLION)
    return found


def table(found: dict) -> str:
    """What was measured, for people to read."""
    one, ten, mesa = found["compiled"], found["tenfold"], found["mesa"]
    years = found["days"] / YEAR
    lines = [
        f"{found['scenario']}, {years:.0f} years, processor seconds, warm, one core",
        f"{'':34}{'building':>10}{'days':>10}{'measures':>10}{'total':>10}",
        _row(f"compiled, {found['residents']:,} residents", one),
        _row(f"compiled, {10 * found['residents']:,} residents", ten),
        f"ten times the residents take {ten['ratio']:.1f} times as long; "
        f"{one['rows']:,} rows of the ledger, {1e6 * one['days'] / one['rows']:.2f} µs each",
        f"Mesa loop: {mesa['seconds']:.3f} s a day over {mesa['days_measured']} days, "
        f"so {mesa['run']:,.0f} s a run: {mesa['ratio']:,.0f} times the compiled loop",
        f"first run on an empty cache, compiling included: {found['first_run_seconds']:.0f} s",
    ]
    if "million" in found:
        million = found["million"]
        lines.append(
            f"{MILLION:,} residents: {million['gigabytes']:.2f} GB at most, "
            f"{million['clock_seconds']:.0f} s on the clock, {million['rows']:,} rows"
        )
    return "\n".join(lines)


def _row(label: str, parts: dict) -> str:
    seconds = "".join(f"{parts[part]:>10.2f}" for part in ("building", "days", "measures", "total"))
    return f"{label:34}{seconds}"


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenario", default="siloed_borough")
    parser.add_argument("--residents", type=int, default=USUAL)
    parser.add_argument("--repeats", type=int, default=5, help="runs of which to take the median")
    parser.add_argument("--million", action="store_true", help="also a million residents")
    parser.add_argument("--json", type=Path, help="write everything measured to this file")
    parser.add_argument("--alone", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    """Measure, print and write."""
    given = arguments()
    if given.alone:
        alone(given.scenario, given.alone)
        return 0
    found = measure(given)
    print(table(found))
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
