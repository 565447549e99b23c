"""The clock of what has a date of its own: visits, clinics, recovery, birthdays and moves."""

from __future__ import annotations

from joinedup.engine.jit import kernel
from joinedup.state.residents import Clock


@kernel
def set_date(world, who):
    """Set the clock that everything with a date shares to the first of them."""
    resident = world.residents[who]
    first = min(resident.visit_at, resident.series_at, resident.unwell_until)
    world.clocks[who, Clock.DATE] = min(first, resident.birthday_at, resident.leaves_at)
