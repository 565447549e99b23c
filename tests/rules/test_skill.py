"""Learning other professions' basics, and the fading of what is not practised."""

from __future__ import annotations

import pytest

from joinedup.rules.skill import improvement_at_skill, learning, special_after_week

HALVES = (0.0, 0.5, 1.0)


def test_joint_work_and_shared_teaching_teach(p, rises):
    """000: observation, joint working, shared teaching."""
    assert rises([learning(p.skill, 0.1, 1.0, x, 0.0) for x in HALVES])
    assert rises([learning(p.skill, 0.1, 1.0, 0.0, x) for x in (0.0, 1.0, 4.0)])
    assert learning(p.skill, 0.1, 1.0, 0.0, 0.0) == 0.0


def test_who_knows_more_learns_less_and_from_nobody_less_than_they_know(p, rises):
    assert rises([learning(p.skill, x, 1.0, 0.5, 1.0) for x in (p.skill.basics, 0.3, 0.0)])
    assert rises([learning(p.skill, 0.1, x, 0.5, 1.0) for x in (0.0, 0.5, 1.0)])
    assert learning(p.skill, 0.9, 1.0, 1.0, 8.0) == 0.0


@pytest.mark.parametrize("full", [0.4, 0.9])
@pytest.mark.parametrize("hours", [0.0, 1.0, 1e6])
def test_learning_comes_to_the_basics_and_stops_there(p, full, hours):
    skill = 0.05
    for _ in range(5_000):
        skill += learning(p.skill, skill, full, 0.5, hours)
        assert skill <= p.skill.basics * full + 1e-12
    assert skill == pytest.approx(p.skill.basics * full)


@pytest.mark.parametrize("exposure", [0.2, 0.65, 1.0])
@pytest.mark.parametrize("developed", [0.7, 1.0, 1.2])
def test_special_skill_settles_between_fading_and_practice(p, exposure, developed):
    """``fades * (1 - e) * s / d = kept * e * d * (1 - s)``, from whichever side."""
    fading = p.skill.decay * (1.0 - exposure) / developed
    keeping = p.skill.upkeep * exposure * developed
    expected = keeping / (keeping + fading)
    for special in HALVES:
        for _ in range(20_000):
            special = special_after_week(p.skill, special, exposure, developed)
        assert special == pytest.approx(expected, abs=1e-6)


def test_generic_work_makes_goo_and_professional_development_prevents_it(p, rises):
    """000: less exposure in more generic services."""
    assert rises([special_after_week(p.skill, 0.9, x, 1.0) for x in HALVES])
    assert rises([special_after_week(p.skill, 0.9, 0.6, x) for x in (0.6, 1.0, 1.3)])
    assert special_after_week(p.skill, 1.0, 1.0, 1.0) == 1.0, "who does nothing else keeps it all"


def test_special_skill_stays_between_none_and_full(p):
    for special in HALVES:
        for exposure in HALVES:
            after = special_after_week(p.skill, special, exposure, 0.01)
            assert 0.0 <= after <= 1.0


def test_care_by_people_of_less_special_skill_eases_less(p, rises):
    assert rises([improvement_at_skill(p.skill, x) for x in HALVES])
    assert improvement_at_skill(p.skill, 1.0) == 1.0
    assert improvement_at_skill(p.skill, 0.0) == pytest.approx(1.0 - p.skill.improvement_share)
