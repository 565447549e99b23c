"""Places for tests: the shipped siloed borough in small, and a place in which nothing happens."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Collection, Sequence
from html import escape
from typing import Any

import numpy as np
import pytest

from joinedup.codes import Mechanism
from joinedup.rules.collected import parameter_record
from joinedup.scenario.names import names_of
from joinedup.scenario.scenario import Scenario
from joinedup.setup import population
from joinedup.state.residents import Clock
from joinedup.state.world import World
from joinedup_experiments.scenario_io.load import load_scenario

Alter = Callable[[Any], None]
A_DOT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
UNCOMPILED = ("architecture", "display", "scenario_differences")  # folders that run no model
# Files whose own fixtures take seconds; the first of them compiles the model.
COSTLY = (
    "evaluation/test_command",
    "patterns/test_asking",
    "patterns/test_staff_and_culture",
    "report/test_page",
    "report/test_word",
    "same_lives/test_pathway",
    "worlds/test_toy",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two workers begin with a half each: the second with what runs no model.

    So one of them compiles it, and the other finds it compiled. What is costly to set up comes
    first of all: a worker that has nothing left takes over another's last tests, so a file in
    between may be set up by both.
    """
    costly: list[pytest.Item] = []
    idle: list[pytest.Item] = []
    rest: list[pytest.Item] = []
    for one in items:
        folder = one.path.parent.name
        is_costly = f"{folder}/{one.path.stem}" in COSTLY
        (costly if is_costly else idle if folder in UNCOMPILED else rest).append(one)
    rest = [*costly, *rest]
    half = len(items) // 2
    items[:] = [*rest[:half], *idle, *rest[half:]]


@pytest.fixture(scope="session")
def siloed() -> Scenario:
    """The siloed borough as it is shipped."""
    return load_scenario("siloed_borough")


@pytest.fixture(scope="session")
def steady() -> Callable[[Scenario], Scenario]:
    """A scenario whose staff are always there, the same, and work as arranged from the first day.

    For what theory says of people and lines: nobody is ill, leaves, tires, learns or fears.
    """

    def make(scenario: Scenario) -> Scenario:
        return scenario.with_({"disable_mechanisms": names_of(Mechanism)})

    return make


@pytest.fixture
def without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Results folders are written without pictures, whose drawing takes longest of all."""
    leave_out_pictures(monkeypatch)


def leave_out_pictures(patch: pytest.MonkeyPatch) -> None:
    """Draw no pictures into results folders, until the patch is undone."""
    name = "joinedup_experiments.compare.results.writing.draw_pictures"
    patch.setattr(name, lambda *_: {})


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures in a page are only their words: for tests of what a page says."""
    leave_undrawn(monkeypatch)


def leave_undrawn(patch: pytest.MonkeyPatch, pngs: bool = True) -> None:
    """Have pictures made but neither laid out nor drawn, until the patch is undone.

    An SVG has every word that is set in its figure; a PNG in a document is one dot, if asked.
    """
    patch.setattr("joinedup_experiments.display.charts.as_svg", _words_of)
    if pngs:
        patch.setattr("joinedup_experiments.report.exports.word.as_png", lambda figure: A_DOT)


def _words_of(figure: Any) -> str:
    from matplotlib.text import Text

    words = "".join(f"<text>{escape(one.get_text())}</text>" for one in figure.findobj(Text))
    return f'<svg viewBox="0 0 1 1">{words}</svg>'


@pytest.fixture
def rises() -> Callable[[Sequence[float]], bool]:
    """Whether each number is at least the one before it, and the last above the first."""

    def check(values: Sequence[float]) -> bool:
        steps = np.diff(np.asarray(values, float))
        return bool((steps >= -1e-12).all() and values[-1] > values[0])

    return check


@pytest.fixture(scope="session")
def sized() -> Callable[[Scenario, int, float, float], Scenario]:
    """A scenario with fewer residents, and years and years of burn-in of its own."""

    def make(scenario: Scenario, residents: int, years: float, burn_in: float) -> Scenario:
        place = scenario.place.model_copy(update={"residents": residents})
        run = scenario.run.model_copy(update={"years": years, "burn_in_years": burn_in})
        return scenario.model_copy(update={"place": place, "run": run})

    return make


def silence(p: Any) -> None:
    """Set the parameters so that nothing ever happens to anybody, and no barrier stands."""
    for group, name in (
        ("people", "prevalence"),
        ("people", "mortality"),
        ("onset", "rate"),
        ("worsening", "untreated"),
        ("worsening", "improvement"),
        ("crisis", "rate"),
        ("noticing", "detection"),
        ("acute", "ae_rate"),
        ("planned", "clinic_rate"),
        ("planned", "clinic_by_need"),
        ("general_practice", "rate"),
        ("general_practice", "by_unmet_need"),
        ("seeking", "gp_first"),
        ("care", "relapse"),
    ):
        getattr(getattr(p, group), name)[...] = 0.0
    p.onset.course_years[...] = 1e9
    p.onset.interaction_ratio[...] = 1.0
    p.people.deprivation_ratio[...] = 1.0
    p.people.persistence = 1e9
    p.people.carer_share = 0.0
    p.noticing.false_alarm = 0.0
    p.noticing.holistic_false = 0.0
    p.noticing.holistic = 0.0
    p.crisis.carer_rate = 0.0
    for barrier in ("wrong_door", "misdirected", "loss", "obstacle", "retelling"):
        setattr(p.handover, barrier, 0.0)
    p.handover.paperwork_minutes = 0.0
    p.handover.paperwork_days = 0.0
    p.care.assessment_minutes[:] = 0.0
    p.care.unreviewed_extension = 0.0
    p.care.met_at_review = 1e9
    p.care.reablement_share = 0.0
    p.eligibility.judgement_error = 0.0
    p.eligibility.rise = 0.0
    p.expectations.elasticity = 0.0
    p.expectations.worries[...] = 0.0
    p.expectations.refers_from = 1e-9
    p.team_process.meeting_hours = 0.0


@pytest.fixture
def quiet_place(
    monkeypatch: pytest.MonkeyPatch, steady: Callable[[Scenario], Scenario]
) -> Callable[[Scenario, Alter, int, int], World]:
    """A place on day 0 in which only what ``alter`` switches on again ever happens.

    Its staff are steady.
    The values are set where the model reads them, so that they may lie outside the ranges that
    a scenario is held to.
    """

    def make(scenario: Scenario, alter: Alter, days: int, seed: int) -> World:
        def altered(assumptions: dict[str, Any], outside: Collection[str]) -> np.ndarray:
            record = parameter_record(assumptions, outside)
            silence(record[0])
            alter(record[0])
            return record

        monkeypatch.setattr(population, "parameter_record", altered)
        world = population.new_world([steady(scenario)], seed, days, 500_000, False)
        nobody_comes_or_goes(world)
        return world

    return make


def nobody_comes_or_goes(world: World) -> None:
    """Nobody moves away or passes into another age band."""
    world.ages.leaving = 0.0
    world.residents.birthday_at = np.inf
    world.residents.leaves_at = np.inf
    world.clocks[:, Clock.DATE] = np.inf
