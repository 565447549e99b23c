"""Who answers surveys, what users of care say, and what counts as ambulatory care-sensitive."""

from __future__ import annotations

import pytest

from joinedup.codes import NEEDS, Age, Need
from joinedup.rules.survey import (
    chance_of_answer,
    chance_of_user_answering,
    chance_satisfied,
    remembered,
)
from joinedup.rules.wellbeing import quality_lost

SEVERITIES = (1.0, 0.7, 0.3, 0.0)


def test_the_old_the_less_deprived_and_the_less_ill_answer_more(p, rises):
    adults = (Age.YOUNG_ADULT, Age.MIDDLE, Age.YOUNG_OLD)
    assert rises([chance_of_answer(p.survey, age, 2, 0.3) for age in adults])
    assert rises([chance_of_answer(p.survey, Age.MIDDLE, q, 0.3) for q in (4, 3, 2, 1, 0)])
    assert rises([chance_of_answer(p.survey, Age.MIDDLE, 2, s) for s in SEVERITIES])
    assert rises([chance_of_user_answering(p.survey, s) for s in SEVERITIES])
    assert chance_of_answer(p.survey, Age.CHILD, 0, 0.0) == 0.0


def test_without_what_keeps_people_from_answering_all_of_an_age_answer_alike(p):
    p.survey.response_deprived = p.survey.response_worst = 1.0
    chances = {
        chance_of_answer(p.survey, Age.OLD, quintile, severity)
        for quintile in range(5)
        for severity in SEVERITIES
    }
    assert chances == {p.survey.response[Age.OLD]}


def test_the_more_goes_wrong_the_fewer_are_satisfied(p, rises):
    assert chance_satisfied(p.survey, 1.0, 0.0, 0.0) == p.survey.satisfied_best
    assert rises([chance_satisfied(p.survey, c, 0.0, 0.0) for c in (0.0, 0.5, 1.0)])
    assert rises([chance_satisfied(p.survey, 0.6, again, 0.0) for again in (1.0, 0.0)])
    assert rises([chance_satisfied(p.survey, 0.6, 0.0, s) for s in SEVERITIES])
    p.survey.satisfied_harm = 0.0
    assert chance_satisfied(p.survey, 0.0, 1.0, 1.0) == p.survey.satisfied_best


def test_a_first_contact_is_remembered_whole_and_later_ones_by_their_weight(p):
    assert remembered(p.survey, -1.0, 1.0) == 1.0
    assert remembered(p.survey, 1.0, 0.0) == pytest.approx(1.0 - p.survey.weight)


@pytest.mark.parametrize("kind", range(NEEDS))
def test_quality_of_life_falls_with_severity_and_care_gives_some_back(p, rises, kind):
    assert rises([quality_lost(p.wellbeing, kind, s, False) for s in reversed(SEVERITIES)])
    unserved, served = (quality_lost(p.wellbeing, kind, 0.5, s) for s in (False, True))
    assert unserved == pytest.approx(p.wellbeing.decrement[kind] / 2.0)
    assert served == pytest.approx(unserved * p.wellbeing.served)
    assert p.wellbeing.decrement[Need.DAILY_LIVING] > 0.0
