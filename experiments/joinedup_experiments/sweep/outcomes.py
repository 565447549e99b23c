"""The outcomes of a design, settled: which measure, of which arms, over which months."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from joinedup_experiments.sweep.design import Design

Months = Mapping[str, Mapping[str, np.ndarray]]
PLAIN = "y"


@dataclass(frozen=True)
class Outcome:
    """One outcome.

    Attributes
    ----------
    key : str
        A short name for tables and files.
    base : str
        The arm whose value is taken off; empty for a level.
    first, last : int
        Months, from 1; all of them when ``last`` is 0.
    combine : {"sum", "mean"}
        How twelve months make a year.
    """

    key: str
    label: str
    unit: str
    measure: str
    arm: str
    base: str = ""
    first: int = 1
    last: int = 0
    combine: str = "mean"

    @property
    def full_label(self) -> str:
        """The label, with the arms of a difference, which a name of one's own may leave out."""
        whose = f"{self.arm} less {self.base}" if self.base else ""
        return self.label if whose in self.label else f"{self.label}, {whose}"

    def value(self, months: Months) -> float:
        """An average year's value in one run.

        Parameters
        ----------
        months : mapping
            Per arm and measure, a number a month.
        """
        mine = self._year(months[self.arm][self.measure])
        return mine - self._year(months[self.base][self.measure]) if self.base else mine

    def _year(self, months: np.ndarray) -> float:
        return float(a_year_of(months[self.first - 1 : self.last or None], self.combine))


def a_year_of(months: np.ndarray, combine: str) -> np.ndarray:
    """An average year's value, of the last axis: twelve mean months, or the mean month."""
    mean = np.asarray(np.mean(months, axis=-1))
    return 12.0 * mean if combine == "sum" else mean


def outcomes_of(design: Design, names: Sequence[str]) -> list[Outcome]:
    """The outcomes of a design that has been checked."""
    if design.function != "model":
        return [Outcome(PLAIN, design.function, "", PLAIN, design.function)]
    from joinedup.outcomes.measures import measure

    found: list[Outcome] = []
    for outcome in design.outcomes:
        m = measure(outcome.measure)
        arm = outcome.arm or names[min(1, len(names) - 1)]
        kind = outcome.value or ("level" if arm == names[0] else "difference")
        base = names[0] if kind == "difference" else ""
        first, last = outcome.years or (1, 0)
        span = f", years {first} to {last}" if last else ""
        whose = f"{arm} less {base}" if base else arm
        label = outcome.name or f"{m.label}, {whose}{span}"
        short = outcome.name or f"{m.key} {whose}{span}"
        plain = re.sub(r"\W+", "_", short).strip("_")
        taken = [one.key for one in found]
        key = plain if plain not in taken else f"{plain}_{len(found)}"
        months = (12 * (first - 1) + 1, 12 * last)
        found.append(Outcome(key, label, m.unit, m.key, arm, base, *months, combine=m.combine))
    return found
