"""What is given in Python, checked where it comes in: numbers that are numbers.

NumPy's, as pandas gives them, are taken as what they are; true, false and text are no numbers.
"""

from __future__ import annotations

from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.scenario.place import SEEDS
from joinedup.scenario.refusals import described
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
