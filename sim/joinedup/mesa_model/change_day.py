"""The day on which a model changes to another arrangement, and the months that are counted then."""

from __future__ import annotations

from math import ceil

from joinedup.codes import MONTH_DAYS
from joinedup.run import days_of
from joinedup.scenario.names import Part
from joinedup.scenario.scenario import Scenario


def as_lived(scenario: Scenario, change: int, end: int) -> Scenario:
    """The scenario whose index day is ``change`` and whose last day is ``end``.

    Raises
    ------
    ValueError
        Where no month begins on that day, or none is left: measures are sums of months.
    """
    if days_of(scenario) == (change, end):
        return scenario
    before, last = int(change / MONTH_DAYS), int(end / MONTH_DAYS)
    if before >= last or ceil(before * MONTH_DAYS) != change:
        begin = [month for month in (before, before + 1) if month < last] or [last - 1]
        days = " or ".join(f"day {ceil(month * MONTH_DAYS)}" for month in begin)
        raise ValueError(
            f"results are counted by whole months, and none begins on day {change}: change on "
            f"{days}"
        )
    years = {"burn_in_years": before / 12, "years": (last - before) / 12}
    run = scenario.run.model_copy(update=years)
    return Part.model_copy(scenario, update={"run": run})  # no more than that: it needs no look
