"""Rows of totals: checked against the rows that they are of, and then left out."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from joinedup_experiments.local_place.new.rows import Fault, Record, Row
from joinedup_experiments.local_place.new.symbols import figure_alone, is_total
from joinedup_experiments.scenario_io.load.problems import clipped

ROUNDED_TO = (100.0, 10.0, 5.0, 1.0, 0.1)
_TWICE = "take it out: its people or posts would be counted twice"


class Parted(NamedTuple):
    """The rows that are no totals, and those that are."""

    records: list[Record]
    totals: list[Record]

    def wrong(self, kind: type[Row], spoilt: Collection[int]) -> list[Fault]:
        """What is wrong with totals; of one that holds a ``spoilt`` line it is not known."""
        if not kind.adds_up:
            names = [(r.line, clipped(r.text(kind.once[0]))) for r in self.totals]
            return [(line, f"`{name}` looks like a row of totals", _TWICE) for line, name in names]
        sums = _Sums(self.records, kind, spoilt)
        return [
            fault for total in self.totals if total.line not in spoilt
            for fault in sums.wrong(total)
        ]  # fmt: skip


def without_totals(records: Sequence[Record], kind: type[Row]) -> Parted:
    """Set rows of totals apart: one that is not the sum of its rows is a fault.

    Where every row is a total of a label, as of both sexes, the label goes and the rows stay.
    Totals may differ from the sum by what rounding of each row can come to.
    """
    if not kind.adds_up:
        return Parted(list(records), [r for r in records if is_total(r.text(kind.once[0]))])
    idle = [
        key for key in kind.once
        if records and all(is_total(r.text(key)) or not r.text(key) for r in records)
        and any(r.text(key) for r in records)
    ]  # fmt: skip
    records = [
        Record(r.line, {key: cell for key, cell in r.cells.items() if key not in idle})
        for r in records
    ]
    is_one = [any(is_total(r.text(key)) for key in kind.once) for r in records]
    totals = [r for r, one in zip(records, is_one, strict=True) if one]
    parts = [r for r, one in zip(records, is_one, strict=True) if not one]
    return Parted(parts, totals)


def number_in(text: str) -> float | None:
    """A plain number, with or without commas for thousands; None for any other text."""
    plain = re.sub(r"[, \u00a0\u202f]|^£", "", figure_alone(text))
    return float(plain) if re.fullmatch(r"-?\d{1,12}(\.\d{0,12})?", plain, re.A) else None


class _Sums:
    """Sums of rows by any of their labels, each added up once; no number in a ``spoilt`` line."""

    def __init__(self, parts: Sequence[Record], kind: type[Row], spoilt: Collection[int]) -> None:
        self.parts, self.kind = parts, kind
        self.numbers = [
            None if part.line in spoilt else number_in(part.text(kind.amount)) for part in parts
        ]
        self.known: dict[tuple[str, ...], dict[tuple[str, ...], list[float | None]]] = {}

    def wrong(self, total: Record) -> Iterator[Fault]:
        """The fault of a total that is not the sum of its rows."""
        keys = tuple(
            key for key in self.kind.once if total.text(key) and not is_total(total.text(key))
        )
        numbers = self._by(keys).get(tuple(total.text(key) for key in keys), [])
        stated = number_in(total.text(self.kind.amount))
        # Else its other labels may be of the whole, as the name of the place is.
        if not numbers and _is_sum(stated, self.numbers):
            return
        name = clipped(next(total.text(k) for k in self.kind.once if is_total(total.text(k))))
        if not numbers:
            what = f"the row of totals `{name}` has no rows that it is the sum of"
            yield total.line, what, _TWICE
        elif stated is not None and None not in numbers and not _is_sum(stated, numbers):
            known = [number for number in numbers if number is not None]
            what = f"the row of totals `{name}` has {stated:,g}"
            what = f"{what}, and its {len(known):,} rows add up to {sum(known):,g}"
            yield total.line, what, "is a row missing or there twice? Else leave the totals out"

    def _by(self, keys: tuple[str, ...]) -> dict[tuple[str, ...], list[float | None]]:
        if keys not in self.known:
            sums: dict[tuple[str, ...], list[float | None]] = {}
            for part, number in zip(self.parts, self.numbers, strict=True):
                sums.setdefault(tuple(part.text(key) for key in keys), []).append(number)
            self.known[keys] = sums
        return self.known[keys]


def _is_sum(stated: float | None, numbers: Sequence[float | None]) -> bool:
    """Whether it is known that a total is the sum of some numbers, up to rounding."""
    known = [number for number in numbers if number is not None]
    if stated is None or len(known) < max(1, len(numbers)):
        return False
    return abs(stated - sum(known)) <= rounding([*known, stated])


def rounding(numbers: Sequence[float]) -> float:
    """By how much a stated sum can be off when every number is rounded as these are.

    Of many numbers, no more than chance lets them all be rounded alike: five standard errors.
    """
    shown = next((u for u in ROUNDED_TO if all(_multiple(n, u) for n in numbers)), 0.01)
    most, many = shown / 2.0, len(numbers)
    return min(most * many, 5.0 * most * math.sqrt(many / 3.0)) + 1e-6


def _multiple(number: float, unit: float) -> bool:
    return abs(number / unit - round(number / unit)) < 1e-6
