"""What the result leans on, with the evidence for each assumption."""

from __future__ import annotations

from joinedup_experiments.compare.diagnostics import evidence_levels
from joinedup_experiments.display.document import Part, Section, Table, Words
from joinedup_experiments.display.numbers import value
from joinedup_experiments.report.key_drivers import KeyDriver
from joinedup_experiments.report.source import Source
from joinedup_experiments.sweep.factors import declared, parted

FROM_A_SWEEP = (
    "The table comes from an earlier sweep of the shipped borough, in which every assumption "
    "varied over its whole range; it was not made for this place. The weight says by how many of "
    "its standard deviations an outcome's rank rises with one of the assumption's, so it lies "
    "between \N{MINUS SIGN}1 and +1."
)


def section(source: Source) -> Section:
    """How well parameters are known, which were changed here, and which weigh most."""
    counts, found = evidence_levels(), source.drivers
    parts: list[Part] = [
        Words(
            f"Of the model's {sum(counts.values())} uncertain quantities {counts['measured']} are "
            f"measured, {counts['recalled']} recalled and {counts['assumed']} assumed. The "
            "intervals in this report are over chance, and not over these."
        ),
        Words(FROM_A_SWEEP if found else "No such sweep is kept here."),
    ]
    if found:
        head = ("Assumption", "Evidence", "Weight (95% interval)", "Verdict")
        rows = [row for one in found for row in ((one.outcome,), *map(_row, one.factors))]
        title = "What outcomes lean on, and how well each is known"
        parts.append(Table(title, head, rows, numbers=False))
    own = source.view.result.scenarios[0].assumptions
    if own:
        known = {key: declared()[parted(key)[0]] for key in own}
        changed = [
            (f"{known[key].meaning} ({key})", _given(given), known[key].unit)
            for key, given in own.items()
        ]
        parts.append(
            Table("Assumed otherwise in this run", ("Quantity", "Value", "Unit"), changed, False)
        )
    return Section("key-drivers", "What the result leans on", parts)


def _row(one: KeyDriver) -> tuple[str, ...]:
    mean, low, high = (value(x, "scale") for x in (one.value, one.low, one.high))
    weighs = "weighs" if one.shows else "cannot be distinguished from nothing"
    return f"{one.meaning} ({one.factor})", one.evidence, f"{mean} ({low} to {high})", weighs


def _given(given: float | dict[str, float]) -> str:
    if isinstance(given, dict):
        return "; ".join(f"{cell}: {one:g}" for cell, one in given.items())
    return f"{given:g}"
