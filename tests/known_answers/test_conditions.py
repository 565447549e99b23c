"""Long-term conditions: mental disorder with them, and what comes of their getting worse."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from joinedup.codes import Need, State
from joinedup.phases.clocks import schedule_events
from joinedup.phases.illness import recover
from joinedup.phases.natural_course import worsen
from joinedup.rules.collected import parameter_record
from joinedup.state.residents import Change

KIND = int(Need.LONG_TERM_CONDITION)
MENTAL = (Need.COMMON_MENTAL_DISORDER, Need.SEVERE_MENTAL_ILLNESS)
PEOPLE = 1_000
STEPS = 8


@pytest.fixture
def place(siloed, sized, quiet_place):
    """Everybody has long-term conditions, as mild as can be, and a spell leaves them worse."""

    def alter(p):
        p.people.prevalence[KIND] = p.people.highest_prevalence = 1.0
        p.people.known_at_start = 0.0
        p.onset.severity_low[KIND] = p.onset.severity_high[KIND] = 0.1
        p.onset.rate[MENTAL, :] = 0.1
        p.onset.interaction_ratio[...] = parameter_record({}, ())[0].onset.interaction_ratio
        p.conditions.usual_number[...] = 1.0
        p.conditions.new_with_worsening[...] = 0.25
        p.illness.decline = 1.0

    return quiet_place(sized(siloed, PEOPLE, 1, 0), alter, 10, 17)


@pytest.mark.parametrize("state", [State.HIDDEN, State.IN_CARE, State.MET])
def test_mental_disorder_begins_as_stated_with_so_many_conditions(place, state):
    """So often with one, and with five, unmet or met: the ratio is applied once."""
    p = place.globals[0].p.conditions
    one, each = float(p.mental_disorder), float(p.mental_disorder_each)
    place.needs.state[:, KIND] = state
    bit = 1 << KIND
    place.residents.unserved = bit if state == State.HIDDEN else 0
    place.residents.served = 0 if state == State.HIDDEN else bit
    place.residents.conditions = np.where(np.arange(PEOPLE) % 2, 5, 1)
    place.residents[:4].unserved = place.residents[:4].served = 0
    place.residents[:4].conditions = 0
    place.residents.changed = Change.NEEDS
    for who in range(PEOPLE):
        schedule_events(place, who, 0.0)
    rate = np.asarray(place.needs.hazard_rate)
    for kind in MENTAL:
        alone = rate[0, kind]
        assert alone > 0.0
        assert rate[4::2, kind] / alone == pytest.approx(one)
        assert rate[5::2, kind] / alone == pytest.approx(one * each**4)


@pytest.mark.parametrize("of_a_spell", [False, True])
def test_whatever_makes_a_need_worse_has_it_asked_about_sooner_and_may_add_a_condition(
    place, of_a_spell
):
    """Steps from 0.1 to 0.9 of severity: help is sought nine times as often, the draws the same."""
    before = np.array(place.needs.next_event_at[:, KIND])
    for who in range(PEOPLE):
        for _ in range(STEPS):
            recover(place, who, 0.0) if of_a_spell else worsen(place, who, KIND, 0.0)
    assert np.asarray(place.needs.severity)[:, KIND] == pytest.approx(0.9)
    after = np.asarray(place.needs.next_event_at)[:, KIND]
    assert after == pytest.approx(before / 9.0, rel=1e-5)
    more = np.asarray(place.residents.conditions, float) - 1.0
    error = sqrt(STEPS * 0.25 * 0.75 / PEOPLE)
    assert abs(more.mean() - STEPS * 0.25) < 4.0 * error
