"""What a user of Mesa expects of a model, and finds."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref

import mesa
import numpy as np
import pytest

from joinedup.codes import Activity, Age, Need, Profession, Role, State
from joinedup.mesa_model import CareModel, Hospital, ServiceUser, StaffMember, Team
from joinedup.mesa_model.reporters import needs_in_care
from joinedup.rules.workforce import usual_hours_worked
from joinedup.run import simulate
from joinedup_experiments.scenario_io.load import load_scenario


@pytest.fixture(scope="module")
def scenario():
    found = load_scenario("integrated_with_capacity")
    return found.model_copy(
        update={
            "place": found.place.model_copy(update={"residents": 600}),
            "run": found.run.model_copy(update={"burn_in_years": 0.25, "years": 0.25}),
        }
    )


@pytest.fixture(scope="module")
def model(scenario):
    with CareModel(scenario, rng=1) as model:
        model.run_days(63)
        yield model


def test_it_is_a_mesa_model_of_mesa_agents(model):
    assert isinstance(model, mesa.Model)
    assert set(model.agents_by_type) == {ServiceUser, Team, StaffMember, Hospital}
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)
    assert len(model.agents_by_type[ServiceUser]) == 600
    assert len(model.agents_by_type[Hospital]) == 1


def test_select_agg_get_and_do(model):
    people = model.agents_by_type[ServiceUser]
    old = people.select(lambda agent: agent.age >= Age.OLD)
    assert 0 < len(old) < 600
    assert {agent.age_band for agent in old} <= {"75-84", "85+"}
    assert old.agg("age", max) == int(np.asarray(model.world.residents.age).max()) > Age.OLD
    assert (
        people.agg("unserved", sum)
        == np.bitwise_count(np.asarray(model.world.residents.unserved)).sum()
    )
    by_quintile = people.groupby("quintile").count()
    assert sum(by_quintile.values()) == 600
    assert len(people.get("persistence")) == 600
    visited = []
    old.do(lambda agent: visited.append(agent.row))
    assert len(visited) == len(old)


def test_needs_are_named(model):
    person = model.agents_by_type[ServiceUser].select(lambda agent: agent.unserved > 0)[0]
    assert [need.kind for need in person.needs] == list(Need)
    need = next(
        n for n in person.needs if n.genuine and State.HIDDEN <= n.state <= State.WAITING_FOR_CARE
    )
    assert need.is_there
    assert 0.0 < need.severity <= 1.0
    assert need.name in repr(need)
    assert person.age_band in repr(person)
    assert need.team is None or need.team in person.teams


def test_columns_belong_to_the_rules(model):
    with pytest.raises(AttributeError, match="override a verb"):
        model.agents_by_type[ServiceUser][0].quintile = 3


def test_teams_know_their_line_and_their_staff(model):
    teams = model.agents_by_type[Team]
    practices = teams.select(lambda team: team.role == Role.GENERAL_PRACTICE)
    assert len(practices) == model.scenario.place.practices_each
    person = model.service_users[0]
    assert person.practice in practices
    p = model.world.globals[0].p.workforce
    for team in teams:
        assert len(team.waiting_list) == team.queue_length
        assert team.accepts or team.role == Role.CRISIS
        # A few more posts than are worked, since in usual times some are empty.
        hours = sum(m.hours_week * usual_hours_worked(p, m.profession) for m in team.staff)
        paid = float(model.world.teams["paid_minutes"][team.row]) / 60.0
        assert hours == pytest.approx(paid)
    waiting = [(team, *entry) for team in teams for entry in team.waiting_list]
    for team, row, kind in waiting:
        assert model.service_users[row].needs[kind].team is team


def post(member: StaffMember) -> tuple[int, int, Profession, int]:
    """Whose post it is, apart from who holds it; a boundary spanner is nobody's team's."""
    home = int(member._row.home)  # before its team was merged
    return (member.team.number if member.team else -1, home, member.profession, member.person)


def test_staff_change_with_the_posts(scenario):
    with CareModel(scenario) as model:
        before = {post(m): m for m in model.staff_members}
        model.run_days(model.index_day + 1)
        after = {post(m): m for m in model.staff_members}
        assert len(model.agents_by_type[StaffMember]) == len(after)
        assert all(after[key] is before[key] for key in before.keys() & after.keys())
        hours = sum(member.hours_week for member in model.staff_members)
        assert hours > sum(m.hours_week for m in before.values()) - 1e-6
        assert all(0.0 < m.hours_week <= 37.5 for m in model.staff_members)
        assert all(isinstance(m.profession, Profession) for m in model.staff_members)


def test_the_data_collector_has_rows_to_show(model):
    frame = model.datacollector.get_model_vars_dataframe()
    assert len(frame) == 9
    assert list(frame["day"]) == [7 * week for week in range(1, 10)]
    assert (frame["emergency_admissions"].diff().dropna() >= 0).all()
    assert frame["undetected_needs"].iloc[-1] == sum(
        need.state == State.HIDDEN and need.genuine
        for person in model.service_users
        for need in person.needs
    )


def test_needs_in_care_are_those_cared_for_with_an_end_in_view_or_none(model):
    cared_for = {State.IN_CARE, State.SUPPORTED}
    needs = [need for person in model.service_users for need in person.needs if need.genuine]
    assert cared_for <= {need.state for need in needs}
    assert needs_in_care(model) == sum(need.state in cared_for for need in needs)
    assert "long-term support" in needs_in_care.__doc__


def test_agents_can_be_collected_from(scenario):
    with CareModel(scenario, collect_every=0) as model:
        model.datacollector = mesa.DataCollector(
            agenttype_reporters={Team: {"line": "queue_length", "load": "load"}}
        )
        model.run_days(3)
        model.datacollector.collect(model)
        frame = model.datacollector.get_agenttype_vars_dataframe(Team)
        assert len(frame) == len(model.team_agents)


def test_agent_reporters_give_a_row_for_each_agent_and_step(scenario):
    """As Mesa documents them: names of attributes, functions, and functions with arguments."""
    reporters = {
        "kind": lambda agent: type(agent).__name__,
        "age": "age",
        "over": [lambda agent, least: getattr(agent, "age", 0) >= least, [75]],
    }
    with CareModel(scenario, collect_every=0) as model:
        model.datacollector = mesa.DataCollector(agent_reporters=reporters)
        for _ in range(2):
            model.step()
            model.datacollector.collect(model)
        frame = model.datacollector.get_agent_vars_dataframe()
        assert frame.index.names == ["Step", "AgentID"]
        assert list(frame.columns) == list(reporters)
        steps = frame.reset_index()["Step"].value_counts()
        assert dict(steps) == {1: len(model.agents), 2: len(model.agents)}
        last = frame.loc[2]
        for agent in model.agents:
            assert last.loc[agent.unique_id, "kind"] == type(agent).__name__
        people = last[last["kind"] == "ServiceUser"]
        ages = {agent.unique_id: agent.age for agent in model.service_users}
        assert dict(people["age"]) == ages
        assert people["over"].sum() == sum(age >= 75 for age in ages.values())


def test_an_agent_set_sorts_maps_and_counts_as_mesas_documentation_says(model):
    people = model.agents_by_type[ServiceUser]
    eldest = people.sort("age", ascending=False)[:5]
    ages = sorted((person.age for person in model.service_users), reverse=True)
    assert [person.age for person in eldest] == ages[:5]
    assert len(people.select(at_most=0.1)) == 60
    assert sum(people.map(lambda person: person.unserved > 0)) == len(
        people.select(lambda person: person.unserved > 0)
    )
    with_own = people.groupby(lambda person: person.unserved > 0)
    assert sum(len(group) for _, group in with_own) == 600


def test_the_hospital_counts_its_beds(model):
    in_bed = model.agents_by_type[ServiceUser].select(lambda agent: agent.in_hospital)
    assert model.hospital.occupied == len(in_bed)
    assert model.hospital.beds >= 1
    assert "beds taken" in repr(model.hospital)
    assert model.times(Activity.EMERGENCY_ADMISSION) > 0


def test_it_runs_to_its_end_and_says_so(scenario):
    with CareModel(scenario, collect_every=0) as model:
        with pytest.raises(RuntimeError, match="days left"):
            model.results()
        model.run_years(0.1)
        assert model.day == 37
        model.run_model()
        assert not model.running
        assert model.day == model.last_day
        assert model.results().index_day == model.index_day
        with pytest.raises(RuntimeError, match="all the days"):
            model.step()


def test_a_closed_model_is_let_go(scenario):
    """Mesa 3.3 counts agents' numbers in a dictionary whose keys are the models."""
    with CareModel(scenario) as model:
        model.step()
        kept = weakref.ref(model)
    assert model not in mesa.Agent._ids
    del model
    gc.collect()
    assert kept() is None


def test_what_is_no_scenario_and_a_closed_model_are_refused_in_words(scenario):
    with pytest.raises(TypeError, match="a Scenario is needed"):
        CareModel("siloed_borough")
    with CareModel(scenario) as model:
        model.step()
    with pytest.raises(RuntimeError, match="closed"):
        model.step()


def test_importing_it_leaves_multiprocessing_alone():
    """Mesa sets the start method of the whole process to spawn."""
    code = (
        "import multiprocessing as m, joinedup.mesa_model;"
        "print(m.get_start_method(allow_none=True))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert printed.stdout.strip() == "None"


def test_a_place_of_no_staff_is_a_mesa_model_as_well():
    found = load_scenario("siloed_borough")
    small = {"residents": 300, "years": 0.1, "burn_in_years": 0.1}
    unstaffed = found.with_(small | {f"teams.{key}.staff": {} for key in found.teams})
    with CareModel(unstaffed, rng=1) as model:
        assert len(model.agents_by_type[StaffMember]) == 0
        while model.running:
            model.step()
        mine, theirs = model.results().months, simulate(unstaffed, 1).months
        for key, values in mine.items():
            np.testing.assert_array_equal(values, theirs[key], key)
