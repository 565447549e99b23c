"""Expected value of information by regression, from each arm's net benefit at many points.

Knowing everything is worth the mean of the best arm at each point, less the best arm's mean. To
know one assumption is worth the mean of the best of what is *expected* given it, less the same
(Strong, Oakley and Brennan 2014); what is expected is a regression on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from joinedup_experiments.compare.intervals import NORMAL_95, less, t_quantile, varies
from joinedup_experiments.sweep.blocks import standard_error

KNOTS = 4
DRAWS = 200
FOLDS, TREES, LEAF = 5, 50, 5
IDLE, IDLE_GROUPS = 100, 20  # things that do nothing, by which chance is known: at the least


@dataclass(frozen=True)
class Information:
    """What knowing something is worth, per decision, with its 95% interval."""

    value: float
    low: float
    high: float


def value_of_choice(expected: np.ndarray) -> float:
    """The mean of the best arm at each point less the best arm's mean; [points, arms]."""
    return float(expected.max(axis=1).mean() - expected.mean(axis=0).max())


def usual_arm(means: np.ndarray) -> int:
    """The arm that is chosen knowing nothing more, the first of equals; [points, arms]."""
    each = means.mean(axis=0)
    return int(np.argmin(less(each.max(), each)))


def perfect(benefit: np.ndarray, blocks: np.ndarray | None = None) -> tuple[Information, float]:
    """Knowing everything, from ``benefit`` [points, replications, arms]; and a lower bound.

    The best arm of a point is best partly by chance, so the value is an upper bound. The second
    number is what is left when each replication's arm is chosen by the others, a lower bound; NaN
    with one replication. Points of one number in ``blocks`` [points] are one thing that was drawn.
    """
    means, many = benefit.mean(axis=1), benefit.shape[1]
    usual = usual_arm(means)
    gained = less(means.max(axis=1), means[:, usual])
    whole = _mean_with_interval(gained, blocks)
    if many < 2:
        return whole, np.nan
    others = (benefit.sum(axis=1, keepdims=True) - benefit) / (many - 1)
    chosen = np.take_along_axis(benefit, others.argmax(axis=2)[..., None], axis=2)[..., 0]
    return whole, max(0.0, float((chosen - benefit[..., usual]).mean()))


def _mean_with_interval(gained: np.ndarray, blocks: np.ndarray | None = None) -> Information:
    many = len(gained) if blocks is None else int(blocks.max()) + 1
    half = float(t_quantile(many)) * _error(gained, blocks)
    mean = float(gained.mean())
    return Information(max(mean, 0.0), max(mean - half, 0.0), max(mean + half, 0.0))


def _error(gained: np.ndarray, blocks: np.ndarray | None) -> float:
    return standard_error(gained, np.arange(len(gained)) if blocks is None else blocks)


def of_one(
    column: np.ndarray,
    benefit: np.ndarray,
    rng: np.random.Generator,
    draws: int = DRAWS,
    blocks: np.ndarray | None = None,
) -> Information:
    """Knowing one assumption, ``column`` [points], where ``benefit`` is [points, arms].

    Each other arm's benefit less the first's is regressed on a cubic spline, whose coefficients
    shrink as far as the points bid (scikit-learn's BayesianRidge). The interval holds what is not
    known of the coefficients, from ``draws`` of them, and that the points are a sample, of which
    those of one number in ``blocks`` were drawn together.
    """
    if not varies(column):
        return Information(0.0, 0.0, 0.0)
    spline = _spline(column)
    expected = np.zeros((draws + 1, *benefit.shape))
    for arm, y in enumerate(less(benefit[:, 1:], benefit[:, :1]).T, 1):
        expected[..., arm] = _expected(spline, y, rng, draws)
    values = less(expected.max(axis=2).mean(axis=1), expected.mean(axis=1).max(axis=1))
    gained = less(expected[0].max(axis=1), expected[0][:, expected[0].mean(axis=0).argmax()])
    of_draws = float(values[1:].std(ddof=1)) if draws > 1 else 0.0
    half = NORMAL_95 * float(np.hypot(of_draws, _error(gained, blocks)))
    value = float(values[0])
    return Information(value, max(value - half, 0.0), value + half)


def _spline(column: np.ndarray) -> np.ndarray:
    """A cubic spline's columns, each with a mean of 0 and a deviation of 1."""
    from sklearn.preprocessing import SplineTransformer

    knots = np.unique(np.quantile(column, np.linspace(0.0, 1.0, KNOTS)))[:, None]
    spline = SplineTransformer(knots=knots, include_bias=False).fit_transform(column[:, None])
    spread = spline.std(axis=0)
    return np.asarray((spline - spline.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0))


def _expected(
    spline: np.ndarray, y: np.ndarray, rng: np.random.Generator, draws: int
) -> np.ndarray:
    """What is expected of ``y`` [points], and by draws of the coefficients: [1 + draws, points]."""
    from sklearn.linear_model import BayesianRidge

    spread = y.std()
    if not spread > 0.0:
        return np.full((draws + 1, len(y)), y.mean())
    fit = BayesianRidge().fit(spline, y / spread)
    coefficients = fit.coef_[None]
    if draws:
        around = rng.multivariate_normal(fit.coef_, fit.sigma_, draws, method="eigh")
        coefficients = np.vstack([coefficients, around])
    return np.asarray(spread * coefficients @ spline.T + y.mean())


def of_group(
    columns: np.ndarray, benefits: np.ndarray, blocks: np.ndarray, seed: int
) -> list[Information]:
    """Knowing several at once: [points, factors]; ``benefits`` is [kinds, points, arms].

    Trees choose the arm of points that they were not grown from, by ``blocks`` [points]; what the
    choice gains there is the value. Being out of sample it is a lower bound, and chance in it is
    as often below as above 0, where it is cut off.
    """
    from sklearn.ensemble import ExtraTreesRegressor
    from sklearn.model_selection import GroupKFold, cross_val_predict

    kinds, points, arms = benefits.shape
    scale = np.maximum(benefits.std(axis=(1, 2)), 1e-300)
    apart = (benefits - benefits[..., :1])[..., 1:] / scale[:, None, None]
    targets = apart.transpose(1, 0, 2).reshape(points, -1)
    trees = ExtraTreesRegressor(TREES, min_samples_leaf=LEAF, random_state=seed % 2**31)
    many = min(FOLDS, len(np.unique(blocks)))
    folds = GroupKFold(many, shuffle=True, random_state=seed % 2**31)
    one = targets[:, 0] if targets.shape[1] == 1 else targets
    fitted = cross_val_predict(trees, columns, one, groups=blocks, cv=folds)
    found = []
    for kind, expected in enumerate(fitted.reshape(points, kinds, arms - 1).transpose(1, 0, 2)):
        mine = benefits[kind]
        chosen = np.hstack([np.zeros((points, 1)), expected]).argmax(axis=1)
        gained = less(mine[np.arange(points), chosen], mine[:, usual_arm(mine)])
        found.append(_mean_with_interval(gained, blocks))
    return found


def of_shuffled(
    points: np.ndarray,
    benefit: np.ndarray,
    rng: np.random.Generator,
    blocks: np.ndarray | None = None,
) -> np.ndarray:
    """What assumptions, columns of ``points``, get once they are shuffled: by chance alone.

    Each as often as makes `IDLE` or more in all. Points of one number in ``blocks``, of which all
    have as many, are shuffled together.
    """
    columns = np.tile(points.T, (copies(points.shape[1], IDLE), 1))
    shuffled = (column[in_other_order(len(column), blocks, rng)] for column in columns)
    return np.array([of_one(column, benefit, rng, 0).value for column in shuffled])


def copies(many: int, least: int) -> int:
    """How often each of ``many`` things is shuffled, so that there are ``least`` or more."""
    return -(-least // many)


def in_other_order(many: int, blocks: np.ndarray | None, rng: np.random.Generator) -> np.ndarray:
    """The rows of ``many`` points in another order, whole blocks together."""
    if blocks is None or (drawn := int(blocks.max()) + 1) == many:
        return rng.permutation(many)
    rows = np.argsort(blocks, kind="stable").reshape(drawn, -1)
    return rows[rng.permutation(drawn)].ravel()
