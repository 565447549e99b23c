"""Weighted least squares by statsmodels, with errors that suit the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import t

from joinedup_experiments.display.numbers import counted
from joinedup_experiments.evaluator.designs.estimate import DesignError

LEVEL, ROUNDS = 0.05, 10


@dataclass(frozen=True)
class Combined:
    """A combination of coefficients with its 95% interval, by Student's t."""

    estimate: float
    low: float
    high: float


def regressed(
    outcome: np.ndarray,
    terms: np.ndarray,
    combination: np.ndarray,
    weights: np.ndarray | None = None,
    *,
    clusters: np.ndarray | None = None,
    robust: bool = False,
) -> Combined:
    """Regress ``outcome`` [rows] on ``terms`` [rows, terms], and combine the coefficients.

    Errors are robust to clusters (Liang and Zeger 1986, with the correction for few), to unequal
    variance alone (HC1), or assume neither. `DesignError` where there are too few rows for an
    interval.
    """
    _check_any(outcome)
    many = len(outcome) if clusters is None else len(np.unique(clusters))
    needed = terms.shape[1] if clusters is None else 1
    if many <= needed:
        what = "rows" if clusters is None else "people or sets"
        raise DesignError(f"too few {what} for an interval: {many}")
    kind, groups = ("HC1" if robust else "nonrobust"), None
    if clusters is not None:
        kind, groups = "cluster", {"groups": clusters}
    model = statsmodels_api().WLS(outcome, terms, 1.0 if weights is None else weights)
    return _combined(model.fit(cov_type=kind, cov_kwds=groups, use_t=True), combination)


def regressed_in_few_clusters(
    outcome: np.ndarray, terms: np.ndarray, clusters: np.ndarray
) -> Combined:
    """The first coefficient by least squares, with errors clustered in a few.

    Residuals are corrected and degrees of freedom counted as Bell and McCaffrey (2002) have it
    (CR2, Satterthwaite), which statsmodels does not. `DesignError` where nothing tells of chance.
    """
    _check_any(outcome)
    if len(outcome) <= np.linalg.matrix_rank(terms):
        raise DesignError(f"{len(outcome)} changes: too few for an interval")
    fit = np.linalg.pinv(terms)
    left = np.eye(len(outcome)) - terms @ fit  # what makes residuals
    parts = []
    for one in np.unique(clusters):
        mine = clusters == one
        values, vectors = np.linalg.eigh(left[np.ix_(mine, mine)])
        kept = values > 1e-9
        half = (vectors[:, kept] / np.sqrt(values[kept])) @ vectors[:, kept].T
        parts.append(fit[0, mine] @ half @ left[mine])
    shares = np.array(parts) @ np.array(parts).T
    freedom = np.trace(shares) ** 2 / np.sum(shares**2)
    error = float(np.sqrt(np.sum((np.array(parts) @ outcome) ** 2)))
    estimate, away = float(fit[0] @ outcome), error * float(t.ppf(1.0 - LEVEL / 2.0, freedom))
    return Combined(estimate, estimate - away, estimate + away)


def regressed_over_time(
    outcome: np.ndarray, terms: np.ndarray, combination: np.ndarray, lags: int | None
) -> Combined:
    """The same of rows in order of time, where what chance does to one lasts into the next.

    Errors are robust to correlation over ``lags`` (Newey and West 1987). Without lags, it is of
    first order and estimated with the rest (Cochrane and Orcutt 1949).
    """
    _check_any(outcome)
    if len(outcome) <= terms.shape[1] + 1:
        raise DesignError(f"{counted(len(outcome), 'month')}: too few for an interval")
    models = statsmodels_api()
    if lags is None:
        return _combined(models.GLSAR(outcome, terms, rho=1).iterative_fit(ROUNDS), combination)
    settings = {"maxlags": lags, "use_correction": True}
    fit = models.OLS(outcome, terms).fit(cov_type="HAC", cov_kwds=settings, use_t=True)
    return _combined(fit, combination)


def _check_any(outcome: np.ndarray) -> None:
    """`DesignError` where all are nought: then an interval of no width would be claimed."""
    if not np.any(outcome):
        raise DesignError("it never happens in these records, before or after")


def _combined(fit: Any, combination: np.ndarray) -> Combined:
    tested = fit.t_test(combination)
    low, high = tested.conf_int(LEVEL)[0]
    return Combined(float(np.squeeze(tested.effect)), float(low), float(high))


def statsmodels_api() -> Any:
    """Statsmodels; `DesignError` where it is not installed, with what installs it."""
    try:
        import statsmodels.api
    except ImportError:
        raise DesignError(
            "designs of evaluations need statsmodels: pip install 'joinedup[evaluate]'"
        ) from None
    return statsmodels.api
