"""The day of the Mesa model has the phases of the compiled day, all of them and in its order."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

import joinedup
from joinedup.mesa_model import CareModel
from joinedup.run import simulate
from joinedup.scenario.scenario import Scenario
from tests.same_lives.test_mesa_equals_compiled import small, tables

SIM = Path(joinedup.__file__).parent
# A resident's day: `live_day` in one, `ServiceUser.step` in the other; test_pathway compares them.
RESIDENTS = "live_day"
NO_PHASES = {
    "RuntimeError", "int", "is_monday", "is_working_day", "len", "max", "prefetch",
    "prefetch_needs", "prefetch_resident", "range", "schedule",
}  # fmt: skip
# Whose step a Mesa agent's method is, where it is a resident's.
OF_RESIDENTS = {"service_user_class"}


def functions_in(file: str) -> dict[str, ast.FunctionDef]:
    """The functions of a file of the model; methods by ``Class.name``."""
    found = {}
    for node in ast.parse((SIM / file).read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = node
        for method in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(method, ast.FunctionDef):
                found[f"{node.name}.{method.name}"] = method
    return found


DAY = functions_in("day.py")
AGENTS = functions_in("mesa_model/services.py")
STEP = functions_in("mesa_model/care_model.py")["CareModel.step"]


def calls_in(function: ast.FunctionDef) -> list[ast.Call]:
    """The calls of a function, in the order of its text."""
    within = [node for part in function.body for node in ast.walk(part)]
    calls = [node for node in within if isinstance(node, ast.Call)]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def phases(function: ast.FunctionDef, within: Mapping[str, ast.FunctionDef]) -> Iterator[str]:
    """The phases that a function calls, those called in turn by functions ``within`` too."""
    for call in calls_in(function):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if name in within:
            yield from phases(within[name], within)
        elif name and name not in NO_PHASES:
            yield name
        elif isinstance(call.func, ast.Attribute):
            yield from _of_agents(call.func, call)


def _of_agents(asked: ast.Attribute, call: ast.Call) -> Iterator[str]:
    """The phases of ``agents_by_type[Class].do("method")`` and of the hospital's step."""
    if asked.attr in ("do", "shuffle_do"):
        assert isinstance(asked.value, ast.Subscript)
        who, method = ast.unparse(asked.value.slice), ast.literal_eval(call.args[0])
        if who.removeprefix("self.") in OF_RESIDENTS:
            yield RESIDENTS
        else:
            yield from phases(AGENTS[f"{who}.{method}"], {})
    elif ast.unparse(asked) == "self.hospital.step":
        yield from phases(AGENTS["Hospital.step"], {})


def test_no_residents_event_sets_the_day_of_another():
    """`live_residents` takes them off the calendar one by one, while others live already."""
    calls: dict[str, set[str]] = {}
    for file in SIM.rglob("*.py"):
        for name, function in functions_in(str(file.relative_to(SIM))).items():
            names = {call.func.id for call in calls_in(function) if isinstance(call.func, ast.Name)}
            calls.setdefault(name, set()).update(names)
    reached, to_follow = {RESIDENTS}, [RESIDENTS]
    while to_follow:
        further = calls.get(to_follow.pop(), set()) - reached
        reached |= further
        to_follow += further
    assert {"contact", "die", "schedule_events"} < reached
    assert not reached & {"schedule", "cancel", "wake"}


def test_both_days_have_the_same_phases_in_the_same_order():
    whole = {"begin_week", "update_week", "live_residents", "end_day"}  # in parts, by Mesa's agents
    compiled = list(phases(DAY["run_days"], {name: DAY[name] for name in whole}))
    assert list(phases(STEP, {})) == compiled
    assert len(compiled) == len(set(compiled)) > 10
    assert compiled.index("staff_week") < compiled.index(RESIDENTS) < compiled.index("settle_team")


ON = {
    "growing and winters": {"place.growing": True, "place.winters": True},
    "places in groups": {"place.assets": 20.0},
    "ways out of hospital": {
        "arrangement.hospital": {
            "step_down_beds_per_1000": 2.0,
            "discharge_to_assess_per_1000": 2.0,
            "virtual_ward_places_per_1000": 2.0,
            "urgent_community_response": {"district_nurse": 4.0},
        }
    },
    "an offer by lot": {"arrangement.case_management.offered_to": 0.5},
}
"""What no shipped scenario has on."""


def hub() -> Scenario:
    """A place with enough of case managers and link workers for what is on to find some."""
    return small("hub_at_the_door").with_({
        "arrangement.case_management.case_managers": 100,
        "arrangement.new_teams.neighbourhood_hub.staff.link_worker": 30,
    })  # fmt: skip


def test_what_is_on_lives_in_both():
    scenario = hub().with_({key: value for part in ON.values() for key, value in part.items()})
    ours = simulate(scenario, 5)
    with CareModel(scenario, 5, rng=3, collect_every=0) as model:
        model.run_model()
        theirs = model.results()
    assert tables(theirs.world) == tables(ours.world)
    assert theirs.events.tobytes() == ours.events.tobytes()


@pytest.mark.parametrize("part", ON)
def test_each_of_them_is_on(part):
    """It changes what happens, or how staff are, so that both loops have it to live."""
    with_it, base = simulate(hub().with_(ON[part]), 5), simulate(hub(), 5)
    strain = [np.asarray(run.world.staff["strain"]) for run in (with_it, base)]
    assert with_it.events.tobytes() != base.events.tobytes() or not np.array_equal(*strain)
