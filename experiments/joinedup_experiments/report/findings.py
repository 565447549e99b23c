"""What may be said of one figure: whether it changed, how surely, how much, and for whose good.

Every sentence of the report is built on a `Finding`, so what counts as a change is decided here
and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from joinedup_experiments.compare.statistics import Interval

Kind = Literal[
    "not counted",
    "one replication",
    "too few to tell",
    "none in either",
    "no difference",
    "no change shown",
    "cannot be told",
    "more",
    "less",
]
Form = Literal["count", "pounds", "share", "scale"]
Size = Literal["clear", "perhaps small", "small"]
Verdict = Literal["better", "worse", "mixed", "small", "no change", "cannot be told", "one run"]

SMALL = 0.01


@dataclass(frozen=True)
class Finding:
    """One figure in an arm beside the base.

    Attributes
    ----------
    label : str
        In plain English, as it stands in the middle of a sentence: "emergency admissions".
    unit : str
        What follows the number: "admissions a year"; empty for pounds and shares.
    base, other : Interval
        The figure in each world.
    change : Interval
        ``other`` less ``base``, paired by replication.
    better : {"lower", "higher"} or None
        Which way is better; None where neither is in itself.
    form : {"count", "pounds", "share", "scale"}
        How the number is written. A share is from 0 to 1 and its changes are said in points.
    """

    label: str
    unit: str
    base: Interval
    other: Interval
    change: Interval
    better: Literal["lower", "higher"] | None = None
    form: Form = "count"

    @property
    def margin(self) -> float:
        """What is too small to matter: 1% of the base, or 0.01 of a share or a scale."""
        return SMALL if self.form in ("share", "scale") else SMALL * abs(self.base.mean)

    @property
    def kind(self) -> Kind:
        """What may be said of it; an interval that spans zero is never a change.

        Where zero lies inside, the interval either lies within three margins ("no change shown":
        a change that matters much is ruled out) or it does not ("cannot be told").
        """
        c = self.change
        if not np.isfinite(c.mean):
            return "not counted"
        if self.base.mean == 0.0 and self.other.mean == 0.0:
            return "none in either"
        if not c.known:
            return "one replication"
        if c.nothing_at_all:
            return "no difference"
        if c.too_few_to_tell:
            return "too few to tell"
        if c.excludes_zero:
            return "more" if c.mean > 0.0 else "less"
        narrow = max(abs(c.low), abs(c.high)) <= 3.0 * self.margin
        return "no change shown" if narrow else "cannot be told"

    @property
    def changed(self) -> bool:
        """Whether a change is shown, of any size."""
        return self.kind in ("more", "less")

    @property
    def from_none(self) -> bool:
        """Whether the base has none, so that no share of it can be given."""
        return self.base.mean == 0.0

    @property
    def size(self) -> Size:
        """How large a change is, as far as its interval says."""
        if self.from_none:
            return "clear"
        nearest, furthest = sorted((abs(self.change.low), abs(self.change.high)))
        if furthest <= self.margin:
            return "small"
        return "perhaps small" if nearest <= self.margin else "clear"

    @property
    def for_the_better(self) -> bool | None:
        """Whether a change is for the better; None where there is none, or neither way is."""
        if not self.changed or self.better is None:
            return None
        return self.kind == {"lower": "less", "higher": "more"}[self.better]

    @property
    def near_nothing(self) -> bool:
        """Whether a change is shown, but its interval comes close to zero.

        Close: the nearer end is less than a quarter of the mean away from zero, so that a few
        other replications could take the change away.
        """
        nearest = min(abs(self.change.low), abs(self.change.high))
        return self.changed and nearest < 0.25 * abs(self.change.mean)


def verdict(findings: Iterable[Finding]) -> Verdict:
    """What several findings say together of whether things got better.

    Small changes and figures of which neither way is better weigh nothing; they are told beside
    it. "No change" is said only where none of them is too uncertain to tell.
    """
    told = [f for f in findings if f.kind != "not counted"]
    if any(f.kind == "one replication" for f in told):
        return "one run"
    weighing = [f.for_the_better for f in told if f.size != "small"]
    if True in weighing and False in weighing:
        return "mixed"
    if True in weighing:
        return "better"
    if False in weighing:
        return "worse"
    if not told or any(f.kind in ("cannot be told", "too few to tell") for f in told):
        return "cannot be told"
    if any(f.for_the_better is not None for f in told):
        return "small"
    return "no change"
