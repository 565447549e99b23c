"""The siloed baseline beside published figures for England, as one table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from joinedup.run import simulate
from joinedup_experiments.compare.executors import gather
from joinedup_experiments.compare.statistics import Interval, interval_of
from joinedup_experiments.display.progress import progress
from joinedup_experiments.display.terminal import screen
from joinedup_experiments.local_place.baseline_figures import figures
from joinedup_experiments.local_place.targets import TARGETS, Target
from joinedup_experiments.scenario_io.load import load_scenario

if TYPE_CHECKING:
    from rich.table import Table

TOLERANCE = 0.15
YEARS = 3.0


def check_baseline(replications: int, workers: int | None, scenario: str) -> int:
    """Print each figure of a shipped scenario, or a file, beside the published one.

    Each replication runs `YEARS` years after the burn-in, with seeds from the scenario's own on.

    Returns
    -------
    int
        0 when every core figure lies within the tolerance, else 1.
    """
    place = load_scenario(scenario).with_({"years": YEARS})
    seeds = range(place.run.seed, place.run.seed + replications)
    calls = [lambda tell, s=seed: figures(simulate(place, s, progress=tell)) for seed in seeds]
    with progress("Checking the baseline") as report_share:
        runs = gather(calls, workers, report_share)
    intervals = {key: interval_of(np.array([run[key] for run in runs])) for key in runs[0]}
    title = f"{place.name}: {replications} replications, {YEARS:g} years each; "
    title += f"core: within {TOLERANCE:.0%}"
    headings = ("published", "model (95% interval)", "off by", "core")
    rows = (_row(target, intervals[target.key]) for target in TARGETS)
    screen().print(figures_table(title, headings, rows))
    return int(any(t.core and not within(t, intervals[t.key].mean) for t in TARGETS))


def within(target: Target, value: float) -> bool:
    """Whether a value lies within the tolerance of its target."""
    return abs(value / target.value - 1.0) <= TOLERANCE


def interval_words(found: Interval) -> str:
    """A mean with its 95% interval, where there is one.

    >>> interval_words(Interval(0.2, 0.15, 0.25, 4))
    '0.2 (0.15 to 0.25)'
    """
    mean = f"{found.mean:,.4g}"
    return f"{mean} ({found.low:,.4g} to {found.high:,.4g})" if found.known else mean


def figures_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A table of figures: a label with its unit, then columns of numbers."""
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("figure and unit", ratio=1)
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    return table


def _row(target: Target, found: Interval) -> tuple[str, ...]:
    return (
        f"{target.label}, {target.unit}",
        f"{target.value:,.4g}",
        interval_words(found),
        f"{100 * (found.mean / target.value - 1):+.0f}%",
        ("ok" if within(target, found.mean) else "OUTSIDE") if target.core else "-",
    )
