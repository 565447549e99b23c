"""What a care plan changes, and what follows when teams do not know of each other's work."""

from __future__ import annotations

from joinedup.rules.care_plan import (
    activation_after_contact,
    asking_ratio,
    chance_called,
    worsening_ratio,
)
from joinedup.rules.coordination import conflict_ratio, minutes_without_duplicates

ACTIVATION = (1.0, 0.6, 0.2, 0.0)


def test_a_plan_has_a_team_called_that_would_not_be_reached(p, rises):
    assert chance_called(p.care_plan, 0.3, False) == 0.3 < chance_called(p.care_plan, 0.3, True)
    assert rises([chance_called(p.care_plan, chance, True) for chance in (0.0, 0.3, 0.9, 1.0)])
    p.care_plan.called_first = 0.0
    assert chance_called(p.care_plan, 0.3, True) == 0.3


def test_contacts_about_a_plan_activate_by_degrees(p, rises):
    course = [0.0]
    for _ in range(200):
        course.append(activation_after_contact(p.care_plan, course[-1]))
    assert rises(course) and 0.99 < course[-1] <= 1.0
    for ratio in (worsening_ratio, asking_ratio):
        assert rises([ratio(p.care_plan, a) for a in ACTIVATION])
        assert ratio(p.care_plan, 0.0) == 1.0


def test_teams_that_do_not_know_of_each_other_work_twice_and_conflict(p):
    assert 0.0 < minutes_without_duplicates(p.coordination, 40.0) < 40.0
    assert conflict_ratio(p.coordination, 0) == 1.0 < conflict_ratio(p.coordination, 1)
