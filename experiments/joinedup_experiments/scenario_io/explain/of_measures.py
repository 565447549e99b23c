"""What a measure counts, and who looks at it."""

from __future__ import annotations

from pathlib import Path

from joinedup.outcomes.measures import MEASURES, TABLES, Measure
from joinedup_experiments.scenario_io.explain.entry import Entry

_BETTER = {
    "lower": "lower is better",
    "higher": "higher is better",
    None: "neither is better in itself",
}


def measure_entries(key: str) -> list[Entry]:
    """The measure with this key, or none."""
    return [_entry(m) for m in MEASURES if m.key == key]


def _entry(m: Measure) -> Entry:
    module = next(table for table in TABLES if m in table.TABLE)
    how = (
        "every month from the index date; months are added up"
        if m.combine == "sum"
        else f"every month from the index date, a mean of {m.mean_of}; months are averaged"
    )
    shown = "printed by run and compare" if m.headline else "printed with --all-measures"
    return Entry(
        m.key,
        "a measure",
        f"{m.label}. {m.description}".strip(),
        (
            ("Unit", {"GBP": "pounds"}.get(m.unit, m.unit)),
            ("Section", m.section),
            ("Counted", how),
            ("Better", _BETTER[m.better]),
            ("Source", "counted in the model, from what happens there"),
            ("Used in", f"{module.__name__.replace('.', '/')}.py"),
            ("Shown", f"{shown}, and in the tables of every results folder"),
            (
                "Asked by",
                ", ".join(_questions(m.key)) or "no pattern of studies/patterns",
            ),
        ),
    )


def _questions(key: str) -> list[str]:
    """The questions that look at a measure."""
    folder = Path(__file__).parents[2] / "studies" / "patterns"
    found = []
    for file in sorted(folder.glob("*.yaml")):
        words = file.read_text(encoding="utf-8").replace(",", " ").replace("]", " ").split()
        if any(word.strip("[:'\"{}") == key for word in words):
            found.append(file.stem)
    return found
