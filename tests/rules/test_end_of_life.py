"""Whether a last year of life is recognised, and where people die."""

from __future__ import annotations

import pytest

from joinedup.rules.end_of_life import chance_brought_in, chance_recognised


def test_those_likelier_to_die_are_recognised_sooner_and_nobody_beyond_the_share(p, rises):
    def chance(deaths_a_year):
        return chance_recognised(p.end_of_life, deaths_a_year / 365.25)

    assert rises([chance(deaths) for deaths in (0.0, 0.01, 0.1, 0.5, 2.0)])
    assert chance(0.0) == 0.0
    assert chance(1e6) == pytest.approx(p.end_of_life.recognised)
    p.end_of_life.recognised = 0.0
    assert chance(2.0) == 0.0


def test_a_plan_made_ahead_and_a_care_home_keep_people_where_they_live(p):
    unplanned = chance_brought_in(p.end_of_life, False, False)
    assert chance_brought_in(p.end_of_life, True, False) < unplanned
    assert chance_brought_in(p.end_of_life, False, True) < unplanned
    p.end_of_life.as_wished = 0.0
    assert chance_brought_in(p.end_of_life, False, True) == unplanned
