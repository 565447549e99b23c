"""Columns of a need, and the events of its pathway."""

from __future__ import annotations

from enum import IntEnum

from joinedup.engine.tables import row_type


class NeedEvent(IntEnum):
    """What can happen next to a need; `joinedup.phases.pathway` says when, and what follows."""

    NONE = 0
    SEEK_HELP = 1
    ASK_GP = 2
    TRIAGE = 3
    CHASE = 4
    ALLOCATE = 5
    RENEGE = 6
    CONTACT = 7
    RETRY = 8
    RELAPSE = 9
    MEETING = 10
    PASS_ON = 11
    ONSET = 12
    WORSEN = 13
    CRISIS = 14
    RESOLVE = 15
    WORRY = 16


NEED = row_type(
    # What is read whenever a resident's needs change comes first: one cache line of 64 bytes.
    ("state", "u1", "codes.State"),
    ("genuine", "u1", "1 true need, 0 false"),
    ("next_event", "u1", "NeedEvent that its timer is set for"),
    ("status", "u1", "codes.EpisodeStatus"),
    ("severity", "f4", "0 to 1"),
    ("hazard_threshold", "f8", "left until onset (absent, false) or worsening"),
    ("hazard_rate", "f8", "how fast it is used up, a day"),
    ("crisis_threshold", "f8", "left until a crisis"),
    ("crisis_rate", "f8", "how fast it is used up, a day"),
    ("accrued_at", "f8", "until when the hazards have accrued"),
    ("next_event_at", "f8", "when that happens"),
    ("course_end", "f8", "when the need would end by itself"),
    ("route", "u1", "how it came to light, codes.Route"),
    ("tries", "u1", "attempts in this episode, for keys"),
    ("urgent", "u1", "1 when in the urgent queue"),
    ("short", "u1", "1 when the package is short-term support"),
    ("assessed", "u1", "1 when assessed before care"),
    ("step", "u1", "step of stepped care that has not helped"),
    ("worsenings", "u2", "steps of worsening in this episode, for keys"),
    ("crises", "u1", "crises in this episode, for keys"),
    ("contacts", "u2", "contacts in this package"),
    ("team", "u2", "team referred to, waiting for or in care with"),
    ("sender", "u1", "who referred: a type of team, or a sender that is no team"),
    ("episode", "u2", "true episodes so far"),
    ("falses", "u2", "false episodes so far"),
    ("queue_next", "i4", "next in the team's queue, as resident * NEEDS + kind"),
    ("queue_before", "i4", "before it in the queue"),
    ("patience", "f4", "barriers still borne before giving up"),
    ("minutes", "f4", "minutes a week of the package"),
    ("care_end", "f8", "when the package ends"),
    ("since", "f8", "when the wait from the referral began; in care, the last contact"),
    ("queue", "u2", "the queue it is in, as team * LANES + lane"),
)
