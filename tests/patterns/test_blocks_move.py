"""Each building block, added to the siloed borough, moves first what its page says it should.

Beside the same place without it, from one burn-in, with the same keyed draws, several seeds. What a
block should move (`moves` in its file) was written down before it was run; what of that does not
show (`not_shown`, with why) must not show, or the page says so no longer. The first year is left
out: staff take time to change how they work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from joinedup.outcomes.measures import measure
from joinedup.run import branches
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.statistics import Effect, paired
from joinedup_experiments.scenario_io.block_pages import with_blocks
from joinedup_experiments.scenario_io.load.blocks import blocks

ABLE = {name: block for name, block in blocks().items() if not block.cannot}
SIZED = [name for name, block in ABLE.items() if block.size]
QUICK = (
    "discharge_to_assess", "merger_on_paper", "step_down_beds", "urgent_community_response",
    "virtual_ward",
)  # fmt: skip
MORE = 3.0  # times the usual size
PLACE: dict[str, Any] = {"place.assets": 3.0, "run.burn_in_years": 3.0, "run.years": 3.0}
Values = dict[str, np.ndarray]  # by arm: [seed, measure]
KEYS = sorted({key for block in ABLE.values() for key in block.moves})


def with_block(name: str, times: float = 1.0) -> Scenario:
    """The siloed borough with a block of so many times its usual size."""
    size = ABLE[name].size
    return with_blocks("siloed_borough", {name: size.usual * times if size else None})


def lived(arms: dict[str, Scenario], residents: int, seeds: Sequence[int]) -> Values:
    """What each arm comes to after its first year, beside the siloed borough."""
    made = {"siloed": with_blocks("siloed_borough", {}), **arms}
    changes = PLACE | {"place.residents": residents}
    base, *others = (one.with_(changes | {"name": name}) for name, one in made.items())
    found: dict[str, list[list[float]]] = {name: [] for name in made}
    for seed in seeds:
        for run in branches(base, others, seed):
            found[run.scenario.name].append([float(run.months[key][12:].mean()) for key in KEYS])
    return {name: np.array(values) for name, values in found.items()}


def effect(values: Values, name: str, key: str) -> Effect:
    """What a block does to a measure, paired by seed."""
    at = KEYS.index(key)
    return paired(measure(key), values["siloed"][:, at], values[name][:, at])


def moves(names: Sequence[str]) -> list[Any]:
    """Each block, measure and direction; those known not to show are expected to fail."""
    made = []
    for name in names:
        for key, way in ABLE[name].moves.items():
            why = ABLE[name].not_shown.get(key)
            marks = [pytest.mark.xfail(strict=True, reason=why)] if why else []
            made.append(pytest.param(name, key, way, marks=marks, id=f"{name}-{key}"))
    return made


@pytest.fixture(scope="module")
def quick() -> Values:
    return lived({name: with_block(name) for name in QUICK}, 5_000, range(1, 5))


@pytest.fixture(scope="module")
def every() -> Values:
    """Every block of its usual size, and three times as large."""
    usual = {name: with_block(name) for name in ABLE}
    larger = {f"more {name}": with_block(name, MORE) for name in SIZED}
    return lived(usual | larger, 10_000, range(1, 9))


@pytest.mark.parametrize(("name", "key", "way"), moves(QUICK))
def test_a_few_blocks_move_what_they_should(quick, name, key, way) -> None:
    assert effect(quick, name, key).verdict.value == way


@pytest.mark.slow
@pytest.mark.parametrize(("name", "key", "way"), moves(tuple(ABLE)))
def test_every_block_moves_what_it_should(every, name, key, way) -> None:
    assert effect(every, name, key).verdict.value == way


@pytest.mark.slow
@pytest.mark.parametrize("name", SIZED)
def test_three_times_the_size_moves_it_further(every, name) -> None:
    key = next(iter(ABLE[name].moves))
    once, thrice = (effect(every, arm, key).difference.mean for arm in (name, f"more {name}"))
    assert abs(thrice) > abs(once) and thrice * once > 0.0


def test_what_blocks_should_move_are_measures_and_directions() -> None:
    for name, block in ABLE.items():
        assert block.moves, name
        assert all(measure(key) and way in ("higher", "lower") for key, way in block.moves.items())
        assert set(block.not_shown) <= set(block.moves), name
