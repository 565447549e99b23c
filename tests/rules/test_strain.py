"""What a week of work does to staff: strain, fear and satisfaction."""

from __future__ import annotations

import pytest

from joinedup.rules.strain import (
    approach,
    fear_target,
    pressure,
    professional_identity,
    relief,
    satisfaction_target,
    strain_after_week,
)

HALVES = (0.0, 0.5, 1.0)
OFTEN = (0.0, 1.0, 4.0)


def after_years(p, pressed: float, hardiness: float, strain: float) -> float:
    for _ in range(2_000):
        strain = strain_after_week(p.strain, strain, pressed, 0.0, hardiness)
    return strain


def test_load_presses_only_above_what_is_comfortable(p, rises):
    full = p.strain.sustainable_load
    at_ease = pressure(p.strain, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert at_ease == p.strain.baseline
    assert pressure(p.strain, full, 0.0, 0.0, 0.0, 0.0) == at_ease
    assert rises([pressure(p.strain, full * x, 0.0, 0.0, 0.0, 0.0) for x in (1.0, 1.2, 2.0)])
    twice = pressure(p.strain, 2.0 * full, 0.0, 0.0, 0.0, 0.0)
    assert twice - at_ease == pytest.approx(p.strain.by_load)


def test_the_line_refusals_crises_and_what_is_beyond_ones_skill_press(p, rises):
    assert rises([pressure(p.strain, 0.5, x, 0.0, 0.0, 0.0) for x in HALVES])
    assert rises([pressure(p.strain, 0.5, 0.0, x, 0.0, 0.0) for x in OFTEN])
    assert rises([pressure(p.strain, 0.5, 0.0, 0.0, x, 0.0) for x in OFTEN])
    assert rises([pressure(p.strain, 0.5, 0.0, 0.0, 0.0, x) for x in OFTEN])


def test_a_line_without_end_presses_no_more_than_one_of_three_standard_waits(p):
    endless, long = (pressure(p.strain, 0.5, x, 0.0, 0.0, 0.0) for x in (100.0, 2.0))
    assert endless == long


@pytest.mark.parametrize("pressed", [0.01, 0.05, 0.12])
@pytest.mark.parametrize("hardiness", [0.5, 1.0, 2.0])
def test_strain_settles_where_what_builds_up_is_what_wears_off(p, pressed, hardiness):
    """``pressed / hardiness * (1 - s) = recovery * s``, from whichever side."""
    expected = pressed / (pressed + hardiness * p.strain.recovery)
    for start in HALVES:
        assert after_years(p, pressed, hardiness, start) == pytest.approx(expected, abs=1e-9)


def test_pressure_raises_strain_and_hardiness_spares_it(p, rises):
    assert rises([strain_after_week(p.strain, 0.3, x, 0.0, 1.0) for x in (0.0, 0.03, 0.1)])
    assert rises([strain_after_week(p.strain, 0.3, 0.05, 0.0, x) for x in (3.0, 1.0, 0.4)])


def test_without_pressure_strain_wears_off_a_share_a_week(p):
    assert strain_after_week(p.strain, 0.6, 0.0, 0.0, 1.0) == pytest.approx(
        0.6 * (1.0 - p.strain.recovery)
    )


@pytest.mark.parametrize("strain", HALVES)
@pytest.mark.parametrize("pressed", [0.0, 0.1, 50.0])
@pytest.mark.parametrize("hardiness", [0.05, 1.0, 20.0])
def test_strain_stays_between_none_and_all(p, strain, pressed, hardiness):
    for relieved in HALVES:
        assert 0.0 <= strain_after_week(p.strain, strain, pressed, relieved, hardiness) <= 1.0


@pytest.mark.parametrize("off", [0.1, 0.3, 1.0])
def test_time_to_spare_relieves_as_much_as_time_beyond_what_is_comfortable_strains(p, off):
    """At half of all strain, what is gained above is lost below, as far off."""
    full = p.strain.sustainable_load
    at_ease = pressure(p.strain, full, 0.0, 0.0, 0.0, 0.0)
    above = pressure(p.strain, full * (1.0 + off), 0.0, 0.0, 0.0, 0.0) - at_ease
    assert relief(p.strain, full * (1.0 - off)) == pytest.approx(above)
    assert relief(p.strain, full) == relief(p.strain, 2.0 * full) == 0.0
    gained = strain_after_week(p.strain, 0.5, at_ease + above, 0.0, 1.0)
    lost = strain_after_week(p.strain, 0.5, at_ease, above, 1.0)
    usual = strain_after_week(p.strain, 0.5, at_ease, 0.0, 1.0)
    assert gained - usual == pytest.approx(usual - lost)


def test_threat_and_identity_make_afraid_and_being_asked_reassures(p, rises):
    """000: conversations with staff can never start early enough."""
    assert rises([fear_target(p.strain, x, 0.7, 0.3, False) for x in HALVES])
    assert rises([fear_target(p.strain, 0.7, x, 0.3, False) for x in HALVES])
    assert rises([fear_target(p.strain, 0.7, 0.7, x, False) for x in HALVES[::-1]])
    assert fear_target(p.strain, 1.0, 1.0, 1.0, False) == pytest.approx(
        1.0 - p.strain.engagement_reassures
    )


def test_nobody_fears_what_they_have_accepted(p):
    assert fear_target(p.strain, 1.0, 1.0, 0.0, True) == 0.0


def test_strain_fear_and_a_longer_way_to_work_spoil_satisfaction(p, rises):
    assert rises([satisfaction_target(p.strain, 0.0, x, 0.0, 0.0, 0.0, 0.0) for x in HALVES[::-1]])
    assert rises([satisfaction_target(p.strain, 0.0, 0.2, x, 0.0, 0.0, 0.0) for x in HALVES[::-1]])
    assert rises([satisfaction_target(p.strain, 0.0, 0.2, 0.0, 0.0, 0.0, x) for x in (60.0, 0.0)])
    assert rises([satisfaction_target(p.strain, x, 0.2, 0.0, 0.0, 0.0, 0.0) for x in (-0.2, 0.1)])


def test_joint_work_that_goes_well_and_learning_please(p, rises):
    """004: staff were positive about new ways of working."""
    assert rises([satisfaction_target(p.strain, 0.0, 0.5, 0.0, x, 0.0, 0.0) for x in HALVES])
    assert rises([satisfaction_target(p.strain, 0.0, 0.5, 0.0, 0.0, x, 0.0) for x in HALVES])
    assert (
        satisfaction_target(p.strain, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        == p.strain.baseline_satisfaction
    )


@pytest.mark.parametrize("worst", [True, False])
def test_satisfaction_stays_between_none_and_all(p, worst):
    if worst:
        assert satisfaction_target(p.strain, 0.0, 1.0, 1.0, 0.0, 0.0, 600.0) == 0.0
    else:
        assert satisfaction_target(p.strain, 0.0, 0.0, 0.0, 1.0, 1.0, -600.0) == 1.0


def test_moving_towards_leaves_the_same_share_of_the_way_every_week(p):
    now = 0.1
    for _ in range(10):
        now = approach(now, 0.9, p.strain.satisfaction_speed)
    assert 0.9 - now == pytest.approx(0.8 * (1.0 - p.strain.satisfaction_speed) ** 10)


def test_professional_identity_runs_from_its_least_to_the_whole(p, rises):
    assert professional_identity(p.strain, 0.0) == p.strain.identity_least
    assert professional_identity(p.strain, 1.0) == 1.0
    assert rises([professional_identity(p.strain, x) for x in HALVES])
