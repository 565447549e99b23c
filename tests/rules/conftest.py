"""The rules' parameters as the model holds them, a fresh record for each test to change."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.rules.collected import parameter_record


@pytest.fixture
def p() -> np.record:
    """Every rule's parameters at their defaults."""
    return parameter_record()[0]
