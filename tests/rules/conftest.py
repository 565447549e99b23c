"""The rules' parameters as the model holds them, a fresh record for each test to change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from sim.parameters import parameter_record


@pytest.fixture
def p() -> np.record:
    """Every rule's parameters at their defaults."""
    return parameter_record()[0]


@pytest.fixture
def rises() -> Callable[[Sequence[float]], bool]:
    """Whether each number is at least the one before it, and the last above the first."""

    def check(values: Sequence[float]) -> bool:
        steps = np.diff(np.asarray(values, float))
        return bool((steps >= -1e-12).all() and values[-1] > values[0])

    return check
