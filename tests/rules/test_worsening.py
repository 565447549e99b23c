"""How untreated needs grow and treated ones ease."""

from __future__ import annotations

import pytest

from joinedup.codes import NEEDS
from joinedup.rules.worsening import (
    chance_of_improvement,
    one_step_better,
    one_step_worse,
    severity_band,
    worsening_rate,
)


@pytest.mark.parametrize("kind", range(NEEDS))
def test_an_untreated_need_grows_and_care_slows_it(p, kind):
    unserved, served = (worsening_rate(p.worsening, kind, 0.3, 1.0, s) for s in (False, True))
    assert 0.0 < served < unserved
    assert served == pytest.approx(unserved * p.worsening.in_care)
    assert worsening_rate(p.worsening, kind, 0.0, 1.0, False) * 365.25 == pytest.approx(
        p.worsening.untreated[kind]
    )


@pytest.mark.parametrize("kind", range(NEEDS))
def test_a_need_at_its_worst_grows_no_further(p, kind):
    assert worsening_rate(p.worsening, kind, 1.0, 2.0, False) == 0.0
    assert one_step_worse(p.worsening, 1.0) == 1.0


def test_other_unmet_needs_make_it_grow_faster(p, rises):
    assert rises(
        [worsening_rate(p.worsening, 4, 0.5, interactions, False) for interactions in (1.0, 1.5, 2)]
    )


def test_steps_are_equal_and_stay_within_bounds(p):
    step = p.worsening.step
    assert one_step_worse(p.worsening, 0.5) == pytest.approx(0.5 + step)
    assert one_step_better(p.worsening, 0.5) == pytest.approx(0.5 - step)
    assert one_step_better(p.worsening, step / 2.0) == pytest.approx(step)
    assert one_step_worse(p.worsening, 1.0 - step / 2.0) == 1.0


@pytest.mark.parametrize("kind", range(NEEDS))
def test_care_eases_a_need_at_its_yearly_rate_whatever_the_days_between_contacts(p, kind):
    """So many steps a year: half as many chances, each twice as good."""
    often, seldom = (chance_of_improvement(p.worsening, kind, days) for days in (7.0, 14.0))
    assert seldom == pytest.approx(2.0 * often)
    assert often * 365.25 / 7.0 == pytest.approx(p.worsening.improvement[kind])
    assert 0.0 <= chance_of_improvement(p.worsening, kind, 1e6) <= 1.0


def test_bands_of_severity_meet_where_they_are_declared_to(p):
    edges = (0.0, p.worsening.moderate_from, p.worsening.severe_from)
    assert [severity_band(p.worsening, edge) for edge in edges] == [0, 1, 2]
    assert [severity_band(p.worsening, edge - 1e-9) for edge in edges] == [0, 0, 1]
