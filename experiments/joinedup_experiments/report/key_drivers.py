"""Which assumptions each answer leans on most, from a sweep over all of them at once.

The sweep is `studies/designs/scenario_discovery.yaml`: a Latin hypercube over every
parameter that is not a constant. What is kept of it here is small: ``leaning.json``.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("key_drivers.json")
LEVER = "decided, not assumed"


@dataclass(frozen=True)
class Lean:
    """One factor that an outcome hangs on.

    Attributes
    ----------
    standing : str
        ``measured``, ``recalled`` or ``assumed``; or that it is a lever.
    value, low, high : float
        Standardised rank regression coefficient: by how many of its standard deviations the
        outcome's rank rises with one of the factor's. 95% interval.
    """

    factor: str
    meaning: str
    evidence: str
    value: float
    low: float
    high: float

    @property
    def shows(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low > 0.0 or self.high < 0.0


@dataclass(frozen=True)
class Leaning:
    """What one answer leans on.

    Attributes
    ----------
    points : int
        Points of the sweep.
    rising : float
        Share of them at which the outcome was above zero.
    adjusted_r2 : float
        Of the rank regression on all factors.
    """

    outcome: str
    points: int
    rising: float
    adjusted_r2: float
    factors: tuple[Lean, ...]

    def words(self) -> str:
        """In a paragraph and a list."""
        lines = [
            f"{self.outcome}, over {self.points:,} points at which every assumption varies over "
            f"its whole range: more in {100.0 * self.rising:.0f}% of them, less in "
            f"{100.0 * (1.0 - self.rising):.0f}%. A rank regression on all assumptions tells "
            f"{100.0 * max(0.0, self.adjusted_r2):.0f}% of its variance (adjusted); most of that:",
            "",
        ]
        for lean in self.factors:
            shown = "" if lean.shows else "; cannot be told from nothing"
            lines.append(
                f"- `{lean.factor}` ({lean.meaning}; {lean.evidence}): {lean.value:+.2f} "
                f"({lean.low:+.2f} to {lean.high:+.2f}){shown}"
            )
        return "\n".join(lines)


def write_leaning(found: dict[str, Leaning], file: Path = FILE) -> None:
    """Keep it beside the questions."""
    said = {key: asdict(one) for key, one in sorted(found.items())}
    file.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


def read_leaning(file: Path = FILE) -> dict[str, Leaning]:
    """What was kept; nothing where there is none."""
    if not file.is_file():
        return {}
    said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return {
        key: Leaning(**{**one, "factors": tuple(Lean(**lean) for lean in one["factors"])})
        for key, one in said.items()
    }
