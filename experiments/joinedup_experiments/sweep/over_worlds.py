"""Designs over the plausible worlds: their points, their ranges, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.intervals import CENTRAL
from joinedup_experiments.scenario_io.assumed import cell_paths, declared, parted
from joinedup_experiments.scenario_io.plausible_worlds import all_alike, plausible_worlds
from joinedup_experiments.sweep.design import ALL, PLAUSIBLE, WORLDS, Design, Fault
from joinedup_experiments.sweep.design import sampled as hypercube
from joinedup_experiments.sweep.factors import Factor, keys_meant
from joinedup_experiments.sweep.shapes import Reach


def faults_of_worlds(design: Design) -> Iterator[Fault]:
    """What a design over the plausible worlds cannot have."""
    if design.ranges == PLAUSIBLE and design.vary:
        there = plausible_worlds().keys
        for key in keys_meant(design.vary):
            if parted(key)[0] in declared() and parted(key)[0] not in there:
                what = f"`{key}` has no plausible range, since it is a constant"
                yield Fault(("vary",), what, "take it out, or write `ranges` for all that vary")
    if design.method != WORLDS:
        return
    if design.vary != [ALL]:
        what = "in plausible worlds every parameter varies, since it has its value in each"
        yield Fault(("vary",), what, "take `vary` out; what is under `assumptions` stays fixed")
    if design.ranges:
        what = "plausible worlds have values, not ranges"
        yield Fault(("ranges",), what, "take `ranges` out, or use another method")
    many = len(plausible_worlds())
    if (design.size or 0) > many and not design.levers:
        what = f"there are {many} plausible worlds, and `size` is {design.size}"
        yield Fault(("size",), what, "`replications` runs each again; or let `levers` vary")


def fault_of_one_world(design: Design, base: Scenario) -> Iterator[Fault]:
    """That a base has the same assumptions in every plausible world."""
    if design.method == WORLDS and all_alike(base, plausible_worlds()):
        what = "the base assumes itself all that plausible worlds set, so that they are all alike"
        yield Fault(("method",), what, "take its assumptions out, or use another method")


def ranges_of(design: Design) -> dict[str, Reach]:
    """The design's ranges; where they are plausible, those that most of the worlds lie in."""
    if isinstance(design.ranges, dict):
        return design.ranges
    worlds = plausible_worlds()
    ends = np.percentile(worlds.values, CENTRAL, axis=0)
    known = dict(zip(worlds.keys, ends.T.tolist(), strict=True))
    reaches = {}
    for key in keys_meant(design.vary):
        name, cell = parted(key)
        if name in known:
            times = _default_of(name, cell) if cell else 1.0
            low, high = sorted(end * times for end in known[name])
            reaches[key] = Reach(low=low, high=high)
    return reaches


def _default_of(name: str, cell: str) -> float:
    """A cell's declared number; 0 of a cell that is not there, which is refused elsewhere."""
    d, wanted = declared()[name], ", ".join(word.strip() for word in cell.split(","))
    numbers = dict(zip(cell_paths(d), d.default.reshape(-1).tolist(), strict=True))
    return float(numbers.get(wanted, 0.0))


def points_of(design: Design, factors: Sequence[Factor], groups: Sequence[str]) -> np.ndarray:
    """The coordinates [points, factors]: the first worlds, and a Latin hypercube of the levers.

    Beyond the last world they start again from the first, with other values of the levers.
    """
    worlds = plausible_worlds()
    size = design.size or len(worlds)
    rows = worlds.values[np.arange(size) % len(worlds)]
    levers = [factor for factor in factors if factor.kind == "lever"]
    columns = dict(zip(worlds.keys, rows.T, strict=True))
    if levers:
        drawn = hypercube(design.model_copy(update={"size": size}), levers, groups)
        columns |= {one.key: drawn[:, i] for i, one in enumerate(levers)}
    return np.stack([columns[factor.key] for factor in factors], axis=1)
