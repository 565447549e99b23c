"""Quality of life."""

from __future__ import annotations

import numpy as np


def test_every_need_takes_from_quality_of_life_and_care_gives_some_of_it_back(p):
    decrement = np.asarray(p.wellbeing.decrement)
    assert ((decrement > 0.0) & (decrement < 1.0)).all()
    assert 0.0 < p.wellbeing.served < 1.0
