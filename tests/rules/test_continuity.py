"""Who comes to a contact, and what it does to people in care."""

from __future__ import annotations

import pytest

from joinedup.rules.continuity import (
    chance_that_named_worker_comes,
    continuity_after_contact,
    continuity_ratio,
)


def comes(p, room=500.0, committed=400.0, spread=0.0):
    return chance_that_named_worker_comes(p.continuity, room, committed, spread)


def test_overload_and_shared_work_bring_other_faces(p, rises):
    assert comes(p) == comes(p, committed=0.0) == p.continuity.on_duty
    assert rises([comes(p, committed=minutes) for minutes in (2_000.0, 1_000.0, 600.0, 400.0)])
    assert rises([comes(p, spread=share) for share in (1.0, 0.5, 0.2, 0.0)])
    assert comes(p, room=0.0) == 0.0


def test_the_running_share_tends_to_how_often_they_come(p):
    share = 0.3
    for contact in range(400):
        share = continuity_after_contact(p.continuity, share, contact % 4 != 0)
    assert share == pytest.approx(0.75, abs=0.06)


def test_the_hazard_has_the_published_size_and_none_at_the_usual_share(p, rises):
    def ratio(share):
        return continuity_ratio(p.continuity, p.continuity.least_against_full, share)

    assert ratio(0.0) / ratio(1.0) == pytest.approx(2.27)
    assert ratio(p.continuity.usual) == 1.0
    assert rises([ratio(share) for share in (1.0, 0.6, 0.3, 0.0)])


def test_two_contacts_more_of_ten_change_sensitive_admissions_as_published(p):
    least = p.continuity.sensitive_least_against_full
    more, usual = (continuity_ratio(p.continuity, least, share) for share in (0.8, 0.6))
    assert more / usual - 1.0 == pytest.approx(-0.062, abs=0.002)
