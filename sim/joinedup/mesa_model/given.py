"""What is given to a model, checked where it comes in: seeds, rows, days and times.

NumPy's numbers are taken as what they are; true, false and text are no numbers.
"""

from __future__ import annotations

from collections.abc import Sized
from math import isfinite
from typing import Any

import numpy as np

from joinedup.codes import NEEDS
from joinedup.rules.collected import ACTIVITIES
from joinedup.scenario.refusals import described


def whole_number(value: Any, name: str, least: int = 0, most: int | None = None) -> int:
    """The value as an int; a ValueError where it is none, or outside ``least`` to ``most``.

    >>> whole_number(np.int64(3), "seed")
    3
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise ValueError(f"{name} must be a whole number, not {described(value)}")
    if value < least:
        raise ValueError(f"{name} must be at least {least:,}, not {value:,}")
    if most is not None and value > most:
        raise ValueError(f"{name} must be at most {most:,}, not {value:,}")
    return int(value)


def row_of(value: Any, table: Sized) -> int:
    """The number of a row of a table as an int; a ValueError where it has none of that number.

    >>> row_of(np.int32(2), ["first", "second", "third"])
    2
    """
    return whole_number(value, "row", 0, len(table) - 1)


def kind_of(value: Any) -> int:
    """The number of a kind of need as an int; a ValueError where there is none of that number."""
    return whole_number(value, "kind", 0, NEEDS - 1)


def activity_number(value: Any) -> int:
    """The number of an activity, a mechanism's own too; a ValueError where it is none."""
    is_number = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not is_number or value not in ACTIVITIES:
        raise ValueError(
            "activity must be one of joinedup.codes.Activity, such as `Activity.REFERRED`, not "
            + described(value)
        )
    return int(value)


def duration(value: Any, name: str) -> float:
    """The value as a float from nought on; a ValueError where it is none.

    >>> duration(np.float32(0.5), "years")
    0.5
    """
    if not _is_number(value) or not isfinite(value) or value < 0:
        raise ValueError(f"{name} must be a number from 0 on, not {described(value)}")
    return float(value)


def time_of(value: Any) -> float:
    """A time in days as a float; a ValueError where it is none."""
    return duration(value, "t")


def time_after(value: Any, now: float) -> float:
    """A time in days after ``now``, infinity for never; a ValueError where it is none.

    >>> time_after(float("inf"), 3.5)
    inf
    """
    if not _is_number(value) or not value > now:  # NaN is after nothing
        raise ValueError(
            f"`until` must be a day after {now:.3f}, when this happens, or infinity for never, "
            f"not {described(value)}"
        )
    return float(value)


def _is_number(value: Any) -> bool:
    numbers = int | float | np.integer | np.floating
    return isinstance(value, numbers) and not isinstance(value, bool)
