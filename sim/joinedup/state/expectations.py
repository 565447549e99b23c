"""Columns of what is said of asking for help, and of what practices have seen of teams."""

from __future__ import annotations

from joinedup.engine.tables import row_type

EXPECTATION = row_type(
    ("people", "i4", "residents of the neighbourhood"),
    ("obstacles", "f8", "obstacles met in an asking, a running mean"),
    ("days", "f8", "days from asking to help, or to giving up, a running mean"),
    ("helped", "f8", "share of askings that were answered, a running mean"),
    ("asked_week", "i8", "askings that ended this week"),
    ("obstacles_week", "i8", "hundredths of an obstacle met in them"),
    ("days_week", "i8", "days that they took"),
    ("helped_week", "i8", "those that were answered"),
)

RECORD = row_type(
    ("came_back", "f8", "share of referrals that came back, a running mean"),
    ("days", "f8", "days from asking to care of those taken into it, a running mean"),
    ("returned_week", "i8", "referrals that came back this week"),
    ("served_week", "i8", "referrals taken into care this week"),
    ("days_week", "i8", "days from asking to care of these"),
)
