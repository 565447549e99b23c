"""What is given in Python, checked where it comes in: numbers that are numbers, lists in order.

NumPy's, as pandas gives them, are taken as what they are; true, false and text are no numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MappingView, Set
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.scenario.place import SEEDS
from joinedup.scenario.refusals import described
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.errors import InputError


def whole_number(value: Any, name: str, least: int | None = None, most: int | None = None) -> int:
    """The value as an int; an `InputError` where it is none, or outside ``least`` to ``most``.

    >>> whole_number(np.int64(3), "seed")
    3
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise InputError(f"{name} must be a whole number, not {described(value)}")
    if least is not None and value < least:
        raise InputError(f"{name} must be at least {least:,}, not {value:,}")
    if most is not None and value > most:
        raise InputError(f"{name} must be at most {most:,}, not {value:,}")
    return int(value)


def whole_number_or_none(value: Any, name: str, least: int | None = None) -> int | None:
    """The same of what may be left out."""
    return None if value is None else whole_number(value, name, least)


def seed_of(value: Any) -> int:
    """A seed of random numbers; an `InputError` where it cannot be one."""
    return whole_number(value, "seed", *SEEDS)


def seed_or_none(value: Any) -> int | None:
    """The same of what may be left out."""
    return None if value is None else seed_of(value)


def seed_in(scenario: Scenario, value: Any) -> int:
    """The same; the scenario's own where it is left out."""
    return scenario.run.seed if value is None else seed_of(value)


def listed(value: Any, name: str) -> list[Any]:
    """The value as a list, in its order; an `InputError` for what is none, or has none, as a set.

    >>> listed({"crises": 1}.keys(), "measures")
    ['crises']
    """
    if isinstance(value, Set) and not isinstance(value, MappingView):
        raise InputError(f"{name}: a set has no order, and goes otherwise each time; give a list")
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        raise InputError(f"{name} must be a list, not {described(value)}")
    return list(value)


def refuse_sets(value: Any, name: str) -> None:
    """An `InputError` where a set stands anywhere in tables and lists."""
    for one in value.values() if isinstance(value, Mapping) else listed(value, name):
        if isinstance(one, Mapping | Set | list | tuple):
            refuse_sets(one, name)


def called_or_none(value: Any, name: str) -> Any:
    """What is called as a run goes on; an `InputError` where it cannot be."""
    if value is not None and not callable(value):
        raise InputError(f"{name} must be a function of the share done, not {described(value)}")
    return value


def path_of(value: Any, name: str) -> Path:
    """The value as a path; an `InputError` where it is none, or empty.

    >>> path_of("results/mine", "folder").name
    'mine'
    """
    if not isinstance(value, str | Path) or not str(value):
        raise InputError(f"{name} must be a path, not {described(value)}")
    return Path(value)


def switch(value: Any, name: str) -> bool:
    """The value as true or false; an `InputError` where it is neither, such as a text."""
    if not isinstance(value, bool | np.bool_):
        raise InputError(f"{name} must be true or false, not {described(value)}")
    return bool(value)


def number(value: Any, name: str) -> float:
    """The value as a float; an `InputError` where it is no number, or not a finite one.

    >>> number(np.float32(0.5), "years")
    0.5
    """
    kinds = int | float | np.integer | np.floating
    if isinstance(value, bool) or not isinstance(value, kinds) or not isfinite(value):
        raise InputError(f"{name} must be a number, not {described(value)}")
    return float(value)


def number_or_none(value: Any, name: str) -> float | None:
    """The same of what may be left out."""
    return None if value is None else number(value, name)
