"""Trust between two teams, and what an interface does for it."""

from __future__ import annotations

import pytest

from joinedup.rules.trust import fidelity_of, trust_after_week

HALVES = (0.0, 0.5, 1.0)
SHARES = (0.0, 0.3, 0.7, 1.0)


def test_without_dealings_trust_stays_as_it_is(p):
    assert trust_after_week(p.trust, 0.42, 0.0, 0.0, 1.0) == 0.42


def test_what_goes_well_raises_trust_and_bounces_lower_it(p, rises):
    assert rises([trust_after_week(p.trust, 0.5, x, 3.0, 0.0) for x in (0.0, 3.0, 30.0)])
    assert rises([trust_after_week(p.trust, 0.5, 3.0, x, 0.0) for x in (30.0, 3.0, 0.0)])
    assert trust_after_week(p.trust, 0.5, 5.0, 0.0, 0.0) > 0.5
    assert trust_after_week(p.trust, 0.5, 0.0, 5.0, 0.0) < 0.5


@pytest.mark.parametrize(("good", "bad"), [(8.0, 0.0), (6.0, 2.0), (1.0, 5.0), (0.0, 3.0)])
@pytest.mark.parametrize("spanned", HALVES)
def test_trust_comes_to_what_the_dealings_deserve(p, good, bad, spanned):
    """The fixed point is good / (good + bad_weighs * bad), from whichever side, spanned or not."""
    deserved = good / (good + p.trust.bad_weight * bad)
    for trust in HALVES:
        for _ in range(10_000):
            trust = trust_after_week(p.trust, trust, good, bad, spanned)
        assert trust == pytest.approx(deserved, abs=1e-6)


def test_a_bounce_weighs_more_than_a_handover_that_goes_well(p):
    assert trust_after_week(p.trust, 0.5, 4.0, 4.0, 0.0) < 0.5


def test_many_dealings_move_trust_faster_and_never_past_what_they_deserve(p, rises):
    assert rises([trust_after_week(p.trust, 0.2, x, 0.0, 0.0) for x in (1.0, 10.0, 1e3, 1e6)])
    for spanned in HALVES:
        assert trust_after_week(p.trust, 0.2, 1e6, 0.0, spanned) <= 1.0
    half = trust_after_week(p.trust, 0.0, p.trust.half_saturation, 0.0, 0.0)
    assert half == pytest.approx(0.5 * p.trust.speed)


def test_a_boundary_spanner_makes_trust_grow_faster_and_fall_no_faster(p, rises):
    assert rises([trust_after_week(p.trust, 0.3, 5.0, 1.0, x) for x in HALVES])
    falls = [trust_after_week(p.trust, 0.9, 1.0, 5.0, x) for x in HALVES]
    assert len(set(falls)) == 1


@pytest.mark.parametrize("trust", HALVES)
@pytest.mark.parametrize("here", SHARES)
@pytest.mark.parametrize("there", SHARES)
def test_an_interface_works_as_far_as_both_sides_and_trust_carry_it(p, here, there, trust):
    effect = fidelity_of(p.trust, here, there, trust)
    assert effect == pytest.approx(fidelity_of(p.trust, there, here, trust))
    assert 0.0 <= effect <= min(here, there)
    if min(here, there) == 0.0:
        assert effect == 0.0, "one side alone hands over to nobody"


def test_more_of_any_of_the_three_is_never_less_effect(p, rises):
    assert rises([fidelity_of(p.trust, x, 0.6, 0.5) for x in SHARES])
    assert rises([fidelity_of(p.trust, 0.6, x, 0.5) for x in SHARES])
    assert rises([fidelity_of(p.trust, 0.6, 0.6, x) for x in SHARES])


def test_everybody_and_full_trust_is_the_arrangement_itself(p):
    assert fidelity_of(p.trust, 1.0, 1.0, 1.0) == 1.0
    assert fidelity_of(p.trust, 1.0, 1.0, 0.0) == p.trust.fidelity_without
