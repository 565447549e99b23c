"""Sickness, leaving, empty posts and newcomers."""

from __future__ import annotations

from math import exp

import pytest

from joinedup.codes import PROFESSIONS
from joinedup.rules.workforce import (
    YEAR_WEEKS,
    chance_in_a_week,
    leaving_rate,
    pace_after_week,
    usual_hours_worked,
    usual_vacancy,
)

BURNT_USUALLY = 0.30  # nhs_burnout_share, which the rates of leaving were taken down by


def usually_leaving(p, profession: int) -> float:
    """Leavers a year where as many are burnt out as the evidence says."""
    well, burnt = (leaving_rate(p.workforce, profession, b, 0.0) for b in (False, True))
    return (1.0 - BURNT_USUALLY) * well + BURNT_USUALLY * burnt


@pytest.mark.parametrize("rate", [0.05, 0.3, 2.5])
def test_a_weeks_chance_adds_up_to_the_years_rate(rate):
    """To the third order what an exponential clock says of a week."""
    exact = 1.0 - exp(-rate / YEAR_WEEKS)
    assert chance_in_a_week(rate) == pytest.approx(exact, rel=(rate / YEAR_WEEKS) ** 2)


def test_the_more_often_a_year_the_likelier_in_a_week(rises):
    chances = [chance_in_a_week(rate) for rate in (0.0, 0.2, 2.0, 50.0, 1e6)]
    assert rises(chances)
    assert chances[0] == 0.0


@pytest.mark.parametrize("profession", range(PROFESSIONS))
def test_burnout_and_a_longer_way_to_work_make_leave(p, rises, profession):
    well, burnt = (leaving_rate(p.workforce, profession, b, 0.0) for b in (False, True))
    assert burnt == pytest.approx(p.workforce.burnout_leaving * well)
    assert burnt > well
    assert rises([leaving_rate(p.workforce, profession, False, x) for x in (0.0, 10.0, 40.0)])


def test_half_an_hour_more_of_commuting_adds_what_it_is_declared_to(p):
    near, far = (leaving_rate(p.workforce, 2, False, x) for x in (0.0, 30.0))
    assert far / near == pytest.approx(1.0 + p.workforce.commute_leaving)


def test_a_shorter_way_to_work_keeps_nobody(p):
    assert leaving_rate(p.workforce, 2, True, -20.0) == leaving_rate(p.workforce, 2, True, 0.0)


@pytest.mark.parametrize("profession", range(PROFESSIONS))
def test_empty_posts_are_those_left_times_how_long_they_stay_empty(p, profession):
    """A post is held 1/L years and empty T: empty L T / (1 + L T) of the time."""
    empty = usually_leaving(p, profession) * p.workforce.fill_weeks[profession] / YEAR_WEEKS
    assert usual_vacancy(p.workforce, profession) == pytest.approx(empty / (1.0 + empty), rel=0.02)


@pytest.mark.parametrize("profession", range(PROFESSIONS))
def test_more_leaving_and_longer_recruitment_leave_more_posts_empty(p, rises, profession):
    def empty(table: str, factor: float) -> float:
        values = getattr(p.workforce, table)
        before = float(values[profession])
        values[profession] = before * factor
        found = usual_vacancy(p.workforce, profession)
        values[profession] = before
        return found

    for table in ("leaving", "fill_weeks"):
        assert rises([empty(table, x) for x in (0.0, 0.5, 1.0, 5.0)]), table


def test_what_nobody_covers_is_not_worked(p):
    for profession in range(PROFESSIONS):
        empty = usual_vacancy(p.workforce, profession)
        p.workforce.agency_cover = 0.0
        assert usual_hours_worked(p.workforce, profession) == pytest.approx(1.0 - empty)
        p.workforce.agency_cover = 1.0
        assert usual_hours_worked(p.workforce, profession) == 1.0


def test_a_newcomer_comes_nearer_to_full_pace_every_week_and_never_beyond(p, rises):
    pace = [p.workforce.newcomer_pace]
    for _ in range(200):
        pace.append(pace_after_week(p.workforce, pace[-1]))
    assert rises(pace)
    assert pace[-1] == pytest.approx(1.0, abs=1e-3)
    assert max(pace) <= 1.0
    settled = round(p.workforce.settling_weeks)
    assert 1.0 - pace[settled] < 0.5 * (1.0 - pace[0]), "most of the difference is made up"
