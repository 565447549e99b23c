"""``scenario_discovery.md``: what was found in words, from a template."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from joinedup_experiments.sweep.discovery.discovery import Discovery
from joinedup_experiments.sweep.discovery.questions import TOGETHER
from joinedup_experiments.sweep.discovery.rule import Condition, plain
from joinedup_experiments.sweep.discovery.trees import FOLDS, ROUNDS


def page_of(found: Discovery, pictures: Sequence[str]) -> str:
    """The whole page, as Markdown; ``pictures`` are names without their endings."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("joinedup_experiments.sweep.discovery", ".")
    environment = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True,
                              lstrip_blocks=True, keep_trailing_newline=True)  # fmt: skip
    environment.filters |= {"condition_line": condition_line, "plain": plain}
    return environment.get_template("page.md.jinja").render(
        found=found,
        design=found.plan.design,
        pictures=pictures,
        factors=len(found.plan.factors),
        points=f"{len(found.values):,}",
        has_model=bool(found.plan.scenarios),
        together=TOGETHER,
        spreads=[np.quantile(t.differences[:, -1], [0.05, 0.5, 0.95]) for t in found.over_time],
        rounds=ROUNDS,
        folds=FOLDS,
    )


def condition_line(condition: Condition) -> str:
    """A condition with its factor's name, range and evidence, and how sure its edge is."""
    factor = condition.factor
    notes = [factor.evidence] if factor.evidence else []
    if factor.choices:
        notes.append("of " + ", ".join(str(choice) for choice in factor.choices))
    else:
        notes.append(f"varied from {factor.low:g} to {factor.high:g}")
    notes.append(f"used again by {condition.used:.0%}")
    if math.isfinite(condition.low_95) and not factor.choices:
        notes.append(f"edge {condition.low_95:.3g} to {condition.high_95:.3g}")
    return f"{factor.name}: **{condition.text}** ({'; '.join(notes)})"
