"""Process markers (000) and targets: counted as things happen, not acted on."""

from __future__ import annotations

from joinedup.codes import (
    DOMAIN_OF_NEED,
    NO_NEED,
    Age,
    Cause,
    Domain,
)
from joinedup.engine.jit import kernel
from joinedup.phases.records import mark, mark_at
from joinedup.state.markers import Marker

LONG_AGO = -10_000.0


@kernel
def nothing_yet(resident):
    """A newcomer has had no contact, and nothing that a target asks about."""
    resident.stay_kind = NO_NEED
    resident.left_ward_at = LONG_AGO
    resident.enrolled_at = LONG_AGO
    resident.contact_at = LONG_AGO
    resident.repeated_at = LONG_AGO
    resident.accepted_at = LONG_AGO
    resident.shared_at = LONG_AGO
    resident.coordinated = -1.0
    resident.had_choice = 0


@kernel
def mark_in_time(world, item, days, within):
    """Count what came within so many days."""
    if days <= within:
        mark(world, item, 1)


@kernel
def mark_follower(world, item, since, t, within):
    """Count, in the month of what it follows, what came within so many days."""
    if t - since <= within:
        mark_at(world, item, since)


@kernel
def mark_admission(world, who, cause):
    """Whether an admission is for what ambulatory care can affect."""
    kind = world.residents[who].stay_kind
    physical = kind != NO_NEED and DOMAIN_OF_NEED[kind] == Domain.PHYSICAL
    if physical or cause == Cause.SENSITIVE:
        mark(world, Marker.SENSITIVE, 1)


@kernel
def mark_discharge(world, who, t):
    """A person who leaves a bed for mental need is to be followed up."""
    resident = world.residents[who]
    kind = resident.stay_kind
    if kind != NO_NEED and DOMAIN_OF_NEED[kind] == Domain.MENTAL:
        resident.left_ward_at = t
        mark_at(world, Marker.LEFT_MENTAL_WARD, resident.left_ward_at)
    resident.stay_kind = NO_NEED


@kernel
def mark_contact(world, who, kind, t):
    """A contact with a community team: the days since the last, and a follow-up."""
    resident = world.residents[who]
    if world.needs[who, kind].contacts > 1:
        mark(world, Marker.GAPS, 1)
        mark(world, Marker.GAP_HOURS, int((t - resident.contact_at) * 24.0 + 0.5))
    resident.contact_at = t
    if DOMAIN_OF_NEED[kind] == Domain.MENTAL and resident.left_ward_at >= 0.0:
        within = world.globals[0].p.targets.followed_within
        mark_follower(world, Marker.FOLLOWED_IN_TIME, resident.left_ward_at, t, within)
        resident.left_ward_at = LONG_AGO


@kernel
def mark_plan(world, who, t):
    """A case manager's plan: whether it follows enrolment in time."""
    resident = world.residents[who]
    within = world.globals[0].p.targets.planned_within
    mark_follower(world, Marker.PLANNED_IN_TIME, resident.enrolled_at, t, within)
    resident.enrolled_at = LONG_AGO


@kernel
def mark_care_home(world, who):
    """A move into a care home at 65 or over."""
    if world.residents[who].age >= Age.YOUNG_OLD:
        mark(world, Marker.MOVED_TO_CARE_HOME, 1)
