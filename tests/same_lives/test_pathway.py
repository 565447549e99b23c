"""The table of the pathway, its calls, Mesa's verbs and the drawing are one; nothing else happens.

``joinedup.phases.pathway`` is the truth that the others are held to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from joinedup.codes import State
from joinedup.mesa_model import CareModel, ServiceUser, Team, care_model
from joinedup.phases import pathway
from joinedup.phases.pathway import BY_OTHERS, OF_THE_PERSON, PATHWAY
from joinedup.state.needs import NeedEvent
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.overrides import Overrides, changed

DOCS = Path(__file__).parents[2] / "docs/model.md"
# Who leaves makes room for another person: verbs of their own. No team closes here, as in
# `test_teams_that_come_and_go`.
LEAVES = ("die", "move_away")
WATCHED = [s for s in BY_OTHERS if s.function.__name__ not in (*LEAVES, "pass_on_from_closed")]
# From each state that they can begin in.
SELDOM = ("move_into_care_home", "lose_function", "refer_at_meeting")
STEPS = {step.function.__name__: step for step in (*PATHWAY.values(), *BY_OTHERS)}
VERBS = {f.__name__ for functions in OF_THE_PERSON.values() for f in functions}


@pytest.fixture
def calls(monkeypatch):
    """What is called in place of the functions of the tables, by name."""
    made: list[str] = []
    for name in {*STEPS, *VERBS}:
        monkeypatch.setattr(pathway, name, lambda *_, name=name: made.append(name))
    return made


def plain(function):
    """The Python function, whether compiled or not."""
    return getattr(function, "py_func", function)


def test_every_event_has_its_step():
    assert set(PATHWAY) == set(NeedEvent) - {NeedEvent.NONE}
    assert [event.name.lower() for event in PATHWAY] == [
        step.function.__name__ for step in PATHWAY.values()
    ]


@pytest.mark.parametrize("event", PATHWAY)
def test_the_compiled_day_and_mesa_call_what_the_table_says(event, calls):
    plain(pathway.need_event)(None, 0, 3, event, 1.0)
    resident = SimpleNamespace(model=SimpleNamespace(world=None), world=None, row=0)
    getattr(ServiceUser, ServiceUser.AT_A_NEED[event])(resident, 3, 1.0)
    assert calls == [event.name.lower()] * 2


DATES = {
    "attend_series": "series_at",
    "receive_visit": "visit_at",
    "recover": "unwell_until",
    "come_of_age": "birthday_at",
    "move_away": "leaves_at",
    "die": "dies_at",
}


@pytest.mark.parametrize("clock", OF_THE_PERSON)
def test_so_do_the_clocks_of_the_person(clock, calls):
    for function in OF_THE_PERSON[clock]:
        due = DATES.get(function.__name__)
        dates = SimpleNamespace(**{at: 1.0 if at == due else 2.0 for at in DATES.values()})
        world = SimpleNamespace(residents=[dates])
        resident = SimpleNamespace(world=world, row=0)
        for name in VERBS:
            setattr(resident, name, partial(getattr(ServiceUser, name), resident))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pathway, "dated_event", plain(pathway.dated_event))
            plain(pathway.person_event)(world, 0, clock, 1.0)
        getattr(ServiceUser, ServiceUser.AT_A_CLOCK[clock])(resident, 1.0)
        assert calls == [function.__name__] * 2
        calls.clear()


def changes(steps) -> dict[tuple[State, State], set[str]]:
    """Names of the functions by the change of state, from and to, that they may bring."""
    found = defaultdict(set)
    for step in steps:
        for before, afterwards in step.leads.items():
            for after in afterwards:
                found[before, after].add(step.function.__name__)
    return found


def test_the_drawing_in_the_docs_shows_the_table():
    drawn = {}
    for before, after, names in re.findall(
        r"^ +(\w+) --> (\w+): (.+)$", DOCS.read_text(encoding="utf-8"), re.MULTILINE
    ):
        drawn[before, after] = {name.strip().replace(" ", "_") for name in names.split(",")}
    table = {
        (before.name.lower(), after.name.lower()): names
        for (before, after), names in changes(
            s for n, s in STEPS.items() if n not in LEAVES
        ).items()
        if before != after
    }
    assert drawn == table


MEETS_OFTEN = {
    "arrangement.joint_meetings": {"hours_a_week": 40.0, "every_days": 7},
    "assumptions": {"case_management.discussed_again_days": 28.0},
    "disable_mechanisms": ["adoption"],  # all heed what a meeting says
}
# Before the line for care and when care starts; many are not eligible, or pay.
ASSESSES = {
    "teams.adult_social_care": {"eligible_from": 0.4, "assessing": 0.6},
    "teams.community_nursing.eligible_from": 0.4,
    "assumptions": {"means_test.self_funders": 0.45},
}
SEEN: dict[str, set[tuple[State, State]]] = defaultdict(set)  # by verb; "others": what it brings


def watched(name, method):
    """The verb ``name``, noting what becomes of every need of the person."""

    def verb(self, *arguments):
        states = self.world.needs.state[self.row]
        before = states.copy()
        method(self, *arguments)
        own = arguments[0] if len(arguments) == 2 else -1
        for kind, pair in enumerate(zip(before.tolist(), states.tolist(), strict=True)):
            pair = (State(pair[0]), State(pair[1]))
            if kind == own or name in LEAVES:
                SEEN[name].add(pair)
            elif pair[0] != pair[1]:
                SEEN["others"].add(pair)

    return verb


class Watched(ServiceUser):
    """Every verb notes what becomes of the needs."""


for _name in [*ServiceUser.AT_A_NEED.values(), *VERBS]:
    setattr(Watched, _name, watched(_name, getattr(ServiceUser, _name)))


@pytest.fixture(scope="module")
def seen():
    """What was seen in small places: siloed with few staff, joined up, with a hub at the door."""
    SEEN.clear()

    def advance(team, usual=Team.advance):
        states = team.world.needs.state
        before = states.copy()
        usual(team)
        for where in np.argwhere(before != states).tolist():
            SEEN["others"].add((State(before[*where]), State(states[*where])))

    def week(world, day, usual=care_model.case_management_week):
        before = world.needs.state.copy()
        usual(world, day)
        for where in np.argwhere(before != world.needs.state).tolist():
            SEEN["others"].add((State(before[*where]), State(world.needs.state[*where])))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Team, "advance", advance)
        patch.setattr(care_model, "case_management_week", week)
        for name, years in (
            ("siloed_borough", 0.8),
            ("local_care_network_well", 1.2),
            ("hub_at_the_door", 0.8),
        ):
            small = changed(load_scenario(name), Overrides(residents=800, burn_in=0.3, years=years))
            if small.arrangement.joint_meetings:  # long enough to see what they change
                small = small.with_(MEETS_OFTEN)
            if name == "siloed_borough":
                small = small.with_(ASSESSES)
            with CareModel(small, service_user_class=Watched, collect_every=0) as model:
                model.run_model()
    return SEEN


def test_nothing_happens_outside_the_table(seen):
    for name, pairs in seen.items():
        if name in STEPS:
            assert pairs <= set(changes([STEPS[name]])), name
    assert seen["others"] <= set(changes(WATCHED))


def test_everything_in_the_table_happens(seen):
    happened = {name for name, pairs in seen.items() if pairs}
    assert happened >= {step.function.__name__ for step in PATHWAY.values()}
    often = [step for step in WATCHED if step.function.__name__ not in SELDOM]
    assert set(changes(often)) <= seen["others"] <= set(changes(WATCHED))
    assert (State.ON_FILE, State.REFERRED) in seen["others"]  # at a meeting
