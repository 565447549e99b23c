"""What ``joinedup status`` prints: how far a sweep is, and which of its files are spoilt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from joinedup_experiments.display.errors import refusing
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.display.progress import duration
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.sweep.manifest import read_manifest
from joinedup_experiments.sweep.shards import shard_path
from joinedup_experiments.sweep.sweep_folder import Sweep, open_sweep
from joinedup_experiments.sweep.sweeping import is_held

RECENT = 20  # shards that the rate is taken from
NAMED = 5  # files


def print_status(folder: Path) -> int:
    """Print how far a sweep is. Every shard is looked at once, and its rows are not read."""
    with refusing(keeps=True):
        sweep = open_sweep(folder)
        manifest, working = read_manifest(folder), is_held(folder)
    plan, there = sweep.plan, sweep.there()
    results = manifest.get("results")
    missing = [task for task, sound in enumerate(there) if not sound]
    to_do = sum(len(plan.runs_of(task)) for task in missing)
    lines = [
        f"{plan.design.name}: {manifest['method']}, {counted(manifest['points'], 'point')}",
        f"{plan.runs - to_do:,} of {counted(plan.runs, 'run')} done, {to_do:,} to do",
    ]
    if working and missing:
        lines += _rate(sweep, set(range(plan.tasks)) - set(missing), len(missing))
    lines += _spoilt(sweep, [task for task in missing if results or there[task] is not None])
    if results:
        failed = f"{counted(results['runs_failed'], 'run')} failed, {results['runs_lost']} lost"
        digest = results["results_sha256"][:16]
        lines.append(f"finished {results['finished']}: {failed}; results {digest}")
    if working:
        lines.append("a driver is at work")
    elif missing or not results:
        lines.append(f"no driver is at work on it; go on with: {sweep.to_go_on}")
    with saying():
        print("\n".join(lines))
    return 0


def _rate(sweep: Sweep, done: set[int], left: int) -> list[str]:
    """How fast it goes and how long it still takes, once enough is done to say so."""
    times = sorted(shard_path(sweep.folder, task).stat().st_mtime for task in done)[-RECENT:]
    if len(times) < 3 or times[-1] == times[0]:
        return []
    each = (times[-1] - times[0]) / (len(times) - 1)
    rate = f"{sweep.plan.runs_in_a_task / each:,.3g} runs a second"
    return [f"{rate}, about {duration(left * each)} left"]


def _spoilt(sweep: Sweep, tasks: Sequence[int]) -> list[str]:
    """A line that names shards that were there, and that their runs will be run again."""
    if not tasks:
        return []
    files = [str(shard_path(sweep.folder, task).relative_to(sweep.folder)) for task in tasks]
    more = f" and {len(files) - NAMED:,} more" if len(files) > NAMED else ""
    named = f"{', '.join(files[:NAMED])}{more}"
    return [f"damaged, removed, or of another sweep or task, and to be run again: {named}"]
