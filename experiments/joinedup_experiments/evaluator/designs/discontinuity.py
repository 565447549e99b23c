"""Regression discontinuity: people just above the threshold of case finding against just below."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import t

from joinedup_experiments.compare.intervals import Interval
from joinedup_experiments.display.given import number, whole_number
from joinedup_experiments.display.numbers import counted, percent_with_interval
from joinedup_experiments.evaluator.designs.estimate import (
    DesignError,
    Estimate,
    notes_of_chance,
    scale_of,
)
from joinedup_experiments.evaluator.designs.first_search import scored_at_first
from joinedup_experiments.evaluator.designs.people import Panel, panel_of
from joinedup_experiments.evaluator.designs.regression import LEVEL

BANDWIDTH = 2.0  # points of the risk score: a condition on file is one
FEWEST = 20  # people on either side


@dataclass(frozen=True)
class Near:
    """People near the threshold: how far above it, rate and enrolment after, and their days.

    ``begins`` is the month from which each is followed.
    """

    names: np.ndarray
    gap: np.ndarray
    rate: np.ndarray
    enrolled: np.ndarray
    days: np.ndarray
    begins: np.ndarray


def discontinuity_at_threshold(
    people: pd.DataFrame,
    areas: pd.DataFrame,
    outcome: str,
    window: int,
    bandwidth: float = BANDWIDTH,
) -> Estimate:
    """The jump of an outcome at the threshold of the first search, for each person enrolled.

    Local linear regression on either side with triangular weights, over the ``window`` months
    after that of the search. Since some above are not enrolled and some below are, it is the
    outcome's jump by that of enrolment (Hahn, Todd and van der Klaauw 2001). The interval is
    Anderson and Rubin's, robust to unequal variance, which holds however small the latter is
    (Feir, Lemieux and Marmer 2016). `DesignError` where enrolment does not jump for certain.

    Parameters
    ----------
    people, areas : DataFrame
        ``person_months`` and ``area_months``.
    bandwidth : float
        Points of the risk score up to which people are near.
    """
    scored = scored_at_first(people, areas)
    return jump_at_threshold(panel_of(people), scored, outcome, window, bandwidth)


def jump_at_threshold(
    panel: Panel, scored: pd.DataFrame, outcome: str, window: int, bandwidth: float = BANDWIDTH
) -> Estimate:
    """The same, of a panel of people and of what the first search showed: `scored_at_first`."""
    near = _near(panel, scored, outcome, window, bandwidth)
    if not near.enrolled.any():
        raise DesignError(
            "enrolment does not jump at the threshold: nobody near it is enrolled within "
            f"{counted(window, 'month')} of the first search"
        )
    jumps, covariance = _jumps(near, bandwidth)
    many = len(near.gap)
    sure = float(t.ppf(1.0 - LEVEL / 2.0, many - 4))
    enrolment, error = jumps[1], np.sqrt(covariance[1, 1])
    away = sure * float(error)
    if enrolment <= away:
        raise DesignError(
            "enrolment does not jump at the threshold: by "
            f"{percent_with_interval(Interval(enrolment, enrolment - away, enrolment + away, 2))}"
        )
    names = ("rates above it", "rates below it")
    notes = notes_of_chance(near.rate, near.gap >= 0.0, names)
    low, high = _interval(jumps, covariance, sure)
    above = int((near.gap >= 0.0).sum())
    theirs = (near.gap >= 0.0) & (near.enrolled == 1.0)
    return Estimate(
        "regression discontinuity", outcome, window, float(jumps[0] / enrolment), low, high,
        units=many, of="people",
        compares=f"{above} people up to {bandwidth:g} points above the threshold against "
        f"{many - above} below, {counted(window, 'month')} after the first search",
        notes=("for each person enrolled", f"enrolment jumps by {enrolment:.0%}", *notes),
        people=tuple(near.names[theirs]), begins=tuple(near.begins[theirs].tolist()),
        records=panel.records,
    )  # fmt: skip


def _near(panel: Panel, scored: pd.DataFrame, outcome: str, window: int, bandwidth: float) -> Near:
    """Who is near the threshold at the first search, and was there in the month after."""
    scale = scale_of(outcome)
    for name, given in (
        ("window", whole_number(window, "window")), ("bandwidth", number(bandwidth, "bandwidth"))
    ):  # fmt: skip
        if not given > 0:
            raise DesignError(f"{name} {given}: it must be above 0")
    scored = scored[scored["gap"].abs() < bandwidth].set_index("person")
    known = panel.index.get_indexer(scored.index)
    who, scored = known[known >= 0], scored[known >= 0]
    after = scored["month"].to_numpy() + 1
    _check(panel, after, window)
    there = panel.there(who, after)
    who, after, gap = who[there], after[there], scored["gap"].to_numpy()[there]
    fewer = min(int((gap >= 0.0).sum()), int((gap < 0.0).sum()))
    if fewer < FEWEST:
        raise DesignError(f"{fewer} people on a side of the threshold: {FEWEST} are needed")
    use, days = (panel.sums(name, who, after, after + window) for name in (outcome, "days"))
    enrolled = (panel.enrolled[who] < after + window).astype(float)
    return Near(panel.names[who], gap, scale * use / days, enrolled, days, after)


def _check(panel: Panel, after: np.ndarray, window: int) -> None:
    left = panel.last + 1 - (int(after.max()) if len(after) else 0)
    if window > left:
        raise DesignError(
            f"window {window}: records have {counted(max(left, 0), 'month')} after the search"
        )


def _jumps(near: Near, bandwidth: float) -> tuple[np.ndarray, np.ndarray]:
    """The jumps of outcome and enrolment at the threshold, and their covariance (HC1)."""
    above = (near.gap >= 0.0).astype(float)
    terms = np.column_stack([above, np.ones_like(above), near.gap, above * near.gap])
    root = np.sqrt(near.days * (1.0 - np.abs(near.gap) / bandwidth))
    fit = np.linalg.pinv(root[:, None] * terms) * root
    both = np.column_stack([near.rate, near.enrolled])
    moved = fit[0][:, None] * (both - terms @ (fit @ both))
    many = len(above)
    return fit[0] @ both, moved.T @ moved * many / (many - terms.shape[1])


def _interval(jumps: np.ndarray, covariance: np.ndarray, sure: float) -> tuple[float, float]:
    """The effects that are not refuted: those at which the jump left over is within its error.

    The ends are where (y - x d)^2 is ``sure``^2 times the variance of y - x d.
    """
    (y, d), (yy, yd, dd) = jumps, (covariance[0, 0], covariance[0, 1], covariance[1, 1])
    square = sure**2
    ends = np.roots([d**2 - square * dd, 2.0 * (square * yd - y * d), y**2 - square * yy])
    low, high = sorted(float(end) for end in ends.real)
    return low, high
