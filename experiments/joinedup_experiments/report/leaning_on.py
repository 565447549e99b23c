"""What the result leans on, with the standing of each assumption."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from joinedup_experiments.compare.diagnostics import evidence_levels
from joinedup_experiments.display.numbers import value
from joinedup_experiments.report.figures import Figures
from joinedup_experiments.report.key_drivers import LEVER, Lean, Leaning, read_leaning
from joinedup_experiments.report.pieces import Part, Section, Table, Words
from joinedup_experiments.sweep.factors import declared, parted

MOST = 3


def about(f: Figures, known: dict[str, Leaning] | None = None) -> list[Leaning]:
    """What is known of outcomes of the arms here; of all arms where there is none of these.

    Parameters
    ----------
    known : dict, optional
        What was worked out before, by question; what ships with joinedup unless given.
    """
    every = list((read_leaning() if known is None else known).values())
    names = [name.replace("_", " ") for name in f.result.names[1:]]
    mine = [one for one in every if any(f", {name} less " in one.outcome for name in names)]
    return mine or every


def leaned_on_most(found: Sequence[Leaning]) -> list[Lean]:
    """The assumptions that stand among the first of most outcomes; levers are left out."""
    shown = [lean for one in found for lean in one.factors if lean.shows and lean.evidence != LEVER]
    counts = Counter(lean.factor for lean in shown)
    by_key = {lean.factor: lean for lean in shown}
    order = sorted(counts, key=lambda key: (-counts[key], key))
    return [by_key[key] for key in order[:MOST]]


def leaning_section(f: Figures, found: Sequence[Leaning]) -> Section:
    """How many quantities stand how, what was assumed otherwise here, and what weighs most."""
    counts = evidence_levels()
    whole = sum(counts.values())
    parts: list[Part] = [
        Words(
            f"Of the model's {whole} uncertain quantities {counts['measured']} are measured, "
            f"{counts['recalled']} recalled and {counts['assumed']} assumed. The intervals in this "
            "report are over luck, and not over these."
        ),
        Words(
            "The table comes from an earlier sweep of the shipped borough, in which every "
            "assumption varied over its whole range; it was not made for this place. The weight "
            "says by how many of its standard deviations an outcome's rank rises with one of the "
            "assumption's, so it lies between \N{MINUS SIGN}1 and +1."
        ),
    ]
    if found:
        parts.append(
            Table(
                "What outcomes lean on, and how well each is known",
                ("Assumption", "Standing", "Weight (95% interval)", "What may be said"),
                [row for one in found for row in ((one.outcome,), *map(_row, one.factors))],
                numbers=False,
            )
        )
    else:
        parts.append(Words("No such sweep is kept here."))
    own = f.result.scenarios[0].assumptions
    if own:
        rows = [
            (f"{_meaning(key)} ({key})", _said(given), _unit(key)) for key, given in own.items()
        ]
        heads = ("Quantity", "Value", "Unit")
        parts.append(Table("Assumed otherwise in this run", heads, rows, numbers=False))
    return Section("leaning", "What the result leans on", parts)


def _row(lean: Lean) -> tuple[str, ...]:
    ends = (
        f"{value(lean.value, 'scale')} ({value(lean.low, 'scale')} to {value(lean.high, 'scale')})"
    )
    weighs = "weighs" if lean.shows else "cannot be told from nothing"
    return f"{lean.meaning} ({lean.factor})", lean.evidence, ends, weighs


def _meaning(key: str) -> str:
    return declared()[parted(key)[0]].meaning


def _unit(key: str) -> str:
    return declared()[parted(key)[0]].unit


def _said(given: float | dict[str, float]) -> str:
    if isinstance(given, dict):
        return "; ".join(f"{cell}: {one:g}" for cell, one in given.items())
    return f"{given:g}"
