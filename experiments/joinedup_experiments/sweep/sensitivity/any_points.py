"""Points drawn for no method: δ, first order and PAWN, and a standardised rank regression.

SALib works out δ and PAWN one factor and one resample at a time: minutes for hundreds of factors.
Here densities are smoothed by Fourier transform, and slides counted of all factors at once. On the
points as they are the numbers are SALib's (test_any_points.py).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np

from joinedup_experiments.compare.executors import cores
from joinedup_experiments.compare.intervals import NORMAL_95

CELLS = 512  # of the outcome's range
SLIDES = 10
IDLE = 100

Estimate = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def resampled_rows(
    worlds: np.ndarray, resamples: int, rng: np.random.Generator
) -> list[np.ndarray]:
    """The rows of each resample: whole worlds, whose points are ``worlds`` [points] by number."""
    order = np.argsort(worlds, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(worlds[order])) + 1)
    if len(parts) == len(worlds):
        return list(rng.integers(0, len(worlds), (resamples, len(worlds))))
    drawn = rng.integers(0, len(parts), (resamples, len(parts)))
    return [np.concatenate([parts[i] for i in mine]) for mine in drawn]


def estimated(
    estimate: Estimate,
    points: np.ndarray,
    y: np.ndarray,
    resamples: int,
    seed: int,
    worlds: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """An estimate from ``points`` [points, factors] and ``y`` [points], and from resamples.

    Gives [indices, factors + IDLE] and [resamples, indices, factors + IDLE]. The last are factors
    that do nothing (Khorashadi Zadeh et al. 2017): what these come to is what chance is worth.
    Points of one number in ``worlds`` [points] are resampled together.
    """
    many, rng = len(y), np.random.default_rng(seed)
    x = np.vstack([points.T, rng.random((IDLE, many))])
    ranks = np.empty(x.shape, np.uint32)
    mixed = np.random.default_rng([seed, 1]).permutation(many)  # parts points that tie by chance
    ranks[:, mixed] = np.argsort(np.argsort(x[:, mixed], axis=1, kind="stable"), axis=1)
    together = np.arange(many) if worlds is None else worlds
    rows = [np.arange(many), *resampled_rows(together, resamples, rng)]

    def one(mine: np.ndarray) -> np.ndarray:
        order = np.argsort(ranks[:, mine], axis=1, kind="stable")
        return estimate(x, y, mine[order])

    with ThreadPoolExecutor(cores()) as threads:
        results = list(threads.map(one, rows))
    return results[0], np.stack(results[1:])


def classes_of(many: int) -> np.ndarray:
    """Where Plischke's classes of equally many points begin and end, for so many points."""
    exponent = 2.0 / (7.0 + np.tanh((1500.0 - many) / 500.0))
    classes = min(int(np.ceil(many**exponent)), 48)
    # A point of rank r, from 1, is in the class with edge[j] < r <= edge[j + 1].
    return np.floor(np.linspace(0, many, classes + 1)).astype(np.int64)


def delta_and_first(x: np.ndarray, y: np.ndarray, ordered: np.ndarray) -> np.ndarray:
    """Borgonovo's δ, with its bias, and the first-order index, [2, factors].

    Plischke, Borgonovo and Smith (2013), equation 26, with kernels of Silverman's width. Where an
    outcome is the same in a whole class, its density is a peak of one cell; SALib passes such
    classes over. ``x`` is [factors, points], ``y`` [points]; ``ordered`` [factors, points] are the
    rows of a resample, by each factor from low to high.
    """
    edges, cells = classes_of(ordered.shape[1]), (y - y.min()) / np.ptp(y) * (CELLS - 1)
    return np.array([_of_one_factor(cells[rows], edges) for rows in ordered]).T


def _of_one_factor(y: np.ndarray, edges: np.ndarray) -> tuple[float, float]:
    """δ and the first order; ``y`` [points] is in cells above the lowest outcome."""
    sizes, cell = np.diff(edges), np.minimum(y.astype(np.int64), CELLS - 2)
    sums, squares = (np.add.reduceat((y - y.mean()) ** n, edges[:-1]) for n in (1, 2))
    # A resample in which a rare outcome is the same everywhere depends on nothing.
    first = (sums**2 / sizes).sum() / squares.sum() if np.ptp(y) > 0.0 else 0.0
    at, length = np.repeat(np.arange(len(sizes)), sizes) * CELLS + cell, len(sizes) * CELLS
    counts = np.bincount(at, 1.0 - (y - cell), length) + np.bincount(at + 1, y - cell, length)
    counts = counts.reshape(-1, CELLS)
    spread = np.sqrt(np.maximum(squares - sums**2 / sizes, 0.0) / np.maximum(sizes - 1, 1))
    overall = _smoothed(counts.sum(axis=0), np.std(y, ddof=1), np.array(len(y)))
    apart = np.abs(np.fft.irfft(_smoothed(counts, spread, sizes) - overall)[:, :CELLS])
    distance = apart.sum(axis=1) - 0.5 * (apart[:, 0] + apart[:, -1])
    return float(distance @ sizes) / (2.0 * len(y)), float(first)


def _smoothed(counts: np.ndarray, spread: Any, sizes: np.ndarray) -> Any:
    """The transforms of Gaussian kernel densities; everything is in cells."""
    kernel = np.maximum(spread * (0.75 * sizes) ** -0.2, 1.0)[..., None]
    waves = -2.0 * (np.pi * np.fft.rfftfreq(2 * CELLS)) ** 2
    return np.fft.rfft(counts, 2 * CELLS) * np.exp(waves * kernel**2) / sizes[..., None]


def pawn(x: np.ndarray, y: np.ndarray, ordered: np.ndarray) -> np.ndarray:
    """PAWN's median over ten slides, by Pianosi and Wagener (2018), [1, factors].

    Of what goes by steps a slide has one step or several.
    """
    factors, many = ordered.shape
    sorted_x = np.take_along_axis(x, ordered, axis=1)
    bounds = np.quantile(sorted_x, np.arange(SLIDES + 1) / SLIDES, axis=1)
    # SALib's slides leave out the points at the top, which may be a whole step.
    above = [sorted_x >= bound[:, None] for bound in bounds]
    stepped = (x == x.max(axis=1, keepdims=True)).sum(axis=1) > 1
    above[-1][stepped] = False
    slide = np.sum(above, axis=0, dtype=np.int8) - 1
    by_y = np.argsort(y[ordered], axis=1, kind="stable")
    slide = np.take_along_axis(slide, by_y, axis=1)
    sorted_y = np.sort(y[ordered[0]])
    ends = np.flatnonzero(np.append(np.diff(sorted_y) > 0.0, True))
    distances = np.full((SLIDES, factors), np.nan)
    for number in range(SLIDES):
        mine = np.cumsum(slide == number, axis=1, dtype=np.int32)
        share = mine[:, ends] / np.maximum(mine[:, -1], 1)[:, None]
        apart = np.abs(share - (ends + 1.0) / many).max(axis=1)
        distances[number] = np.where(mine[:, -1] > 0, apart, np.nan)
    return np.asarray(np.nanmedian(distances, axis=0))[None]


class RankRegression(NamedTuple):
    """Standardised rank regression coefficients (SRRC), and how well they explain the outcome."""

    value: np.ndarray  # [factors] standard deviations of the outcome's rank for one of a factor's
    low: np.ndarray  # of its 95% interval
    high: np.ndarray
    r2: float  # of the outcome's ranks; the rest is bends, interactions and chance
    adjusted_r2: float


def rank_correlations(
    points: np.ndarray, y: np.ndarray, z: float = NORMAL_95, many: Any = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Spearman's correlation [factors] of each factor with ``y`` [points], and its interval's ends.

    The interval is of ``z`` standard errors of Fisher's transform, as Bonett and Wright (2000);
    on the correlation's own scale it would be far too narrow where ``z`` is large and points few.
    ``many`` is how many independent points each factor has, where not all of them are.
    Unlike the regression's coefficients it can be had from fewer points than factors, and holds
    what goes with a factor as well.
    """
    from scipy.stats import rankdata

    ranks = rankdata(np.column_stack([points, y]), axis=0)
    spread = ranks.std(axis=0)
    apart = (ranks - ranks.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0)
    value = apart[:, -1] @ apart[:, :-1] / len(y)
    independent = np.maximum((len(y) if many is None else np.asarray(many)) - 3.0, 1.0)
    half = z * np.sqrt((1.0 + value**2 / 2.0) / independent)
    middle = np.arctanh(np.clip(value, -1.0 + 1e-12, 1.0 - 1e-12))
    return value, np.tanh(middle - half), np.tanh(middle + half)


def rank_regression(
    points: np.ndarray, y: np.ndarray, worlds: np.ndarray | None = None
) -> RankRegression | None:
    """Regress the ranks of ``y`` [points] on those of ``points`` [points, factors].

    As Iman and Conover (1979), with Student's intervals and the errors of MacKinnon and White
    (1985), HC3, since residuals are wider where something bends, of points of one number in
    ``worlds`` [points] together. None with too few points, or worlds.
    """
    from scipy.linalg import solve_triangular
    from scipy.stats import rankdata, t

    many, factors = points.shape
    together = np.arange(many) if worlds is None else worlds
    free = int(together.max()) - factors
    ranks = rankdata(np.column_stack([points, y]), axis=0)
    spread = ranks.std(axis=0)
    if free < 2 or (spread == 0.0).any():
        return None
    standard = (ranks - ranks.mean(axis=0)) / spread
    x, target = standard[:, :-1], standard[:, -1]
    q, r = np.linalg.qr(x)
    size = np.abs(np.diag(r))
    if size.min() < 1e-9 * size.max():  # one factor is the others put together
        return None
    value = solve_triangular(r, q.T @ target)
    residual = target - x @ value
    leverage = (q**2).sum(axis=1) + 1.0 / many
    weight = residual / np.maximum(1.0 - leverage, 1e-9)
    scores = solve_triangular(r, q.T) * weight
    if together.max() + 1 < many:
        scores = np.stack([np.bincount(together, row) for row in scores])
    half = t.ppf(0.975, free) * np.sqrt((scores**2).sum(axis=1))
    r2 = 1.0 - float(residual @ residual) / many
    adjusted = 1.0 - (1.0 - r2) * (many - 1) / free
    return RankRegression(value, value - half, value + half, r2, adjusted)
