"""One explanation: a heading, what it is, and facts under short names."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 100
_NAMES = 14


@dataclass(frozen=True)
class Entry:
    """An explanation.

    Parameters
    ----------
    key
        What is explained, as people write it.
    kind
        What sort of thing it is: "a parameter", "a measure".
    says
        What it means, in a sentence or more.
    facts
        Name and text of each fact: ("unit", "share of handovers").
    """

    key: str
    kind: str
    says: str
    facts: tuple[tuple[str, str], ...] = ()

    def fact(self, name: str) -> str:
        """One fact's text; empty when it is not there."""
        return dict(self.facts).get(name, "")


def laid_out(entries: Sequence[Entry]) -> str:
    """Explanations as text for a screen, one below the other."""
    return "\n\n".join(_one(entry) for entry in entries)


def _one(entry: Entry) -> str:
    lines = [f"{entry.key}: {entry.kind}"]
    lines += textwrap.wrap(entry.says, WIDTH - 2, initial_indent="  ", subsequent_indent="  ")
    lines.append("")
    for name, text in entry.facts:
        if text:
            indent = " " * (_NAMES + 2)
            lines += textwrap.wrap(
                text,
                WIDTH,
                initial_indent=f"  {name:<{_NAMES}}",
                subsequent_indent=indent,
                break_on_hyphens=False,
            )
    return "\n".join(lines).rstrip()
