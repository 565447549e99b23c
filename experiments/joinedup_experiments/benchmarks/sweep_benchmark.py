"""What the driver of sweeps costs, beside a plain loop and beside Mesa's ``batch_run``.

    python -m joinedup_experiments.benchmarks.sweep_benchmark [--quick] [--json FILE]

Everything in one run, compiled before, on the very same design points with the same seeds:

- A plain loop calls `joinedup.run.branch` in this process, on scenarios that were made
beforehand; so all that a sweep does besides, the making of scenarios included, counts as its
overhead. - The driver runs the sweep with one worker and with two, in turns with the loop.
Workers write down when each run ended, so that starting (a fresh Python, imports, fetching what
was compiled) and finishing stand apart from what each further run costs. The driver's own
processor time, finishing included, is shared among the runs. - ``batch_run`` lives some points of
a sweep in a small place, one arm, through the Mesa model
(`joinedup_experiments.benchmarks.mesa_batch`), and the driver the same points and more.

Results must be the same: it returns 1 when they are not. On a busy machine two workers cannot be
twice as fast as one; look at processor seconds then.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np

from joinedup.run import branch
from joinedup_experiments.benchmarks.driven_sweep import Sweeps, same_months
from joinedup_experiments.benchmarks.timed_work import Cost
from joinedup_experiments.compare.executors import cores
from joinedup_experiments.sweep.manifest import read_manifest
from joinedup_experiments.sweep.plan import Plan


class Size(NamedTuple):
    """How much is run."""

    residents: int
    years: float
    burn_in: float
    points: int
    in_a_task: int  # 10,000 such runs have 26 in a task; these are to have four tasks
    few_residents: int
    few_years: float
    few_points: int
    by_mesa: int


USUAL = Size(10_000, 7.0, 1.0, 32, 8, 1_000, 0.5, 48, 1)
QUICK = Size(600, 0.5, 0.1, 12, 2, 200, 0.1, 12, 1)


def loop_and_driver(sweeps: Sweeps) -> dict:
    """A plain loop, one worker, two workers, one worker, and the loop again."""
    plan = sweeps.plan
    began = time.process_time()
    made = [sweeps.scenarios(n) for n in range(plan.runs)]
    making = (time.process_time() - began) / plan.runs
    lived: list[list[dict[str, np.ndarray]]] = []

    def loop() -> Cost:
        lived.clear()
        clock, processor = time.perf_counter(), time.process_time()
        for number, (base, *others) in enumerate(made):
            runs = branch(base, others, plan.run(number).seed)
            lived.append([run.months for run in runs])
        took = time.perf_counter() - clock, time.process_time() - processor
        return Cost(took[0] / plan.runs, took[1] / plan.runs)

    branch(made[0][0], made[0][1:], 1)
    before = loop()
    one, two, again = (sweeps.driven(workers) for workers in (1, 2, 1))
    after = loop()
    plain, single = _mean(before, after), _mean(one.each, again.each)
    over = Cost(single.clock - plain.clock, single.processor - plain.processor)
    share = Cost(over.clock / plain.clock, over.processor / plain.processor)
    between = _mean(*(driven.worked.between(plan.runs_in_a_task) for driven in (one, again)))
    rate = (one.worked.runs_a_second() + again.worked.runs_a_second()) / 2.0
    driver = _mean(one.driver, again.driver)
    hashes = {read_manifest(d.sweep.folder)["results"]["results_sha256"] for d in (one, two, again)}
    return {
        "runs": plan.runs,
        "person_years_a_run": _person_years(plan),
        "plain_loop_a_run": plain._asdict(),
        "one_worker_a_run": single._asdict(),
        "two_workers_a_run": two.each._asdict(),
        "overhead_a_run": over._asdict(),
        "overhead_share": share._asdict(),
        "beside_a_run": Cost(
            between.clock + making,
            between.processor + making + driver.processor / plan.runs,
        )._asdict(),
        "start": {"one": (one.start + again.start) / 2.0, "two": two.start},
        "finishing": {"one": (one.finishing + again.finishing) / 2.0, "two": two.finishing},
        "runs_a_second_of_two": two.worked.runs_a_second(),
        "two_workers_throughput": two.worked.runs_a_second() / rate,
        "two_workers_whole_sweep": driver.clock / two.driver.clock,
        "same_results": same_months(one.sweep, lived) and len(hashes) == 1,
    }


def _mean(one: Cost, other: Cost) -> Cost:
    return Cost((one.clock + other.clock) / 2.0, (one.processor + other.processor) / 2.0)


def _person_years(plan: Plan) -> float:
    base = plan.scenarios[0]
    years = base.run.burn_in_years + base.run.years * len(plan.scenarios)
    return base.place.residents * years


def batch_and_driver(sweeps: Sweeps, by_mesa: int) -> dict:
    """Mesa's ``batch_run`` on the first points, the driver on all of them; one arm."""
    from joinedup_experiments.benchmarks.mesa_batch import run_batch

    plan = sweeps.plan
    runs = [(sweeps.scenarios(n)[0], plan.run(n).seed) for n in range(by_mesa)]
    run_batch(runs[:1])  # until every verb has been compiled
    driven = sweeps.driven(1)
    clock, processor = time.perf_counter(), time.process_time()
    lived = run_batch(runs)
    took = time.perf_counter() - clock, time.process_time() - processor
    batch = Cost(took[0] / by_mesa, took[1] / by_mesa)
    return {
        "runs_of_batch_run": by_mesa,
        "runs_of_the_driver": plan.runs,
        "person_years_a_run": _person_years(plan),
        "batch_run_a_run": batch._asdict(),
        "driver_a_run": driven.each._asdict(),
        "ratio_same_points": batch.processor / driven.each.processor,
        "same_results": same_months(driven.sweep, [[months] for months in lived]),
    }


def measure(size: Size) -> dict:
    """Everything, in folders that are removed afterwards."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        place = (size.residents, size.years, size.burn_in, size.points, size.in_a_task)
        loop = loop_and_driver(Sweeps(folder, "usual", "[local_care_network]", place))
        few = (size.few_residents, size.few_years, size.burn_in, size.few_points, size.in_a_task)
        batch = batch_and_driver(Sweeps(folder, "small", "[]", few), size.by_mesa)
    by_driver = loop["one_worker_a_run"]["processor"] / loop["person_years_a_run"]
    by_batch = batch["batch_run_a_run"]["processor"] / batch["person_years_a_run"]
    batch["ratio_per_person_year"] = by_batch / by_driver
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": cores(),
        "load_at_the_end": os.getloadavg()[0],
        "packages": {name: version(name) for name in ("numba", "numpy", "mesa", "pyarrow")},
        "size": size._asdict(),
        "loop_and_driver": loop,
        "batch_and_driver": batch,
    }


def _ten_thousand(a_second: float) -> str:
    """How long 10,000 runs take two workers at this rate; 0 where there were too few to tell."""
    if a_second == 0.0:
        return "too few runs to tell how many two workers end in a second"
    return f"so 10,000 runs take {10_000 / 60 / a_second:.0f} minutes with two"


def table(found: dict) -> str:
    """What was measured, for people to read."""
    loop, batch = found["loop_and_driver"], found["batch_and_driver"]
    over, share = loop["overhead_a_run"], loop["overhead_share"]
    start, finishing = loop["start"], loop["finishing"]
    beside, alone = loop["beside_a_run"], loop["plain_loop_a_run"]
    lines = [
        f"{loop['runs']} runs of {loop['person_years_a_run']:,.0f} person-years each, two arms, "
        "warm; milliseconds a run",
        f"{'':34}{'clock':>10}{'processor':>11}",
        _row("plain loop over joinedup.run.branch", loop["plain_loop_a_run"]),
        _row("driver, one worker", loop["one_worker_a_run"]),
        _row("driver, two workers", loop["two_workers_a_run"]),
        f"overhead of the driver: {1e3 * over['clock']:.1f} ms a run on the clock "
        f"({share['clock']:.1%}), {1e3 * over['processor']:.1f} ms of a processor "
        f"({share['processor']:.1%})",
        f"one worker, between runs and making scenarios: {1e3 * beside['clock']:.1f} ms a "
        f"run on the clock ({beside['clock'] / alone['clock']:.1%}), with the driver's share "
        f"{1e3 * beside['processor']:.1f} ms of a processor "
        f"({beside['processor'] / alone['processor']:.1%})",
        f"once a sweep: {start['one']:.1f} s to start and {finishing['one']:.1f} s to finish with "
        f"one worker, {start['two']:.1f} s and {finishing['two']:.1f} s with two",
        f"two workers: {loop['two_workers_throughput']:.2f} times the throughput of one, "
        f"{loop['two_workers_whole_sweep']:.2f} times with starting and finishing "
        f"({found['cores']} cores; load {found['load_at_the_end']:.1f} at the end)",
        _ten_thousand(loop["runs_a_second_of_two"]),
        "",
        f"{batch['person_years_a_run']:,.0f} person-years a run, one arm; milliseconds a run",
        _row("Mesa's batch_run", batch["batch_run_a_run"]),
        _row("driver, one worker", batch["driver_a_run"]),
        f"batch_run takes {batch['ratio_same_points']:,.0f} times the driver on the same points, "
        f"{batch['ratio_per_person_year']:,.0f} times per person-year of the sweep above",
        f"the same results everywhere: {'yes' if same_everywhere(found) else 'NO'}",
    ]
    return "\n".join(lines)


def _row(label: str, cost: dict) -> str:
    return f"{label:34}{1e3 * cost['clock']:>10,.1f}{1e3 * cost['processor']:>11,.1f}"


def same_everywhere(found: dict) -> bool:
    """Whether loop, driver and ``batch_run`` gave the same results."""
    return found["loop_and_driver"]["same_results"] and found["batch_and_driver"]["same_results"]


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="only to see that it works")
    parser.add_argument("--json", type=Path, help="write everything measured to this file")
    given = parser.parse_args()
    found = measure(QUICK if given.quick else USUAL)
    print(table(found))
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))
    return int(not same_everywhere(found))


if __name__ == "__main__":
    sys.exit(main())
