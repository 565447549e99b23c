"""Surveys and staff returns: what is asked of samples, and what employers report each month."""

from __future__ import annotations

from typing import Any

import numpy as np

from joinedup.codes import WEEK_HOURS, Organisation, Profession, title
from joinedup.state.markers import OF_USERS, Answer, Question
from joinedup.state.months import Hours
from joinedup_experiments.evaluator.dictionary import Coded, Masked
from joinedup_experiments.evaluator.recording import Recording
from joinedup_experiments.evaluator.window import Window

THOUSAND, DAYS_A_WEEK = 1000.0, 5.0


def survey(recording: Recording) -> dict[str, Any]:
    """The columns of ``survey``: what is answered in each month, and by how many of those asked."""
    kept = np.asarray(recording.run.world.months.surveys)[recording.window.calendar]
    months, questions = kept.shape[:2]
    asked, answered, total = (
        kept[..., one].ravel() for one in (Answer.ASKED, Answer.ANSWERED, Answer.SUM)
    )
    question = np.tile(np.arange(questions), months)
    names = [title(one) for one in Question]
    mean = total / THOUSAND / np.maximum(answered, 1)
    return {
        "month": np.repeat(np.arange(months), questions) - recording.window.before,
        "survey": Coded(np.array(["residents", "users"]), (question >= OF_USERS).astype(int)),
        "question": Coded(np.array(names), question),
        "asked": asked,
        "answered": answered,
        "mean": Masked(mean, answered == 0),
    }


def staff_returns(recording: Recording) -> dict[str, Any]:
    """The columns of ``staff_returns``: a row for each employer and profession that has posts."""
    window = recording.window
    hours = np.asarray(recording.run.world.months.hours)[window.calendar]
    months, employers, professions, _ = hours.shape
    week = np.repeat(_mondays(window), employers * professions) * WEEK_HOURS
    by_row = hours.reshape(-1, len(Hours))
    month, employer, profession = (
        axis.ravel() for axis in np.indices((months, employers, professions))
    )
    there = by_row[:, Hours.POSTS] > 0.0
    posts, held, sick, covered, leavers, _ = by_row[there].T
    weeks = week[there]
    return {
        "month": month[there] - window.before,
        "organisation": Coded(np.array([title(one) for one in Organisation]), employer[there]),
        "profession": Coded(np.array([title(one) for one in Profession]), profession[there]),
        "posts": posts / weeks,
        "in_post": held / weeks,
        "vacant": (posts - held) / weeks,
        "agency": covered / weeks,
        "sickness_days": sick / (WEEK_HOURS / DAYS_A_WEEK),
        "leavers": leavers,
    }


def _mondays(window: Window) -> np.ndarray:
    """How many weeks begin in each month, as staff statistics count them: [months]."""
    return np.diff((window.edges.astype(int) + 6) // 7)
