"""What joined-up care is like for those who receive it: what is gained, and what is lost (004)."""

from __future__ import annotations

from joinedup.outcomes.metrics import Row, measured, part_of, tally_of
from joinedup.state.place import Tally

OF_EXPERIENCE: tuple[Row, ...] = (
    measured(
        "continuity",
        "Contacts with the usual person (usual-provider index)",
        "share of contacts",
        "experience",
        combine="mean",
        better="higher",
        f=part_of(Tally.USUAL_STAFF_CONTACTS, Tally.CONTINUITY_CONTACTS),
    ),
    measured(
        "choice",
        "Acceptances of people who could have gone to another team",
        "share of acceptances",
        "experience",
        combine="mean",
        better="higher",
        f=part_of(Tally.WITH_CHOICE, Tally.ACCEPTANCES),
    ),
    measured(
        "coordination",
        "Contacts at which two teams of one person knew of each other's work",
        "share of contacts",
        "experience",
        combine="mean",
        better="higher",
        f=part_of(Tally.COORDINATED, Tally.SHARED_CONTACTS),
    ),
    measured(
        "allies_lost",
        "People in mental health care whose ally outside health joined it",
        "people",
        "experience",
        better="lower",
        f=tally_of(Tally.ALLIES_LOST),
    ),
)
