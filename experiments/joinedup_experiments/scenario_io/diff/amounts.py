"""What is stated for so many residents, as people count it: in the whole place, and how it changed.

Levels are rounded only to be read. Whether they differ, and by how much, is worked out before.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import NamedTuple

from joinedup.codes import PER
from joinedup.scenario.place import PLACES
from joinedup.scenario.scenario import Scenario

Pair = tuple[Scenario, Scenario]
FOR_30000 = " for every 30,000 residents"
# Of the larger level: what arithmetic leaves, and what six figures in files of two places do.
_NOISE, _AS_WRITTEN = 1e-9, 1e-5


class Moved(NamedTuple):
    """How a number changed: by so much, between levels that show it."""

    by: float
    before: float
    after: float


def alike_in_size(pair: Pair) -> bool:
    """Whether both places have as many residents, so that posts are counted in the whole of it."""
    return pair[0].place.residents == pair[1].place.residents


def unit_here(pair: Pair, unit: str, many: float = 0.0) -> str:
    """What so many are counted in, once they are those of the whole place."""
    unit = unit.replace(FOR_30000, "") if alike_in_size(pair) else unit
    return unit.replace("hours", "hour") if many == 1.0 else unit


def per_residents(unit: str) -> float:
    """For how many residents a number of this unit is stated; 0 where for none."""
    return PER if FOR_30000 in unit else 1000.0 if unit == PLACES else 0.0


def in_place(pair: Pair, unit: str, value: float) -> float:
    """What is stated for so many residents, in the whole place; as stated where places differ."""
    per = per_residents(unit)
    return value * pair[0].place.residents / per if per and alike_in_size(pair) else value


def level(pair: Pair, unit: str, value: float) -> float:
    """The number `in_place`, rounded to be read; one that is stated for no residents stays."""
    return _rounded(in_place(pair, unit, value)) if per_residents(unit) else value


def moved(pair: Pair, unit: str, before: float, after: float) -> Moved | None:
    """How a number changed, to four figures of the change; None where nothing but noise did."""
    was, now = (in_place(pair, unit, value) for value in (before, after))
    if not per_residents(unit):
        return Moved(now - was, was, now)
    noise = _NOISE if alike_in_size(pair) else _AS_WRITTEN
    if abs(now - was) <= noise * max(abs(was), abs(now)):
        return None
    by = _rounded(now - was)
    places = max(0, -int(Decimal(repr(by)).normalize().as_tuple().exponent))
    return Moved(by, *(_short(x) or round(x, places) for x in (was, now)))


def _short(x: float) -> float:
    """A number that has six figures at most, without what arithmetic left; else 0."""
    short = float(f"{x:.6g}")
    return short if math.isclose(short, x, rel_tol=_NOISE) else 0.0


def _rounded(x: float) -> float:
    """As it is where it has few figures; else four of them, or whole ones from a thousand on."""
    return _short(x) or (float(f"{x:.4g}") if abs(x) < 1e3 else float(round(x)))
