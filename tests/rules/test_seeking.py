"""Asking for help, and giving up."""

from __future__ import annotations

import pytest

from joinedup.codes import NEEDS
from joinedup.rules.seeking import days_until_renege, persistence_left, seeking_rate

SEVERITIES = (0.0, 0.2, 0.5, 1.0)


@pytest.mark.parametrize("kind", range(NEEDS))
def test_people_ask_sooner_the_worse_it_is(p, rises, kind):
    rates = [seeking_rate(p.seeking, kind, severity) for severity in SEVERITIES]
    assert rises(rates)
    assert rates[2] * 365.25 == pytest.approx(p.seeking.rate[kind])
    assert rates[3] == pytest.approx(2.0 * rates[2])


def test_every_obstacle_takes_from_a_persons_patience():
    assert persistence_left(3.0, 1.0) == 2.0
    assert persistence_left(0.5, 1.0) < 0.0
    assert persistence_left(3.0, 0.0) == 3.0


def test_the_patient_wait_longer_and_nobody_leaves_at_once(p, rises):
    assert rises([days_until_renege(p.seeking, patience) for patience in (0.2, 1.0, 3.0)])
    assert days_until_renege(p.seeking, 1.0) == pytest.approx(p.seeking.waiting_days_per_obstacle)
    assert days_until_renege(p.seeking, -2.0) > 0.0
