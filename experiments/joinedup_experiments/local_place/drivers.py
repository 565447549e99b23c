"""How far results lean on each parameter, from the stored sensitivity analysis.

The analysis varies parameters in groups, so all of a group share its index: the total Sobol index,
a mean over the outcomes that it has. What was declared since it was run is in no group of it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import joinedup_experiments
from joinedup.engine.parameter import Parameter
from joinedup_experiments.scenario_io.load.yaml_tree import plain, tree_of

DESIGN = Path(joinedup_experiments.__file__).parent / "studies" / "designs" / "sensitivity.yaml"
TOTAL = "ST"


@cache
def indices() -> dict[str, float]:
    """The mean total index of each factor over the outcomes of the analysis."""
    found: dict[str, list[float]] = defaultdict(list)
    with (DESIGN.with_suffix("") / "indices.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            if row["index"] == TOTAL:
                found[row["factor"]].append(float(row["value"]))
    return {factor: sum(values) / len(values) for factor, values in found.items()}


@cache
def _groups() -> dict[str, list[str]]:
    return dict(plain(tree_of(DESIGN.read_text(encoding="utf-8"), DESIGN.name, "study"))["groups"])


def factor_of(key: str) -> str | None:
    """The factor of the analysis that varies a parameter; None where none does."""
    for factor, patterns in _groups().items():
        if any(fnmatch(key, pattern) for pattern in patterns):
            return factor if factor in indices() else None
    return None


def by_driver(parameters: Sequence[Parameter]) -> list[tuple[str, float | None, list[Parameter]]]:
    """Parameters by factor with its index, those first on which results lean most.

    Last, with None, a group of parameters each for what the analysis does not vary.
    """
    found: dict[tuple[str, float | None], list[Parameter]] = defaultdict(list)
    for d in parameters:
        factor = factor_of(d.key)
        found[(factor, indices()[factor]) if factor else (d.group, None)].append(d)
    order = sorted(found, key=lambda one: -1.0 if one[1] is None else one[1], reverse=True)
    return [(name, index, found[name, index]) for name, index in order]
