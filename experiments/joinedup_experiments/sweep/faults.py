"""One thing that is wrong with a design, before it is known on which line."""

from __future__ import annotations

from typing import NamedTuple

from joinedup_experiments.scenario_io.load.problems import Path


class Fault(NamedTuple):
    """What is wrong with the part that ``path`` leads to, and what to do about it."""

    path: Path
    what: str
    hint: str = ""
