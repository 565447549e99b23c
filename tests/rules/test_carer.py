"""What strains an unpaid carer, and what eases it."""

from __future__ import annotations

import pytest

from joinedup.rules.carer import carer_load, strain_after

SEVERITIES = (0.0, 0.2, 0.5, 0.8)


def test_a_carer_carries_more_the_worse_and_the_more_numerous_the_needs(p, rises):
    assert rises([carer_load(p.carer, s, 0.0, 0.0, False) for s in SEVERITIES])
    assert rises([carer_load(p.carer, 0.0, s, 0.0, False) for s in SEVERITIES])
    assert rises([carer_load(p.carer, 0.3, 0.0, others, False) for others in (0.0, 0.5, 1.5)])
    assert carer_load(p.carer, 0.9, 0.9, 3.0, False) == 1.0


def test_services_and_support_take_some_of_it_off_and_without_them_nothing_does(p):
    alone = carer_load(p.carer, 0.5, 0.0, 0.0, False)
    assert carer_load(p.carer, 0.0, 0.5, 0.0, False) == pytest.approx(
        alone * p.carer.left_when_served
    )
    assert carer_load(p.carer, 0.5, 0.0, 0.0, True) == pytest.approx(alone * (1 - p.carer.eased))
    p.carer.eased = 0.0
    assert carer_load(p.carer, 0.5, 0.0, 0.0, True) == alone


def test_strain_goes_to_what_is_carried_and_never_past_it(p, rises):
    up = [strain_after(p.carer, 0.1, 0.6, days) for days in (0.0, 30.0, 180.0, 2_000.0)]
    down = [strain_after(p.carer, 0.6, 0.1, days) for days in (2_000.0, 180.0, 30.0, 0.0)]
    assert rises(up) and up[0] == pytest.approx(0.1) and up[-1] == pytest.approx(0.6, abs=1e-4)
    assert rises(down) and down[-1] == pytest.approx(0.6)
    halfway = strain_after(p.carer, strain_after(p.carer, 0.1, 0.6, 50.0), 0.6, 40.0)
    assert halfway == pytest.approx(strain_after(p.carer, 0.1, 0.6, 90.0))
