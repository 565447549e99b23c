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
from joinedup_experiments.compare.statistics import interval_of
from joinedup_experiments.compare.warm_up import warm_up
from joinedup_experiments.display.progress import progress
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.local_place.fit.calibration_parameters import parameters_for
from joinedup_experiments.local_place.fit.fitted_file import Fit, fitted_text, print_fit
from joinedup_experiments.local_place.fit.identifiability import identify
from joinedup_experiments.local_place.fit.least_squares import evaluations_at_most, solve
from joinedup_experiments.local_place.fit.options import (
    CalibrationOptions,
    fitted_first,
    next_steps,
)
from joinedup_experiments.local_place.fit.rebasing import (
    rebased,
    refuse_unless_based_on,
    still_based_on,
)
from joinedup_experiments.local_place.fit.runs import (
    CHECKED_FROM,
    YEARS,
    Chance,
    PlaceRuns,
    place_to_run,
    refuse_missing_teams,
)
from joinedup_experiments.local_place.fit.verdicts import (
    FigureFit,
    chance_lines,
    identifiability_lines,
    near_enough,
    out_of_reach,
    reasons,
)
from joinedup_experiments.local_place.new.activity import Activity, read_activity
from joinedup_experiments.local_place.new.making import adults_of
from joinedup_experiments.scenario_io.load import read_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.load.problems import Problem, ScenarioError, Spot
from joinedup_experiments.sweep.shards import write_whole

REFUSED = 1


def fit_place(name: str, options: CalibrationOptions) -> int:
    """Fit a place to its activity, print the fit and write ``fitted.yaml``.

    Returns 0; or 1 when some figure cannot be met, and then nothing is written unless asked.
    `ScenarioError` is raised for a faulty table or scenario, `FolderError` for a file that is
    there already.
    """
    loaded = read_scenario(name)
    place, file = loaded.scenario, loaded.files[0]
    shipped = name in shipped_scenarios()
    out = options.out or (Path() if shipped else file.parent) / "fitted.yaml"
    _refuse_existing(out)
    for scenario in options.repoint:
        refuse_unless_based_on(scenario, file)
    targets = _targets(place, options, options.activity or file.parent / "activity.csv")
    fit = fit_to(place, targets, options)
    if isinstance(fit, dict):
        lines = [*fit.values(), "Nothing was fitted, and nothing is written."]
        figures = len(targets) - len(options.leave_out)
        lines += next_steps(name, options, list(fit), figures, anyway=False)
        print("\n".join(lines), file=sys.stderr)
        return REFUSED
    with saying():
        print_fit(place.name, fit)
    if fit.unmet and not options.anyway:
        print("\n".join(_refusal(name, options, fit)), file=sys.stderr)
        return REFUSED
    based_on = name if shipped else Path(os.path.relpath(file, out.parent)).as_posix()
    _write(out, fitted_text(place.name, based_on, fit))
    lines = [f"{out}: {place.name}, fitted."]
    lines += [rebased(scenario, out) for scenario in options.repoint]
    lines += [] if shipped else still_based_on(file, out)
    with saying():
        print("\n".join(lines))
    return 0


def fit_to(
    place: Scenario, targets: Sequence[Activity], options: CalibrationOptions
) -> Fit | dict[str, str]:
    """Fit a place to targets: what came of it, met or not.

    When some target is out of reach nothing is run, and a line about each is returned by name.
    """
    fitted, left_out = fitted_first(targets, options.leave_out, "the table")
    keys = [t.key for t in (*fitted, *left_out)]
    parameters = parameters_for(keys[: len(fitted)], options.adjust, place)
    small = place_to_run(place, options.residents)
    low, high = np.log([p.low for p in parameters]), np.log([p.high for p in parameters])
    goals, within = np.log([t.value for t in fitted]), np.log1p([near_enough(t) for t in fitted])
    runs = (evaluations_at_most(len(parameters)) + 2) * options.replications
    seed = small.run.seed + CHECKED_FROM
    warm_up(small)
    with progress("Fitting (at most)") as tell:
        model = PlaceRuns(small, parameters, keys, options.replications, options.workers,
                          lambda done: tell(done / runs), len(fitted))  # fmt: skip
        before = model.at([np.zeros(len(parameters))], seed)[0]
        far = out_of_reach(fitted, np.maximum(before.mean(axis=0), 1e-9)[: len(fitted)])
        if far:
            return far
        found = solve(model.means, goals, low, high, within)
        after = model.at([found.x], seed)[0]
    chance = Chance(np.concatenate([before, model.at_first]), small, place)
    error = chance.of_the_fit(fitted, options.replications)
    error = _with_the_miss(error, np.abs(found.figures - goals), within)
    known = identify(found.slopes, low, high, error)
    reached = [*np.exp(found.figures), *after.mean(axis=0)[len(fitted) :]]
    errors = chance.of_a_mean(options.replications)
    intervals = [(interval_of(b), interval_of(a)) for b, a in zip(before.T, after.T, strict=True)]
    figures = [
        FigureFit(target, *intervals[n], float(reached[n]), float(errors[n]), n >= len(fitted))
        for n, target in enumerate([*fitted, *left_out])
    ]
    notes = [*identifiability_lines(known, parameters), *chance_lines(figures)]
    unmet = reasons(figures, parameters, found.x, found.slopes)
    how = _how(place, small, options, f"{found.steps} steps: {found.why}")
    return Fit(figures, parameters, found.x, chance.t * known.spread, notes, unmet, how)


def _with_the_miss(error: np.ndarray, miss: np.ndarray, within: np.ndarray) -> np.ndarray:
    """Standard errors, widened by what the fit stopped short of; what it could not meet is not."""
    return np.where(miss > within, error, np.hypot(error, miss))


def _targets(place: Scenario, options: CalibrationOptions, file: Path) -> list[Activity]:
    """The figures of the table, once it and the options are sound."""
    targets = read_activity(file, place.place.residents, adults_of(place))
    fitted, _ = fitted_first(targets, options.leave_out, str(file))
    refuse_missing_teams(place, [t.key for t in fitted], str(file))
    most = place.place.residents
    if options.residents is not None and not 600 <= options.residents <= most:
        what = f"a fit of {options.residents:,} residents"
        hint = f"give 600 to {most:,}, the place's own"
        raise ScenarioError(Problem(Spot("--residents"), what, (), hint))
    return targets


def _refusal(name: str, options: CalibrationOptions, fit: Fit) -> list[str]:
    unmet = [one.target.name for one in fit.figures if not one.met]
    figures = sum(not one.left_out for one in fit.figures)
    others = "; the others are met" if len(unmet) < figures else ""
    return [
        f"{len(unmet)} of {figures} figures cannot be met within the declared ranges{others}:",
        *[f"  {line}." for line in fit.unmet],
        "Nothing is written.",
        *next_steps(name, options, unmet, figures, anyway=True),
    ]


def _how(place: Scenario, small: Scenario, options: CalibrationOptions, why: str) -> str:
    size = f"{small.place.residents:,} residents"
    if small.place.residents < place.place.residents:
        size += f" (the place has {place.place.residents:,}; staff and beds in proportion)"
    return (
        f"{size}, {YEARS:g} years after {small.run.burn_in_years:g} of burn-in, "
        f"{options.replications} runs at each point, and {options.replications} with other "
        f"random seeds to check; {why}."
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
