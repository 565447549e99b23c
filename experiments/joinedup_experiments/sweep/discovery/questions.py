"""What is asked of every design point: whether an arm helps there, harms, or neither."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from joinedup_experiments.compare.arms import numbered
from joinedup_experiments.compare.intervals import t_quantile, wilson
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.sweep.blocks import worth_of
from joinedup_experiments.sweep.plan import Outcome
from joinedup_experiments.sweep.sensitivity.analysis import noise_of
from joinedup_experiments.sweep.sweep_folder import Sweep

HELPED, NEITHER, HARMED = range(3)
ALONE = ("helped", "no clear change", "harmed")
TOGETHER = ("both lower", "unmet need only", "admissions only", "neither")
YEAR = 12
UNMET, EMERGENCY = "unmet_severe", "emergency_admissions"


class Estimate(NamedTuple):
    """A number with its 95% interval."""

    value: float
    low: float
    high: float

    @property
    def text(self) -> str:
        """A share, in per cent."""
        if not math.isfinite(self.value):
            return "not known"
        return f"{self.value:.0%} ({100.0 * self.low:.0f} to {self.high:.0%})"


def share_of(part: float, whole: float, worth: float | None = None) -> Estimate:
    """A share and Wilson's (1927) interval for it, also of counts that are not whole.

    ``worth`` is how many it is as sure as, where that is not ``whole``.
    """
    times = 1.0 if worth is None or whole <= 0.0 else worth / whole
    share, low, high = wilson(np.array(part * times), whole * times)
    return Estimate(float(share), float(low), float(high))


def shares_in(codes: np.ndarray, among: np.ndarray, blocks: np.ndarray, many: int) -> Shares:
    """Of points, by their weights ``among`` [points], the share with each of ``many`` answers."""
    whole = float(among.sum())
    found = []
    for code in range(many):
        hit = codes == code
        worth = worth_of(hit, among, blocks)
        found.append(share_of(float(among[hit].sum()), whole, worth))
    return tuple(found)


Shares = tuple[Estimate, ...]


class OverTime(NamedTuple):
    """One outcome's measure over time, means over replications as a year's value."""

    outcome: Outcome
    differences: np.ndarray  # [points, periods] the arm less the base; NaN where one has no value
    base: np.ndarray  # [points] the base's average year over the outcome's own years
    period: str  # "year", or "month" when there are fewer than two whole years

    @property
    def points(self) -> np.ndarray:
        """How many points have a value, [periods]."""
        return np.isfinite(self.differences).sum(axis=0)

    def spread(self, shares: Sequence[float]) -> np.ndarray:
        """Quantiles over the points with a value, [shares, periods]; NaN where none has one."""
        import pandas as pd

        return pd.DataFrame(self.differences).quantile(list(shares)).to_numpy()


class Question(NamedTuple):
    """A question with one answer at every design point."""

    key: str  # for files
    label: str
    asked: str  # what the answers mean, in a sentence
    classes: tuple[str, ...]  # the answers; the first is the one that is hoped for
    codes: np.ndarray  # [points] which answer, as its place in ``classes``
    strength: np.ndarray  # [points] a number behind the answer, greater where it is better

    @property
    def counts(self) -> np.ndarray:
        """Points with each answer, ``[classes]``."""
        return np.bincount(self.codes, minlength=len(self.classes))


def good_direction(outcome: Outcome) -> int:
    """1 where more is better, -1 where less is, 0 where the measure declares neither."""
    from joinedup.outcomes.measures import measure

    return {"lower": -1, "higher": 1, None: 0}[measure(outcome.measure).better]


def askable(
    outcomes: Sequence[Outcome], valueless: Mapping[Outcome, str]
) -> tuple[list[Outcome], list[str]]:
    """The outcomes that can be better or worse than in the base, and a line on each other one.

    ``valueless`` has what keeps out those that have no value in some runs.
    """
    kept, left_out = [], []
    for one in outcomes:
        why = "" if good_direction(one) else f"since neither more nor less {one.unit} is better"
        why = why if one.base else "since it is a level and no difference"
        if why := why or valueless.get(one, ""):
            left_out.append(f"{one.label}: left out, {why}")
        else:
            kept.append(one)
    if not kept:
        why = "no outcome of this sweep can be asked where it is better:"
        raise InputError("\n".join([why, *left_out]))
    return kept, left_out


def questions_of(
    observed: Mapping[Outcome, np.ndarray],
    over_time: Sequence[OverTime],
    share: float | None,
    common: bool,
) -> list[Question]:
    """A question for each outcome, and for each arm one of unmet need and admissions together.

    ``observed`` has the values [points, replications] of all outcomes, ``over_time`` those asked
    about. ``share`` is the margin as a share of the base's level; without it, what chance alone
    exceeds once in twenty times, where there are replications, and otherwise 0. With ``common``
    random numbers a seed moves all points together.
    """
    questions = []
    for time in over_time:
        one, values, sign = time.outcome, observed[time.outcome], good_direction(time.outcome)
        gain = sign * values.mean(axis=1)
        margin, beyond = _margin(values, time, share, common)
        codes = np.where(gain > margin, HELPED, np.where(gain < -margin, HARMED, NEITHER))
        better, worse = ("less", "more") if sign < 0 else ("more", "less")
        asked = f"Helped where it is {better} in the arm than in the base, {beyond}; "
        asked += f"harmed where it is {worse} by as much."
        questions.append(Question(one.key, one.label, asked, ALONE, codes, gain))
    return questions + _together([time.outcome for time in over_time], questions)


def _margin(
    values: np.ndarray, time: OverTime, share: float | None, common: bool
) -> tuple[np.ndarray | float, str]:
    """How much an outcome must move to count, in its unit, and in words."""
    points, replications = values.shape
    if share is not None:
        return share * np.abs(time.base), f"by more than {100.0 * share:g}% of the base's level"
    if replications == 1:
        return 0.0, "by however little (each point was run once, so part of this is chance)"
    degrees = (1 if common else points) * (replications - 1)
    errors, each = float(t_quantile(degrees + 1)), "that all points share" if common else "a point"
    chance = f"{errors:.3g} standard errors from {replications} replications {each}"
    half = errors * np.sqrt(noise_of(values).variance_within_points / replications)
    return half, f"by more than chance ({chance})"


def _together(outcomes: Sequence[Outcome], questions: Sequence[Question]) -> list[Question]:
    """For each arm with both: whether it lowers unmet need, admissions, both or neither."""
    more: list[Question] = []
    for arm in dict.fromkeys(one.arm for one in outcomes):
        mine = [pair for pair in zip(outcomes, questions, strict=True) if pair[0].arm == arm]
        unmet, emergency = _first(mine, UNMET), _first(mine, EMERGENCY)
        if unmet is None or emergency is None:
            continue
        codes = 3 - 2 * (unmet.codes == HELPED) - (emergency.codes == HELPED)
        strengths = [q.strength / max(q.strength.std(), 1e-300) for q in (unmet, emergency)]
        label = f"Unmet need and admissions together, {arm} less {mine[0][0].base}"
        asked = f"Unmet need is “{unmet.label}”, admissions are “{emergency.label}”; "
        asked += "each is lower where it is helped, as above."
        keys = [*(q.key for q in (*questions, *more)), f"unmet_need_and_admissions_{arm}"]
        *_, key = numbered(keys, keys)
        more.append(Question(key, label, asked, TOGETHER, codes, strengths[0] + strengths[1]))
    return more


def _first(mine: Sequence[tuple[Outcome, Question]], measure: str) -> Question | None:
    """The question about a measure, or else about the first whose first word is the same."""
    word = measure.partition("_")[0]
    alike = [pair for pair in mine if pair[0].measure.startswith(f"{word}_")]
    alike.sort(key=lambda pair: pair[0].measure != measure)
    return alike[0][1] if alike else None


def _periods(series: np.ndarray, length: int, months: int) -> np.ndarray:
    """Series [runs, months] as [runs, whole periods, months]."""
    whole = series[:, : length // months * months]
    return whole.reshape(len(whole), -1, months)


def over_time(sweep: Sweep, outcomes: Sequence[Outcome]) -> list[OverTime]:
    """Read every shard once, one in memory at a time, and keep only each period's difference."""
    plan = sweep.plan
    length = round(plan.scenarios[0].run.years * YEAR)
    months = YEAR if length >= 2 * YEAR else 1
    differences = np.zeros((len(outcomes), len(plan.points), length // months))
    base = np.zeros(differences.shape[:2])
    for number in range(plan.tasks):
        shard = sweep.shard(number, [one.measure for one in outcomes])
        for i, one in enumerate(outcomes if shard.months else ()):
            by_period = {
                arm: {key: _periods(values, length, months) for key, values in of.items()}
                for arm, of in shard.months.items()
            }
            periods = replace(one, first=1, last=0).value(by_period)
            level = replace(one, arm=one.base, base="")
            np.add.at(differences[i], shard.identity["point"], periods)
            np.add.at(base[i], shard.identity["point"], level.value(shard.months))
    many, period = plan.design.replications, "year" if months > 1 else "month"
    each = zip(outcomes, differences / many, base / many, strict=True)
    return [OverTime(*one, period) for one in each]
