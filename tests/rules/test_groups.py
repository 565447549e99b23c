"""Places in voluntary groups: found while there are enough, and by none where all are taken."""

from __future__ import annotations

from joinedup.rules.groups import chance_of_place


def test_a_place_is_sure_where_there_are_enough_and_none_where_groups_are_full():
    assert chance_of_place(10, 0, 5) == 1.0
    assert (
        chance_of_place(10, 10, 5) == chance_of_place(10, 12, 5) == chance_of_place(0, 0, 0) == 0.0
    )


def test_the_chance_falls_as_groups_fill_and_as_more_are_brought(rises):
    assert rises([chance_of_place(10, members, 20) for members in (10, 8, 5, 0)])
    assert rises([chance_of_place(10, 0, asks) for asks in (50, 20, 12)])
