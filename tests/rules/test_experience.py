"""What a contact is like: who comes, who knows, whose voice is lost."""

from __future__ import annotations

import pytest

from joinedup.codes import Degree
from joinedup.rules.experience import (
    chance_of_either,
    chance_of_one_voice,
    chance_of_usual_staff,
    chance_of_working_together,
)


def usual(p, absent=0.0, vacant=0.0, newcomers=0.0, weeks=2.0, spread=0.0):
    return chance_of_usual_staff(p.experience, absent, vacant, newcomers, weeks, spread)


@pytest.mark.parametrize("what", ["absent", "vacant", "newcomers", "spread"])
def test_sickness_empty_posts_newcomers_and_shared_work_bring_other_faces(p, rises, what):
    assert usual(p) == p.experience.usual_staff
    assert rises([usual(p, **{what: share}) for share in (1.0, 0.5, 0.2, 0.0)])
    assert all(0.0 <= usual(p, **{what: share}) <= 1.0 for share in (0.0, 0.5, 1.0, 1.5))


def test_the_longer_since_the_last_contact_the_likelier_has_the_usual_person_gone(p, rises):
    assert rises([usual(p, newcomers=0.05, weeks=w) for w in (20.0, 8.0, 2.0, 0.0)])
    assert usual(p, weeks=50.0) == usual(p), "when nobody leaves"


def test_the_further_joined_and_adopted_the_likelier_teams_know_of_each_other(p, rises):
    fully = [chance_of_working_together(p.experience, d, 1.0) for d in Degree]
    assert rises(fully)
    assert fully[Degree.MERGED] < 1.0
    merged = [chance_of_working_together(p.experience, Degree.MERGED, e) for e in (0.0, 0.5, 1.0)]
    assert rises(merged)
    on_paper = [chance_of_working_together(p.experience, d, 0.0) for d in Degree]
    assert set(on_paper) == {fully[Degree.NONE]}


def test_a_plan_helps_less_than_a_person_and_neither_takes_away(p):
    assert 0.0 < p.experience.by_plan < p.experience.by_coordinator < 1.0
    assert chance_of_either(0.3, 0.0) == pytest.approx(0.3)
    assert chance_of_either(0.3, 0.5) == pytest.approx(0.65)
    assert chance_of_either(1.0, 0.2) == 1.0


def test_an_ally_is_lost_to_a_merger_or_one_manager_as_far_as_it_is_real():
    assert chance_of_one_voice(True, False, 0.6) == 0.6
    assert chance_of_one_voice(False, True, 0.6) == 0.6
    assert chance_of_one_voice(True, True, 0.0) == 0.0
    assert chance_of_one_voice(False, False, 1.0) == 0.0
