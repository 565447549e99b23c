"""From values of parameters, by key, to what a scenario assumes.

A value is a number of its own; of a whole table it is a factor that multiplies every cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import product
from math import inf
from typing import Any

import numpy as np

from joinedup.engine.parameter import Parameter
from joinedup.rules import collected

Outside = Collection[str] | None  # the parameters that may lie outside their declared ranges

declared = lru_cache(maxsize=1)(collected.declared)  # every parameter by its key, looked up once


def paragraph_on(outside: Iterable[str]) -> str:
    """A paragraph on what is `outside_range`, a line each; empty where nothing is."""
    lines = "".join(f"  {one}\n" for one in outside)
    return lines and f"\nBeyond what the model declares, each with the reason:\n{lines}"


def parted(key: str) -> tuple[str, str]:
    """A parameter's key and the cell that is meant.

    >>> parted("crisis.rate[frailty]")
    ('crisis.rate', 'frailty')
    """
    name, _, cell = key.partition("[")
    return name, cell.removesuffix("]")


def kept(d: Parameter, value: float, default: float, outside: Outside) -> float:
    """A value kept within its declared range, or to what can be if it may lie ``outside``."""
    low, high = (-inf, inf) if d.key in (outside or ()) else d.bounds(default)
    return min(max(value, low), high, d.most())


def cell_paths(d: Parameter) -> list[str]:
    """The cells of a table as scenarios name them, in the order of the array."""
    names = [[member.name.lower() for member in labels] for labels in d.per]
    return [", ".join(path) for path in product(*names)]


def assumed(
    values: Mapping[str, float], given: Mapping[str, Any], outside: Outside = None
) -> dict[str, Any]:
    """Values laid over the ``assumptions`` given; a table's factor multiplies what is given.

    >>> assumed({"crisis.rate[frailty]": 0.2}, {"crisis.rate": {"cognitive": 1.0}})
    {'crisis.rate': {'cognitive': 1.0, 'frailty': 0.2}}
    """
    made = dict(given)
    for key, value in values.items():
        name, cell = parted(key)
        before = made.get(name)
        if cell:
            made[name] = {**(before if isinstance(before, dict) else {}), cell: float(value)}
        elif declared()[name].per:
            made[name] = _multiplied(declared()[name], float(value), before, outside)
        else:
            made[name] = float(value)
    return made


def laid_under(assumptions: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Assumptions with a scenario's ``own`` over them, cell by cell: its own number stays."""
    made = {**assumptions, **own}
    for key, table in own.items():
        below = assumptions.get(key)
        if isinstance(table, dict) and isinstance(below, dict):
            made[key] = {**below, **table}
    return made


def _multiplied(d: Parameter, factor: float, given: Any, outside: Outside) -> dict[str, float]:
    """Every cell of a table times a factor, within the cell's range."""
    own = {d.key: given} if given else {}
    base = np.asarray(collected.overridden(own, outside).get(d.key, d.default))
    table = {}
    for path, default, now in zip(cell_paths(d), d.default.flat, base.flat, strict=True):
        scaled = kept(d, float(now) * factor, float(default), outside)
        table[path] = scaled if default else float(now)
    return table
