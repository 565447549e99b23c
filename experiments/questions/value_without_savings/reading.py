"""What the gain in quality of life is worth, less what is spent."""

from __future__ import annotations

from experiments.questions.people import Values
from experiments.questions.running import by_year
from sim.readings import Measure
from sim.run import Run

POUNDS_FOR_A_QALY = 30_000.0
OWN = (
    Measure("net_worth", "Worth of quality of life kept, less cost", "GBP", "money", "sum", "more"),
)


def read(run: Run) -> Values:
    """Quality of life lost at its price, and cost, both counted against it."""
    lost = by_year(run.months["qaly_lost"], "sum")
    cost = by_year(run.months["cost"], "sum")
    return {"net_worth": -POUNDS_FOR_A_QALY * lost - cost}
