"""Which assumptions each outcome leans on most, over plausible worlds.

Either over those of a report's own runs, or over those of a sweep of the shipped borough, which
`studies.sensitivity` runs; it keeps what comes of it in ``key_drivers.json``, with the state of
the model that it is from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from joinedup_experiments.scenario_io.assumed import declared, parted
from joinedup_experiments.sweep.sensitivity.any_points import rank_correlations

FILE = Path(__file__).with_name("key_drivers.json")
MOST = 3


@dataclass(frozen=True)
class KeyDriver:
    """One assumption that an outcome leans on, by its rank correlation over plausible worlds."""

    factor: str
    meaning: str
    evidence: str  # measured, recalled or assumed
    value: float  # from -1 to 1
    low: float  # of the 95% interval, for all assumptions at once
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


@dataclass(frozen=True)
class Kept:
    """What was worked out, by pattern, and with which state of the model's sources."""

    model: str
    found: dict[str, KeyDrivers]


def greatest(outcome: str, keys: Sequence[str], points: np.ndarray, y: np.ndarray) -> KeyDrivers:
    """The assumptions of the greatest rank correlations with ``y`` [points].

    ``points`` [points, keys] are their values. The intervals hold for all assumptions at once
    (Bonferroni), since the greatest are looked at.
    """
    from scipy.stats import norm  # slow to load, and reports without worlds do without it

    value, low, high = rank_correlations(points, y, norm.isf(0.025 / len(keys)))
    found = []
    for i in np.argsort(-abs(value), kind="stable")[:MOST]:
        parameter = declared()[parted(keys[i])[0]]
        ends = float(value[i]), float(low[i]), float(high[i])
        found.append(KeyDriver(keys[i], parameter.meaning, parameter.evidence, *ends))
    return KeyDrivers(outcome, tuple(found))


def write_key_drivers(kept: Kept) -> None:
    """Keep what was worked out."""
    FILE.write_bytes(TypeAdapter(Kept).dump_json(kept, indent=1) + b"\n")


def kept_key_drivers() -> Kept | None:
    """What was kept, if anything."""
    return TypeAdapter(Kept).validate_json(FILE.read_bytes()) if FILE.is_file() else None


def read_key_drivers() -> dict[str, KeyDrivers]:
    """What was kept, by pattern; nothing where there is none."""
    kept = kept_key_drivers()
    return kept.found if kept else {}


def drivers_for(names: Sequence[str]) -> list[KeyDrivers]:
    """What is kept of outcomes of some arms, the base first; all of it where there is none."""
    every = list(read_key_drivers().values())
    arms = [name.replace("_", " ") for name in names[1:]]
    mine = [one for one in every if any(f", {arm} less " in one.outcome for arm in arms)]
    return mine or every


def foremost(found: Sequence[KeyDrivers]) -> list[KeyDriver]:
    """The assumptions among the first of most outcomes."""
    shown = [one for each in found for one in each.factors if one.shows]
    counts = Counter(one.factor for one in shown)
    by_key = {one.factor: one for one in shown}
    return [by_key[key] for key in sorted(counts, key=lambda key: (-counts[key], key))[:MOST]]
