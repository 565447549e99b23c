"""Many members of staff through many weeks, against what theory says of one of them.

Nobody lives here but staff: their weeks are lived one after another (`joinedup.day.begin_week`)
while residents stand still, and every mechanism but the one looked at is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, sqrt

import numpy as np
import pytest
from scipy import stats

from joinedup.codes import PROFESSIONS, Leadership, Mechanism, Role, Stage
from joinedup.day import begin_week
from joinedup.rules.adoption import moves_a_week, share_of_moves_left
from joinedup.rules.workforce import chance_in_a_week, leaving_rate
from joinedup.run import change_world
from joinedup.scenario.names import names_of
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme, change_dates
from joinedup.state.world import World

PEOPLE = 600
SURE = 0.9995  # one in a thousand right models would fall outside
EVERYTHING = names_of(Mechanism)


@pytest.fixture
def staffed(siloed, sized) -> Callable[..., tuple[World, Scenario]]:
    """A place of many posts in which only the mechanisms named go on."""

    def make(*going_on: str, weeks: int, arrangement: dict | None = None):
        teams = {
            name: team.model_copy(update={"staff": dict.fromkeys(team.staff, 4_000.0)})
            for name, team in siloed.teams.items()
        }
        arranged = type(siloed.arrangement).model_validate(arrangement or {})
        disabled = [name for name in EVERYTHING if name not in going_on]
        place = sized(siloed, PEOPLE, 1, 0).model_copy(
            update={
                "teams": teams,
                "disable_mechanisms": disabled,
                "arrangement": arranged,
                "name": "Staff",
            }
        )
        world = new_world([place], 3, 7 * weeks + 1, 20_000, False)
        assert len(world.staff) > 1_000
        return world, place

    return make


def live(world: World, first: int, last: int, look: Callable[[], np.ndarray]) -> np.ndarray:
    """Live the weeks ``first`` to ``last`` - 1; what ``look`` finds at the end of each."""
    found = []
    for week in range(first, last):
        world.globals[0].settings.today = 7 * week
        begin_week(world, 7 * week)
        found.append(look())
    return np.array(found)


def interval(values: np.ndarray) -> tuple[float, float]:
    """The mean of independent values, and the half-width of its interval at `SURE`."""
    half = stats.t.ppf(SURE, len(values) - 1) * stats.sem(values)
    return float(values.mean()), float(half)


def test_days_lost_to_sickness_are_the_spells_times_their_length(staffed):
    """A renewal process: well for a geometric number of weeks, then off for a spell.

    Each week a well member begins a short spell with chance ``a``, else a long one with ``b``: any
    with ``q = a + (1 - a) b``. A spell of ``m`` days on average, which begins at any time of its
    week, keeps from drawing again on ``m / 7`` Mondays on average. So of a cycle of
    ``7 / q + m`` days ``m`` are lost.
    """
    warm_up, weeks = 60, 1_100
    world, _ = staffed("sickness", weeks=weeks)
    p = world.globals[0].p.workforce
    live(world, 0, warm_up, lambda: np.zeros(0))
    days = live(world, warm_up, weeks, lambda: np.asarray(world.staff.absent_days).copy())
    a, b = chance_in_a_week(p.short_spells), chance_in_a_week(p.long_spells)
    q = a + (1.0 - a) * b
    m = (a * p.short_days + (1.0 - a) * b * p.long_days) / q
    mean, half = interval(days.mean(axis=0) / 7.0)
    expected = m / (7.0 / q + m)
    print(f"sickness: {mean:.5f} +- {half:.5f}, theory {expected:.5f}")
    assert half < 0.05 * expected, "too few weeks to tell"
    assert abs(mean - expected) < half
    assert 0.0 <= days.min() <= days.max() <= 7.0


def test_posts_stand_empty_as_long_as_leaving_and_recruitment_say(staffed):
    """A post is held for ``1 / l`` weeks and empty for ``1 / f``: empty ``l / (l + f)``."""
    warm_up, weeks = 300, 3_000
    world, _ = staffed("leaving", weeks=weeks)
    p = world.globals[0].p.workforce
    live(world, 0, warm_up, lambda: np.zeros(0))
    empty = 1.0 - live(world, warm_up, weeks, lambda: np.asarray(world.staff.in_post).copy())
    profession = np.asarray(world.staff.profession)
    seen = 0
    for each in range(PROFESSIONS):
        mine = empty[:, profession == each].mean(axis=0)
        if len(mine) < 50:
            continue
        leaves = chance_in_a_week(leaving_rate(p, each, False, 0.0))
        filled = 1.0 - exp(-1.0 / p.fill_weeks[each])
        expected = leaves / (leaves + filled)
        mean, half = interval(mine)
        print(f"vacancy {each}: {mean:.4f} +- {half:.4f}, theory {expected:.4f}")
        assert half < 0.5 * expected, "too few posts to tell"
        assert abs(mean - expected) < half
        seen += 1
    assert seen >= 5


def test_strain_comes_to_the_balance_of_pressure_and_recovery_for_everybody(staffed):
    """``s = g / (g + recovery + relief)`` with ``g = pressure / hardiness``, each by their own."""
    weeks = 700
    world, _ = staffed("strain", "relief", weeks=weeks)
    p = world.globals[0].p.strain
    world.teams.load = np.linspace(0.2, 2.0, len(world.teams))
    live(world, 0, weeks, lambda: np.zeros(0))
    pressed, relieved = np.asarray(world.staff.pressure), np.asarray(world.staff.relief)
    gained = np.minimum(0.5, pressed / np.asarray(world.staff.hardiness))
    expected = gained / (gained + p.recovery + relieved)
    np.testing.assert_allclose(np.asarray(world.staff.strain), expected, atol=1e-9)
    carrying = np.asarray(world.teams.role) != Role.GENERAL_PRACTICE
    rising = pressed[np.asarray(world.teams.first_member)][carrying]
    assert (np.diff(rising) >= 0.0).all()
    assert rising[-1] > rising[0]
    load = np.asarray(world.teams.load)[np.asarray(world.staff.team)]
    assert (relieved[load < 0.8] > 0.0).all()


def test_staff_pass_through_the_stages_as_a_chain_of_chances_says(staffed):
    """Before it goes live nobody has adopted, so no peer hurries anybody: a Markov chain.

    Its chances are those of one member alone: orientation, insight, acceptance, and there they
    wait for the day.
    """
    weeks = 15
    names = ["adult_social_care", "community_nursing", "community_mental_health"]
    programme = {"go_live_month": 12.0, "engagement": 0.4, "leadership": "charismatic"}
    joined = {
        "interfaces": [{"between": names, "degree": "coordinated"}],
        "programme": {**programme, "upheaval": 0.0, "shared_purpose": 0.9},
    }
    world, scenario = staffed("adoption", weeks=weeks, arrangement=joined)
    p = world.globals[0].p.adoption
    p.vision_drift = 0.0
    change_world(world, scenario, 0)
    assert change_dates(scenario, 0, 7 * weeks) == [0]
    apply_programme(world, scenario, 0, 0)
    live(world, 0, weeks, lambda: np.zeros(0))
    chain = np.eye(len(Stage))
    left = share_of_moves_left(p, 0.0, 0.0, 0.0, 0.9)
    for move in range(Stage.ACCEPTANCE):
        rate = moves_a_week(p, move, Leadership.CHARISMATIC, 0.0, 0.4, 0.0, 0.7, 0.0) * left
        chain[move, move], chain[move, move + 1] = exp(-rate), 1.0 - exp(-rate)
    expected = np.linalg.matrix_power(chain, weeks)[0]
    joined_up = [scenario.team_names[t.type] in names for t in world.teams]
    stage = np.asarray(world.staff.stage)[np.array(joined_up)[np.asarray(world.staff.team)]]
    found = np.bincount(stage, minlength=len(Stage)) / len(stage)
    print(found.round(3), expected.round(3))
    assert (np.asarray(world.staff.stage)[~np.array(joined_up)[world.staff.team]] == 0).all()
    for one, other in zip(found, expected, strict=True):
        assert abs(one - other) <= 4.0 * sqrt(other * (1.0 - other) / len(stage))
    assert min(expected[: Stage.CHANGE]) > 0.01, "a chain with nothing to tell"
