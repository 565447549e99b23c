"""What came out, beside what was expected: on average, and in how many plausible worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from joinedup.outcomes.measures import Form
from joinedup_experiments.compare.intervals import (
    Interval,
    interval_of,
    less,
    own_shares,
    spread_of,
)
from joinedup_experiments.display.numbers import (
    change,
    difference,
    level,
    percent,
    percent_with_interval,
    value,
)
from joinedup_experiments.studies.enrolled import CONTROLS
from joinedup_experiments.studies.running import Outcomes
from joinedup_experiments.studies.study import Elsewhere, Expectation, Question

Seen = Literal[
    "as expected",
    "as expected, but slight",
    "cannot be told",
    "the other way, but slight",
    "the other way",
]
IN_WORDS = (  # by the least share of the runs
    (0.95, "in nearly all"),
    (0.8, "in most"),
    (np.nextafter(0.5, 1.0), "in more than half of the"),
    (0.5, "in half of the"),
    (0.2, "in fewer than half of the"),
    (0.0, "in few"),
)


@dataclass(frozen=True)
class Judged:
    """One expectation and what the runs say of it, in the unit of its measure.

    A run has a seed, and over plausible worlds is in the world of that number.
    """

    says: str
    label: str
    form: Form
    where: str
    expect: str
    published: str
    base: float  # the level that the change is set against, a year
    change: Interval
    margin: float  # what is too small to matter
    relative: bool  # whether the change is written as a share of the base
    level: bool  # whether it is an arm's own value
    # The ends of the central 90% of runs: of their own shares where it is relative.
    central: tuple[float, float] | None = None
    not_in: tuple[int, ...] = ()  # seeds of the runs in which it does not come out

    @property
    def seen(self) -> Seen:
        """Whether the expectation is borne out."""
        return seen(self.expect, self.change, self.margin)

    @property
    def in_words(self) -> str:
        """The change with its interval: in per cent of the base, in points, or in its unit."""
        if self.relative:
            return percent_with_interval(self.change.times(1.0 / abs(self.base)))
        return (level if self.level else difference)(self.change, self.form)

    @property
    def central_in_words(self) -> str:
        """The two ends of the central 90% of runs; nothing where they are not known."""
        in_words = value if self.level else change
        return " to ".join(
            percent(x) if self.relative else in_words(x, self.form) for x in self.central or ()
        )


def judge(question: Question, outcomes: Outcomes) -> list[Judged]:
    """Hold every expectation against the runs."""
    return [_judge(question, outcomes, one) for one in question.study.expectations]


def _judge(question: Question, outcomes: Outcomes, one: Expectation) -> Judged:
    measure, own = question.measures[one.measure], one.level and one.less is None
    here = Elsewhere(
        arm=one.arm or list(question.arms)[1],
        against=one.against or question.base,
        setting=one.setting or question.first_setting,
        years=one.years,
    )
    values, base = _value(outcomes, one, here)
    if one.less is not None:
        there = here.model_copy(update=one.less.model_dump(exclude_none=True))
        taken, usual = _value(outcomes, one, there)
        values, base = values - taken, usual if one.level else base
    known = ~np.isnan(values) if not np.isnan(values).all() else np.isnan(values)
    mean = interval_of(base[known]).mean
    of_itself = measure.form in ("share", "scale") or measure.unit.startswith("for every")
    of_whole = of_itself or mean <= 0.0
    relative = not of_itself and mean > 0.0 and not own
    both = values[known], base[known]
    spread = spread_of(own_shares(*both) if relative else both[0])
    out = comes_out(one.expect, values, one.margin * (np.ones_like(base) if of_whole else base))
    return Judged(
        says=one.says,
        label=measure.label,
        form=measure.form,
        where=_where(question, one, here),
        expect=one.expect,
        published=one.published,
        base=mean,
        change=interval_of(values),
        margin=one.margin * (1.0 if of_whole else mean),
        relative=relative,
        level=own and not of_itself,
        central=(spread.low, spread.high) if np.isfinite(spread.low) else None,
        not_in=tuple(seed for seed, yes in zip(outcomes.seeds, out, strict=True) if not yes),
    )


def _value(outcomes: Outcomes, one: Expectation, at: Elsewhere) -> tuple[np.ndarray, np.ndarray]:
    """The difference for each replication, and the level it is set against."""
    assert at.arm and at.against and at.setting
    mine = outcomes.mean(at.setting, at.arm, one.measure, at.years)
    if one.level:
        return mine, mine
    if one.controls:
        base = outcomes.mean(at.setting, at.arm, one.compared_with, at.years)
    else:
        base = outcomes.mean(at.setting, at.against, one.measure, at.years)
    return less(mine, base), base


def _where(question: Question, one: Expectation, at: Elsewhere) -> str:
    """Whose value against whose, when and where."""
    arm, against, setting, years = _named(question, at)
    against = CONTROLS[one.controls] if one.controls else against
    whose = arm if one.level else f"{arm} against {against}"
    place = setting if len(question.settings) > 1 else ""
    text = ", ".join(part for part in (whose, place, years) if part)
    if one.less is None:
        return text
    less = zip(("in", "against", "in", "in"), _named(question, one.less), strict=True)
    return f"{text}; less the same {' '.join(f'{word} {name}' for word, name in less if name)}"


def _named(question: Question, at: Elsewhere) -> tuple[str, str, str, str]:
    """Arm, other arm, setting and years in words, each empty where it is not given."""
    return (
        question.arms[at.arm].label if at.arm else "",
        question.arms[at.against].label if at.against else "",
        question.settings[at.setting].label if at.setting else "",
        years_in_words(at.years) if at.years else "",
    )


def years_in_words(years: Sequence[int]) -> str:
    """A span of years: ``year 1``, ``years 1 and 2``, ``years 3 to 7``."""
    first, last = years
    if first == last:
        return f"year {first}"
    return f"years {first} {'and' if last == first + 1 else 'to'} {last}"


def seen(expect: str, change: Interval, margin: float) -> Seen:
    """Whether an interval bears an expectation out, on average over the runs.

    A change is slight when all of its interval is smaller than the margin; "not down" asks that
    a fall of more than this can be ruled out.
    """
    if change.too_few:
        return "cannot be told"
    hoped = change.times(1.0 if expect in ("up", "not_down") else -1.0)
    if expect.startswith("not"):
        if hoped.low >= -margin:
            return "as expected"
        return "the other way" if hoped.high < 0.0 else "cannot be told"
    if not hoped.excludes_zero:
        return "cannot be told"
    slight = max(abs(hoped.low), abs(hoped.high)) <= margin
    if hoped.mean > 0.0:
        return "as expected, but slight" if slight else "as expected"
    return "the other way, but slight" if slight else "the other way"


def comes_out(expect: str, changes: np.ndarray, margins: np.ndarray) -> np.ndarray:
    """In which runs an expectation comes out, one change a run; never where there is none.

    A change beyond the margin is asked for; of "not down", that there is no fall beyond it.
    """
    hoped = changes if expect in ("up", "not_down") else -changes
    return np.asarray(hoped >= -margins if expect.startswith("not") else hoped > margins)


def share_in_words(out: int, of: int, runs: str = "plausible worlds") -> str:
    """In what share of the runs something comes out, with the counts.

    >>> share_in_words(20, 24)
    'in most plausible worlds (20 of 24)'
    """
    if of < 2:
        return f"in too few {runs} to tell"
    words = next(words for least, words in IN_WORDS if out >= least * of)
    return f"{words} {runs} ({out} of {of})"
