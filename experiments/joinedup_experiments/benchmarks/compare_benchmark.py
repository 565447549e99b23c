"""Where the time of a warm ``joinedup compare`` goes, stage by stage.

    python -m joinedup_experiments.benchmarks.compare_benchmark [BASE OTHER...]

What the command does by default runs once in this process, compiled before; then the
report is written on what it saved. Processor seconds are of all threads. What is in no stage,
reading scenarios and importing among it, is the rest.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import joinedup
from joinedup_experiments.benchmarks.timed_work import Cost

ARMS = ("siloed_borough", "local_care_network")
WHOLE, REPORT = "compare, in all", "its report"


def now() -> Cost:
    """The clock and the processor seconds of this process."""
    return Cost(time.perf_counter(), time.process_time())


def timed(name: str, call: Callable[..., Any], stages: dict[str, Cost]) -> Callable[..., Any]:
    """The same call, which writes down what it cost under its name."""

    @wraps(call)
    def called(*args: Any, **named: Any) -> Any:
        before = now()
        done = call(*args, **named)
        after = now()
        stages[name] = Cost(after.clock - before.clock, after.processor - before.processor)
        return done

    return called


def measure(base: str, *others: str) -> dict[str, Cost]:
    """What each stage of a comparison cost, the whole of it, and its report."""
    stages: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "results")

        def compare() -> None:
            from joinedup_experiments.compare import api
            from joinedup_experiments.compare.results import writing

            for module, function, name in (
                (api, "warm_up", "fetching what was compiled"),
                (api, "compare_arms", "simulation"),
                (writing, "write_tables", "tables"),
                (writing, "write_event_log", "event log"),
                (writing, "draw_pictures", "pictures"),
                (writing, "write_manifest", "manifest"),
            ):
                setattr(module, function, timed(name, getattr(module, function), stages))
            api.compare(*map(api.load, (base, *others))).save(out)

        def report() -> None:
            joinedup.open(out).report(Path(folder, "report.html"))

        timed(WHOLE, compare, stages)()
        timed(REPORT, report, stages)()
    return stages


def table(stages: dict[str, Cost]) -> str:
    """What was measured, for people to read; shares are of the comparison's processor seconds."""
    whole, parts = stages[WHOLE], {k: v for k, v in stages.items() if k not in (WHOLE, REPORT)}
    rest = Cost(
        *(
            all_ - sum(some)
            for all_, some in zip(whole, zip(*parts.values(), strict=True), strict=True)
        )
    )
    rows = {**parts, "the rest": rest, WHOLE: whole, REPORT: stages[REPORT]}
    lines = [f"{'seconds':28}{'clock':>8}{'processor':>11}{'share':>7}"]
    for name, cost in rows.items():
        share = f"{cost.processor / whole.processor:7.0%}" if name != REPORT else ""
        lines.append(f"{name:28}{cost.clock:8.1f}{cost.processor:11.1f}{share}")
    return "\n".join(lines)


def main() -> int:
    """Measure and print."""
    print(table(measure(*(sys.argv[1:] or ARMS))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
