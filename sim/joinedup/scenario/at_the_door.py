"""What a scenario says of a team that serves at the door of others."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from joinedup.scenario.names import Part, Says, Severity


class AtTheDoor(Part):
    """A team at the door of others: it sees their people first, helps many itself, hands on few.

    Everybody comes to it first, by themselves (with its own ``direct_access``) or referred; but not
    from those teams to each other, nor from a ward. It cares for what it ``accepts``, as far as its
    assessment finds it no worse than ``up_to_severity``, and refers the rest.
    """

    in_front_of: Annotated[
        list[str], Field(min_length=1), Says("teams whose people it sees first", "list of teams")
    ]
    up_to_severity: Annotated[
        Severity, Says("severity up to which it cares itself for what it accepts; at 0 for none")
    ]
