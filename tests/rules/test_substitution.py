"""Who may stand in for whom, and what is lost by it."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Profession
from joinedup.rules.substitution import easing_share, load_with, substitutes_minutes


def test_those_wanted_lose_nothing_and_nobody_else_does_better(p):
    for wanted in Profession:
        shares = [easing_share(p.substitution, wanted, given) for given in Profession]
        assert shares[wanted] == 1.0
        assert max(s for given, s in enumerate(shares) if given != wanted) < 1.0
        assert min(shares) >= 0.0
    assert np.diag(p.substitution.stands_in).max() == 0.0


def test_the_less_of_the_skill_the_longer_it_takes(p, rises):
    taken = [substitutes_minutes(p.substitution, 40.0, share) for share in (1.0, 0.7, 0.4, 0.0)]
    assert taken[0] == 40.0 and rises(taken)
    assert taken[-1] == pytest.approx(40.0 * (1.0 + p.substitution.extra_minutes))


def test_load_is_work_over_time(p, rises):
    assert load_with(300.0, 100.0, 800.0) == 0.5
    assert rises([load_with(300.0, 100.0, room) for room in (800.0, 400.0, 100.0)])
