"""Columns of a member of staff, and of the programme that brings the arrangement in."""

from __future__ import annotations

from joinedup.codes import DOMAINS
from joinedup.engine.tables import row_type

STAFF = row_type(
    (
        "team",
        "i4",
        "number of the team they work in; -1 a spanner; below that case_management.carriers_of",
    ),
    ("home", "i4", "number of the team that the post belongs to: another once teams merge"),
    ("key", "i8", "the team's key for draws, or the number itself below 0"),
    ("profession", "u1", "codes.Profession"),
    ("person", "i4", "number within the team and the profession"),
    ("post", "f8", "whole-time equivalents of the post; 0 when there is no such post now"),
    ("temporary", "u1", "1 when the post is paid from one year to the next"),
    ("in_post", "u1", "1 when it is filled"),
    ("generation", "u2", "holders before the present one"),
    ("joined_at", "f8", "since when"),
    ("well_at", "f8", "until when they are off sick"),
    ("hardiness", "f8", "how much pressure they bear, against the middle of all"),
    ("identity", "f8", "how much their profession is theirs, 0 to 1"),
    ("commute", "f8", "minutes each way"),
    ("commute_change", "f8", "minutes each way more than where they were appointed"),
    ("opinion_leader", "u1", "1 when others follow their opinion"),
    ("skill", "f8", "skill by domain", (DOMAINS,)),
    ("special", "f8", "special skill, as a share of full"),
    ("novelty", "f8", "how much of what they have learnt is still new, 0 to 1"),
    ("strain", "f8", "0 to 1"),
    ("satisfaction", "f8", "0 to 1"),
    ("fear", "f8", "fear of the change, 0 to 1"),
    ("fatigue", "f8", "fatigue with initiatives, 0 to 1"),
    ("stage", "u1", "codes.Stage"),
    ("pace", "f8", "pace of work, 1 when settled in"),
    ("left_week", "u1", "1 when its holder left this week"),
    ("absent_days", "f8", "days off sick this week"),
)

PROGRAMME = row_type(
    ("heard", "u1", "1 when staff have heard of the change"),
    ("leadership", "u1", "codes.Leadership"),
    ("engagement", "f8", "share of staff who are asked what they think"),
    ("leaders_involved", "u1", "1 when opinion leaders are involved from the start"),
    ("training", "f8", "hours a week of shared training now"),
    ("fit", "f8", "how well the arrangement fits staff's routine"),
    ("clarity", "f8", "how clear the common purpose is now"),
    ("purpose", "f8", "how clear it is after a review"),
    ("reviewed_at", "f8", "day of the last review"),
    ("led", "u1", "1 while the change is led and paid for"),
    ("spanner_cover", "f8", "share of interfaces that a boundary spanner looks after"),
    ("spanner_load", "f8", "interfaces to look after, of what the spanners in post can"),
    ("disabled", "i8", "bit per codes.Mechanism that is left out"),
)
