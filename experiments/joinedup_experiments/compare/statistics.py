"""What replications say and how surely: intervals, effects, and the one verdict on an effect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

import numpy as np

from joinedup.outcomes.measures import Form, Measure
from joinedup_experiments.compare.intervals import (
    FEWEST_WORLDS,
    UNKNOWN,
    Interval,
    Spread,
    interval_of,
    less,
    own_shares,
    replications_for,
    spread_over,
)

SMALL = 0.01
RULED_OUT = 3.0 * SMALL
NEAR = 0.25
NEARLY_ALL, MOST = 0.95, 0.8  # shares of plausible worlds in which a direction is the same
YEAR_DAYS = 365.25

Size = Literal["clear", "perhaps small", "small"]


class Verdict(StrEnum):
    """What may be said of a difference.

    ``HIGHER`` and ``LOWER``: the 95% interval leaves out zero. ``NO_CHANGE``: the interval spans
    zero and is so narrow that a change of more than 3% of the base (0.03 of a share or a scale)
    is ruled out. ``UNCERTAIN``: it spans zero and is wider. ``IDENTICAL``: no difference in any
    replication. ``DEPENDS``: the interval of a mean over plausible worlds leaves out zero, but
    fewer than 80% of the worlds have its direction. ``TOO_FEW``: a single replication, or a few
    that happen to agree, so that there is no interval to judge by; or fewer than five plausible
    worlds. ``NO_VALUE``: the results do not have the measure, or no replication has a value in
    both arms, as a mean wait has none where nobody was served.
    """

    HIGHER = "higher"
    LOWER = "lower"
    NO_CHANGE = "no change shown"
    UNCERTAIN = "too uncertain to tell"
    IDENTICAL = "no difference at all"
    DEPENDS = "depends on assumptions and chance"
    TOO_FEW = "too few replications"
    NO_VALUE = "no value"


def verdict_of(difference: Interval, ruled_out: float) -> Verdict:
    """What may be said of a difference.

    An interval that spans zero shows no change where all of it is nearer to zero than
    ``ruled_out``, in the unit of the difference.

    >>> verdict_of(Interval(2.0, 1.0, 3.0, 8), 0.5).value
    'higher'
    >>> verdict_of(Interval(0.1, -0.2, 0.4, 8), 0.5).value
    'no change shown'
    >>> verdict_of(Interval(0.1, -0.6, 0.8, 8), 0.5).value
    'too uncertain to tell'
    """
    if not np.isfinite(difference.mean):
        return Verdict.NO_VALUE
    if difference.identical:
        return Verdict.IDENTICAL
    if difference.too_few:
        return Verdict.TOO_FEW
    if difference.excludes_zero:
        return Verdict.HIGHER if difference.mean > 0.0 else Verdict.LOWER
    narrow = max(abs(difference.low), abs(difference.high)) <= ruled_out
    return Verdict.NO_CHANGE if narrow else Verdict.UNCERTAIN


def over_worlds(verdict: Verdict, spread: Spread, worlds: int) -> Verdict:
    """The verdict on a mean over plausible worlds, of which most must have its direction.

    >>> over_worlds(Verdict.HIGHER, Spread(up=0.75, down=0.25), 8).value
    'depends on assumptions and chance'
    >>> over_worlds(Verdict.LOWER, Spread(up=0.125, down=0.875), 8).value
    'lower'
    """
    if worlds < FEWEST_WORLDS and verdict not in (Verdict.IDENTICAL, Verdict.NO_VALUE):
        return Verdict.TOO_FEW
    share = {Verdict.HIGHER: spread.up, Verdict.LOWER: spread.down}.get(verdict, 1.0)
    return Verdict.DEPENDS if share < MOST else verdict


def as_level(one: Measure, interval: Interval) -> Interval:
    """The interval of a measure's level as it is shown: cut where the measure itself ends.

    That is at nought, and of a share or a scale at the whole. The interval of a difference never
    is.
    """
    return interval.within(one.least, one.most)


@dataclass(frozen=True)
class Effect:
    """One measure in one arm beside the base, over one period.

    ``base`` and ``other`` are a year's value in each arm; ``difference`` is paired by replication;
    ``spread`` is where the replications' differences lie, ``shares`` where each one's share of
    its own base does, of those whose base has any, and ``levels`` where the other arm's values do.
    Where ``plausible``, each replication is a plausible world, or the mean of one's; ``ran`` counts
    those too that have no value.
    """

    measure: Measure
    base: Interval
    other: Interval
    difference: Interval
    spread: Spread = UNKNOWN
    levels: Spread = UNKNOWN
    shares: Spread = UNKNOWN
    plausible: bool = False
    ran: int = 0

    @property
    def label(self) -> str:
        """The measure's name in the middle of a sentence."""
        return self.measure.phrase

    @property
    def unit(self) -> str:
        """What follows its numbers."""
        return self.measure.unit_in_words

    @property
    def form(self) -> Form:
        """How its numbers are written."""
        return self.measure.form

    @property
    def base_level(self) -> Interval:
        """The base's level, as it is shown."""
        return as_level(self.measure, self.base)

    @property
    def level(self) -> Interval:
        """The other arm's."""
        return as_level(self.measure, self.other)

    @property
    def verdict(self) -> Verdict:
        """What may be said of it; an interval that spans zero is never a change."""
        mine = verdict_of(self.difference, RULED_OUT * self._whole)
        many = self.difference.replications
        return over_worlds(mine, self.spread, many) if self.plausible else mine

    @property
    def verdict_in_words(self) -> str:
        """The verdict; over plausible worlds it is these that may be too few."""
        few = self.plausible and self.verdict is Verdict.TOO_FEW
        return "too few worlds" if few else self.verdict.value

    @property
    def runs(self) -> str:
        """What is counted: plausible worlds, or replications."""
        return "plausible worlds" if self.plausible else "replications"

    @property
    def changed(self) -> bool:
        """Whether a change is shown, of any size."""
        return self.verdict in (Verdict.HIGHER, Verdict.LOWER)

    @property
    def from_none(self) -> bool:
        """Whether the base has none, so that no share of it can be given."""
        return self.base.mean == 0.0

    @property
    def none_in_either(self) -> bool:
        """Whether neither arm has any."""
        return self.base.mean == self.other.mean == 0.0

    @property
    def of_base(self) -> Interval:
        """The difference as a share of the base. Not to be asked where the base has none."""
        return self.difference.times(1.0 / abs(self.base.mean))

    @property
    def size(self) -> Size:
        """How large a change is, as far as its interval says: small is under 1% of the base."""
        if self.from_none:
            return "clear"
        nearest, furthest = sorted((abs(self.difference.low), abs(self.difference.high)))
        small = SMALL * self._whole
        if furthest <= small:
            return "small"
        return "perhaps small" if nearest <= small else "clear"

    @property
    def for_the_better(self) -> bool | None:
        """Whether a change is for the better; None where there is none, or neither way is."""
        if not self.changed or self.measure.better is None:
            return None
        return self.verdict.value == self.measure.better

    @property
    def near_zero(self) -> bool:
        """Whether zero is within a quarter of the mean of a change's interval."""
        nearest = min(abs(self.difference.low), abs(self.difference.high))
        return self.changed and nearest < NEAR * abs(self.difference.mean)

    def replications_needed(self, precision: float) -> int | None:
        """How many replications tell the difference to within a share of the base.

        None where it cannot be told: a single replication, or a base of zero.
        """
        wanted = precision * abs(self.base.mean)
        return replications_for(self.difference.deviation, wanted) if wanted > 0.0 else None

    def as_read(self) -> Effect:
        """The same with person-days a year as needs on an average day."""
        if self.measure.unit != "person-days":
            return self
        needs = replace(self.measure, unit="needs", mean_of="days")
        return replace(self.times(1.0 / YEAR_DAYS), measure=needs)

    def times(self, factor: float) -> Effect:
        """The same of so many times as much."""
        return replace(
            self,
            base=self.base.times(factor),
            other=self.other.times(factor),
            difference=self.difference.times(factor),
            spread=self.spread.times(factor),
            levels=self.levels.times(factor),
        )

    @property
    def _whole(self) -> float:
        """What "per cent" is of: the base, or the whole of a share or a scale."""
        return 1.0 if self.form in ("share", "scale") else abs(self.base.mean)


def paired(
    measure: Measure, base: np.ndarray, other: np.ndarray, plausible: bool = False
) -> Effect:
    """The effect in one value for each replication, or plausible world, of both arms.

    Over those that have a value in both, if any does; each arm's level is of its own otherwise.
    """
    base, other = np.asarray(base, float), np.asarray(other, float)
    ran = len(base)
    both = ~np.isnan(other - base)
    if both.any():
        base, other = base[both], other[both]
    apart = less(other, base)
    return Effect(
        measure, interval_of(base), interval_of(other), interval_of(apart),
        spread_over(apart, plausible), spread_over(other, plausible),
        spread_over(own_shares(apart, base), plausible), plausible, ran,
    )  # fmt: skip
