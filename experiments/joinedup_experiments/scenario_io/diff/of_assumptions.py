"""How two scenarios differ in parameters of the model."""

from __future__ import annotations

from collections.abc import Mapping

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff.phrases import from_to


def of_assumptions(a: Scenario, b: Scenario) -> list[str]:
    """Each parameter, or cell of one, with its meaning, its unit and both values."""
    keys = dict.fromkeys([*a.assumptions, *b.assumptions])
    if a.assumptions == b.assumptions:
        return []
    from joinedup.rules.collected import declared, overridden

    known, before, after = declared(), overridden(a.assumptions), overridden(b.assumptions)
    sentences = []
    for key in keys:
        d = known[key]
        cells = dict.fromkeys([*_cells(a.assumptions.get(key)), *_cells(b.assumptions.get(key))])
        for cell in cells:
            first = _value(d, before.get(key, d.default), cell)
            second = _value(d, after.get(key, d.default), cell)
            name = f"{key}[{cell}]" if cell else key
            if first != second:
                change = from_to(first, second, d.unit)
                sentences.append(f"takes {name} {change}: {d.meaning}")
            elif _cells(a.assumptions.get(key)).get(cell) != _cells(b.assumptions.get(key)).get(
                cell
            ):
                sentences.append(f"writes {name} at the value that it has anyway, or leaves it out")
    return sentences


def _cells(given: float | Mapping[str, float] | None) -> dict[str, float]:
    if given is None:
        return {}
    return dict(given) if isinstance(given, Mapping) else {"": given}


def _value(d, values, cell: str) -> float:
    """The value of one cell, named as ``assumptions`` names it."""
    if not cell:
        return float(values)
    at = []
    for word, labels in zip(cell.split(","), d.per, strict=True):
        at.append([member.name.lower() for member in labels].index(word.strip()))
    return float(values[tuple(at)])
