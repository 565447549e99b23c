"""How long an effect takes, and what delays it: shares of the eventual effect, year by year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.intervals import Interval, interval_of, t_quantile
from joinedup_experiments.display.document import Section, Table, Words
from joinedup_experiments.display.numbers import difference, level, percent_with_interval
from joinedup_experiments.studies.running import Outcomes
from joinedup_experiments.studies.study import Question

BOUNCED_OR_LOST = "referrals_bounced + lost_at_handover"
FOLLOWED = (BOUNCED_OR_LOST, "repeat_history_taking", "undetected_need", "qalys_lost",
            "satisfaction", "adoption", "fidelity")  # fmt: skip
YEARS = (1, 2, 3, 5)
DELAYED, IN_YEAR = (BOUNCED_OR_LOST, "undetected_need"), 2


@dataclass(frozen=True)
class Course:
    """One outcome's paired differences from the siloed arm: ndarray [replications, years]."""

    by_year: np.ndarray
    base: float

    @property
    def eventual(self) -> Interval:
        """The eventual effect: the mean of the last two years."""
        return interval_of(self.by_year[:, -2:].mean(axis=1))

    def share(self, year: int) -> Interval | None:
        """The share reached in a year from 1; None where the eventual effect spans zero."""
        return self.less(None, year)

    def less(self, other: Course | None, year: int) -> Interval | None:
        """The share reached less another course's of the same replications, by the jackknife."""
        courses = [self] if other is None else [self, other]
        if not all(c.eventual.excludes_zero for c in courses):
            return None

        def ratio(rows: np.ndarray) -> float:
            one, *rest = (
                c.by_year[rows, year - 1].mean() / c.by_year[rows, -2:].mean() for c in courses
            )
            return float(one - sum(rest))

        return jackknife(ratio, len(self.by_year))


def jackknife(statistic: Callable[[np.ndarray], float], replications: int) -> Interval:
    """A statistic of replications with its 95% interval, by the jackknife and Student's t."""
    every = np.arange(replications)
    whole = statistic(every)
    without_one = np.array([statistic(np.delete(every, i)) for i in every])
    error = np.sqrt((replications - 1) * without_one.var())
    half = t_quantile(replications) * float(error)
    return Interval(whole, whole - half, whole + half, replications)


def section(question: Question, outcomes: Outcomes) -> Section:
    """The shares reached year by year, and what each cause of delay does to them."""
    usual, (base, arm, *other_arms) = question.first_setting, question.arms

    def course(setting: str, arm: str, keys: str) -> Course:
        level = outcomes.yearly(setting, base, keys)
        return Course(outcomes.yearly(setting, arm, keys) - level, float(level.mean()))

    courses = {keys: course(usual, arm, keys) for keys in FOLLOWED}
    years = [year for year in YEARS if year <= question.study.years - 2]
    rows = [
        (label(keys), _eventual(keys, one), *(_share(one.share(year)) for year in years))
        for keys, one in courses.items()
    ]
    causes = {setting.label: (key, arm) for key, setting in question.settings.items()}
    causes |= {one: (usual, one) for one in other_arms}
    delays = [
        (name, *(_delay(course(*place, keys), courses[keys]) for keys in DELAYED))
        for name, place in causes.items()
    ]
    shares = Table(
        f"{question.arms[arm].label}: the effect, and the share of it reached",
        ("", "eventual effect", *(f"year {year}" for year in years)), rows,
    )  # fmt: skip
    without = Table(
        f"Share reached in year {IN_YEAR} without each cause of delay, and what that differs",
        ("", *map(label, DELAYED)), delays,
    )  # fmt: skip
    claim = Words(" ".join(question.study.claim.split()))
    return Section("years", question.study.title, [claim, shares, without])


def label(keys: str) -> str:
    """What a measure, or a sum of them, is called."""
    first, *rest = (measure(key) for key in keys.split(" + "))
    return " or ".join([first.label, *(one.phrase for one in rest)])


def _delay(one: Course, usual: Course) -> str:
    gap = one.less(usual, IN_YEAR)
    text = _share(one.share(IN_YEAR))
    return text if gap is None or gap.identical else f"{text}; {difference(gap, 'share')}"


def _share(interval: Interval | None) -> str:
    return "no effect shown" if interval is None else level(interval, "share")


def _eventual(keys: str, one: Course) -> str:
    form = measure(keys.split(" + ")[0]).form
    if form in ("share", "scale") or one.base == 0.0:
        return difference(one.eventual, form)
    return percent_with_interval(one.eventual.times(1.0 / one.base))
