"""The siloed baseline beside published figures for England: `targets.csv`, `second_order.csv`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from joinedup.run import Run, simulate
from joinedup_experiments.compare.executors import gather
from joinedup_experiments.compare.room import need_of, workers_that_fit
from joinedup_experiments.compare.statistics import Interval, interval_of
from joinedup_experiments.display.document import Heading, Part, Points, Table
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.display.progress import progress
from joinedup_experiments.display.terminal import print_parts, print_table, screen
from joinedup_experiments.local_place.check_baseline import (
    TARGETS,
    Target,
    figures,
    interval_words,
)
from joinedup_experiments.local_place.second_order import SECOND_ORDER, SecondOrder, second_order
from joinedup_experiments.scenario_io.load import load_scenario

TOLERANCE, FAR = 0.15, 0.2  # of what is core, and of what is not
# How far off a model as simple as this one is taken to be: the standard error of a log figure, of
# which two are the tolerance.
DISCREPANCY = TOLERANCE / 2.0
WITHIN = (0.10, 0.15, 0.25)
HEADINGS = ("figure and unit", "published", "model (95% interval)", "off by", "verdict")
CORE, OTHERS = "Core totals", "Other totals"
YEARS = 3.0
SHIPPED = "siloed_borough"
FOR_SHIPPED = (
    "Why figures are outside is known of the shipped place: `joinedup check-baseline`. Years are "
    f"always {YEARS:g}, whatever the scenario says."
)


class Checked(NamedTuple):
    """One published figure beside the model's, and the heading that it stands under."""

    one: Target | SecondOrder
    found: Interval
    group: str

    @property
    def label(self) -> str:
        """What is counted, with its unit."""
        return f"{self.one.label}, {self.one.unit}"

    @property
    def is_fitted(self) -> bool:
        """Whether the model was brought to it, so that it proves nothing."""
        return self.one.fitted

    @property
    def ratio(self) -> float:
        """The model's over the published."""
        return self.found.mean / self.one.value

    @property
    def published_range(self) -> tuple[float, float] | None:
        """The published range, where one is known."""
        low, high = getattr(self.one, "low", None), getattr(self.one, "high", None)
        return None if low is None or high is None else (low, high)

    @property
    def is_outside(self) -> bool:
        """Whether it is too far off: beyond the tolerance, and the published range if any."""
        if np.isnan(self.found.mean):
            return False
        off = abs(self.ratio - 1.0)
        if off <= (TOLERANCE if self.one.core else FAR):
            return False
        ends = self.published_range
        return ends is None or not ends[0] <= self.found.mean <= ends[1]


def check_baseline(
    replications: int, workers: int | None, scenario: str, picture: Path | None = None
) -> int:
    """Print each figure of a shipped scenario, or a file, beside the published one.

    Each replication runs `YEARS` years after the burn-in, with seeds from the scenario's own on.
    A ``picture`` is a file to draw them in; `InputError` before any run where it cannot be.
    Returns 0 when no core figure is outside, else 1.
    """
    if picture:
        from joinedup_experiments.local_place.baseline_picture import draw, refuse_picture

        refuse_picture(picture)
    place = load_scenario(scenario).with_({"years": YEARS})
    need = need_of(place, runs=replications)
    workers = workers_that_fit(need, workers, "the scenario with `residents: {}`")
    seeds = range(place.run.seed, place.run.seed + replications)
    calls = [lambda tell, s=seed: _both(simulate(place, s, progress=tell)) for seed in seeds]
    with progress("Checking the baseline") as report_share:
        runs = gather(calls, workers, report_share)
    checked = checked_of(runs)
    title = f"{place.name}: {counted(replications, 'replication')}, {YEARS:g} years each"
    _print(title, checked)
    print_parts(screen(), reasons(checked) if scenario == SHIPPED else [Points([FOR_SHIPPED])])
    if picture:
        draw(picture, title, checked)
    return int(any(c.one.core and c.is_outside for c in checked))


def checked_of(runs: Sequence[tuple[dict[str, float], list[float]]]) -> list[Checked]:
    """Every figure of some runs, the core totals first, then group by group."""
    first = [
        Checked(target, interval_of(np.array([run[key] for run, _ in runs])), OTHERS)
        for key, target in TARGETS.items()
    ]
    second = [
        Checked(one, interval_of(np.array([others[number] for _, others in runs])), one.group)
        for number, one in enumerate(SECOND_ORDER)
    ]
    core = [c._replace(group=CORE) for c in first if c.one.core]
    return core + [c for c in first if not c.one.core] + second


def _both(run: Run) -> tuple[dict[str, float], list[float]]:
    return figures(run), second_order(run)


def _print(title: str, checked: Sequence[Checked]) -> None:
    limits = f"core within {TOLERANCE:.0%}, others {FAR:.0%}, or in the range"
    for name, fitted in (("fitted", True), ("not fitted", False)):
        rows: list[tuple[str, ...]] = []
        group = ""
        for c in (c for c in checked if c.is_fitted == fitted):
            rows += [(c.group,)] * (c.group != group)
            rows.append(_row_of(c))
            group = c.group
        print_table(screen(), Table(f"{title}; {name}; {limits}", HEADINGS, rows))
    print_parts(screen(), [Heading("How near"), Points(how_near(checked))])


def how_near(checked: Sequence[Checked]) -> list[str]:
    """How many figures lie how near to the published ones, the fitted and the others apart."""
    lines = []
    for name, fitted in (("Fitted", True), ("Not fitted", False)):
        off = np.array([abs(c.ratio - 1.0) for c in checked if c.is_fitted == fitted])
        known = off[np.isfinite(off)]
        near = ", ".join(f"{np.count_nonzero(known <= w)} within {w:.0%}" for w in WITHIN)
        lines.append(f"{name}: of {len(known)} figures {near}.")
    return lines


def reasons(checked: Sequence[Checked]) -> list[Part]:
    """Why those figures that are outside are so in the shipped place."""
    lines = [f"{c.label}: {c.one.reason}." for c in checked if c.is_outside and c.one.reason]
    lines += [f"{c.label}: not known of this place." for c in checked if np.isnan(c.found.mean)]
    return [Heading("Why these are outside"), Points(lines)] if lines else []


def _row_of(checked: Checked) -> tuple[str, ...]:
    one, found = checked.one, checked.found
    published = f"{one.value:,.4g}"
    if ends := checked.published_range:
        published += f" ({ends[0]:,.4g} to {ends[1]:,.4g})"
    label = checked.label + (" (core)" if one.core and checked.group != CORE else "")
    if np.isnan(found.mean):
        return label, published, "-", "-", "not known"
    off = f"{100 * (checked.ratio - 1.0):+.0f}%"
    return label, published, interval_words(found), off, "OUTSIDE" if checked.is_outside else "ok"
