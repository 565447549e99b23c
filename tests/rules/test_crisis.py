"""How an unmet need comes to a head."""

from __future__ import annotations

import pytest

from joinedup.codes import NEEDS
from joinedup.rules.crisis import (
    carer_breakdown_rate,
    chance_of_admission,
    chance_of_crisis_team,
    crisis_rate,
)

SEVERITIES = (0.0, 0.2, 0.5, 0.8, 1.0)


@pytest.mark.parametrize("kind", range(NEEDS))
def test_the_worse_a_need_the_sooner_its_crisis(p, rises, kind):
    rates = [crisis_rate(p.crisis, kind, s, 1.0, False) for s in SEVERITIES]
    assert rates[0] == 0.0
    assert rises(rates)
    assert rates[-1] * 365.25 == pytest.approx(p.crisis.rate[kind])
    # With the square: half the severity, a quarter of the crises.
    assert rates[2] == pytest.approx(rates[-1] / 4.0)


@pytest.mark.parametrize("kind", range(NEEDS))
def test_care_lowers_the_hazard_and_does_not_end_it(p, kind):
    unserved = crisis_rate(p.crisis, kind, 0.7, 1.0, False)
    served = crisis_rate(p.crisis, kind, 0.7, 1.0, True)
    assert 0.0 < served < unserved
    assert served == pytest.approx(unserved * p.crisis.in_care)


def test_other_unmet_needs_raise_the_hazard(p, rises):
    assert rises(
        [crisis_rate(p.crisis, 3, 0.5, interactions, False) for interactions in (1.0, 1.5, 3.0)]
    )


def test_the_worse_the_crisis_the_likelier_a_bed(p, rises):
    chances = [chance_of_admission(p.crisis, s) for s in SEVERITIES]
    assert chances[0] == 0.0
    assert rises(chances)
    assert 0.0 <= chances[-1] <= 1.0


def test_a_carer_who_is_less_strained_bears_more(p, rises):
    assert rises([carer_breakdown_rate(p.crisis, s) for s in SEVERITIES])
    assert carer_breakdown_rate(p.crisis, 1.0) * 365.25 == pytest.approx(p.crisis.carer_rate)


def test_the_fuller_a_crisis_team_the_less_it_comes(p, rises):
    chances = [chance_of_crisis_team(p.crisis, load) for load in (1.7, 1.0, 0.7, 0.4, 0.0)]
    assert chances[0] == chances[1] == 0.0 and rises(chances)
    assert chances[-1] == p.crisis.crisis_team
