"""SALib's functions whose sensitivity indices are known, to try the machinery on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib import import_module

import numpy as np

from joinedup_experiments.sweep.factors import Factor

MODULES = {"ishigami": "Ishigami", "sobol_g": "Sobol_G"}
TEXTBOOK = {
    "ishigami": tuple(Factor(f"x{i}", "plain", -math.pi, math.pi) for i in range(1, 4)),
    "sobol_g": tuple(Factor(f"x{i}", "plain", 0.0, 1.0) for i in range(1, 9)),
}
"""The factors of each."""


def textbook(name: str, x: Sequence[float]) -> float:
    """One value of a function, with SALib's usual constants.

    >>> round(textbook("ishigami", [0.0, math.pi / 2, 1.0]), 12)
    7.0
    """
    function = import_module(f"SALib.test_functions.{MODULES[name]}")
    return float(function.evaluate(np.array([x], float))[0])
