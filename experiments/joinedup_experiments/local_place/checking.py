"""The siloed baseline beside published figures for England: `targets.csv`, `second_order.csv`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from joinedup.run import simulate
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.executors import Tell, gather
from joinedup_experiments.compare.room import need_of, workers_that_fit
from joinedup_experiments.compare.statistics import Interval, interval_of
from joinedup_experiments.display.document import Heading, Part, Points, Table
from joinedup_experiments.display.numbers import counted, of_worlds
from joinedup_experiments.display.progress import progress
from joinedup_experiments.display.terminal import print_parts, print_table, screen
from joinedup_experiments.local_place.check_baseline import (
    TARGETS,
    Target,
    as_level,
    figures,
    interval_words,
)
from joinedup_experiments.local_place.second_order import SECOND_ORDER, SecondOrder, second_order
from joinedup_experiments.scenario_io.load import Loaded, read_scenario
from joinedup_experiments.scenario_io.plausible_worlds import in_world, plausible_worlds

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
    def shown(self) -> Interval:
        """The model's, whose interval ends where the figure itself does."""
        return as_level(self.found, self.one.unit, getattr(self.one, "measure", "") == "growth")

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

    Each replication runs `YEARS` years after the burn-in, with seeds from the scenario's own on; of
    a place that has plausible worlds of its own, in these in turn.
    A ``picture`` is a file to draw them in; `InputError` before any run where it cannot be.
    Returns 0 when no core figure is outside, else 1.
    """
    if picture:
        from joinedup_experiments.local_place.baseline_picture import draw, refuse_picture

        refuse_picture(picture)
    loaded = read_scenario(scenario)
    place = loaded.scenario.with_({"years": YEARS})
    worlds = len(plausible_worlds(loaded.worlds)) if loaded.worlds else 0
    need = need_of(place, runs=replications)
    workers = workers_that_fit(need, workers, "the scenario with `residents: {}`")
    calls = [partial(_checked, loaded, place, n) for n in range(replications)]
    with progress("Checking the baseline") as report_share:
        runs = gather(calls, workers, report_share)
    checked = checked_of(runs)
    title = f"{place.name}: {counted(replications, 'replication')}, {YEARS:g} years each"
    if worlds:
        title += f", in {min(worlds, replications)} of the place's {of_worlds(worlds)}"
    if place.arrangement != Arrangement():
        title += ", joined as it says"
    _print(title, checked)
    print_parts(screen(), reasons(checked) if scenario == SHIPPED else [Points([FOR_SHIPPED])])
    if picture:
        draw(picture, title, checked)
    return int(any(c.one.core and c.is_outside for c in checked))


def _checked(
    loaded: Loaded, place: Scenario, number: int, tell: Tell
) -> tuple[dict[str, float], list[float]]:
    """The figures of one run, counted from 0: in one of the place's own worlds, if it has some."""
    here = place
    if loaded.worlds:
        here = in_world(place, 1 + number % len(plausible_worlds(loaded.worlds)), loaded.worlds)
    run = simulate(here, place.run.seed + number, progress=tell)
    return figures(run), second_order(run)


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
    one, found = checked.one, checked.shown
    published = f"{one.value:,.4g}"
    if ends := checked.published_range:
        published += f" ({ends[0]:,.4g} to {ends[1]:,.4g})"
    label = checked.label + (" (core)" if one.core and checked.group != CORE else "")
    if np.isnan(found.mean):
        return label, published, "-", "-", "not known"
    off = f"{100 * (checked.ratio - 1.0):+.0f}%"
    return label, published, interval_words(found), off, "OUTSIDE" if checked.is_outside else "ok"
