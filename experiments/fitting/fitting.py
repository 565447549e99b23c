"""What ``joinedup fit`` does: from a place and its activity to a fitted scenario, or a refusal."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np

from experiments.fitting.dials import DRIVERS, dials_for
from experiments.fitting.fitted_text import Fit, fitted_text, value_words
from experiments.fitting.place_runs import (
    CHECKED_FROM,
    YEARS,
    PlaceRuns,
    fitted_place,
    interval,
    refuse_what_it_has_not,
)
from experiments.fitting.solving import evaluations_at_most, solve
from experiments.fitting.telling_apart import told_apart
from experiments.fitting.verdicts import Shown, hopeless, luck_lines, reasons, told_lines
from experiments.progress import progress
from experiments.results_folder.folder import FolderError
from experiments.scenario_files import read_scenario, shipped_scenarios
from experiments.scenario_files.problems import Problem, ScenarioError, Spot
from experiments.standard_output import saying
from experiments.starting.activity import Activity, read_activity
from experiments.starting.making import adults_of
from experiments.sweeps.shards import write_whole
from sim.scenario import Scenario

LEAST_NOISE = 0.005  # of a log figure: luck is never known to be nothing
REFUSED = 1


@dataclass(frozen=True)
class Wanted:
    """How to fit.

    Attributes
    ----------
    residents : int or None
        Size of the place that is run; None for its own, up to 15,000.
    adjust : sequence of str
        Quantities to turn besides those of the figures given.
    anyway : bool
        Whether to write what does not fit.
    """

    activity: Path | None = None
    out: Path | None = None
    residents: int | None = None
    replicates: int = 4
    workers: int | None = None
    adjust: Sequence[str] = ()
    anyway: bool = False


def fit_place(name: str, wanted: Wanted) -> int:
    """Fit a place to its activity, print the fit and write ``fitted.yaml``.

    Returns
    -------
    int
        0; or 1 when some figure cannot be met, and then nothing is written unless asked.

    Raises
    ------
    ScenarioError, FolderError
        For a faulty table or scenario, or a file that is there already.
    """
    loaded = read_scenario(name)
    place, file = loaded.scenario, loaded.files[0]
    out = wanted.out or _beside(file, name) / "fitted.yaml"
    _refuse_existing(out)
    activity = wanted.activity or file.parent / "activity.csv"
    targets = read_activity(activity, place.place.residents, adults_of(place))
    if wanted.residents is not None and not 600 <= wanted.residents <= place.place.residents:
        what = f"a fit of {wanted.residents:,} residents"
        hint = f"give 600 to {place.place.residents:,}, the place's own"
        raise ScenarioError(Problem(Spot("--residents"), what, (), hint))
    refuse_what_it_has_not(place, [t.key for t in targets], str(activity))
    found = fit_to(place, targets, wanted)
    if isinstance(found, list):
        print("\n".join([*found, "Nothing was fitted, and nothing is written."]), file=sys.stderr)
        return REFUSED
    fit, unmet = found
    with saying():
        print_fit(place.name, fit)
    if unmet and not wanted.anyway:
        lines = ["This place cannot be made to fit within the declared ranges:", *unmet]
        lines.append("Nothing is written; --anyway writes it all the same.")
        print("\n".join(lines), file=sys.stderr)
        return REFUSED
    notes = [*fit.notes, *[f"NOT MET: {line}" for line in unmet]]
    based_on = name if name in shipped_scenarios() else os.path.relpath(file, out.parent)
    write_whole(out, fitted_text(place.name, based_on, fit._replace(notes=notes)).encode())
    try:
        read_scenario(out)
    except ScenarioError:
        out.unlink()
        raise
    with saying():
        print(f"{out}: {place.name}, fitted. Base what is proposed on it: `based_on: {out.name}`.")
    return 0


def fit_to(
    place: Scenario, targets: Sequence[Activity], wanted: Wanted
) -> tuple[Fit, list[str]] | list[str]:
    """Fit a place to targets.

    Returns
    -------
    tuple of Fit and list of str
        The fit, and a reason for each target that is not met.
    list of str
        In its place, when some target is hopelessly far off: a line for each.
    """
    keys = [t.key for t in targets]
    dials = dials_for(keys, wanted.adjust, place)
    small = fitted_place(place, wanted.residents)
    logs = np.log([t.value for t in targets])
    low, high = np.log([d.low for d in dials]), np.log([d.high for d in dials])
    runs = (evaluations_at_most(len(dials)) + 3) * wanted.replicates
    with progress("Fitting") as tell:
        model = PlaceRuns(
            small, dials, keys, wanted.replicates, wanted.workers, lambda n: tell(n / runs)
        )
        start = np.zeros(len(dials))
        checked = small.run.seed + CHECKED_FROM
        before = model.at([start], checked)[0]
        far = hopeless(targets, np.maximum(before.mean(axis=0), 1e-9))
        if far:
            return far
        found = solve(model.means, logs, low, high)
        after = model.at([found.x], checked)[0]
    noise = np.full(len(keys), LEAST_NOISE)
    if wanted.replicates > 1:
        spread = before.std(axis=0, ddof=1) / before.mean(axis=0)
        noise = np.maximum(noise, spread / math.sqrt(wanted.replicates))
    told = told_apart(found.slopes, low, high, noise)
    shown = [
        Shown(
            target,
            interval(before[:, n]),
            interval(after[:, n]),
            math.exp(found.figures[n]),
            float(noise[n]),
        )
        for n, target in enumerate(targets)
    ]
    how = _how(place, small, wanted, found.why, found.steps)
    fit = Fit(
        shown, dials, found.x, told.spread, [*told_lines(told, dials), *luck_lines(shown)], how
    )
    return fit, reasons(shown, dials, found.x, found.slopes)


def _how(place: Scenario, small: Scenario, wanted: Wanted, why: str, steps: int) -> str:
    size = f"{small.place.residents:,} residents"
    if small.place.residents < place.place.residents:
        size += f" (the place has {place.place.residents:,}; staff and beds in proportion)"
    return (
        f"{size}, {YEARS:g} years after {small.run.burn_in_years:g} of burn-in, "
        f"{wanted.replicates} runs at each point, and {wanted.replicates} with other luck to "
        f"check; {steps} steps: {why}."
    )


def _beside(file: Path, name: str) -> Path:
    return Path() if name in shipped_scenarios() else file.parent


def _refuse_existing(out: Path) -> None:
    if os.path.lexists(out):
        others = (out.with_name(f"{out.stem}-{n}{out.suffix}") for n in count(2))
        named = next(other for other in others if not os.path.lexists(other))
        raise FolderError(f"{out} is there already, and nothing is written over; try --out {named}")
    if not out.parent.is_dir():
        raise FolderError(f"{out}: there is no folder {out.parent} to write it in")


def print_fit(name: str, fit: Fit) -> None:
    """Print the targets beside the model, the fitted quantities, and what stays open."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"{name}: {fit.how}", highlight=False, markup=False, soft_wrap=True)
    table = Table(box=SIMPLE, padding=(0, 1, 0, 0), title="Local figures", title_justify="left")
    table.add_column("figure and unit", ratio=1)
    for heading in ("target", "before", "after (95% interval)", "off by", "fits"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in fit.shown:
        mean, low, high = one.after
        after = f"{mean:,.4g}"
        if math.isfinite(low):
            after += f" ({low:,.4g} to {high:,.4g})"
        table.add_row(
            f"{one.target.label}, {one.target.unit}",
            f"{one.target.value:,.4g}",
            f"{one.before[0]:,.4g}",
            after,
            f"{100 * one.off_when_checked:+.0f}%",
            one.verdict,
        )
    console.print(table)
    for dial, x, spread in zip(fit.dials, fit.x, fit.spread, strict=True):
        figure = next((k for k, (key, _) in DRIVERS.items() if key == dial.key), "")
        why = f" (for {figure}: {DRIVERS[figure][1]})" if figure else ""
        console.print(
            f"{value_words(dial, x, spread)}{why}", highlight=False, markup=False, soft_wrap=True
        )
    for note in fit.notes:
        console.print(note, highlight=False, markup=False, soft_wrap=True)
