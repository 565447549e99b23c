"""What came out, beside what was expected: one line for each expectation, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from joinedup_experiments.compare.statistics import Interval, interval_of
from joinedup_experiments.studies.patterns.asking import Asked
from joinedup_experiments.studies.patterns.question import Expectation, Other
from joinedup_experiments.studies.patterns.running import Figures

Seen = Literal[
    "as expected",
    "as expected, but slight",
    "cannot be told",
    "the other way, but slight",
    "the other way",
]
SHARES = ("share", "scale", "for every")


@dataclass(frozen=True)
class Judged:
    """One expectation and what the runs say of it.

    Attributes
    ----------
    label, unit : str
        Of the measure.
    base : float
        The level that the change is set against, a year.
    change : Interval
        In the measure's unit.
    relative : bool
        Whether the change is best said as a share of ``base``.
    """

    says: str
    label: str
    unit: str
    where: str
    expect: str
    published: str
    base: float
    change: Interval
    relative: bool
    level: bool
    seen: Seen

    @property
    def scaled(self) -> Interval:
        """The change as a share of the base, or in points; a level as it is."""
        by = 1.0
        if self.relative and not self.level:
            by = abs(self.base)
        return self.change.times(1.0 / by)


def judge(asked: Asked, figures: Figures) -> list[Judged]:
    """Hold every expectation against the runs."""
    return [_judge(asked, figures, one) for one in asked.question.expectations]


def _judge(asked: Asked, figures: Figures, one: Expectation) -> Judged:
    measure = asked.measures[one.measure]
    arm, against = asked.arm_of(one), one.against or asked.base
    setting, years = one.setting or next(iter(asked.settings)), one.years
    side = _Side(one.measure, arm, against, setting, years, one.level, one.controls)
    value, base = side.value(figures)
    if one.less is not None:
        taken, usual = side.otherwise(one.less).value(figures)
        value = value - taken
        base = usual if one.level else base
    change = interval_of(value)
    level = float(base.mean())
    relative = not measure.unit.startswith(SHARES) and level > 0.0
    margin = one.margin * (abs(level) if relative else 1.0)
    return Judged(
        says=one.says,
        label=measure.label,
        unit=measure.unit,
        where=side.words(asked, one.less),
        expect=one.expect,
        published=one.published,
        base=level,
        change=change,
        relative=relative,
        level=one.level and one.less is None,
        seen=seen(one.expect, change, margin),
    )


@dataclass(frozen=True)
class _Side:
    measure: str
    arm: str
    against: str
    setting: str
    years: Sequence[int] | None
    level: bool
    controls: str

    def otherwise(self, other: Other) -> _Side:
        """The same difference elsewhere."""
        return _Side(
            self.measure,
            other.arm or self.arm,
            other.against or self.against,
            other.setting or self.setting,
            other.years or self.years,
            self.level,
            self.controls,
        )

    def value(self, figures: Figures) -> tuple[np.ndarray, np.ndarray]:
        """The difference for each replication, and the level it is set against."""
        mine = mean_of_years(figures.yearly(self.setting, self.arm, self.measure), self.years)
        if self.level:
            return mine, mine
        base = mean_of_years(figures.yearly(self.setting, self.against, self.measure), self.years)
        if self.controls == "elsewhere":
            base = np.roll(base, 1)
        return mine - base, base

    def words(self, asked: Asked, less: Other | None) -> str:
        """Whose value against whose, when and where."""
        said = asked.arms[self.arm].label
        if not self.level:
            said += f" against {asked.arms[self.against].label}"
        if len(asked.settings) > 1:
            said += f", {asked.settings[self.setting].label}"
        if self.years:
            said += f", {years_in_words(self.years)}"
        if less is not None:
            said += f"; less the same {_otherwise_in_words(asked, less)}"
        return said


def _otherwise_in_words(asked: Asked, less: Other) -> str:
    parts = []
    if less.arm:
        parts.append(f"in {asked.arms[less.arm].label}")
    if less.against:
        parts.append(f"against {asked.arms[less.against].label}")
    if less.setting:
        parts.append(f"in {asked.settings[less.setting].label}")
    if less.years:
        parts.append(f"in {years_in_words(less.years)}")
    return " ".join(parts)


def years_in_words(years: Sequence[int]) -> str:
    """A span of years.

    >>> years_in_words([1, 1]), years_in_words([1, 2])
    ('year 1', 'years 1 and 2')
    >>> years_in_words([3, 7])
    'years 3 to 7'
    """
    first, last = years
    if first == last:
        return f"year {first}"
    return f"years {first} {'and' if last == first + 1 else 'to'} {last}"


def mean_of_years(values: np.ndarray, years: Sequence[int] | None) -> np.ndarray:
    """The average year for each replication; years without a value are passed over.

    Parameters
    ----------
    values : ndarray [replications, years]
    """
    chosen = values if years is None else values[:, years[0] - 1 : years[1]]
    return np.asarray(np.nanmean(chosen, axis=1), float)


def seen(expect: str, change: Interval, margin: float) -> Seen:
    """Whether an interval bears an expectation out.

    Parameters
    ----------
    margin : float
        What is too small to matter, in the unit of the change. A change is slight when all of
        its interval is smaller; "not down" asks that a fall of more than this can be ruled out.

    Examples
    --------
    >>> seen("up", Interval(2.0, 1.0, 3.0, 8), 0.5)
    'as expected'
    >>> seen("up", Interval(0.2, 0.1, 0.3, 8), 0.5)
    'as expected, but slight'
    >>> seen("not_down", Interval(0.0, -0.4, 0.4, 8), 0.5)
    'as expected'
    >>> seen("not_down", Interval(0.0, -2.0, 2.0, 8), 0.5)
    'cannot be told'
    """
    sign = 1.0 if expect in ("up", "not_down") else -1.0
    low, high = sorted((sign * change.low, sign * change.high))
    if change.too_few:
        return "cannot be told"
    if expect in ("not_down", "not_up"):
        if low >= -margin:
            return "as expected"
        return "the other way" if high < 0.0 else "cannot be told"
    if low > 0.0:
        return "as expected" if high > margin else "as expected, but slight"
    if high < 0.0:
        return "the other way" if low < -margin else "the other way, but slight"
    return "cannot be told"


def verdict(judged: Sequence[Judged]) -> str:
    """What came out of a question as a whole. What is slight is not held against it.

    Examples
    --------
    >>> verdict([])
    'nothing was expected'
    """
    found = [j.seen for j in judged]
    if not found:
        return "nothing was expected"
    borne_out = sum(one.startswith("as expected") for one in found)
    clear = found.count("as expected")
    if borne_out == len(found):
        if clear == len(found):
            return "comes out"
        return "comes out, in part slightly" if clear else "comes out, but slightly"
    against = "the other way" in found
    if borne_out:
        return "comes out in part" + (", and in part the other way" if against else "")
    return "the other way" if against else "does not show"


def in_unit(judged: Judged, value: float) -> str:
    """A value of a change: in percent of the base, in points of a share, or in its unit."""
    if judged.relative and not judged.level:
        return f"{100.0 * value:+.1f}%"
    if judged.unit.startswith("share"):
        return f"{100.0 * value:+.1f} points"
    sign = "" if judged.level else "+"
    if judged.unit == "GBP":
        return f"{value:{sign},.0f} GBP"
    return f"{value:{sign},.0f}" if abs(value) >= 1000.0 else f"{value:{sign}.3g}"


def change_in_words(judged: Judged) -> str:
    """The change with its interval."""
    c = judged.scaled
    if not c.known:
        return in_unit(judged, c.mean)
    low, high = (in_unit(judged, v).split(" ")[0] for v in (c.low, c.high))
    return f"{in_unit(judged, c.mean)} ({low} to {high})"
