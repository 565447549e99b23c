"""What ``joinedup fit`` does: from a place and its activity to a fitted scenario, or a refusal."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.executors import warm_up
from joinedup_experiments.compare.intervals import interval_of, t_quantile
from joinedup_experiments.compare.results.folder import FolderError, refuse_existing
from joinedup_experiments.compare.results.kept_runs import KeptRuns, going_on
from joinedup_experiments.compare.room import need_of, workers_that_fit
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.display.progress import progress
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.local_place.fit import fitted_file, runs, verdicts
from joinedup_experiments.local_place.fit.chance import standard_errors
from joinedup_experiments.local_place.fit.least_squares import ALL_POINTS, identify, solve
from joinedup_experiments.local_place.fit.options import FitOptions, design_of, targets_of
from joinedup_experiments.local_place.fit.verdicts import Fit
from joinedup_experiments.local_place.fit.worlds_fit import WorldsFit, fit_worlds
from joinedup_experiments.local_place.new.figures import Activity
from joinedup_experiments.local_place.templating import rendered
from joinedup_experiments.scenario_io.load import Loaded, read_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.load.files import shown
from joinedup_experiments.scenario_io.load.problems import refusal
from joinedup_experiments.scenario_io.plausible_worlds import SHIPPED

REFUSED = 1


def fit_place(name: str, options: FitOptions) -> int:
    """Fit a place to its activity, print the fit and write ``fitted.yaml``.

    Returns 0; or 1 when some figure cannot be met, and then nothing is written unless asked.
    `ScenarioError` is raised for a faulty table or scenario, `FolderError` for a file that is
    there already.
    """
    loaded = read_scenario(name)
    place, file = loaded.scenario, loaded.files[0]
    _refuse_arranged(loaded)
    shipped = name in shipped_scenarios()
    out = options.out or (Path() if shipped else file.parent) / "fitted.yaml"
    if out.suffix.lower() not in (".yaml", ".yml"):
        what = "a fitted place is a scenario, and its name ends in .yaml"
        raise refusal(f"--out {out}", what, f"write --out {out.with_suffix('.yaml')}")
    refuse_existing(out)
    if options.worlds != "one":
        for beside in fitted_file.worlds_beside(out):
            refuse_existing(beside)
    if not out.parent.is_dir():
        raise FolderError(f"{out}: there is no folder {out.parent} to write it in")
    for scenario in options.repoint:
        fitted_file.refuse_unless_based_on(scenario, file)
    targets = targets_of(place, options, options.activity or file.parent / "activity.csv")
    table = loaded.worlds or SHIPPED
    again = shlex.split(options.command(name, *(["--anyway"] if options.anyway else [])))
    options = replace(options, workers=_workers(place, options))
    with going_on(out, design_of(place, targets, options, table), again) as kept:
        fit: Fit | WorldsFit
        if options.worlds == "one":
            fit = fit_to(place, targets, options, kept)
        else:
            fit = fit_worlds(place, targets, options, table, kept)
        if fit.fitted:
            with saying():
                fitted_file.print_fit(place.name, fit)
        if fit.unmet and not (options.anyway and fit.fitted):
            figures = len(targets) - len(options.leave_out)
            print(_refusal(name, options, fit, figures), end="", file=sys.stderr)
            return REFUSED
        _write(name if shipped else None, loaded, out, fit, options.repoint)
    return 0


def _refuse_arranged(loaded: Loaded) -> None:
    """A fit is of the place as it is now: figures are of teams that nothing joins."""
    if loaded.scenario.arrangement == Arrangement():
        return
    bases = (file for file in loaded.files[1:] if _is_place_of(loaded.scenario, file))
    base = next((shown(file) for file in bases), "")
    hint = f"fit {base}, which it is based on" if base else "fit the place without `arrangement`"
    hint += ", and base this one on what is written, with --repoint"
    what = "this file has an arrangement, and a fit is of the place as it is now"
    raise refusal(shown(loaded.files[0]), what, hint)


def _is_place_of(scenario: Scenario, file: Path) -> bool:
    """Whether a file has the same place, with nothing joined."""
    base = read_scenario(file).scenario
    same = all(getattr(base, key) == getattr(scenario, key) for key in ("place", "teams"))
    return same and base.arrangement == Arrangement()


def _workers(place: Scenario, options: FitOptions) -> int:
    """How many workers memory has room for, among runs of a first look at all worlds."""
    small = runs.place_to_run(place, options.residents)
    many = options.runs * (1 if options.worlds == "one" else options.worlds_tried)
    return workers_that_fit(need_of(small, runs=many), options.workers, "--residents {}")


def _write(
    shipped: str | None, loaded: Loaded, out: Path, fit: Fit | WorldsFit, repoint: Sequence[Path]
) -> None:
    """Write the fitted scenario, base others on it, and say so; a ``shipped`` place by its name."""
    place, file = loaded.scenario, loaded.files[0]
    based_on = shipped or Path(os.path.relpath(file, out.parent)).as_posix()
    out = fitted_file.write(out, place.name, based_on, fit)
    lines = [f"{out}: {place.name}, fitted."]
    lines += [fitted_file.rebased(scenario, out) for scenario in repoint]
    lines += [] if shipped else fitted_file.still_based_on(file, out)
    with saying():
        print("\n".join(lines))


def fit_to(
    place: Scenario,
    targets: Sequence[Activity],
    options: FitOptions,
    kept: KeptRuns | None = None,
) -> Fit:
    """Fit a place to targets: what came of it, met or not.

    Runs are taken from those ``kept``, and kept there. When some target is out of reach nothing is
    fitted, and only ``unmet`` is not empty.
    """
    fitted = [t for t in targets if t.name not in options.leave_out]
    left_out = [t for t in targets if t.name in options.leave_out]
    keys = [t.key for t in (*fitted, *left_out)]
    parameters = runs.parameters_for(keys[: len(fitted)], options.adjust, place)
    small = runs.place_to_run(place, options.residents)
    low, high = np.log([p.low for p in parameters]), np.log([p.high for p in parameters])
    goals, within = np.log([t.value for t in fitted]), np.log1p([t.near_enough for t in fitted])
    most = (1 + len(parameters) + ALL_POINTS + 2) * options.runs
    seed = small.run.seed + runs.CHECKED_FROM
    warm_up(small)
    with progress("Fitting (at most)") as tell:
        model = runs.PlaceRuns(small, parameters, keys, options.runs, options.workers,
                          lambda done: tell(done / most), len(fitted), kept)  # fmt: skip
        before = model.at([np.zeros(len(parameters))], seed)[0]
        far = verdicts.out_of_reach(fitted, np.maximum(before.mean(axis=0), 1e-9)[: len(fitted)])
        if far:
            return Fit([], [], np.empty(0), np.empty(0), [], far, "")
        found = solve(model.means, goals, low, high, within)
        after = model.at([found.x], seed)[0]
    every = np.concatenate([before, model.at_first])
    years = small.place.residents * runs.YEARS / place.place.residents
    errors, error = standard_errors(every, fitted, options.runs, years)
    error = _widened(error, np.abs(found.figures - goals), within)
    known = identify(found.first_slopes, low, high, error)
    reached = [*np.exp(found.figures), *after.mean(axis=0)[len(fitted) :]]
    checked = [map(interval_of, found_by.T) for found_by in (before, after)]
    shown_only = [target in left_out for target in (*fitted, *left_out)]
    each = zip([*fitted, *left_out], *checked, reached, errors, shown_only, strict=True)
    figures = [verdicts.FigureFit(*one) for one in each]
    notes = verdicts.notes(figures, known, parameters, found.x)
    unmet = verdicts.reasons(figures, parameters, found.x, found.first_slopes)
    how = _how(place, small, options, f"{found.steps} steps: {found.why}")
    return Fit(
        figures, parameters, found.x, t_quantile(len(every)) * known.spread, notes, unmet, how
    )


def _widened(error: np.ndarray, miss: np.ndarray, within: np.ndarray) -> np.ndarray:
    """Errors with what the fit stopped short of, and not with what it cannot meet."""
    return np.where(miss > within, error, np.hypot(error, miss))


def _refusal(name: str, options: FitOptions, fit: Fit | WorldsFit, figures: int) -> str:
    """Why nothing is written, and what a planner can do about it, with the commands to type."""
    leave_out = [word for one in fit.unmet for word in ("--leave-out", one)]
    how = "within the declared ranges" if fit.how else ""
    if how and isinstance(fit, WorldsFit):
        how += f" in any of {counted(fit.about['worlds_tried'], 'world')}"
    values = {
        "fit": fit,
        "how": how,
        "figures": figures,
        "without": options.command(name, *leave_out),
        "anyway": options.command(name, "--anyway"),
    }
    return rendered("refusal.txt", values)


def _how(place: Scenario, small: Scenario, options: FitOptions, why: str) -> str:
    size, whole = small.place.residents, place.place.residents
    part = f" (the place has {whole:,}; staff and beds in proportion)" if size < whole else ""
    each = f"{counted(options.runs, 'run')} at each point, and {options.runs} with other"
    return (
        f"{size:,} residents{part}, {runs.YEARS:g} years after {small.run.burn_in_years:g} of "
        f"burn-in, {each} random seeds to check; {why}."
    )
