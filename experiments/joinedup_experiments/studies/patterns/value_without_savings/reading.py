"""What the gain in quality of life is worth, less what is spent."""

from __future__ import annotations

from joinedup.outcomes.measures import Measure
from joinedup.run import Run
from joinedup_experiments.studies.patterns.people import Values
from joinedup_experiments.studies.patterns.running import by_year

POUNDS_FOR_A_QALY = 30_000.0
OWN = (
    Measure(
        "net_worth", "Worth of quality of life kept, less cost", "GBP", "money", better="higher"
    ),
)


def read(run: Run) -> Values:
    """Quality of life lost at its price, and cost, both counted against it."""
    lost = by_year(run.months["qaly_lost"], "sum")
    cost = by_year(run.months["cost"], "sum")
    return {"net_worth": -POUNDS_FOR_A_QALY * lost - cost}
