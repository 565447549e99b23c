"""How care ends: the worse a need still is, the less often a review finds it met."""

from __future__ import annotations

import pytest

from joinedup.codes import Need
from joinedup.rules.care import chance_met
from joinedup.rules.means_test import chance_of_paying, chance_of_paying_care_home


@pytest.mark.parametrize("kind", [Need.DAILY_LIVING, Need.COMMON_MENTAL_DISORDER])
def test_the_chance_of_being_met_falls_with_severity(p, kind):
    chances = [chance_met(p.care, kind, severity / 10) for severity in range(11)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] == p.care.met_at_review and chances[-1] == 0.0


def test_dementia_is_never_met(p):
    assert chance_met(p.care, Need.COGNITIVE, 0.1) == 0.0


def test_the_deprived_pay_less_often(p):
    shares = [chance_of_paying(p.means_test, quintile) for quintile in range(5)]
    assert shares == sorted(shares, reverse=True)
    assert shares[2] == pytest.approx(p.means_test.self_funders)


def test_all_who_pay_at_home_would_pay_for_a_care_home_and_others_too(p):
    for quintile in range(5):
        at_home = chance_of_paying(p.means_test, quintile)
        assert at_home < chance_of_paying_care_home(p.means_test, quintile) < 1.0
    least, most = (chance_of_paying_care_home(p.means_test, q) for q in (0, 4))
    assert most / least == pytest.approx(p.means_test.deprivation_ratio)
