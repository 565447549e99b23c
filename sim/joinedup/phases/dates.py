"""The clock of what has a date of its own: visits, clinics, recovery, birthdays, moves, a death."""

from __future__ import annotations

from joinedup.engine.jit import entry_point
from joinedup.state.residents import Clock


@entry_point
def set_date(world, who):
    """Set the clock that everything with a date shares to the first of them."""
    resident = world.residents[who]
    first = min(resident.visit_at, resident.series_at, resident.unwell_until)
    last = min(resident.birthday_at, resident.leaves_at, resident.dies_at)
    world.clocks[who, Clock.DATE] = min(first, last)
