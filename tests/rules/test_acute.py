"""Background acute illness, by frailty, deprivation and care home."""

from __future__ import annotations

import pytest

from joinedup.codes import AGES
from joinedup.rules.acute import acute_rate


def test_deprivation_and_frailty_mean_more_acute_illness(p):
    for age in range(AGES):
        usual = acute_rate(p.acute, age, 1.0, False, False)
        assert usual == pytest.approx(p.acute.ae_rate[age] / 365.25)
        assert acute_rate(p.acute, age, 2.0, False, False) == pytest.approx(2.0 * usual)
        frail = acute_rate(p.acute, age, 1.0, True, False)
        assert frail == pytest.approx(p.acute.frail_ratio * usual)
        # People in a care home count as frail, recorded or not.
        assert acute_rate(p.acute, age, 1.0, False, True) == acute_rate(
            p.acute, age, 1.0, True, True
        )
        assert acute_rate(p.acute, age, 1.0, False, True) >= frail
