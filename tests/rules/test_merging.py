"""What being one team costs and shares out: none of it by itself, and more by degrees."""

from __future__ import annotations

import pytest

from joinedup.rules.merging import (
    as_adopted,
    coordination_minutes,
    doublings_of,
    judgement_error_of,
)


def test_coordination_takes_more_time_the_more_people_and_professions_a_merger_brings(p, rises):
    assert coordination_minutes(p.merging, 0.0, 0.0) == 0.0
    assert rises([coordination_minutes(p.merging, doublings, 1.0) for doublings in (0.0, 1.0, 2.0)])
    assert rises([coordination_minutes(p.merging, 1.0, further) for further in (0.0, 2.0, 5.0)])


def test_a_small_group_is_judged_with_more_error_the_smaller_its_share_of_the_team(p, rises):
    assert judgement_error_of(p.merging, 0.2, 1.0) == 0.2
    assert rises([judgement_error_of(p.merging, 0.2, share) for share in (1.0, 0.5, 0.1)])


def test_members_are_counted_by_the_team_that_they_came_from():
    assert doublings_of([5.0]) == 0.0
    assert doublings_of([3.0, 1.0]) == pytest.approx(0.678, abs=0.001)  # log2(4 / 2.5)


def test_care_calls_for_others_professions_as_far_as_the_change_is_adopted():
    shares = [as_adopted(0.8, 0.2, adopted) for adopted in (0.0, 0.5, 1.0)]
    assert shares == pytest.approx([0.8, 0.5, 0.2])
