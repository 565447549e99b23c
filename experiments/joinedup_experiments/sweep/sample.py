"""Design points: of each method through SALib and scipy, from a table, and as tables for others."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.sweep.design import Design
from joinedup_experiments.sweep.factors import Factor

SHOWN = 5
Problem = dict[str, Any]
DGSM_STEP = 0.05  # of the value: wide enough for whole people to be counted


def problem_of(factors: Sequence[Factor], groups: Sequence[str]) -> Problem:
    """The factors as SALib's ``problem``."""
    problem: Problem = {
        "num_vars": len(factors),
        "names": [f.key for f in factors],
        "bounds": [[f.low, f.high] for f in factors],
    }
    return problem | ({"groups": list(groups)} if groups else {})


def sampled(design: Design, problem: Problem) -> np.ndarray:
    """The coordinates [points, factors], in the order in which the method's analysis wants them.

    By SALib, which adds to the ``problem``, or by scipy for a Latin hypercube.
    """
    size, seed = design.size or 0, design.seed
    samplers: dict[str, tuple[str, dict[str, Any]]] = {
        "sobol": ("sobol", {"N": size, "calc_second_order": design.second_order}),
        "morris": ("morris", {"N": size, "num_levels": design.levels}),
        "fast": ("fast_sampler", {"N": size}),
        "dgsm": ("finite_diff", {"N": size, "delta": DGSM_STEP}),
        "fractional_factorial": ("ff", {}),
    }
    if design.method in samplers:
        module, options = samplers[design.method]
        sampler = import_module(f"SALib.sample.{module}")
        factors = problem["num_vars"]
        # SALib ignores a seed of 0, and numpy's old generator takes no more than 32 bits.
        points = np.asarray(sampler.sample(problem, seed=seed % 2**32 or 1, **options))
        return points[:, :factors]  # fractional factorials add dummies
    from scipy.stats import qmc

    low, high = np.array(problem["bounds"], float).T
    unit = qmc.LatinHypercube(len(low), rng=np.random.default_rng(seed)).random(size)
    return np.asarray(qmc.scale(unit, low, high))


def block_size(method: str, factors: int, second_order: bool) -> int:
    """How many points belong together, for as many factors or groups.

    0 where a part of the sample is no sample of its method, 1 where each point is for itself.
    """
    sizes = {
        "sobol": (2 if second_order else 1) * factors + 2,
        "morris": factors + 1,
        "dgsm": factors + 1,
        "fast": 0,
        "fractional_factorial": 0,
    }
    return sizes.get(method, 1)


def read_points(table: Path, factors: Sequence[Factor]) -> np.ndarray:
    """The points [points, factors] of a CSV or Parquet table with a column for each factor.

    Raises InputError when there is no such table, a factor has no column, or a value lies outside
    its range.
    """
    import pandas as pd

    try:
        data = pd.read_parquet(table) if table.suffix == ".parquet" else pd.read_csv(table)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise InputError(f"{table.name} cannot be read: {reason}") from None
    missing = [factor.key for factor in factors if factor.key not in data.columns]
    if missing:
        raise InputError(f"{table.name} has no column {', '.join(missing[:SHOWN])}")
    numbers = data[[factor.key for factor in factors]].apply(pd.to_numeric, errors="coerce")
    for factor in factors:
        wrong = ~numbers[factor.key].between(factor.low, factor.high)
        if wrong.any():
            rows = ", ".join(str(row + 2) for row in np.flatnonzero(wrong)[:SHOWN])
            raise InputError(
                f"{factor.key} is not a number between {factor.low:g} and {factor.high:g} "
                f"on line {rows} of {table.name}"
            )
    if len(numbers) < 2:
        raise InputError(f"{table.name} has {len(numbers)} points, and at least 2 are needed")
    return numbers.to_numpy(float)


def sample_columns(factors: Sequence[Factor], points: np.ndarray) -> dict[str, Any]:
    """The sample as SALib knows it: coordinates, a column for each factor."""
    columns = {factor.key: points[:, i] for i, factor in enumerate(factors)}
    return {"point": np.arange(len(points), dtype=np.int64)} | columns


def design_columns(factors: Sequence[Factor], points: np.ndarray) -> dict[str, Any]:
    """The design as the model is given it: choices by name, whole numbers whole."""
    columns: dict[str, Any] = {"point": np.arange(len(points), dtype=np.int64)}
    for i, factor in enumerate(factors):
        values = [factor.value(x) for x in points[:, i]]
        plain = all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
        columns[factor.key] = values if plain else [str(v) for v in values]
    return columns
