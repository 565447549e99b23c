"""Voluntary groups: places, so many in each neighbourhood, to which link workers bring people.

Social prescribing: a link worker meets a lonely person some times, and they go on in a group, which
takes less of the link worker's time, until their need is met. Full groups take people as others
leave. Places are given out by the chance of one, set on Mondays, so that no order matters: in a
week in which more are brought than in the last, a few too many are taken.
"""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class Groups(Parameters):
    """When a link worker brings a person to a group, and what is left to do."""

    # fmt: off
    brought_after = parameter(6.0, "contacts", (3, 12), "link_worker_contacts (its lower end)",
        "contacts with a link worker after which a lonely person is brought to a group",
        evidence="measured")
    minutes_left = parameter(0.2, "share of minutes", (0.05, 0.6), "assumed",
        "a link worker's time for a person who goes to a group, against one who does not")
    # fmt: on

    resident_columns = (("in_group", "u1", "1 when they go to a voluntary group for isolation"),)


@rule
def chance_of_place(places, members, asks):
    """The chance that one who is brought this week finds a place, when so many were last week."""
    return min(1.0, max(0.0, float(places - members)) / max(1.0, float(asks)))
