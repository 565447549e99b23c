"""`fitted.yaml`: the place with its fitted parameters, and what they were fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from joinedup_experiments.local_place.check_baseline import interval_words
from joinedup_experiments.local_place.fit.calibration_parameters import (
    CalibrationParameter,
    assumptions_of,
)
from joinedup_experiments.local_place.fit.verdicts import FigureFit
from joinedup_experiments.local_place.new.place_text import quoted

FITTED_BY = "fitted to its own activity by `joinedup fit`"


class Fit(NamedTuple):
    """What came of a fit.

    Attributes
    ----------
    figures : sequence of FigureFit
        Targets beside the model.
    x, half : ndarray [parameters]
        Log factors, and half the width of their 95% intervals.
    notes : sequence of str
        What the figures leave open.
    unmet : sequence of str
        For each target that cannot be met, what is nearest, and why.
    how : str
        Size, years and seeds, in one line.
    """

    figures: Sequence[FigureFit]
    parameters: Sequence[CalibrationParameter]
    x: np.ndarray
    half: np.ndarray
    notes: Sequence[str]
    unmet: Sequence[str]
    how: str


def fitted_text(name: str, based_on: str, fit: Fit) -> str:
    """A scenario based on the place, with the fit in its remarks."""
    about = f"{name} as it is now, fitted to its own activity."
    remarks: dict[str, list[str]] = {}
    for parameter, x, half in zip(fit.parameters, fit.x, fit.half, strict=True):
        for key in parameter.assumptions(1.0):
            remarks.setdefault(key, []).append(f"  # fitted: {value_words(parameter, x, half)}")
    lines = [
        f"# {name}, {FITTED_BY}.",
        f"# {fit.how}",
        "#",
        "# figure: target | before | after (95% interval) | fits",
        *[f"#   {_figure_words(one)}" for one in fit.figures],
        "#",
        *[f"# {note}" for note in fit.notes],
        *[f"# NOT MET: {line}" for line in fit.unmet],
        f"based_on: {quoted(based_on)}",
        f"name: {quoted(name)}",
        f"about: {quoted(about)}",
        "assumptions:",
    ]
    for key, value in assumptions_of(fit.parameters, list(np.exp(fit.x))).items():
        lines += remarks[key]
        if isinstance(value, dict):
            lines += [f"  {key}:", *[f"    {quoted(c)}: {v!r}" for c, v in value.items()]]
        else:
            lines.append(f"  {key}: {value!r}")
    return "\n".join(lines) + "\n"


def value_words(parameter: CalibrationParameter, x: float, half: float) -> str:
    """A parameter's value with its 95% interval, within its declared range."""
    factors = np.clip(np.exp([x - half, x + half]), parameter.low, parameter.high)
    low, high = (parameter.at(float(factor)) for factor in factors)
    value = parameter.at(float(np.exp(x)))
    declared = f"declared {parameter.at(parameter.low)} to {parameter.at(parameter.high)}"
    return f"{parameter.key}: {value} {parameter.unit} (95% interval {low} to {high}; {declared})"


def _figure_words(one: FigureFit) -> str:
    return (
        f"{one.target.label}, {one.target.unit}: {one.target.value:,.4g} | "
        f"{one.before.mean:,.4g} | {interval_words(one.after)} | {one.verdict}"
    )
