"""What ``joinedup fit`` does: from a place and its activity to a fitted scenario, or a refusal."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import numpy as np

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.compare.warm_up import warm_up
from joinedup_experiments.display.progress import progress
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.local_place.fit.dials import dials_for
from joinedup_experiments.local_place.fit.fitted_text import Fit, fitted_text
from joinedup_experiments.local_place.fit.luck import Luck
from joinedup_experiments.local_place.fit.place_runs import (
    CHECKED_FROM,
    YEARS,
    PlaceRuns,
    fitted_place,
    interval,
    refuse_what_it_has_not,
)
from joinedup_experiments.local_place.fit.printed import print_fit
from joinedup_experiments.local_place.fit.repointing import (
    refuse_unless_based_on,
    repointed,
    still_on,
)
from joinedup_experiments.local_place.fit.solving import evaluations_at_most, solve
from joinedup_experiments.local_place.fit.telling_apart import told_apart
from joinedup_experiments.local_place.fit.verdicts import (
    CLOSE_ENOUGH,
    Shown,
    hopeless,
    luck_lines,
    reasons,
    told_lines,
)
from joinedup_experiments.local_place.fit.wanted import Wanted, fitted_first, going_on
from joinedup_experiments.local_place.new.activity import Activity, read_activity
from joinedup_experiments.local_place.new.making import adults_of
from joinedup_experiments.scenario_io.load import read_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.load.problems import Problem, ScenarioError, Spot
from joinedup_experiments.sweep.shards import write_whole

REFUSED = 1


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
    shipped = name in shipped_scenarios()
    out = wanted.out or (Path() if shipped else file.parent) / "fitted.yaml"
    _refuse_existing(out)
    for scenario in wanted.repoint:
        refuse_unless_based_on(scenario, file)
    activity = wanted.activity or file.parent / "activity.csv"
    targets = read_activity(activity, place.place.residents, adults_of(place))
    fitted, _ = fitted_first(targets, wanted.leave_out, str(activity))
    refuse_what_it_has_not(place, [t.key for t in fitted], str(activity))
    if wanted.residents is not None and not 600 <= wanted.residents <= place.place.residents:
        what = f"a fit of {wanted.residents:,} residents"
        hint = f"give 600 to {place.place.residents:,}, the place's own"
        raise ScenarioError(Problem(Spot("--residents"), what, (), hint))
    fit = fit_to(place, targets, wanted)
    if isinstance(fit, dict):
        lines = [*fit.values(), "Nothing was fitted, and nothing is written."]
        lines += going_on(name, wanted, list(fit), len(fitted), anyway=False)
        print("\n".join(lines), file=sys.stderr)
        return REFUSED
    with saying():
        print_fit(place.name, fit)
    if fit.unmet and not wanted.anyway:
        print("\n".join(_refusal(name, wanted, fit)), file=sys.stderr)
        return REFUSED
    based_on = name if shipped else Path(os.path.relpath(file, out.parent)).as_posix()
    _write(out, fitted_text(place.name, based_on, fit))
    lines = [f"{out}: {place.name}, fitted."]
    lines += [repointed(scenario, out) for scenario in wanted.repoint]
    lines += [] if shipped else still_on(file, out)
    with saying():
        print("\n".join(lines))
    return 0


def fit_to(place: Scenario, targets: Sequence[Activity], wanted: Wanted) -> Fit | dict[str, str]:
    """Fit a place to targets.

    Returns
    -------
    Fit
        What came of it, met or not.
    dict of str to str
        In its place, when some target is hopelessly far off: its name, and a line about it.
    """
    fitted, left = fitted_first(targets, wanted.leave_out, "the table")
    keys = [t.key for t in fitted]
    dials = dials_for(keys, wanted.adjust, place)
    small = fitted_place(place, wanted.residents)
    low, high = np.log([d.low for d in dials]), np.log([d.high for d in dials])
    runs = (evaluations_at_most(len(dials)) + 2) * wanted.replications
    warm_up(small)
    with progress("Fitting (at most)") as tell:
        model = PlaceRuns(
            small,
            dials,
            [*keys, *[t.key for t in left]],
            wanted.replications,
            wanted.workers,
            lambda n: tell(n / runs),
            len(keys),
        )
        checked = small.run.seed + CHECKED_FROM
        before = model.at([np.zeros(len(dials))], checked)[0]
        far = hopeless(fitted, np.maximum(before.mean(axis=0), 1e-9)[: len(keys)])
        if far:
            return far
        within = np.log1p([t.within or CLOSE_ENOUGH for t in fitted])
        found = solve(model.means, np.log([t.value for t in fitted]), low, high, within)
        after = model.at([found.x], checked)[0]
    luck = Luck(np.concatenate([before, model.at_first]), small, place)
    miss = np.abs(found.figures - np.log([t.value for t in fitted]))
    noise = luck.of_the_fit(fitted, wanted.replications)
    # What the fit stopped short of is not known either; what it could not meet is said apart.
    told = told_apart(
        found.slopes, low, high, np.where(miss > within, noise, np.hypot(noise, miss))
    )
    reached = [*np.exp(found.figures), *after.mean(axis=0)[len(keys) :]]
    shown = [
        Shown(
            target,
            interval(before[:, n]),
            interval(after[:, n]),
            float(reached[n]),
            float(luck.of_a_mean(wanted.replications)[n]),
            target in left,
        )
        for n, target in enumerate([*fitted, *left])
    ]
    return Fit(
        shown,
        dials,
        found.x,
        luck.t * told.spread,
        [*told_lines(told, dials), *luck_lines(shown)],
        reasons(shown, dials, found.x, found.slopes),
        _how(place, small, wanted, found.why, found.steps),
    )


def _refusal(name: str, wanted: Wanted, fit: Fit) -> list[str]:
    unmet = [s.target.name for s in fit.shown if not s.met and not s.left]
    figures = sum(not s.left for s in fit.shown)
    others = "; the others are met" if len(unmet) < figures else ""
    return [
        f"{len(unmet)} of {figures} figures cannot be met within the declared ranges{others}:",
        *[f"  {line}." for line in fit.unmet],
        "Nothing is written.",
        *going_on(name, wanted, unmet, figures, anyway=True),
    ]


def _how(place: Scenario, small: Scenario, wanted: Wanted, why: str, steps: int) -> str:
    size = f"{small.place.residents:,} residents"
    if small.place.residents < place.place.residents:
        size += f" (the place has {place.place.residents:,}; staff and beds in proportion)"
    return (
        f"{size}, {YEARS:g} years after {small.run.burn_in_years:g} of burn-in, "
        f"{wanted.replications} runs at each point, and {wanted.replications} with other luck to "
        f"check; {steps} steps: {why}."
    )


def _write(out: Path, text: str) -> None:
    write_whole(out, text.encode())
    try:
        read_scenario(out)
    except ScenarioError:
        out.unlink()
        raise


def _refuse_existing(out: Path) -> None:
    if os.path.lexists(out):
        others = (out.with_name(f"{out.stem}-{n}{out.suffix}") for n in count(2))
        named = next(other for other in others if not os.path.lexists(other))
        raise FolderError(f"{out} is there already, and nothing is written over; try --out {named}")
    if not out.parent.is_dir():
        raise FolderError(f"{out}: there is no folder {out.parent} to write it in")
