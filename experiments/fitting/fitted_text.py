"""`fitted.yaml`: the place with its fitted quantities, and what they were fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from experiments.fitting.dials import Dial, said_of
from experiments.fitting.verdicts import Shown
from experiments.starting.place_text import quoted


class Fit(NamedTuple):
    """What came of a fit.

    Attributes
    ----------
    shown : sequence of Shown
        Targets beside the model.
    x, spread : ndarray [dials]
        Log factors, and their standard deviations.
    notes : sequence of str
        What the figures leave open, and what is not met.
    how : str
        Size, years and seeds, in one line.
    """

    shown: Sequence[Shown]
    dials: Sequence[Dial]
    x: np.ndarray
    spread: np.ndarray
    notes: Sequence[str]
    how: str


def fitted_text(name: str, based_on: str, fit: Fit) -> str:
    """A scenario based on the place, with the fit in its remarks."""
    lines = [
        f"# {name}, fitted to its own activity by `joinedup fit`.",
        f"# {fit.how}",
        "#",
        "# figure: target | before | after (95% interval)",
    ]
    lines += [f"#   {_shown(one)}" for one in fit.shown]
    lines += ["#", *[f"# {note}" for note in fit.notes]]
    lines += [f"based_on: {quoted(based_on)}", f"name: {quoted(f'{name}, fitted')}", "assumptions:"]
    said = said_of(fit.dials, list(np.exp(fit.x)))
    remarks: dict[str, list[str]] = {}
    for dial, x, spread in zip(fit.dials, fit.x, fit.spread, strict=True):
        remarks.setdefault(dial.name, []).append(f"fitted: {value_words(dial, x, spread)}")
    for key, value in said.items():
        lines += [f"  # {remark}" for remark in remarks[key]]
        if isinstance(value, dict):
            lines += [f"  {key}:", *[f"    {quoted(c)}: {v!r}" for c, v in value.items()]]
        else:
            lines.append(f"  {key}: {value!r}")
    return "\n".join(lines) + "\n"


def value_words(dial: Dial, x: float, spread: float) -> str:
    """A dial's value with what the figures leave open, within its declared range."""
    ends = [float(np.clip(np.exp(x + s * spread), dial.low, dial.high)) for s in (-1.96, 1.96)]
    words = f"{dial.key} {dial.at(float(np.exp(x)))} ({dial.at(ends[0])} to {dial.at(ends[1])})"
    return f"{words}; declared {dial.at(dial.low)} to {dial.at(dial.high)}"


def _shown(one: Shown) -> str:
    mean, low, high = one.after
    return (
        f"{one.target.label}, {one.target.unit}: {one.target.value:,.4g} | {one.before[0]:,.4g} | "
        f"{mean:,.4g} ({low:,.4g} to {high:,.4g})"
    )
