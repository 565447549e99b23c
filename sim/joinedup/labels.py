"""Enumerations whose members have a label in words, and members' names in words."""

from __future__ import annotations

from enum import IntEnum
from functools import cache


class Labelled(IntEnum):
    """A member with a label in words: ``CHILD = 0, "0-15"``."""

    label: str

    def __new__(cls, number: int, label: str = "") -> Labelled:
        """Make the member's value the number alone."""
        member = int.__new__(cls, number)
        member._value_ = number
        member.label = label
        return member


@cache
def labels(codes: type[Labelled]) -> tuple[str, ...]:
    """The labels of an enumeration, in the order of its numbers."""
    return tuple(member.label for member in codes)


def title(member: IntEnum) -> str:
    """The member's name in words: ``Need.LONG_TERM_CONDITION`` gives 'long term condition'."""
    return member.name.lower().replace("_", " ")
