"""Monthly counts of what is too common for a row of the ledger each."""

from __future__ import annotations

from joinedup.codes import MONTH_DAYS
from joinedup.engine.jit import kernel


@kernel
def month_of(world):
    """The month that today falls in, counted from day 0 in twelfths of 365.25 days."""
    return int(world.globals[0].settings.today / MONTH_DAYS)


@kernel
def tally(world, item, amount):
    """Add to this month's count."""
    world.months[month_of(world)].tallies[item] += amount
