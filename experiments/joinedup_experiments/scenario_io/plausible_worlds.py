"""Plausible worlds: sets of values with which the model is England, or is a local place.

Those that come with joinedup were found by `joinedup calibrate`: a value for every uncertain
parameter, or a factor for every cell of a table, with which the siloed place looks like England.
`joinedup fit` writes those of a place, with single cells besides. A table is made for the
parameters and ranges that the model declared then, and is refused once these differ.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.as_json import as_json
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.given import path_of, whole_number
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.scenario_io.assumed import (
    assumed,
    cell_paths,
    declared,
    laid_under,
    parted,
)
from joinedup_experiments.scenario_io.overrides import check_scenarios

SHIPPED = Path(__file__).parent / "plausible_worlds.csv"
NAMED = 5  # parameters at most that a refusal names
ANEW = "make them anew with joinedup calibrate, or run `one` in place of plausible worlds"


class WorldsError(InputError):
    """Plausible worlds that cannot be used; the text says what differs, and what to do."""


@dataclass(frozen=True, eq=False)
class PlausibleWorlds:
    """The worlds of one set; ``values`` are [worlds, keys], ``about`` says how they were made."""

    keys: tuple[str, ...]
    values: np.ndarray
    about: dict[str, Any]

    def __len__(self) -> int:
        return len(self.values)

    def number(self, nth: int) -> int:
        """The number of the n-th world, from 1; beyond the last they start again from 1."""
        return (nth - 1) % len(self) + 1

    def named(self, number: int) -> dict[str, float]:
        """The values of a world by key."""
        return dict(zip(self.keys, self.values[number - 1].tolist(), strict=True))


def in_world(scenario: Scenario, number: int, table: str | Path = SHIPPED) -> Scenario:
    """The scenario in a plausible world of a table, from 1 on; what it assumes itself stays.

    `WorldsError` where that is everything, as of a scenario that is in a world already.
    """
    check_scenarios(scenario)
    number, table = whole_number(number, "world"), path_of(table, "table")
    worlds = plausible_worlds(table)
    if not 1 <= number <= len(worlds):
        many = f"those of {table.name} are counted from 1 to {len(worlds)}"
        raise WorldsError(f"there is no plausible world {number:,}: {many}")
    check_varies(scenario, worlds)
    return with_values(scenario, worlds.named(number))


def all_alike(scenario: Scenario, worlds: PlausibleWorlds) -> bool:
    """Whether a scenario assumes itself all that worlds set, as one does that is in a world."""
    under = laid_under(assumed(worlds.named(1), {}), scenario.assumptions)
    return under == scenario.assumptions


def check_varies(scenario: Scenario, worlds: PlausibleWorlds) -> None:
    """`WorldsError` where a scenario would be the same in all worlds."""
    if all_alike(scenario, worlds):
        raise WorldsError(
            f"{scenario.name} assumes itself all that plausible worlds set, as in one of them, so "
            'that they are all alike: run it as it is (worlds="one", --worlds one, or no world), '
            "or take its assumptions out"
        )


def with_values(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """The scenario with the values of a world; what it assumes itself stays."""
    return scenario.with_({"assumptions": laid_under(assumed(values, {}), scenario.assumptions)})


@lru_cache(maxsize=4)
def plausible_worlds(table: Path = SHIPPED) -> PlausibleWorlds:
    """The set of a table, the one that comes with joinedup unless given, read and checked once."""
    return read_worlds(table)


def worlds_sha256(table: Path = SHIPPED) -> str:
    """Of a table: two that agree in it are the same worlds."""
    return hashlib.sha256(table.read_bytes()).hexdigest()


def read_worlds(table: Path) -> PlausibleWorlds:
    """The set of a table and, on how it was made, of the ``.json`` of its name beside it.

    `WorldsError` is raised where they do not belong together, or not to the model's parameters.
    """
    data, beside = _bytes_of(table), table.with_suffix(".json")
    keys, numbers = numbers_of(table, data)
    made = _bytes_of(beside)
    try:
        about = json.loads(made)
        ranges = {
            key: (float(low), float(high)) for key, (low, high) in about["parameters"].items()
        }
        expected = about["csv_sha256"], list(ranges), list(range(1, int(about["worlds"]) + 1))
    except (ValueError, KeyError, TypeError, AttributeError):
        what = f"{beside}: it does not say how {table.name} was made, or is spoilt"
        raise WorldsError(f"{what}; {ANEW}") from None
    if (hashlib.sha256(data).hexdigest(), keys, numbers[:, :1].ravel().tolist()) != expected:
        raise WorldsError(f"{table.name} is not the table of the .json beside it; {ANEW}")
    if differs := _differing(ranges, numbers[:, 1:]):
        raise WorldsError(f"the plausible worlds were made for another model: {differs}; {ANEW}")
    return PlausibleWorlds(tuple(keys), numbers[:, 1:], about)


def _bytes_of(file: Path) -> bytes:
    """The content of one of a table's two files; which is missing is said."""
    try:
        return file.read_bytes()
    except OSError as error:
        what = f"{file}: it cannot be read: {error.strerror}"
        pair = "a table of worlds, NAME.csv, needs the NAME.json beside it that was made with it"
        raise WorldsError(f"{what}; {pair}") from None


def numbers_of(table: Path, data: bytes) -> tuple[list[str], np.ndarray]:
    """A table's headings after the first, and its numbers; which cell is spoilt is said."""
    try:
        head, *rows = csv.reader(data.decode().splitlines(), strict=True)
    except (ValueError, csv.Error):
        raise WorldsError(f"{table}: it is no table of worlds; {ANEW}") from None
    if not rows or len(head) < 2:
        raise WorldsError(f"{table}: it has no worlds; {ANEW}")
    for line, row in enumerate(rows, 2):
        if len(row) != len(head):
            what = f"{counted(len(row), 'column')}, and the heading has {len(head)}"
            raise WorldsError(f"{table}: row {line} has {what}; {ANEW}")
        for column, cell in enumerate(row, 1):
            if not _is_number(cell):
                what = f"row {line}, column {column}: what is there is no number"
                raise WorldsError(f"{table}: {what}; {ANEW}")
    return head[1:], np.array(rows, float)


def _is_number(cell: str) -> bool:
    try:
        return isfinite(float(cell))
    except ValueError:
        return False


def written_worlds(
    rows: Sequence[Mapping[str, float]], about: Mapping[str, Any]
) -> tuple[bytes, bytes]:
    """A table of worlds, as `read_worlds` reads it, and its ``.json`` with what is said of it."""
    lines: list[list[Any]] = [
        ["world", *rows[0]],
        *([n, *row.values()] for n, row in enumerate(rows, start=1)),
    ]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(lines)
    table = text.getvalue().encode()
    provenance = {
        **about,
        "worlds": len(rows),
        "parameters": {key: range_of(key) for key in rows[0]},
        "csv_sha256": hashlib.sha256(table).hexdigest(),
    }
    return table, as_json(provenance)


def range_of(key: str) -> tuple[float, float] | None:
    """The declared range of a parameter, of a table's factor or of a cell; None if not uncertain.

    >>> range_of("handover.loss")
    (0.1, 0.3)
    """
    name, cell = parted(key)
    d = declared().get(name)
    if d is None or d.role != "uncertainty":
        return None
    if not cell:
        return d.low, d.high
    at = {path: float(value) for path, value in zip(cell_paths(d), d.default.flat, strict=True)}
    if cell not in at:
        return None
    return d.bounds(at[cell])


def _differing(ranges: dict[str, tuple[float, float]], values: np.ndarray) -> str:
    """How the parameters and ranges of some worlds differ from those declared, in words."""
    now = {key: range_of(key) for key in dict.fromkeys([*declared(), *ranges])}
    low, high = np.array(list(ranges.values())).T
    outside = ~((values >= low - 1e-9) & (values <= high + 1e-9)).all(axis=0)
    found = {
        "not in them": [key for key, ends in now.items() if ends and key not in ranges],
        "no longer uncertain in the model": [key for key in ranges if not now[key]],
        "of another range": [key for key in ranges if now[key] not in (None, ranges[key])],
        "outside its range": [key for key, out in zip(ranges, outside, strict=True) if out],
    }
    return "; ".join(f"{what}: {_some(keys)}" for what, keys in found.items() if keys)


def _some(keys: list[str]) -> str:
    more = len(keys) - NAMED
    return ", ".join(keys[:NAMED]) + (f" and {more} more" if more > 0 else "")
