"""Columns of a neighbourhood: what of an arrangement holds there, and from when."""

from __future__ import annotations

from math import inf

from joinedup.codes import NEEDS
from joinedup.engine.tables import row_type
from joinedup.state.hospital import BEYONDS

NO_SEARCH = inf  # no risk score reaches it

PLACE = row_type(
    ("first", "i8", "its first resident; neighbourhoods are blocks of residents"),
    ("after", "i8", "the resident after its last"),
    ("living", "i8", "residents who live there, registered there or not"),
    ("group_places", "i8", "places in its voluntary groups"),
    ("group_members", "i8", "people who have one"),
    ("group_asks", "i8", "people brought this week for whom one is sought"),
    ("group_chance", "f8", "chance that one is found this week"),
    ("live", "u1", "1 when the arrangement holds here"),
    ("spoa", "u1", "1 when there is a single point of access"),
    ("spoa_minutes", "f8", "single point of access's minutes a week"),
    ("spoa_today", "i8", "thousandths of a minute asked of it today"),
    ("spoa_backlog", "f8", "minutes of referrals it has not sorted yet"),
    ("beyond", "i8", "places between hospital and home, Beyond", (BEYONDS,)),
    ("beyond_taken", "i8", "of them taken", (BEYONDS,)),
    ("response_minutes", "f8", "urgent community response's minutes a week"),
    ("response_today", "i8", "thousandths of a minute asked of it today"),
    ("response_backlog", "f8", "minutes asked of it and not worked yet"),
    ("back_to_gp", "f8", "severity below which a kind goes back to the GP", (NEEDS,)),
    ("meeting_every", "f8", "days between joint planning meetings, 0 none"),
    ("meeting_minutes", "f8", "minutes a week of a joint planning meeting"),
    ("meeting_left", "f8", "minutes that earlier ones left, or, below 0, took beyond their time"),
    ("brought", "i8", "bounced referrals that the next one takes on"),
    ("met_at", "i8", "day of the last one, or from which they are held"),
    ("budgets", "u1", "codes.Budgets that hold now"),
    ("payment", "u1", "codes.Payment that holds now"),
    ("case_management", "u1", "1 when people are enrolled"),
    ("caseload_each", "f8", "people that a case manager can look after"),
    ("by_clinicians", "f8", "share of places filled by clinicians' judgement"),
    ("offered_to", "f8", "share of people to whom it is offered, by lot"),
    ("bar", "f8", "risk score of entry, at the last case finding, or `NO_SEARCH`"),
    ("first_manager", "i4", "row of its first case manager's post"),
    ("after_managers", "i4", "the row after its last"),
    ("first_coordinator", "i4", "row of its first care coordinator's post"),
    ("after_coordinators", "i4", "the row after its last"),
    ("visit_every", "f8", "days between case managers' visits"),
    ("search_every", "i8", "days between case findings"),
    ("searched_from", "i8", "day of the first case finding that enrols"),
    ("share_searched", "f8", "share of residents that case finding selects"),
)

AGE_IN_YEARS = row_type(
    ("leaving", "f8", "moves away a year for each resident of this age"),
    ("upto", "f8", "share of residents of this age or younger, on day 0"),
    ("arriving", "f8", "share of newcomers of this age or younger; the newborn are of year 0"),
    ("arriving_growing", "f8", "the same where the population is left to age"),
)
