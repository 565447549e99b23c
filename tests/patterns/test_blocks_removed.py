"""A building block whose rule is taken out does nothing: every event is as it would have been.

Parameters are set where the model reads them, to where the rule of a block comes to nothing, which
no scenario may do. With them as they are each of these blocks changes what happens.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import numpy as np
import pytest

from joinedup.rules.collected import parameter_record
from joinedup.run import branch
from joinedup.setup import population
from joinedup_experiments.scenario_io.block_pages import with_blocks

Assumptions = dict[str, Any]
DISABLED = ["incentives", "fear"]
WITHOUT = {
    "virtual_ward": "no stay suits",
    "urgent_community_response": "nobody calls it",
    "care_coordinators": "each carries nobody",
    "case_management": "no case manager takes anybody on",
    "discharge_to_assess": "nobody is delayed",
    "step_down_beds": "nobody is delayed",
    "pooled_budget": "incentives disabled",
    "merger_on_paper": "fear disabled",
    "colocation": "nobody adopts it, fears it or has to move for it",
    "discharge_hub": "nobody adopts it, fears it or has to move for it",
    "shared_record": "nobody adopts it, fears it or has to move for it",
}


def without_the_rules(assumptions: Assumptions, outside: Collection[str]) -> np.ndarray:
    """The parameters with the rule of each of these blocks at nothing."""
    record = parameter_record(assumptions, outside)
    p = record[0]
    p.beyond_hospital.virtual_suits = 0.0
    p.beyond_hospital.response_called = 0.0
    p.joining.coordinator_people = p.case_management.new_a_week = 0.0
    p.stays.delayed = p.stays.other_delay = 0.0
    p.adoption.rate[:] = 0.0
    return record


def histories(
    read: Callable[[Assumptions, Collection[str]], np.ndarray], disabled: list[str]
) -> dict[str, bytes]:
    """Every event of a small place, siloed and with each block, with parameters read so."""
    changes: dict[str, Any] = {
        "place.residents": 10_000,
        "run.years": 2.0,
        "run.burn_in_years": 1.0,
        "disable_mechanisms": disabled,
        "arrangement.programme.upheaval": 0.0,
    }
    sizes: dict[str, dict[str, None]] = {"siloed": {}, **{name: {name: None} for name in WITHOUT}}
    base, *arms = (
        with_blocks("siloed_borough", added).with_(changes | {"name": name})
        for name, added in sizes.items()
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(population, "parameter_record", read)
        return {run.scenario.name: run.events.tobytes() for run in branch(base, arms, 1)}


@pytest.fixture(scope="module")
def with_rules() -> dict[str, bytes]:
    return histories(parameter_record, [])


@pytest.fixture(scope="module")
def without_rules() -> dict[str, bytes]:
    return histories(without_the_rules, DISABLED)


@pytest.mark.parametrize("name", WITHOUT)
def test_a_block_without_its_rule_changes_nothing(name, with_rules, without_rules) -> None:
    assert with_rules[name] != with_rules["siloed"]
    assert without_rules[name] == without_rules["siloed"], WITHOUT[name]
