"""The plausible worlds that come with joinedup: sets of values with which the model is England.

Each was found by `joinedup calibrate`: a value for every uncertain parameter, or a factor for
every cell of a table, with which the siloed place looks like England. The table is made for the
parameters and ranges that the model declared then, and is refused once these differ.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.scenario_io.assumed import assumed, declared, laid_under

SHIPPED = Path(__file__).parent
NAMED = 5  # parameters at most that a refusal names
ANEW = "make them anew with joinedup calibrate, or run in the model's own with --worlds one"


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

    def assumptions(self, number: int) -> dict[str, Any]:
        """What a scenario assumes in a world."""
        return assumed(dict(zip(self.keys, self.values[number - 1].tolist(), strict=True)), {})


def in_world(scenario: Scenario, number: int) -> Scenario:
    """The scenario in a plausible world, from 1 on; what it assumes itself stays.

    Beyond the last world they start again from 1.
    """
    if number < 1:
        raise WorldsError(f"there is no plausible world {number}: they are counted from 1")
    worlds = plausible_worlds()
    there = worlds.assumptions(worlds.number(number))
    return scenario.with_({"assumptions": laid_under(there, scenario.assumptions)})


@lru_cache(maxsize=1)
def plausible_worlds() -> PlausibleWorlds:
    """The set that comes with joinedup, read and checked once."""
    return read_worlds(SHIPPED)


def worlds_sha256() -> str:
    """Of the table that comes with joinedup: two that agree in it are the same worlds."""
    return hashlib.sha256((SHIPPED / "plausible_worlds.csv").read_bytes()).hexdigest()


def read_worlds(folder: Path) -> PlausibleWorlds:
    """The set in a folder: ``plausible_worlds.csv`` and, on how it was made, ``.json``.

    `WorldsError` is raised where they do not belong together, or not to the model's parameters.
    """
    table, beside = (folder / f"plausible_worlds.{ending}" for ending in ("csv", "json"))
    try:
        about, data = json.loads(beside.read_text(encoding="utf-8")), table.read_bytes()
        ranges = {
            key: (float(low), float(high)) for key, (low, high) in about["parameters"].items()
        }
        first, *rows = data.decode().splitlines()
        (_, *keys), numbers = first.split(","), np.array([row.split(",") for row in rows], float)
        expected = about["csv_sha256"], list(ranges), list(range(1, int(about["worlds"]) + 1))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorldsError(f"the plausible worlds cannot be read ({error!r}); {ANEW}") from None
    if (hashlib.sha256(data).hexdigest(), keys, numbers[:, :1].ravel().tolist()) != expected:
        raise WorldsError(f"{table.name} is not the table of {beside.name}; {ANEW}")
    if differs := _differing(ranges, numbers[:, 1:]):
        raise WorldsError(f"the plausible worlds were made for another model: {differs}; {ANEW}")
    return PlausibleWorlds(tuple(keys), numbers[:, 1:], about)


def _differing(ranges: dict[str, tuple[float, float]], values: np.ndarray) -> str:
    """How the parameters and ranges of some worlds differ from those declared, in words."""
    now = {key: (d.low, d.high) for key, d in declared().items() if d.role == "uncertainty"}
    low, high = np.array(list(ranges.values())).T
    outside = ~((values >= low - 1e-9) & (values <= high + 1e-9)).all(axis=0)
    found = {
        "not in them": [key for key in now if key not in ranges],
        "no longer uncertain in the model": [key for key in ranges if key not in now],
        "of another range": [key for key in ranges if now.get(key, ranges[key]) != ranges[key]],
        "outside its range": [key for key, out in zip(ranges, outside, strict=True) if out],
    }
    return "; ".join(f"{what}: {_some(keys)}" for what, keys in found.items() if keys)


def _some(keys: list[str]) -> str:
    more = len(keys) - NAMED
    return ", ".join(keys[:NAMED]) + (f" and {more} more" if more > 0 else "")
