"""What each key of a scenario means, read off the tables of docs/scenarios.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from experiments.documents import page

_ROW = re.compile(r"^\| `(\w+)` \|(.*)\|$")
_HOLDER = re.compile(r"^(?:## |Under |Each entry of )`(\w+)`")
_TOP = "## At the top"


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
