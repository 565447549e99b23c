"""Whether a last year of life is recognised, and where people die."""

from __future__ import annotations

import pytest

from joinedup.rules.end_of_life import chance_brought_in, chance_recognised

SEVERITIES = (0.0, 0.3, 0.6, 1.0)


def test_the_frail_the_ill_and_those_lately_in_hospital_are_recognised_sooner(p, rises):
    chance = chance_recognised
    assert rises([chance(p.end_of_life, s, 0.8, 0.0) for s in SEVERITIES])
    assert rises([chance(p.end_of_life, 0.2, s, 0.0) for s in SEVERITIES])
    assert rises([chance(p.end_of_life, 0.5, 0.5, admitted) for admitted in (0.0, 1.0)])
    assert chance(p.end_of_life, 1.0, 1.0, 1.0) == pytest.approx(p.end_of_life.recognised)
    p.end_of_life.recognised = 0.0
    assert chance(p.end_of_life, 1.0, 1.0, 1.0) == 0.0


def test_a_plan_made_ahead_and_a_care_home_keep_people_where_they_live(p):
    unplanned = chance_brought_in(p.end_of_life, False, False)
    assert chance_brought_in(p.end_of_life, True, False) < unplanned
    assert chance_brought_in(p.end_of_life, False, True) < unplanned
    p.end_of_life.as_wished = 0.0
    assert chance_brought_in(p.end_of_life, False, True) == unplanned
