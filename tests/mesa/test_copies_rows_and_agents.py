"""A model that is copied lives as the first does; rows that are not there are refused, and loss."""

from __future__ import annotations

import copy
import pickle

import mesa
import numpy as np
import pytest

from joinedup.codes import Activity
from joinedup.mesa_model import CareModel, Hospital, ServiceUser, StaffMember, Team
from joinedup_experiments.scenario_io.load import load_scenario

PEOPLE = 300


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("integrated_with_capacity").with_(
        {"residents": PEOPLE, "burn_in_years": 1 / 12, "years": 1 / 12}
    )


@pytest.fixture(scope="module")
def model(scenario):
    with CareModel(scenario, rng=1, collect_every=0) as model:
        model.fast_forward(model.index_day - 2)
        yield model


COPIES = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda model: pickle.loads(pickle.dumps(model)),
    "with an agent": lambda model: copy.deepcopy(model.service_users[7]).model,
}


@pytest.fixture(scope="module")
def lived_on(model):
    """The model some days later, by steps, and copies of it as it was, which have lived since."""
    copies = {name: make(model) for name, make in COPIES.items()}
    model.run_days(6)
    for one in copies.values():
        one.run_days(6)
    yield model, copies
    for one in copies.values():
        one.close()


@pytest.mark.parametrize("how", COPIES)
def test_a_copy_lives_as_the_model_does(lived_on, how):
    """Past its index day, on which it appoints staff: they have numbers of their own."""
    first, copies = lived_on
    other = copies[how]
    assert other.day == first.day > first.index_day
    assert other.events(burn_in=True).tobytes() == first.events(burn_in=True).tobytes()
    due = [[one.is_due(row) for row in range(PEOPLE)] for one in (first, other)]
    assert due[0] == due[1]
    numbers = [[agent.unique_id for agent in one.agents] for one in (first, other)]
    assert numbers[0] == numbers[1]
    assert len(set(numbers[1])) == len(numbers[1])
    assert all(agent.model is other for agent in other.agents)
    assert not np.shares_memory(other.world.residents, first.world.residents)


def test_a_copy_has_the_results_of_the_model(lived_on):
    first, copies = lived_on
    ours, theirs = (copy.deepcopy(one) for one in (first, copies["pickle"]))
    found = []
    for one in (ours, theirs):
        one.fast_forward(10**6)
        found.append(one.results())
        one.close()
    np.testing.assert_array_equal(found[0].costs, found[1].costs)
    assert found[0].events.tobytes() == found[1].events.tobytes()
    for measure, months in found[0].months.items():
        np.testing.assert_array_equal(found[1].months[measure], months, measure)


def test_a_copy_of_a_closed_model_is_closed_and_let_go(scenario):
    with CareModel(scenario, collect_every=0) as model:
        pass
    other = copy.deepcopy(model)
    assert other not in mesa.Agent._ids
    with pytest.raises(RuntimeError, match="closed"):
        other.step()


@pytest.mark.parametrize("row", [-1, PEOPLE, 99_999, 2.5, "x", True, None])
def test_a_row_that_is_not_there_is_refused(model, row):
    for ask in (
        model.is_due,
        model.wake_next,
        lambda number: ServiceUser(model, number),
        lambda number: Team(model, number),
        lambda number: StaffMember(model, number),
    ):
        agents = len(model.agents)
        with pytest.raises(ValueError, match="row must be"):
            ask(row)
        assert len(model.agents) == agents


def test_a_row_that_is_there_is_taken(model):
    day = model.world.calendar.slots.on_day[PEOPLE - 1]
    assert not model.is_due(np.int32(PEOPLE - 1)) or day == model.day
    model.wake_next(np.int64(PEOPLE - 1))
    assert model.world.calendar.slots.on_day[PEOPLE - 1] == day


@pytest.mark.parametrize("activity", ["x", -1, 10**6, 2.5, None, True])
def test_what_is_no_activity_is_not_counted(model, activity):
    with pytest.raises(ValueError, match=r"activity must be .*, such as `Activity\.REFERRED`"):
        model.times(activity)
    assert model.times(int(Activity.REFERRED)) == model.times(Activity.REFERRED) > 0


def test_a_verb_takes_a_kind_of_need_and_a_time(model):
    person = model.service_users[0]
    for kind in (-1, 9, 10**9, 0.5, "frailty"):
        with pytest.raises(ValueError, match="kind must be"):
            person.worsen(kind, 1.0)
    for verb in (lambda t: person.worsen(0, t), person.consult):
        for t in (-1.0, float("nan"), float("inf"), "soon", None):
            with pytest.raises(ValueError, match="t must be a number"):
                verb(t)


@pytest.mark.parametrize("kind", [ServiceUser, Team, StaffMember, Hospital])
def test_no_agent_of_the_place_is_removed(model, kind):
    agent = model.agents_by_type[kind][0]
    agents = list(model.agents)
    for remove in (agent.remove, model.remove_all_agents, lambda: model.deregister_agent(agent)):
        with pytest.raises(RuntimeError, match="cannot be removed"):
            remove()
    assert list(model.agents) == agents


def test_an_agent_of_ones_own_comes_and_goes(model):
    one = mesa.Agent(model)
    assert one in model.agents
    one.remove()
    assert one not in model.agents


@pytest.mark.parametrize("kind", [ServiceUser, Team, StaffMember])
def test_a_day_is_not_lived_by_a_part_of_the_agents(model, kind):
    """Mesa's sets can be changed in place, and who has left one would be passed over."""
    agents = model.agents_by_type[kind]
    lost = agents[0]
    agents.discard(lost)
    day = model.day
    with pytest.raises(RuntimeError, match=f"1 of {len(agents) + 1} agents .*{kind.__name__}"):
        model.step()
    agents.add(lost)
    assert model.day == day
