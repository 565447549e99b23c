"""What ``joinedup fit`` does: from a place and its activity to a fitted scenario, or a refusal."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import count
from pathlib import Path

import numpy as np

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.executors import warm_up
from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.compare.statistics import interval_of
from joinedup_experiments.display.progress import progress
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.local_place.fit.calibration_parameters import parameters_for
from joinedup_experiments.local_place.fit.fitted_file import (
    fitted_text,
    print_fit,
    rebased,
    refuse_unless_based_on,
    still_based_on,
)
from joinedup_experiments.local_place.fit.least_squares import evaluations_at_most, identify, solve
from joinedup_experiments.local_place.fit.runs import (
    CHECKED_FROM,
    YEARS,
    Chance,
    PlaceRuns,
    place_to_run,
)
from joinedup_experiments.local_place.fit.verdicts import (
    FigureFit,
    Fit,
    chance_lines,
    identifiability_lines,
    near_enough,
    out_of_reach,
    reasons,
)
from joinedup_experiments.local_place.new.figures import Activity, read_activity
from joinedup_experiments.local_place.templating import rendered
from joinedup_experiments.scenario_io.load import read_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    did_you_mean,
)
from joinedup_experiments.sweep.shards import write_whole

REFUSED = 1
# Figures of one team alone, which the place must have.
_TEAMS = {"requests": "adult_social_care", "acceptance": "community_mental_health"}


@dataclass(frozen=True)
class CalibrationOptions:
    """How to fit.

    ``residents`` are run, None for all up to 15,000; ``adjust`` names parameters to change besides
    those of the figures, ``leave_out`` figures for which nothing is moved; ``anyway`` writes what
    does not fit; the scenarios ``repoint`` are then based on the fitted place.
    """

    activity: Path | None = None
    out: Path | None = None
    residents: int | None = None
    replications: int = 4
    workers: int | None = None
    adjust: tuple[str, ...] = ()
    repoint: tuple[Path, ...] = ()
    leave_out: tuple[str, ...] = ()
    anyway: bool = False

    def command(self, place: str, *more: str) -> str:
        """What to type for the same fit with something more.

        >>> CalibrationOptions(residents=6000).command("place.yaml", "--anyway")
        'joinedup fit place.yaml --residents 6000 --anyway'
        """
        words = ["joinedup", "fit", place]
        for option in fields(self)[:-1]:
            value = getattr(self, option.name)
            values = value if isinstance(value, tuple) else [value]
            for one in values if value != option.default else ():
                words += [f"--{option.name.replace('_', '-')}", str(one)]
        return shlex.join([*words, *more])


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
    if fit.parameters:
        with saying():
            print_fit(place.name, fit)
    if fit.unmet and not (options.anyway and fit.parameters):
        figures = len(targets) - len(options.leave_out)
        print(_refusal(name, options, fit, figures), end="", file=sys.stderr)
        return REFUSED
    based_on = name if shipped else Path(os.path.relpath(file, out.parent)).as_posix()
    _write(out, fitted_text(place.name, based_on, fit))
    lines = [f"{out}: {place.name}, fitted."]
    lines += [rebased(scenario, out) for scenario in options.repoint]
    lines += [] if shipped else still_based_on(file, out)
    with saying():
        print("\n".join(lines))
    return 0


def fit_to(place: Scenario, targets: Sequence[Activity], options: CalibrationOptions) -> Fit:
    """Fit a place to targets: what came of it, met or not.

    When some target is out of reach nothing is fitted, and only ``unmet`` is not empty.
    """
    fitted = [t for t in targets if t.name not in options.leave_out]
    left_out = [t for t in targets if t.name in options.leave_out]
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
            return Fit([], [], np.empty(0), np.empty(0), [], far, "")
        found = solve(model.means, goals, low, high, within)
        after = model.at([found.x], seed)[0]
    chance = Chance(np.concatenate([before, model.at_first]), small, place)
    error, miss = chance.of_the_fit(fitted, options.replications), np.abs(found.figures - goals)
    # Standard errors are widened by what the fit stopped short of, and not by what it cannot meet.
    error = np.where(miss > within, error, np.hypot(error, miss))
    known = identify(found.slopes, low, high, error)
    reached = [*np.exp(found.figures), *after.mean(axis=0)[len(fitted) :]]
    errors = chance.of_a_mean(options.replications)
    figures = [
        FigureFit(target, interval_of(before[:, n]), interval_of(after[:, n]), float(reached[n]),
                  float(errors[n]), n >= len(fitted))
        for n, target in enumerate([*fitted, *left_out])
    ]  # fmt: skip
    notes = [*identifiability_lines(known, parameters), *chance_lines(figures)]
    unmet = reasons(figures, parameters, found.x, found.slopes)
    how = _how(place, small, options, f"{found.steps} steps: {found.why}")
    return Fit(figures, parameters, found.x, chance.t * known.spread, notes, unmet, how)


def _targets(place: Scenario, options: CalibrationOptions, file: Path) -> list[Activity]:
    """The figures of the table, once it and the options are sound."""
    residents = place.place.residents
    targets = read_activity(file, residents, place.place.ages)
    names = [t.name for t in targets]
    problems = []
    for name in options.leave_out:
        if name not in names:
            what, hint = f"there is no figure of that name in {file}", did_you_mean(name, names)
            problems.append(Problem(Spot(f"--leave-out {name[:80]}"), what, (), hint))
    fitted = [t.key for t in targets if t.name not in options.leave_out]
    if not fitted:
        what = f"this leaves no figure of {file} to fit the place to"
        problems.append(Problem(Spot("--leave-out"), what))
    for key in fitted:
        if key in _TEAMS and _TEAMS[key] not in place.teams:
            what = f"the figure `{key}` is that of the team {_TEAMS[key]}, and the place has none"
            hint = "take its line out of the table of activity"
            problems.append(Problem(Spot(str(file)), what, (), hint))
    if options.residents is not None and not 600 <= options.residents <= residents:
        what, hint = f"a fit of {options.residents:,} residents", f"give 600 to {residents:,}"
        problems.append(Problem(Spot("--residents"), what, (), f"{hint}, the place's own"))
    if problems:
        raise ScenarioError(problems)
    return targets


def _refusal(name: str, options: CalibrationOptions, fit: Fit, figures: int) -> str:
    """Why nothing is written, and what a planner can do about it, with the commands to type."""
    leave_out = [word for one in fit.unmet for word in ("--leave-out", one)]
    values = {
        "fit": fit,
        "figures": figures,
        "without": options.command(name, *leave_out),
        "anyway": options.command(name, "--anyway"),
    }
    return rendered("refusal.txt", values)


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
