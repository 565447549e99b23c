"""Bands of ages as published tables spell them, and as the model has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from joinedup.codes import Age, labels

BANDS = labels(Age)
STARTS = (0, 16, 40, 65, 75, 85)
OLDEST = 120
WIDEST_SPLIT = 10  # years of a band that is split; the model's own shapes go no finer
_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_DATED = re.compile(rf"\d{{1,2}}[- ]?{_MONTH}|\b{_MONTH}[a-z]*[- ]\d{{2}}", re.I)
_BEFORE = re.compile(r"^(?:age(?:s|d)?|persons aged|age group|c_age)\b[\s:_]*(?:ages?d?\s+)?", re.I)
_YEARS = re.compile(r"\s*\b(?:years?|yrs?)\b(?:\s+(?:old|of age))?", re.I)
_OPEN = r"\+|plus|(?:and|or|&) (?:over|above|older|more)"
_AGES = re.compile(
    r"(?:(?:under|less than|<)\s*(?P<under>\d{1,3})"
    r"|(?P<upto>\d{1,3}) (?:and|or) (?:under|below|younger)"
    rf"|(?:>=|\u2265)\s*(?P<least>\d{{1,3}})"
    rf"|(?P<first>\d{{1,3}})(?:\s*(?:-|\u2013|_|to)\s*(?P<last>\d{{1,3}})|\s*(?P<open>{_OPEN}))?)",
    re.I,
)


class Band(NamedTuple):
    """Years of age from the first to the last, `OLDEST` where it is open."""

    first: int
    last: int

    def __str__(self) -> str:
        if self.last >= OLDEST:
            return f"{self.first}+"
        return f"{self.first}-{self.last}" if self.last > self.first else f"{self.first}"

    @property
    def shares(self) -> Mapping[str, float]:
        """The model's bands that it lies in, with the share of its years that each has."""
        return _shares(self)


@cache
def _shares(band: Band) -> Mapping[str, float]:
    starts = [*STARTS, OLDEST + 1]
    years = band.last - band.first + 1
    return MappingProxyType({
        name: (min(band.last, end - 1) - max(band.first, start) + 1) / years
        for name, (start, end) in zip(BANDS, pairwise(starts), strict=True)
        if start <= band.last and band.first < end
    })  # fmt: skip


def is_date(text: str) -> bool:
    """Whether a spreadsheet has made a date of a band, as 05-Sep of 5-9 and Oct-14 of 10-14."""
    return bool(_DATED.search(text))


@lru_cache(maxsize=1024)
def band_of(text: str) -> Band | None:
    """The years of age that a label stands for; None when it stands for none.

    >>> band_of("Aged 4 years and under"), band_of("Aged 90 and over"), band_of("5_9")
    (Band(first=0, last=4), Band(first=90, last=120), Band(first=5, last=9))
    >>> band_of("Aged 0 to 4 years"), band_of("95+"), band_of("Under 1"), band_of("young")
    (Band(first=0, last=4), Band(first=95, last=120), Band(first=0, last=0), None)
    """
    plain = _YEARS.sub("", _BEFORE.sub("", text.strip(" '"))).strip()
    found = _AGES.fullmatch(plain)
    if not found:
        return None
    if found["under"] or found["upto"]:
        last = int(found["under"]) - 1 if found["under"] else int(found["upto"])
        return Band(0, last) if last >= 0 else None
    first = int(found["first"] or found["least"])
    last = OLDEST if found["open"] or found["least"] else int(found["last"] or first)
    return Band(first, last) if first <= last <= OLDEST else None


def open_end(bands: Iterable[Band]) -> Band | None:
    """The single year at the top that stands for itself and all above, as 90 does in ONS tables."""
    top = max(bands, key=lambda band: band.last)
    return top if top.first == top.last and 85 <= top.last < OLDEST else None


def overlaps(bands: Iterable[Band]) -> Iterator[tuple[Band, Band]]:
    """Each band that shares years of age with one that begins before it, and that one."""
    before: Band | None = None
    for band in sorted(set(bands), key=lambda band: (band.first, -band.last)):
        if before and band.first <= before.last:
            yield before, band
        before = max(before or band, band, key=lambda one: one.last)


def holes(bands: Iterable[Band]) -> list[Band]:
    """The years of age of which nobody is in any of the bands; an end from 99 on is open."""
    found, next_age = [], 0
    for band in sorted(bands):
        if band.first > next_age:
            found.append(Band(next_age, band.first - 1))
        next_age = max(next_age, band.last + 1)
    return [*found, Band(next_age, OLDEST)] if next_age < 99 else found
