"""What is asked of every design point: whether an arm helps there, harms, or neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from joinedup_experiments.sweep.discovery.by_year import OverTime
from joinedup_experiments.sweep.outcomes import PLAIN, Outcome
from joinedup_experiments.sweep.sensitivity.noise import noise_of
from joinedup_experiments.sweep.sensitivity.results import Observed

NORMAL_95 = 1.959963984540054
HELPED, NEITHER, HARMED = range(3)
ALONE = ("helped", "no clear change", "harmed")
TOGETHER = ("both lower", "unmet need only", "admissions only", "neither")
UNMET, EMERGENCY = "unmet_severe", "emergency"


class QuestionError(ValueError):
    """Nothing can be asked of these outcomes; the text says why."""


@dataclass(frozen=True)
class Question:
    """A question with one answer at every design point.

    Attributes
    ----------
    key, label : str
        For files, and in words.
    asked : str
        What the answers mean, in a sentence.
    classes : tuple of str
        The answers; the first is the one that is hoped for.
    codes : ndarray [points]
        Which answer, as its place in ``classes``.
    strength : ndarray [points]
        A number behind the answer, greater where it is better; for ranking factors.
    """

    key: str
    label: str
    asked: str
    classes: tuple[str, ...]
    codes: np.ndarray
    strength: np.ndarray

    @property
    def counts(self) -> np.ndarray:
        """Points with each answer, ``[classes]``."""
        return np.bincount(self.codes, minlength=len(self.classes))


def good_direction(outcome: Outcome) -> int:
    """1 where more is better, -1 where less is, 0 where the measure's table does not say.

    >>> good_direction(Outcome("k", "l", "", "unmet_severe", "a", "b"))
    -1
    """
    if outcome.measure == PLAIN:
        return 0
    from joinedup.outcomes.measures import measure

    return {"lower": -1, "higher": 1, None: 0}[measure(outcome.measure).better]


def askable(outcomes: Sequence[Outcome]) -> tuple[list[Outcome], list[str]]:
    """The outcomes of which it can be asked whether they help, and a line on each of the others.

    Raises
    ------
    QuestionError
        When there is none.
    """
    found, passed = [], []
    for one in outcomes:
        if not one.base:
            passed.append(f"{one.label}: left out, since it is a level and no difference")
        elif not good_direction(one):
            passed.append(
                f"{one.label}: left out, since neither more nor less {one.measure} is better"
            )
        else:
            found.append(one)
    if not found:
        raise QuestionError(
            "no outcome of this sweep can be asked where it is better: none is the difference of "
            "an arm from the base in a measure of which more, or less, is better"
        )
    return found, passed


def questions_of(
    seen: Sequence[Observed], over_time: Sequence[OverTime], share: float | None
) -> list[Question]:
    """A question for each outcome, and for each arm one of unmet need and admissions together.

    Parameters
    ----------
    seen, over_time : sequence
        The same outcomes, all of them differences.
    share : float, optional
        The margin as a share of the base's level. Without it the margin is what luck alone
        exceeds once in twenty times, where replications tell, and otherwise 0.
    """
    found, answers = [], {}
    for one, time in zip(seen, over_time, strict=True):
        gain = good_direction(one.outcome) * one.means
        margin = margin_of(one, time, share)
        codes = np.where(gain > margin, HELPED, np.where(gain < -margin, HARMED, NEITHER))
        answers[one.outcome.key] = codes
        way, back = ("less", "more") if good_direction(one.outcome) < 0 else ("more", "less")
        asked = (
            f"Helped where it is {way} in the arm than in the base, {_beyond(one, share)}; "
            f"harmed where it is {back} by as much."
        )
        key, label = one.outcome.key, one.outcome.label
        found.append(Question(key, label, asked, ALONE, codes, gain))
    return found + _together([one.outcome for one in seen], found)


def margin_of(one: Observed, time: OverTime, share: float | None) -> np.ndarray:
    """How much an outcome must move to count, ``[points]``, in its unit."""
    if share is not None:
        return np.asarray(share * np.abs(time.base))
    replications = one.values.shape[1]
    within = noise_of(one.values).within
    luck = NORMAL_95 * np.sqrt(within / replications) if replications > 1 else 0.0
    return np.full(len(one.values), luck)


def _beyond(one: Observed, share: float | None) -> str:
    if share is not None:
        return f"by more than {100.0 * share:g}% of the base's level"
    replications = one.values.shape[1]
    if replications > 1:
        return f"by more than luck (1.96 standard errors from {replications} replications)"
    return "by however little (each point was run once, so part of this is luck)"


def _together(outcomes: Sequence[Outcome], found: Sequence[Question]) -> list[Question]:
    """For each arm with both: whether it lowers unmet need, admissions, both or neither."""
    more = []
    for arm in dict.fromkeys(one.arm for one in outcomes):
        mine = [i for i, one in enumerate(outcomes) if one.arm == arm]
        unmet = _first(outcomes, mine, UNMET, "unmet_")
        emergency = _first(outcomes, mine, EMERGENCY, "emergency_")
        if unmet is None or emergency is None:
            continue
        pair = found[unmet], found[emergency]
        lower = [question.codes == HELPED for question in pair]
        codes = np.select(
            [lower[0] & lower[1], lower[0], lower[1]], [0, 1, 2], default=len(TOGETHER) - 1
        )
        spread = [max(float(question.strength.std()), 1e-300) for question in pair]
        strength = sum(q.strength / s for q, s in zip(pair, spread, strict=True))
        base = outcomes[unmet].base
        more.append(
            Question(
                f"unmet_need_and_admissions_{arm}",
                f"Unmet need and admissions together, {arm} less {base}",
                f"Unmet need is “{pair[0].label}”, admissions are “{pair[1].label}”; "
                "each is lower where it is helped, as above.",
                TOGETHER,
                codes,
                np.asarray(strength),
            )
        )
    return more


def _first(outcomes: Sequence[Outcome], mine: list[int], name: str, start: str) -> int | None:
    for wanted in (lambda key: key == name, lambda key: key.startswith(start)):
        for i in mine:
            if wanted(outcomes[i].measure):
                return i
    return None
