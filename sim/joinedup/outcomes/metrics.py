"""Readings: ways to read one number a month off what a run leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from joinedup.codes import YEAR_HOURS, Activity, Cause, Need, Organisation, Stage, State
from joinedup.outcomes.measure import Ratio, Reading
from joinedup.outcomes.monthly import Monthly, share_of
from joinedup.state.markers import Answer, Marker, Question
from joinedup.state.months import Culture, Hours, Tally

HIDDEN = slice(State.HIDDEN, State.ON_FILE)
ON_FILE = slice(State.ON_FILE, State.PRESENTED)
IN_PROGRESS = slice(State.PRESENTED, State.WAITING_FOR_ASSESSMENT)
TO_BE_ASSESSED = slice(State.WAITING_FOR_ASSESSMENT, State.WAITING_FOR_CARE)
TO_BE_SERVED = slice(State.WAITING_FOR_CARE, State.IN_CARE)
IDENTIFIED = slice(State.ON_FILE, State.IN_CARE)
ALL_UNMET = slice(State.HIDDEN, State.IN_CARE)


def culture_of(part: Culture, whole: Culture) -> Ratio:
    """One sum over staff or interfaces as a share of another."""
    return Ratio(lambda m: m.culture[:, part], lambda m: m.culture[:, whole])


def joined_of(part: Culture, whole: Culture) -> Reading:
    """The same of what is joined: 0 where nothing is, since nothing joined is what 0 says."""
    return lambda m: np.nan_to_num(culture_of(part, whole)(m))


def stages_of(first: Stage) -> Reading:
    """Share of the staff of joined teams at this stage or beyond; 0 where nothing is joined."""
    columns = slice(Culture.STAGES + first, Culture.STAGES + len(Stage))
    return lambda m: np.nan_to_num(
        np.minimum(1.0, share_of(m.culture[:, columns].sum(axis=1), m.culture[:, Culture.JOINED]))
    )


def hours_of(part: Hours, whole: Hours) -> Ratio:
    """Hours of one sort as a share of another, all organisations and professions."""
    return Ratio(lambda m: _all(m, part), lambda m: _all(m, whole))


def hours_vacant() -> Ratio:
    """Hours of posts that nobody holds, as a share of those of all."""
    return Ratio(
        lambda m: _all(m, Hours.POSTS) - _all(m, Hours.HELD), lambda m: _all(m, Hours.POSTS)
    )


def fear_of(employer: Organisation) -> Ratio:
    """Mean fear of the staff of one employer, by hours held."""
    return Ratio(
        lambda m: m.hours[:, employer, :, Hours.FEARED].sum(axis=1),
        lambda m: m.hours[:, employer, :, Hours.HELD].sum(axis=1),
    )


def leavers_a_year() -> Ratio:
    """Leavers for each whole-time equivalent in post, a year."""
    return Ratio(lambda m: YEAR_HOURS * _all(m, Hours.LEAVERS), lambda m: _all(m, Hours.HELD))


def _all(monthly: Monthly, column: Hours) -> np.ndarray:
    return monthly.hours[..., column].sum(axis=(1, 2))


def flow_of(activity: IntEnum) -> Reading:
    """Events of one activity."""
    return lambda m: m.flows[activity]


def truth_of(truth: int, activity: Activity) -> Reading:
    """Events of one activity about false (0) or true (1) need."""
    return lambda m: m.by_truth[truth, activity]


def cause_of(cause: Cause) -> Reading:
    """Emergency admissions of one cause."""
    return lambda m: m.admissions[cause]


def tally_of(item: Tally) -> Reading:
    """A monthly tally."""
    return lambda m: m.tallies[item]


def part_of(part: Tally, whole: Tally) -> Ratio:
    """One monthly tally as a share of another."""
    return Ratio(tally_of(part), tally_of(whole))


def daily_of(total: Reading) -> Ratio:
    """A month's total as a mean over its days."""
    return Ratio(total, lambda m: m.days)


def stock_of(states: slice, bands: slice = slice(None)) -> Reading:
    """Person-days of true need in some states and severity bands."""
    return lambda m: m.stock[:, 1, :, states, bands, :].sum(axis=(1, 2, 3, 4))


def waiting() -> Reading:
    """Person-days of who a team has accepted and does not care for yet, of true need or false."""
    return lambda m: m.stock[:, :, :, TO_BE_ASSESSED.start : TO_BE_SERVED.stop].sum(
        axis=(1, 2, 3, 4, 5)
    )


def kind_unmet_of(kind: Need) -> Reading:
    """Person-days of unmet true need of one kind."""
    return lambda m: m.stock[:, 1, kind, ALL_UNMET].sum(axis=(1, 2, 3))


def quintile_unmet_of(quintile: int) -> Reading:
    """Person-days of unmet true need in one deprivation quintile."""
    return lambda m: m.stock[:, 1, :, ALL_UNMET, :, quintile].sum(axis=(1, 2, 3))


def money_of(payer: int) -> Reading:
    """One payer's pounds."""
    return lambda m: m.money[:, payer]


def extra_of(key: str) -> Reading:
    """A series worked out with the costs."""
    return lambda m: m.extra[key]


def marker_of(item: Marker) -> Reading:
    """A monthly count of process markers and targets."""
    return lambda m: m.markers[item]


def by_year(values: np.ndarray) -> np.ndarray:
    """In each month the sum over its year after the change; the last year may be short."""
    year = np.arange(len(values)) // 12
    return np.bincount(year, weights=values)[year]


@dataclass(frozen=True)
class YearlyRatio(Ratio):
    """Reads the ratio of a year in every month of it: of what is rare."""

    def __call__(self, monthly: Monthly) -> np.ndarray:
        """The ratio of each month's year."""
        return share_of(by_year(self.part(monthly)), by_year(self.whole(monthly)))


def truth_about(question: Question) -> YearlyRatio:
    """The mean of what is true of all to whom a question applies, over a year."""
    people, sums = Answer.PEOPLE, Answer.TRUTH
    return YearlyRatio(
        lambda m: m.surveys[:, question, sums] / 1000.0, lambda m: m.surveys[:, question, people]
    )


def answers_to(question: Question) -> YearlyRatio:
    """The mean of what is answered to a question, over a year."""
    answered, sums = Answer.ANSWERED, Answer.SUM
    return YearlyRatio(
        lambda m: m.surveys[:, question, sums] / 1000.0, lambda m: m.surveys[:, question, answered]
    )


def response_to(question: Question) -> YearlyRatio:
    """The share who answer of those asked, over a year."""
    asked, answered = Answer.ASKED, Answer.ANSWERED
    return YearlyRatio(
        lambda m: m.surveys[:, question, answered], lambda m: m.surveys[:, question, asked]
    )
