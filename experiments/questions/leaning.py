"""Which assumptions each answer leans on most, from a sweep over all of them at once.

The sweep is `experiments/designs/where_it_helps.yaml`: a Latin hypercube over every quantity
that is not a constant. What is kept of it here is small: ``leaning.json``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.questions.asking import HOME, Asked
from experiments.sweeps.factors import declared, parted

if TYPE_CHECKING:
    from experiments.sweeps.outcomes import Sought
    from experiments.sweeps.sweep_folder import Sweep

FILE = HOME / "leaning.json"
MOST = 3
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
    standing: str
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
                f"- `{lean.factor}` ({lean.meaning}; {lean.standing}): {lean.value:+.2f} "
                f"({lean.low:+.2f} to {lean.high:+.2f}){shown}"
            )
        return "\n".join(lines)


def leaning_of(sweep: Sweep, questions: Sequence[Asked]) -> dict[str, Leaning]:
    """Work out what each question leans on, from a finished sweep over all assumptions."""
    wanted = {q.key: _sought(q) for q in questions if q.question.leans_on is not None}
    values = _values(sweep, list(wanted.values()))
    return {
        key: _leaning(sweep, one, y) for (key, one), y in zip(wanted.items(), values, strict=True)
    }


def _sought(asked: Asked) -> Sought:
    from experiments.sweeps.outcomes import Sought

    assert asked.question.leans_on is not None
    on = asked.question.leans_on
    measure = asked.measures[on.measure]
    first, last = on.years or (1, 0)
    span = f", years {first} to {last}" if last else ""
    label = f"{measure.label}, {on.arm.replace('_', ' ')} less {asked.base.replace('_', ' ')}{span}"
    months = (12 * (first - 1) + 1, 12 * last)
    return Sought(asked.key, label, measure.unit, on.measure, on.arm, asked.base, *months,
                  combine=measure.combine)  # fmt: skip


def _values(sweep: Sweep, wanted: Sequence[Sought]) -> np.ndarray:
    """Each outcome's mean at each point: ndarray [outcomes, points]."""
    from experiments.sweeps.finishing import runs_in
    from experiments.sweeps.shards import read_shard, shard_path

    plan = sweep.plan
    values = np.zeros((len(wanted), len(plan.points)))
    for number in range(plan.tasks):
        table, _ = read_shard(shard_path(sweep.folder, number))
        for mine, months in runs_in(table):
            values[:, mine["point"]] += [one.value(months) for one in wanted]
    return values / plan.design.replicates


def _leaning(sweep: Sweep, one: Sought, y: np.ndarray) -> Leaning:
    from experiments.sensitivity.rank_regression import rank_regression

    fit = rank_regression(sweep.plan.points, y)
    if fit is None:
        raise ValueError("the sweep has too few points for a regression on all its factors")
    known = declared()
    found = []
    for i in np.argsort(-np.abs(fit.value))[:MOST]:
        factor = sweep.plan.factors[i]
        if factor.kind == "lever":
            meaning, standing = "a lever", LEVER
        else:
            quantity = known[parted(factor.key)[0]].quantity
            meaning, standing = quantity.meaning, quantity.standing
        found.append(Lean(factor.key, meaning, standing, *(float(part[i]) for part in
                          (fit.value, fit.low, fit.high))))  # fmt: skip
    return Leaning(one.label, len(y), float((y > 0.0).mean()), fit.adjusted_r2, tuple(found))


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
