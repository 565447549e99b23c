"""The books of staff add up under random scenarios, however the arrangement comes in."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.codes import Profession, Stage
from joinedup.rules.workforce import usual_hours_worked
from joinedup.run import Run
from joinedup.state.months import Culture, Hours

EXAMPLES = 25
MONTH_DAYS = 365.25 / 12.0


def conserved(what):
    """A test that ``what`` holds for the runs of `EXAMPLES` random scenarios."""

    @settings(max_examples=EXAMPLES)
    @given(data=st.data())
    def test(check, data):
        check(data, what)

    test.__doc__ = what.__doc__
    return test


def posts(run: Run) -> None:
    """Every post's hours are held or vacant, sick hours are of the held, cover is of the vacant."""
    hours = np.asarray(run.world.months.hours)
    there, held, sick, covered = (
        hours[..., i] for i in (Hours.POSTS, Hours.HELD, Hours.SICK, Hours.COVERED)
    )
    p = run.world.globals[0].p.workforce
    assert (hours >= 0.0).all()
    assert (sick <= held + 1e-6).all()
    np.testing.assert_allclose(held + covered / p.agency_cover, there, atol=1e-6)
    if "leaving" in run.scenario.disable_mechanisms:
        assert not hours[..., Hours.LEAVERS].any()
    if "sickness" in run.scenario.disable_mechanisms:
        assert not sick.any()
    culture = np.asarray(run.world.months.culture)
    np.testing.assert_allclose(
        culture[:, Culture.MEMBERS] * 37.5, held.sum(axis=(1, 2)), rtol=1e-9, atol=1e-6
    )
    stages = culture[:, Culture.STAGES : Culture.STAGES + len(Stage)].sum(axis=1)
    np.testing.assert_allclose(stages, culture[:, Culture.JOINED], atol=1e-6)


test_hours_of_posts_are_held_or_vacant = conserved(posts)


def established(run: Run) -> None:
    """In the end there are the posts that the scenario states, with those that stand empty."""
    world, scenario = run.world, run.scenario
    programme = scenario.arrangement.programme
    last = float(world.globals[0].settings.today) - run.index_day
    months = programme.go_live_by_neighbourhood or [programme.go_live_month]
    ends = programme.money_ends_month
    paid = ends is None or ends * MONTH_DAYS > last + 1
    p = world.globals[0].p.workforce
    steady = "leaving" in scenario.disable_mechanisms
    if max(months) * MONTH_DAYS > last - 1 or not paid or scenario.arrangement.phases:
        return
    size = scenario.place.residents / 30_000
    expected: Counter = Counter()
    for name, team in scenario.teams.items():
        extra = scenario.arrangement.extra_staff.get(name, {})
        for who in {*team.staff, *extra}:
            number = max(0.0, team.staff.get(who, 0.0) + extra.get(who, 0.0)) * size
            usual = 1.0 if steady else usual_hours_worked(p, Profession[who.upper()])
            expected[name, Profession[who.upper()]] += number / usual
    found: Counter = Counter()
    for member in world.staff:
        if member.home >= 0:
            found[run.teams[member.home][0], Profession(member.profession)] += float(member.post)
    for key in expected.keys() | found.keys():
        assert found[key] == pytest.approx(expected[key], abs=1e-4), key


test_posts_are_those_that_the_scenario_states = conserved(established)


def members(run: Run) -> None:
    """Everybody's columns stay in their ranges, and an empty post has no history."""
    world = run.world
    staff = world.staff
    for name in ("strain", "satisfaction", "fear", "fatigue", "novelty", "special", "identity"):
        values = np.asarray(staff[name])
        assert ((values >= 0.0) & (values <= 1.0)).all(), name
    for name in ("skill", "post", "pace"):
        values = np.asarray(staff[name])
        assert ((values >= 0.0) & (values <= 1.0)).all(), name
    assert ((np.asarray(staff.absent_days) >= 0.0) & (np.asarray(staff.absent_days) <= 7.0)).all()
    assert (np.asarray(staff.stage) <= max(Stage)).all()
    there = np.asarray(staff.post) > 0.0
    held = np.asarray(staff.in_post) == 1
    assert not (held & ~there).any()
    assert (np.asarray(staff.stage)[~held] == Stage.NOT_YET).all()
    shares = ("adoption", "peers", "wins", "strain", "special", "vacant", "joint", "generic")
    for name in (*shares, "upheaval", "threat_left"):
        values = np.asarray(world.teams[name])
        assert ((values >= -1e-12) & (values <= 1.0 + 1e-12)).all(), name
    for name in ("fidelity", "trust", "wrong_door", "misdirected", "loss", "joint", "advice"):
        values = np.asarray(world.interfaces[name])
        assert ((values >= 0.0) & (values <= 1.0)).all(), name
    programme = world.globals[0].programme
    for name in ("clarity", "spanner_cover"):
        assert 0.0 <= programme[name] <= 1.0, name


test_staff_teams_and_interfaces_stay_in_their_ranges = conserved(members)


def carried(run: Run) -> None:
    """Whom case managers and care coordinators carry, counted with each and with the people."""
    world, count = run.world, np.zeros(len(run.world.staff), np.int64)
    for column in ("manager", "coordinator"):
        posts = np.asarray(world.residents[column])
        np.add.at(count, posts[posts > 0] - 1, 1)
    assert np.array_equal(count, np.asarray(world.staff.cases))
    assert ((np.asarray(world.residents.manager) > 0) == world.residents.enrolled).all()


test_nobody_is_carried_twice_or_lost_by_those_who_carry_them = conserved(carried)
