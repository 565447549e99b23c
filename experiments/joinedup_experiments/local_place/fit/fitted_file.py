"""`fitted.yaml`, the place with its fitted parameters, and the fit as it is printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from joinedup_experiments.display.terminal import screen
from joinedup_experiments.local_place.check_baseline import figures_table, interval_words
from joinedup_experiments.local_place.fit.calibration_parameters import (
    DRIVERS,
    CalibrationParameter,
    assumptions_of,
)
from joinedup_experiments.local_place.fit.verdicts import FigureFit
from joinedup_experiments.local_place.templating import rendered

FITTED_BY = "fitted to its own activity by `joinedup fit`"


class Fit(NamedTuple):
    """What came of a fit.

    ``x`` and ``half`` [parameters] are log factors and half the width of their 95% intervals;
    ``notes`` is what the figures leave open; ``unmet`` has a line for each target that cannot
    be met, and ``how`` size, years and seeds.
    """

    figures: Sequence[FigureFit]
    parameters: Sequence[CalibrationParameter]
    x: np.ndarray
    half: np.ndarray
    notes: Sequence[str]
    unmet: Sequence[str]
    how: str

    def values(self) -> list[str]:
        """Each parameter's value with its 95% interval, within its declared range."""
        return [value_words(*one) for one in zip(self.parameters, self.x, self.half, strict=True)]


def fitted_text(name: str, based_on: str, fit: Fit) -> str:
    """A scenario based on the place, with the fit in its remarks."""
    remarks: dict[str, list[str]] = {}
    for parameter, value in zip(fit.parameters, fit.values(), strict=True):
        for key in parameter.assumptions(1.0):
            remarks.setdefault(key, []).append(value)
    values = {
        "name": name,
        "based_on": based_on,
        "fitted_by": FITTED_BY,
        "fit": fit,
        "interval_words": interval_words,
        "assumptions": assumptions_of(fit.parameters, list(np.exp(fit.x))),
        "remarks": remarks,
    }
    return rendered("fitted.yaml", values)


def value_words(parameter: CalibrationParameter, x: float, half: float) -> str:
    """A parameter's value with its 95% interval, within its declared range."""
    factors = np.clip(np.exp([x - half, x + half]), parameter.low, parameter.high)
    low, high = (parameter.at(float(factor)) for factor in factors)
    value = parameter.at(float(np.exp(x)))
    declared = f"declared {parameter.at(parameter.low)} to {parameter.at(parameter.high)}"
    return f"{parameter.key}: {value} {parameter.unit} (95% interval {low} to {high}; {declared})"


def print_fit(name: str, fit: Fit) -> None:
    """Print the targets beside the model, the fitted parameters, and what stays open."""
    headings = ("target", "before", "after (95% interval)", "off by", "fits")
    rows = [
        (
            f"{one.target.label}, {one.target.unit}",
            f"{one.target.value:,.4g}",
            f"{one.before.mean:,.4g}",
            interval_words(one.after),
            f"{round(100 * one.off_when_checked):+d}%",
            one.verdict,
        )
        for one in fit.figures
    ]
    lines = ["Moved for these figures, and what the figures say of it:"]
    targets = {DRIVERS[one.target.key][0]: one.target for one in fit.figures}
    for parameter, value in zip(fit.parameters, fit.values(), strict=True):
        target = targets.get(parameter.key)
        why = f"for {target.label}: {DRIVERS[target.key][1]}" if target else "asked with --adjust"
        lines += [f"  {why}", f"    {value}"]
    console = screen()
    console.print(f"{name}: {fit.how}", highlight=False, markup=False, soft_wrap=True)
    console.print(figures_table("Local figures", headings, rows))
    for line in [*lines, *fit.notes]:
        console.print(line, highlight=False, markup=False, soft_wrap=True)
