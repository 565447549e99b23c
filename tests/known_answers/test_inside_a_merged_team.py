"""Merged teams are still teams to each other: they may know of each other's work, and trust."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from joinedup.codes import NO_WORKER, PER, Degree, Mechanism, Need, State
from joinedup.engine.jit import entry_point
from joinedup.phases.care import contact, record_joint_care
from joinedup.phases.interface_week import update_interfaces_week
from joinedup.rules.trust import LAST_WEEK, fidelity_of, trust_after_week
from joinedup.run import change_world
from joinedup.scenario.names import names_of
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme
from joinedup.state.months import Culture, Tally
from joinedup.state.world import World, copied
from joinedup_experiments.scenario_io.load import load_scenario

NURSING, SOCIAL = "community_nursing", "adult_social_care"
BOTH = (Need.FRAILTY, Need.DAILY_LIVING)  # nursing's, and social care's
PEOPLE = 400
NEVER = 1e9


@pytest.fixture(scope="module")
def joined(sized) -> Callable[[str], World]:
    """A new place in which all work as arranged, and everybody has care of both teams."""
    steady = [name for name in names_of(Mechanism) if name not in ("coordination", "trust")]
    made: dict[str, World] = {}

    def make(degree: str) -> World:
        if degree not in made:
            scenario = sized(load_scenario("siloed_borough"), PEOPLE, 1, 0).with_({
                "arrangement.interfaces": [{"between": [NURSING, SOCIAL], "degree": degree}],
                "disable_mechanisms": steady,
            })  # fmt: skip
            world = new_world([scenario], 3, 60, 50_000, False)
            for own in range(len(scenario.team_names)):
                world.interfaces[0, own, own].trust = 0.0  # a team apart has nothing to trust
            change_world(world, scenario, 0)
            apply_programme(world, scenario, 0, 0)
            names = scenario.team_names
            for kind, name in zip(BOTH, (NURSING, SOCIAL), strict=True):
                of_kind = world.needs[:, kind]
                of_kind.state, of_kind.severity, of_kind.genuine = State.SUPPORTED, 0.5, 1
                of_kind.team = world.team_of[names.index(name), 0]
                of_kind.worker, of_kind.care_end = NO_WORKER, NEVER
            world.interfaces.fidelity = 1.0
            made[degree] = world
        return copied(made[degree])

    return make


@entry_point
def begin_jointly(world, who, kind):
    """What is recorded when care begins beside that of another team."""
    record_joint_care(world, who, kind)


def pair(world: World) -> tuple[int, int]:
    """The types of the rows that nursing and social care are in."""
    rows = world.needs[0, list(BOTH)].team
    return tuple(int(world.teams[row].type) for row in rows)


@pytest.mark.parametrize("degree", ["none", "co_located", "merged"])
def test_merged_teams_know_of_each_others_work_as_their_degree_says(joined, degree):
    world = joined(degree)
    for who in range(PEOPLE):
        for kind in BOTH:
            contact(world, who, kind, 1.0)
    tallies = np.asarray(world.months.tallies).sum(axis=0)
    shared, coordinated = tallies[Tally.SHARED_CONTACTS], tallies[Tally.COORDINATED]
    chance = float(world.globals[0].p.experience.together[Degree[degree.upper()]])
    assert shared > 0.99 * len(BOTH) * PEOPLE  # care of one may have ended at the first contact
    assert coordinated / shared == pytest.approx(chance, abs=4 * (0.25 / shared) ** 0.5)


def test_one_teams_two_kinds_are_not_two_teams_work(joined):
    """Inside the merged team, what one of its teams brought in is that team's alone."""
    world = joined("merged")
    row = world.teams[int(world.needs[0, BOTH[0]].team)]
    row.origin[...] = row.type
    for who in range(20):
        contact(world, who, BOTH[0], 1.0)
    assert np.asarray(world.months.tallies).sum(axis=0)[Tally.SHARED_CONTACTS] == 0


def fitted(world: World, knows: float) -> float:
    """Minutes of a package of social care fitted anew, were teams to know with this chance."""
    world.globals[0].p.experience.together[...] = knows
    kind = Need.DAILY_LIVING
    need = world.needs[0, kind]
    staff = np.flatnonzero(np.asarray(world.staff.team) == int(need.team))
    need.worker = staff[np.asarray(world.staff.in_post)[staff] > 0][0]
    need.wanted, need.care_end = world.staff[int(need.worker)].profession, 1.0
    contact(world, 0, kind, 1.0)
    return float(world.needs[0, kind].minutes)


@pytest.mark.parametrize("degree", ["co_located", "merged"])
def test_a_package_takes_less_where_merged_teams_know(joined, degree):
    world = joined(degree)
    left = 1.0 - float(world.globals[0].p.coordination.duplicated)
    assert fitted(copied(world), 1.0) == pytest.approx(left * fitted(copied(world), 0.0))


def test_joint_care_inside_a_merged_team_raises_its_trust_once(joined):
    """As the rule says of so many joint packages, and as much as between two teams apart."""
    found = {}
    for degree in ("co_located", "merged"):
        world = joined(degree)
        first, second = pair(world)
        world.interfaces.joint = 0.3
        world.interfaces.trust = 0.3
        for who in range(10):
            begin_jointly(world, who, 0 + BOTH[1])
        update_interfaces_week(world)
        p, place = world.globals[0].p.trust, world.places[0]
        good = LAST_WEEK * 10 * PER / (place.after - place.first)
        found[degree] = float(world.interfaces[0, first, second].trust)
        assert found[degree] == pytest.approx(trust_after_week(p, 0.3, good, 0.0, 0.0))
        assert world.months[0].culture[Culture.HANDOVERS] == 10
    assert found["merged"] == pytest.approx(found["co_located"])


def test_pairs_inside_a_merged_team_trust_and_work_as_it_does(joined):
    """So what is printed of joined interfaces is of those in force."""
    world = joined("merged")
    lead, _ = pair(world)
    world.interfaces[0, lead, lead].trust = 0.8
    update_interfaces_week(world)
    types = range(int(world.globals[0].settings.types))
    between = world.interfaces[0][np.ix_(types, types)]
    inside = between[between.degree > Degree.NONE]
    assert inside.size == 3  # there, back, and the merged team's own
    assert np.asarray(inside.trust) == pytest.approx(0.8)
    full = fidelity_of(world.globals[0].p.trust, 1.0, 1.0, 0.8)
    assert np.asarray(inside.fidelity) == pytest.approx(full)
    sums = world.months[0].culture
    assert sums[Culture.FIDELITY] / sums[Culture.INTERFACES] == pytest.approx(full)


def test_a_merged_team_begins_with_the_trust_between_its_teams(joined):
    """Less what the upheaval of going live takes of it, as of any other interface."""
    apart, merged = joined("co_located"), joined("merged")
    (first, second), (lead, _) = pair(apart), pair(merged)
    before = float(apart.interfaces[0, first, second].trust)
    assert 0.0 < before < float(apart.globals[0].p.trust.initial)
    assert merged.interfaces[0, lead, lead].trust == pytest.approx(before)


def test_a_merged_team_remembers_what_its_teams_had_of_each_other(sized):
    """As trust, so the experiences of late that it follows: their mean, there and back."""
    scenario = sized(load_scenario("siloed_borough"), PEOPLE, 1, 0).with_({
        "arrangement.interfaces": [{"between": [NURSING, SOCIAL], "degree": "merged"}],
    })  # fmt: skip
    world = new_world([scenario], 3, 60, 50_000, False)
    one, other = (scenario.team_names.index(name) for name in (NURSING, SOCIAL))
    lead = min(one, other)
    world.interfaces.good_mean[0, one, other] = 3.0
    world.interfaces.good_mean[0, other, one] = 1.0
    world.interfaces.bad_mean[0, one, other] = 0.5
    change_world(world, scenario, 0)
    apply_programme(world, scenario, 0, 0)
    inside = world.interfaces[0, lead, lead]
    assert (inside.good_mean, inside.bad_mean) == (2.0, 0.25)
