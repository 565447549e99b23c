"""Which assumptions each outcome leans on most, from a sweep over all of them at once.

The sweep is ``studies/designs/scenario_discovery.yaml``: a Latin hypercube over every parameter
that is not a constant. What is kept of it is ``key_drivers.json``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

FILE = Path(__file__).with_name("key_drivers.json")
LEVER = "decided, not assumed"
MOST = 3


@dataclass(frozen=True)
class KeyDriver:
    """One factor that an outcome leans on, by its standardised rank regression coefficient."""

    factor: str
    meaning: str
    evidence: str  # measured, recalled or assumed; or that it is a lever
    value: float  # standard deviations of the outcome's rank for one of the factor's
    low: float  # of the 95% interval
    high: float

    @property
    def shows(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low > 0.0 or self.high < 0.0


@dataclass(frozen=True)
class KeyDrivers:
    """What one outcome leans on."""

    outcome: str
    factors: tuple[KeyDriver, ...]


def write_key_drivers(found: dict[str, KeyDrivers]) -> None:
    """Keep what was worked out."""
    kept = TypeAdapter(dict[str, KeyDrivers]).dump_json(dict(sorted(found.items())), indent=1)
    FILE.write_bytes(kept + b"\n")


def read_key_drivers() -> dict[str, KeyDrivers]:
    """What was kept; nothing where there is none."""
    kept = FILE.read_bytes() if FILE.is_file() else b"{}"
    return TypeAdapter(dict[str, KeyDrivers]).validate_json(kept)


def drivers_for(names: Sequence[str]) -> list[KeyDrivers]:
    """What is kept of outcomes of some arms, the base first; all of it where there is none."""
    every = list(read_key_drivers().values())
    arms = [name.replace("_", " ") for name in names[1:]]
    mine = [one for one in every if any(f", {arm} less " in one.outcome for arm in arms)]
    return mine or every


def foremost(found: Sequence[KeyDrivers]) -> list[KeyDriver]:
    """The assumptions among the first of most outcomes; levers are left out."""
    shown = [one for each in found for one in each.factors if one.shows and one.evidence != LEVER]
    counts = Counter(one.factor for one in shown)
    by_key = {one.factor: one for one in shown}
    return [by_key[key] for key in sorted(counts, key=lambda key: (-counts[key], key))[:MOST]]
