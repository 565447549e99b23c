"""Evaluations that are made up: estimates of a known error around a known truth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from joinedup_experiments.evaluator.evaluation.in_one_world import NUMBERS, PLACEBO, PROGRAMME

OUTCOME, ERROR, WITHOUT = "emergency_admissions", 10.0, 200.0
NORMAL = 1.959963984540054


def evaluations(
    truth: float,
    bias: float = 0.0,
    *,
    worlds: int = 400,
    design: str = "area_before_after",
    window: int = 12,
    arm: str = PROGRAMME,
    units: float = 1.0,
    seed: int = 1,
) -> pd.DataFrame:
    """A design's evaluations, normal around truth and bias, with intervals of the right width."""
    rng = np.random.default_rng(seed)
    estimate = truth + bias + ERROR * rng.standard_normal(worlds)
    number = np.arange(1, worlds + 1)
    made = pd.DataFrame({"world": number, "seed": number, "arm": arm})
    made = made.assign(design=design, outcome=OUTCOME, window=window)
    half = NORMAL * ERROR
    values = (estimate, estimate - half, estimate + half, truth, WITHOUT, units)
    return made.assign(**dict(zip(NUMBERS, values, strict=True)))


def both(truth: float, bias: float = 0.0, **others: object) -> pd.DataFrame:
    """The same with a placebo, whose truth is nothing."""
    placebo = evaluations(0.0, bias, arm=PLACEBO, seed=2, **others)  # type: ignore[arg-type]
    return pd.concat([evaluations(truth, bias, **others), placebo])  # type: ignore[arg-type]
