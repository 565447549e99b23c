"""Distributions of what varies that are not uniform, and values that go together.

Every method's points are made uniform, and then become quantiles; so its blocks stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from joinedup.scenario.names import Part

PERCENTILE = 0.95


class Reach(Part):
    """From where to where a parameter varies, and how; for a table, factors on all its cells.

    Ends that are not given are the declared ones. It is uniform unless ``distribution`` says
    otherwise, with the numbers that describe it.
    """

    low: float | None = None
    high: float | None = None
    distribution: str | None = None
    median: float | None = None
    p95: float | None = None
    mode: float | None = None
    alpha: float | None = None
    beta: float | None = None


class Correlation(Part):
    """Spearman's ``rank`` correlation ``between`` two factors; others go each its own way."""

    between: Annotated[list[str], Field(min_length=2, max_length=2)]
    rank: Annotated[float, Field(gt=-1, lt=1)]


@dataclass(frozen=True)
class Shape:
    """A distribution, cut where a factor's range ends.

    ``of`` are the median and the 95th percentile (lognormal), the mode (triangular, from end to
    end), or alpha and beta (on 0 to 1).
    """

    distribution: str
    of: tuple[float, ...]

    def whole(self, low: float, high: float) -> Any:
        """SciPy's distribution, before it is cut."""
        from scipy import stats

        if self.distribution == "lognormal":
            median, percentile = self.of
            sigma = np.log(percentile / median) / stats.norm.ppf(PERCENTILE)
            return stats.lognorm(sigma, scale=median)
        if self.distribution == "beta":
            return stats.beta(*self.of)
        return stats.triang((self.of[0] - low) / (high - low), low, high - low)

    def inside(self, low: float, high: float) -> tuple[float, float]:
        """The cumulative shares at the ends of a range."""
        first, last = self.whole(low, high).cdf([low, high])
        return float(first), float(last)

    def quantiles(self, shares: np.ndarray, low: float, high: float) -> np.ndarray:
        """The values below which such shares of the cut distribution lie."""
        first, last = self.inside(low, high)
        values = self.whole(low, high).ppf(first + np.asarray(shares) * (last - first))
        return np.asarray(np.clip(values, low, high))

    def shares(self, values: np.ndarray, low: float, high: float) -> np.ndarray:
        """What share of the cut distribution lies below each value."""
        first, last = self.inside(low, high)
        return np.asarray((self.whole(low, high).cdf(values) - first) / (last - first))


def copula_of(pairs: Sequence[Correlation]) -> tuple[list[str], np.ndarray]:
    """The factors in some pairs, and the correlations of their normal scores.

    Of a Gaussian copula: 2 sin(pi rho / 6), for Spearman's rho (Kruskal 1958).
    """
    keys = list(dict.fromkeys(key for pair in pairs for key in pair.between))
    matrix = np.eye(len(keys))
    for pair in pairs:
        first, second = map(keys.index, pair.between)
        matrix[first, second] = matrix[second, first] = 2.0 * np.sin(np.pi * pair.rank / 6.0)
    return keys, matrix


def put_together(
    unit: np.ndarray, names: Sequence[str], pairs: Sequence[Correlation]
) -> np.ndarray:
    """A uniform sample [points, factors], the columns in pairs in another order.

    Columns keep their values, so a Latin hypercube stays one (Iman and Conover 1982). It takes
    more points than there are factors in pairs.
    """
    from scipy.special import ndtri

    keys, wanted = copula_of(pairs)
    columns = [names.index(key) for key in keys]
    mine, made = unit[:, columns], unit.copy()
    scores = ndtri(mine).T
    by_chance = np.linalg.cholesky(np.corrcoef(scores))
    scores = np.linalg.cholesky(wanted) @ np.linalg.solve(by_chance, scores)
    ranks = np.argsort(np.argsort(scores, axis=1), axis=1)
    made[:, columns] = np.take_along_axis(np.sort(mine, axis=0), ranks.T, axis=0)
    return made
