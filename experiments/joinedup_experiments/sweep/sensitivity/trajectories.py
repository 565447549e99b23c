"""Morris's effects of choices and whole numbers, of which a step goes over whole ones alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from joinedup_experiments.compare.intervals import NORMAL_95
from joinedup_experiments.sweep.plan import Plan


def with_whole_steps(plan: Plan, found: dict[str, Any], y: np.ndarray) -> dict[str, Any]:
    """SALib's result, with choices and whole numbers by the steps that were run.

    SALib divides each change of the outcome by the step of the coordinate, as a share of its range.
    Of two choices a step goes over the whole range whatever that is, and of a few whole numbers
    over more or less. So it is divided by the share of the range of values; in a group by the mean
    of its members' shares. What has neither choices nor whole numbers stays as it is.
    """
    made = dict(found)
    stepped = np.array([factor.is_stepped for factor in plan.factors])
    group = np.array(plan.groups or plan.inputs)
    points = plan.points.reshape(-1, plan.block, len(group))
    values = plan.values.reshape(points.shape)
    last = np.array([factor.high - factor.low - 1.0 for factor in plan.factors])
    usual = plan.design.levels / (2.0 * (plan.design.levels - 1.0))
    change = np.diff(y.reshape(points.shape[:2]), axis=1)
    shares = np.abs(np.diff(values, axis=1)) / np.where(stepped, last, 1.0)
    shares = np.where(stepped, shares, usual)
    for name in np.unique(group[stepped]).tolist():
        mine, at = group == name, list(found["names"]).index(name)
        moved = np.diff(points[..., mine], axis=1)
        step = moved.any(axis=2).argmax(axis=1)[:, None]
        up = np.sign(np.take_along_axis(moved[..., 0], step, axis=1))
        over = np.take_along_axis(shares[..., mine].mean(axis=2), step, axis=1)
        each = (up * np.take_along_axis(change, step, axis=1) / over)[:, 0]
        size = np.abs(each)
        numbers = {"mu": each.mean(), "mu_star": size.mean(), "sigma": each.std(ddof=1)}
        numbers["mu_star_conf"] = NORMAL_95 * size.std(ddof=1) / np.sqrt(len(each))
        for key, number in numbers.items():
            made[key] = np.array(made[key], float)
            made[key][at] = number
    return made
