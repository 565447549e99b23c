"""Quintiles and deciles of deprivation as tables write them, 1 being the most deprived."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LEAST = (
    r"(?!least affluent)"
    r"(?:least deprived|less deprived|least|most affluent|affluent|richest|lowest deprivation)\b"
)
_MOST = (
    r"(?!most affluent)"
    r"(?:most deprived|more deprived|most|least affluent|poorest|highest deprivation)\b"
)
# Which end each number stands for is looked for in the words as they follow each other.
_ENDS = re.compile(
    r"(?P<end>(?<!\d)(1|5|10)(?!\d| ?(%|per ?cent)))|"
    rf"(?P<least>\b{_LEAST})|(?P<most>\b{_MOST})"
)
_NEXT = r"(?:[\s:=\u2013-]|is|are|being|means|the)*"  # between a number and what it stands for
_FIRST, _LAST = r"(?<!table )\b1\b(?! ?%)", r"(?<!table )\b(?:5|10)\b(?! ?%)"
_TURNED = re.compile(rf"{_FIRST}{_NEXT}{_LEAST}|{_LAST}{_NEXT}{_MOST}")
_AS_HERE = re.compile(rf"{_FIRST}{_NEXT}{_MOST}|{_LAST}{_NEXT}{_LEAST}")
_RANGE = re.compile(r"\b1 ?(?:-|\u2013|to) ?(?:5|10)\b[;,:]? ?(?=\D*\d)")  # a number follows
_LABEL = re.compile(
    r"(?:(?:imd|deprivation)\W*)?(?:(?P<quintile>q|quintile)|(?P<decile>d|decile))?\W*"
    r"(?P<number>10|[1-9])(?P<says>\W+.*\bdepriv.*|\W*)"
)
QUINTILE, DECILE = "deprivation_quintile", "deprivation_decile"
_WORDS = re.compile(r"depriv|quintile|decile|\bimd\b", re.I)


def is_turned(text: str) -> bool:
    """Whether a heading or a label says that 1 is the least deprived, or 5 or 10 the most.

    >>> is_turned("IMD quintile (5 = most deprived)"), is_turned("1 to 5, least to most deprived")
    (True, True)
    >>> is_turned("IMD decile (where 1 is most deprived 10% of LSOAs)"), is_turned("IMD decile")
    (False, False)
    """
    low = text.lower()
    if _TURNED.search(low):
        return True
    if _AS_HERE.search(low):
        return False
    found = [(m.lastgroup, m[0]) for m in _ENDS.finditer(_RANGE.sub("", low))]
    numbers = [int(word) for group, word in found if group == "end"]
    ends = [group for group, _ in found if group != "end"]
    if not ends:
        return False
    first_is_least = ends[0] == "least"
    return first_is_least != bool(numbers and numbers[0] != 1)


def is_turned_in(text: str) -> bool:
    """Whether a sentence above or below a table says so of the numbers in it."""
    return bool(_WORDS.search(text) and _TURNED.search(text.lower()))


def number_of(text: str) -> str:
    """The number that a label stands for; the label itself where it is no such label.

    >>> number_of("1 (most deprived)"), number_of("Q4"), number_of("Quintile 5 - least deprived")
    ('1', '4', '5')
    >>> number_of("1 (least deprived)"), number_of("12")
    ('1 (least deprived)', '12')
    """
    found = _LABEL.fullmatch(text.lower())
    at_an_end = found and found["number"] in ("1", "5", "10")
    return found["number"] if found and not (at_an_end and is_turned(text)) else text


def label_in(heading: str) -> Mapping[str, str]:
    """The quintile or decile that a heading of a column of people stands for, if any."""
    found = _LABEL.fullmatch(heading)
    if not found or not (found["quintile"] or found["decile"] or found["says"].strip()):
        return {}
    return {DECILE if found["decile"] else QUINTILE: heading}


def names_one(area: str) -> bool:
    """Whether what is taken for an area is a part of the people by deprivation."""
    return bool(_WORDS.search(area))
