"""What a contact is like: who comes, who knows, whose voice is lost."""

from __future__ import annotations

import pytest

from joinedup.codes import Degree
from joinedup.rules.experience import (
    chance_of_either,
    chance_of_one_voice,
    chance_of_working_together,
)


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
