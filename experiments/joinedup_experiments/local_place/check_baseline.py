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
from joinedup_experiments.local_place.baseline_figures import TARGETS, figures
from joinedup_experiments.scenario_io.load import load_scenario

if TYPE_CHECKING:
    from rich.table import Table

TOLERANCE = 0.15
YEARS = 3.0


def check_baseline(replications: int, workers: int | None, scenario: str) -> int:
    """Print each figure of a shipped scenario, or a file, beside the published one.

    Each replication runs `YEARS` years after the burn-in, with seeds from the scenario's own on.
    Returns 0 when every core figure lies within the tolerance, else 1.
    """
    place = load_scenario(scenario).with_({"years": YEARS})
    seeds = range(place.run.seed, place.run.seed + replications)
    calls = [lambda tell, s=seed: figures(simulate(place, s, progress=tell)) for seed in seeds]
    with progress("Checking the baseline") as report_share:
        runs = gather(calls, workers, report_share)
    title = f"{place.name}: {replications} replications, {YEARS:g} years each; "
    title += f"core: within {TOLERANCE:.0%}"
    headings = ("published", "model (95% interval)", "off by", "core")
    rows, code = [], 0
    for target in TARGETS:
        found = interval_of(np.array([run[target.key] for run in runs]))
        off = found.mean / target.value - 1.0
        outside = target.core and abs(off) > TOLERANCE
        code |= outside
        verdict = ("OUTSIDE" if outside else "ok") if target.core else "-"
        label, published = f"{target.label}, {target.unit}", f"{target.value:,.4g}"
        rows.append((label, published, interval_words(found), f"{100 * off:+.0f}%", verdict))
    screen().print(figures_table(title, headings, rows))
    return int(code)


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
