"""What each contact, referral and wait draws is its own, and a contact eases by the days past."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy import stats

from joinedup.codes import Need, State
from joinedup.phases.care import contact
from joinedup.phases.help_seeking import present
from joinedup.phases.referral import pass_on
from joinedup.phases.waiting_list import allocate, renege

KIND = int(Need.COMMON_MENTAL_DISORDER)
PEOPLE = 2_000
EVERY = 60.0
EASED = 0.5  # the chance that a contact eases, at the usual interval


@pytest.fixture
def place(siloed, sized, quiet_place):
    """Everybody has a mild common mental disorder that a practice would look after, and no end."""

    def alter(p):
        p.people.prevalence[KIND] = p.people.highest_prevalence = 1.0
        p.people.known_at_start = 0.0
        p.onset.severity_low[KIND] = p.onset.severity_high[KIND] = 0.5
        p.worsening.improvement[KIND] = EASED * 365.25 / EVERY
        p.general_practice.review_every[KIND] = EVERY
        p.care.met_at_review = 0.0

    return quiet_place(sized(siloed, PEOPLE, 1, 0), alter, 400, 17)


def goes_to_practice(world, t: float) -> None:
    for who in range(PEOPLE):
        present(world, who, KIND, t, world.globals[0].settings.practice_type, 0)
        world.needs[who, KIND].severity = 0.4
        pass_on(world, who, KIND, t)
    assert (np.asarray(world.needs.state)[:, KIND] == State.IN_CARE).all()


def eased_at(world, t: float) -> np.ndarray:
    """Whether each person's last contact of a package, at ``t``, eases the need."""
    world.needs.severity[:, KIND] = 0.5
    world.needs.care_end[:, KIND] = t
    for who in range(PEOPLE):
        contact(world, who, KIND, t)
    return np.asarray(world.needs.severity)[:, KIND] < 0.45


def check_share(eased: np.ndarray, chance: float) -> None:
    assert abs(eased.mean() - chance) < 4.0 * sqrt(chance * (1.0 - chance) / len(eased))


def test_a_second_package_eases_whom_the_first_did_and_did_not_alike(place):
    """Care at the next step, when the first has not helped, draws anew at its first contact."""
    goes_to_practice(place, 0.0)
    first = eased_at(place, EVERY)
    assert (np.asarray(place.needs.state)[:, KIND] == State.PRESENTED).all(), "stepped up"
    assert (np.asarray(place.needs.since)[:, KIND] == EVERY).all(), "care has ended the first wait"
    place.needs.step[:, KIND] = 0  # and there is no next step any more: the practice again
    practices = np.asarray(place.teams.type) == place.globals[0].settings.practice_type
    place.teams.low[~practices, KIND] = 2.0
    for who in range(PEOPLE):
        pass_on(place, who, KIND, EVERY)
    assert (np.asarray(place.needs.contacts)[:, KIND] == 0).all()
    second = eased_at(place, 2.0 * EVERY)
    for group in (first, second[first], second[~first]):
        check_share(group, EASED)


@pytest.mark.parametrize("days", [6.0, 30.0, EVERY])
def test_a_contact_eases_by_the_days_since_the_last(place, days):
    """The last contact of a plan comes sooner than usual, and eases for fewer days."""
    goes_to_practice(place, 0.0)
    check_share(eased_at(place, days), EASED * days / EVERY)


def test_who_was_seen_before_they_asked_draws_anew_when_they_next_ask(place):
    """Left on file they are as likely to ask as anybody: the first draw was used up in part."""
    before = np.array(place.needs.next_event_at[:, KIND])
    for who in range(PEOPLE):
        present(place, who, KIND, 0.0, place.globals[0].settings.practice_type, 0)
        renege(place, who, KIND, 0.0)
    after = np.asarray(place.needs.next_event_at)[:, KIND]
    assert np.isfinite(before).all() and np.isfinite(after).all()
    assert abs(stats.spearmanr(before, after).statistic) < 4.0 / sqrt(PEOPLE)


def test_the_urgent_lane_goes_by_severity_as_it_is_judged(place):
    """A share of what is nearly urgent is taken for urgent: a normal error's closed form."""
    error, least = 0.18, float(place.globals[0].p.eligibility.urgent_from)
    place.globals[0].p.eligibility.judgement_error = error
    (team,) = np.flatnonzero(np.asarray(place.teams.step)[:, KIND] == 2)[:1]
    needs = place.needs
    needs.team[:, KIND] = team
    for severity in (0.8, 0.95):
        needs.severity[:, KIND] = severity
        needs.urgent[:, KIND] = 0
        needs.state[:, KIND] = State.WAITING_FOR_CARE
        for who in range(PEOPLE):
            allocate(place, who, KIND, 0.0)
        check_share(
            np.asarray(needs.urgent)[:, KIND] == 1, stats.norm.sf((least - severity) / error)
        )


def test_a_need_that_is_put_forward_again_is_urgent_only_if_it_looks_so_again(place):
    place.needs.urgent[:, KIND] = 1
    for who in range(10):
        present(place, who, KIND, 0.0, place.globals[0].settings.practice_type, 0)
    assert (np.asarray(place.needs.urgent)[:10, KIND] == 0).all()
