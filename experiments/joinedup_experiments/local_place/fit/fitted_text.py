"""`fitted.yaml`: the place with its fitted quantities, and what they were fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from joinedup_experiments.local_place.fit.dials import Dial, said_of
from joinedup_experiments.local_place.fit.verdicts import Shown
from joinedup_experiments.local_place.new.place_text import quoted

FITTED_BY = "fitted to its own activity by `joinedup fit`"


class Fit(NamedTuple):
    """What came of a fit.

    Attributes
    ----------
    shown : sequence of Shown
        Targets beside the model.
    x, half : ndarray [dials]
        Log factors, and half the width of their 95% intervals.
    notes : sequence of str
        What the figures leave open.
    unmet : sequence of str
        For each target that cannot be met, what is nearest, and why.
    how : str
        Size, years and seeds, in one line.
    """

    shown: Sequence[Shown]
    dials: Sequence[Dial]
    x: np.ndarray
    half: np.ndarray
    notes: Sequence[str]
    unmet: Sequence[str]
    how: str


def fitted_text(name: str, based_on: str, fit: Fit) -> str:
    """A scenario based on the place, with the fit in its remarks."""
    lines = [
        f"# {name}, {FITTED_BY}.",
        f"# {fit.how}",
        "#",
        "# figure: target | before | after (95% interval) | fits",
    ]
    lines += [f"#   {_shown(one)}" for one in fit.shown]
    lines += ["#", *[f"# {note}" for note in fit.notes]]
    lines += [f"# NOT MET: {line}" for line in fit.unmet]
    about = f"{name} as it is now, fitted to its own activity."
    lines += [f"based_on: {quoted(based_on)}", f"name: {quoted(name)}", f"about: {quoted(about)}"]
    lines.append("assumptions:")
    said = said_of(fit.dials, list(np.exp(fit.x)))
    remarks: dict[str, list[str]] = {}
    for dial, x, half in zip(fit.dials, fit.x, fit.half, strict=True):
        for key in dial.said(1.0):
            remarks.setdefault(key, []).append(f"fitted: {value_words(dial, x, half)}")
    for key, value in said.items():
        lines += [f"  # {remark}" for remark in remarks[key]]
        if isinstance(value, dict):
            lines += [f"  {key}:", *[f"    {quoted(c)}: {v!r}" for c, v in value.items()]]
        else:
            lines.append(f"  {key}: {value!r}")
    return "\n".join(lines) + "\n"


def value_words(dial: Dial, x: float, half: float) -> str:
    """A dial's value with its 95% interval, within its declared range."""
    ends = [float(np.clip(np.exp(x + s * half), dial.low, dial.high)) for s in (-1.0, 1.0)]
    now, low, high = (dial.at(value) for value in (float(np.exp(x)), *ends))
    declared = f"declared {dial.at(dial.low)} to {dial.at(dial.high)}"
    return f"{dial.key}: {now} {dial.unit} (95% interval {low} to {high}; {declared})"


def _shown(one: Shown) -> str:
    mean, low, high = one.after
    return (
        f"{one.target.label}, {one.target.unit}: {one.target.value:,.4g} | {one.before[0]:,.4g} | "
        f"{mean:,.4g} ({low:,.4g} to {high:,.4g}) | {one.verdict}"
    )
