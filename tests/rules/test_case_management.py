"""What a visit sees coming: by skill, by how severe it is, and how ill people are."""

from __future__ import annotations

import pytest

from joinedup.rules.case_management import (
    chance_of_passing_signs,
    chance_signs_are_seen,
    taken_on_in,
)
from joinedup.rules.crisis import chance_at_home


def test_signs_are_seen_sooner_by_the_skilled_and_in_the_severely_ill(p, rises):
    p = p.case_management
    assert rises([chance_signs_are_seen(p, skill, 0.5) for skill in (0.0, 0.3, 0.9)])
    assert rises([chance_signs_are_seen(p, 0.6, severity) for severity in (0.0, 0.5, 1.0)])
    assert chance_signs_are_seen(p, 1.0, 1.0) == pytest.approx(p.signs_seen)
    p.signs_seen = 0.0
    assert chance_signs_are_seen(p, 1.0, 1.0) == 0.0


def test_passing_illness_is_found_in_proportion_to_how_often_a_person_is_ill(p, rises):
    p = p.case_management
    assert rises([chance_of_passing_signs(p, a_year / 365.25) for a_year in (0.0, 0.3, 2.0)])
    assert chance_of_passing_signs(p, 1e-6) == pytest.approx(3e-6, rel=1e-3)
    p.passing_illness = 0.0
    assert chance_of_passing_signs(p, 1.0) == 0.0


def test_what_a_plan_has_ready_at_home_is_not_enough_at_the_worst(p, rises):
    assert chance_at_home(p.crisis, 1.0) == 0.0
    assert rises([chance_at_home(p.crisis, severity) for severity in (0.9, 0.5, 0.1)])


@pytest.mark.parametrize("new", [1.0, 2.9, 3.5])
def test_a_part_of_a_person_a_week_comes_to_whole_people_over_weeks(new, p):
    p.case_management.new_a_week = new
    weeks = [taken_on_in(p.case_management, week) for week in range(520)]
    assert sum(weeks) == pytest.approx(520 * new, abs=1.0)
    assert set(weeks) <= {int(new), int(new) + 1}
