"""What a scenario file says of when, and where, an element of an arrangement holds."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from joinedup.codes import MONTH_DAYS
from joinedup.scenario.names import Month, Part, Says

NEVER = 10**9  # days


def day_of(month: float | None) -> int:
    """The day, after the index date, on which a month begins; `NEVER` for none."""
    return NEVER if month is None else round(month * MONTH_DAYS)


class Phase(Part):
    """Elements that hold from one month until another, in some neighbourhoods or in all.

    An element is a key of the arrangement (``shared_record``) or a part of one
    (``hospital.virtual_ward_places_per_1000``, ``new_teams.hub``, ``interfaces.merged`` for every
    interface of that degree). It holds where one of the phases that name it does, never before its
    neighbourhood goes live; what no phase names holds from going live on. A team of the whole place
    works by what holds in any neighbourhood, and closes only when it does in all.
    """

    elements: Annotated[
        list[str], Field(min_length=1), Says("elements of the arrangement", "list of keys")
    ]
    from_month: Annotated[Month, Says("month, after the index date, in which they begin")] = 0.0
    until_month: Annotated[Month | None, Says("month in which they end", absent="never")] = None
    neighbourhoods: Annotated[
        list[Annotated[int, Field(ge=1, le=1000)]] | None,
        Field(min_length=1),
        Says("neighbourhoods, counted from 1", "list of numbers", "all"),
    ] = None

    def holds(self, day: float, place: int) -> bool:
        """Whether it does on a day in a neighbourhood, counted from 0, that is live."""
        where = self.neighbourhoods is None or place + 1 in self.neighbourhoods
        return where and day_of(self.from_month) <= day < day_of(self.until_month)
