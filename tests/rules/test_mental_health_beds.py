"""Who needs a mental health bed, and for how long."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Need
from joinedup.rules.mental_health_beds import mental_health_stay, needs_mental_health_bed


def test_severe_illness_and_the_worst_of_common_disorder_need_one_and_dementia_does_not(p):
    beds = p.mental_health_beds
    needing = {kind for kind in Need if needs_mental_health_bed(beds, kind, 1.0)}
    assert needing == {Need.SEVERE_MENTAL_ILLNESS, Need.COMMON_MENTAL_DISORDER}
    mild = {kind for kind in Need if needs_mental_health_bed(beds, kind, 0.3)}
    assert mild == {Need.SEVERE_MENTAL_ILLNESS}


def test_stays_have_the_published_mean(p):
    draws = np.random.default_rng(1).exponential(size=20_000)
    days = [mental_health_stay(p.mental_health_beds, draw) for draw in draws]
    assert np.mean(days) == pytest.approx(p.mental_health_beds.stay_days, rel=0.03)
    assert min(days) >= p.mental_health_beds.stay_least_days
