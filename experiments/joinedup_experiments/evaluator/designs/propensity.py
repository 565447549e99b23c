"""Propensity scores: how likely records make it that a person is enrolled in a month."""

from __future__ import annotations

import numpy as np

from joinedup_experiments.evaluator.designs.covariates import Score, covariates_of
from joinedup_experiments.evaluator.designs.people import Panel, comparable


def propensities(panel: Panel, enrolled: np.ndarray, pool: np.ndarray, before: int) -> Score:
    """The logit of being enrolled, given covariates before a month.

    Logistic regression by scikit-learn, of the ``enrolled`` in their months against those of the
    ``pool``, a mask, who might have been enrolled in them.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    known, was = [], []
    for month in np.unique(panel.enrolled[enrolled]):
        mine = enrolled[panel.enrolled[enrolled] == month]
        others = np.flatnonzero(comparable(panel, int(month), before) & pool)
        who = np.concatenate([mine, others])
        known.append(covariates_of(panel, who, np.full(len(who), month), before))
        was.append(np.arange(len(who)) < len(mine))
    y = np.concatenate(was)
    if y.all():
        return lambda who, month: np.zeros(len(who))
    fit = make_pipeline(StandardScaler(), LogisticRegression(C=1e3, max_iter=500))
    fit.fit(np.concatenate(known), y)
    return lambda who, month: np.asarray(
        fit.decision_function(covariates_of(panel, who, month, before))
    )
