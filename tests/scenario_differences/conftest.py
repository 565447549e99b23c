"""Made-up scenarios: a small place, changed one thing at a time."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from joinedup.codes import Need
from joinedup.scenario.names import names_of
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff.differences import differences

TEAMS: dict[str, Any] = {
    "practices": {
        "label": "The practices",
        "organisation": "nhs",
        "covers": "practice",
        "role": "general_practice",
        "staff": {"gp": 10.0},
        "accepts": {need: {} for need in names_of(Need)},
    },
    "nursing": {
        "label": "Nursing",
        "organisation": "nhs",
        "staff": {"district_nurse": 8.0},
        "accepts": {"frailty": {}},
    },
    "mental_health": {
        "label": "Mental health",
        "organisation": "nhs",
        "staff": {"mental_health_nurse": 6.0},
        "accepts": {"cognitive": {"severity": [0.2, 1.0]}},
    },
    "social_care": {
        "label": "Social care",
        "organisation": "council",
        "staff": {"social_worker": 5.0},
        "accepts": {"daily_living": {}},
    },
}


def scenario_of(**changes: Any) -> Scenario:
    """The small place, with some of its keys replaced."""
    return Scenario.model_validate(
        {"name": "Made up", "teams": deepcopy(TEAMS)} | changes, strict=True
    )


def sentences_of(a: Scenario, b: Scenario) -> list[str]:
    """Every sentence, under whatever heading."""
    return [sentence for part in differences(a, b).values() for sentence in part]


@pytest.fixture(scope="session")
def place():
    """Makes a small place with some keys replaced."""
    return scenario_of


@pytest.fixture(scope="session")
def sentences_on():
    """Every sentence on two scenarios."""
    return sentences_of
