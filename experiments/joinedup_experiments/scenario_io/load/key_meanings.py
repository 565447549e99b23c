"""What each key of a scenario means, read off the tables of docs/scenarios.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from joinedup_experiments.scenario_io.documents import page

_ROW = re.compile(r"^\| `(\w+)` \|(.*)\|$")
_HOLDER = re.compile(r"^(?:## |Under |Each entry of )`(\w+)`")
_TOP = "## At the top"
# What stands in the column of units where the value is no single number.
_KINDS = ("table", "list", "text", "true", "five", "two", "1 to", "whole number", "share by",
          "staff by")  # fmt: skip


@dataclass(frozen=True)
class Meaning:
    """What a key means, as a planner would say it.

    Parameters
    ----------
    says
        The meaning.
    unit
        The unit and, where it is stated, the range.
    default
        What holds where nothing is given.
    """

    says: str
    unit: str
    default: str

    def sentence(self) -> str:
        """All of it on one line."""
        given = self.default if self.default == "must be given" else f"default: {self.default}"
        return f"{self.says[:1].upper()}{self.says[1:]} ({self.unit}; {given})."


@cache
def key_meanings() -> dict[tuple[str, str], Meaning]:
    """Each key under the key that holds it: ``("place", "residents")``; at the top ``""``."""
    found: dict[tuple[str, str], Meaning] = {}
    holder: str | None = None
    for line in page("scenarios.md").splitlines():
        named = _HOLDER.match(line)
        if line.startswith(_TOP):
            holder = ""
        elif named:
            holder = named[1]
        elif line.startswith("## "):
            holder = None
        row = _ROW.match(line)
        if row and holder is not None:
            cells = [cell.strip().replace("`", "") for cell in row[2].split("|")]
            if len(cells) == 3:
                found[holder, row[1]] = Meaning(*cells)
    return found


def meaning_of(holder: str, key: str) -> Meaning:
    """The meaning of a key in the table that ``holder`` stands for.

    Raises
    ------
    KeyError
        When docs/scenarios.md does not explain it.
    """
    return key_meanings()[holder, key]


def unit_of(path: Sequence[str | int]) -> str:
    """What a number at this place of a scenario is counted in; empty when that is not known.

    Examples
    --------
    >>> unit_of(("arrangement", "programme", "money_ends_month"))
    'months'
    """
    names = [str(part) for part in path if not isinstance(part, int)]
    try:
        known = key_meanings()
    except FileNotFoundError:
        return ""
    for end in (len(names), len(names) - 1):
        for holder in [*names[: max(0, end - 1)][::-1], ""]:
            if end > 0 and (holder, names[end - 1]) in known:
                unit = re.split(r"[;(]", known[holder, names[end - 1]].unit)[0].strip()
                return "" if unit.startswith(_KINDS) else unit
    return ""
