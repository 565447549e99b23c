"""A parameter at an end of its range is never said to be known from the figures."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from joinedup_experiments.local_place.fit import world_runs, worlds_fit
from joinedup_experiments.local_place.fit.least_squares import Identifiability
from joinedup_experiments.local_place.fit.narrowed import Narrowed
from joinedup_experiments.local_place.fit.runs import parameters_for
from joinedup_experiments.local_place.fit.verdicts import Fit, notes, reason
from joinedup_experiments.local_place.fit.world_runs import Tried, WorldRuns
from joinedup_experiments.local_place.new.figures import Activity
from joinedup_experiments.scenario_io.load import load_scenario

from . import test_fit as in_one
from . import test_fit_worlds as over_worlds

EDGE = "at the edge of what the model allows"
BASE = load_scenario("siloed_borough")
in_one_world, in_worlds = in_one.made_up, over_worlds.made_up


def made_up_fit(at: float, loss: float = 0.0) -> Fit:
    """Two parameters, both said to be well known; the first at a share of its upper range."""
    parameters = parameters_for(["ae", "loss"], [], BASE)
    x = np.array([at * np.log(parameters[0].high), loss])
    known = Identifiability([], [], np.full(2, 0.01))
    notes_on = notes([], known, parameters, x)
    return Fit([], parameters, x, np.full(2, 0.02), notes_on, {}, "made up")


@pytest.mark.parametrize("at", [1.0, 0.999])
def test_at_the_stop_it_is_said_and_there_is_no_interval(at: float) -> None:
    fit = made_up_fit(at)
    first, second = fit.values().values()
    assert f"{EDGE}, the top of its range; declared" in first and "95% interval" not in first
    assert "95% interval" in second and EDGE not in second
    edge, others = fit.notes
    assert edge.startswith(f"acute.ae_rate is {EDGE}, the top of its range")
    assert others == "each other parameter is identified by the figures given"


@pytest.mark.parametrize("at", [0.0, 0.5, 0.9])
def test_within_its_range_it_has_an_interval(at: float) -> None:
    fit = made_up_fit(at)
    assert all("95% interval" in line and EDGE not in line for line in fit.values().values())
    assert fit.notes == ["each parameter is identified by the figures given"]


def test_with_every_parameter_at_a_stop_none_is_said_to_be_identified() -> None:
    loss = parameters_for(["loss"], [], BASE)[0]
    fit = made_up_fit(1.0, float(np.log(loss.low)))
    assert len(fit.notes) == 2 and all(EDGE in note for note in fit.notes)
    assert "the bottom of its range" in fit.notes[1]


def test_at_a_stop_what_is_left_open_is_not_repeated() -> None:
    parameters = parameters_for(["ae", "loss"], [], BASE)
    x = np.array([np.log(parameters[0].high), 0.0])
    notes_on = notes([], Identifiability([], [0, 1], np.ones(2)), parameters, x)
    assert [EDGE in line for line in notes_on] == [True, False]
    assert "not identified: handover.loss" in notes_on[1]


def test_on_the_screen_and_in_the_file(in_one_world, tmp_path: Path) -> None:
    """The nearest to 420 that the range allows is 405, which is near enough to be written."""
    lines = ("ae_attendances,420,1000_residents", "lost_at_handover,15%,share")
    result = in_one.fit(in_one.place(tmp_path, *lines))
    assert result.exit_code == 0, result.output
    for text in (result.stdout, (tmp_path / "fitted.yaml").read_text(encoding="utf-8")):
        mine = [line for line in text.splitlines() if "acute.ae_rate" in line and EDGE in line]
        assert len(mine) == 2 and not any("95% interval" in line for line in mine)
        assert "each other parameter is identified" in text


def test_over_worlds_it_is_said_in_how_many(in_worlds, tmp_path: Path) -> None:
    lines = ("ae_attendances,480,1000_residents", "lost_at_handover,20%,share")
    result = over_worlds.fit(over_worlds.place(tmp_path, *lines))
    assert result.exit_code == 0, result.output
    written = (tmp_path / "fitted.yaml").read_text(encoding="utf-8")
    for text in (" ".join(result.stdout.split()), written):
        (found,) = re.findall(r"At the edge of what the model allows, of the (\d+) worlds.*", text)
        assert re.search(rf"worlds that fit: acute\.ae_rate in [1-{found}]\. There it would", text)


def test_what_is_narrowed_has_the_edge_beside_it() -> None:
    one = Narrowed("acute.ae_rate", "times", (0.9, 1.1), (1.19, 1.2), 0.9, 0.0, at_edge=7)
    assert one.cells()[0] == f"acute.ae_rate, times; {EDGE} in 7 worlds"
    assert one._replace(at_edge=0).cells()[0] == "acute.ae_rate, times"


IN_STEP = "general_practice.rate + care.direct_share[gp]"


@pytest.fixture
def moved_in_step(monkeypatch):
    """A world whose practices' share is given, moved so far between the ends of its room."""

    def moved(share: float, at: float) -> Tried:
        def solve(means, aim, low, high, *others):
            return SimpleNamespace(x=low + at * (high - low))

        monkeypatch.setattr(world_runs, "solve", solve)
        monkeypatch.setattr(WorldRuns, "_run", lambda *asked: np.array([4.0]))
        values = {"general_practice.rate": 1.0, "care.direct_share[gp]": share}
        drivers = parameters_for([], [IN_STEP], BASE)
        model = WorldRuns(BASE, [values], drivers, ["consultations"], 1, 1, 1, lambda done: None)
        one = Tried(1, values, np.array([5.0]))
        return model._rematched(one, np.zeros(1), np.ones(1), lambda share: None)

    return moved


def test_of_two_that_are_moved_in_step_it_is_the_one_that_has_no_more_room(moved_in_step) -> None:
    """In a world each starts elsewhere in its range, so that the room of both is another."""
    worlds = [moved_in_step(share, at) for share in (0.45, 0.62) for at in (0.0, 0.5)]
    assert worlds[0].values["care.direct_share[gp]"] == pytest.approx(0.44)
    assert worlds_fit._at_edges(worlds) == {
        "care.direct_share[gp]": 1, "general_practice.rate": 1,
    }  # fmt: skip
    (note,) = worlds_fit._of_edges(worlds, worlds_fit._at_edges(worlds))
    assert f"{IN_STEP} in 2 (general_practice.rate in 1, care.direct_share[gp] in 1)" in note


def test_a_figure_that_is_held_there_says_so_of_this_worlds_room(moved_in_step) -> None:
    world = moved_in_step(0.45, 0.0)
    asked = Activity("consultations", "consultations", "Consultations", "each", 4.0, 2)
    line = reason(asked, 5.0, world.drivers, world.x, np.array([0.9]))
    assert f"{IN_STEP} is {EDGE}, the bottom of its range" in line
