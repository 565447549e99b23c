"""A team that serves at the door of others: it meets people, helps many itself, passes on few.

It is a tier of its own and sorts by severity as well as by kind: a first conversation shows how bad
things seem, and what it can care for itself does not go on to a specialist team. It sends nobody
away as another team's responsibility, since it hands on what is not its own.
"""

from __future__ import annotations

from joinedup.codes import OwnActivity
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class DoorActivity(OwnActivity):
    """What the event log says of it."""

    HANDED_ON = 41


class AtTheDoor(Parameters):
    """What a first conversation at the door takes."""

    # fmt: off
    first_look = parameter(0.5, "share of an assessment's minutes", (0.25, 1), "assumed",
        "time of a first conversation at the door, against an assessment of that kind of need")
    # fmt: on

    team_columns = (
        ("at_door", "u2", "the door that it serves at: 1 and the type of the team there; 0 none"),
        ("front", "u2", "the door that stands in front of it, numbered so; 0 none"),
        ("keeps_to", "f8", "severity up to which it cares itself, where it serves at a door"),
    )


@rule
def cares_itself(severity, low, high, keeps_to):
    """Whether a team at a door keeps a need of this severity, of those it accepts; at 0 none."""
    return keeps_to > 0.0 and severity >= low and severity <= min(high, keeps_to)
