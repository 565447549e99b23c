"""Weeks of staff without residents: a place with many posts, whose load and dealings are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from joinedup.codes import Stage
from joinedup.day import begin_week
from joinedup.run import change_world
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme, change_dates
from joinedup.state.world import World

JOINED_UP = ("adult_social_care", "community_nursing", "community_mental_health")


@dataclass
class Weeks:
    """What was seen at the end of every week, and the place after the last."""

    world: World
    seen: dict[str, list[float]] = field(default_factory=dict)

    def look(self, joined: np.ndarray) -> None:
        """Note how staff and interfaces are now; ``joined`` marks the teams joined up."""
        staff = self.world.staff
        held = (np.asarray(staff.in_post) == 1) & (np.asarray(staff.post) > 0.0)
        there = (np.asarray(staff.post) > 0.0) & (np.asarray(staff.team) >= 0)
        theirs = held & joined[np.asarray(staff.team)] & (np.asarray(staff.team) >= 0)
        teams = slice(0, self.world.interfaces.shape[2])  # not the public, nor the hospital
        joined_up = np.asarray(self.world.target_interfaces.degree)[:, teams] > 0
        interfaces = self.world.interfaces[:, teams][joined_up]
        found = {
            "strain": float(staff.strain[held].mean()),
            "burnt": float((staff.strain[held] >= 0.5).mean()),
            "satisfaction": float(staff.satisfaction[held].mean()),
            "fit": float(self.world.globals[0].programme.fit),
            "fear": float(staff.fear[theirs].mean()),
            "absent": float(staff.absent_days[held].mean() / 7.0),
            "left": float(staff.left_week.sum()),
            "vacant": float(1.0 - (held & there).sum() / there.sum()),
            "adoption": float((staff.stage[theirs] >= Stage.CHANGE).mean()),
            "heard": float((staff.stage[theirs] > Stage.NOT_YET).mean()),
            "special": float(staff.special[theirs].mean()),
            "learnt": float(staff.skill[theirs].sum(axis=1).mean()),
            "trust": float(interfaces.trust.mean()) if joined_up.any() else 0.0,
            "fidelity": float(interfaces.fidelity.mean()) if joined_up.any() else 0.0,
        }
        for name, value in found.items():
            self.seen.setdefault(name, []).append(value)

    def mean(self, name: str, first: int = 0, last: int | None = None) -> float:
        """The mean of what was seen over some weeks."""
        return float(np.mean(self.seen[name][first:last]))


@pytest.fixture
def staff_weeks(siloed: Scenario, sized: Callable[..., Scenario]) -> Callable[..., Weeks]:
    """Lives weeks of a place with many posts, three of whose teams are joined."""

    def live(
        weeks: int = 104,
        *,
        load: float = 0.8,
        good: int = 4,
        bad: int = 1,
        degree: str = "coordinated",
        disabled: tuple[str, ...] = (),
        arrangement: dict[str, Any] | None = None,
        places: int = 1,
        alter: Callable[[Any], None] | None = None,
        **programme: Any,
    ) -> Weeks:
        teams = {
            name: team.model_copy(update={"staff": dict.fromkeys(team.staff, 2_000.0)})
            for name, team in siloed.teams.items()
        }
        arranged = {
            "interfaces": [{"between": list(JOINED_UP), "degree": degree}],
            "programme": programme,
            **(arrangement or {}),
        }
        update = {
            "teams": teams,
            "disable_mechanisms": list(disabled),
            "arrangement": type(siloed.arrangement).model_validate(arranged),
        }
        place = siloed.place.model_copy(update={"neighbourhoods": places})
        scenario = siloed.model_copy(update=update | {"place": place})
        scenario = sized(scenario, 600 * places, 1, 0)
        world = new_world([scenario], 5, 7 * weeks + 1, 20_000, False)
        if alter:
            alter(world.globals[0].p)
        joined = np.array([scenario.team_names[t.type] in JOINED_UP for t in world.teams])
        change_world(world, scenario, 0)
        turns = set(change_dates(scenario, 0, 7 * weeks))
        found = Weeks(world)
        for day in range(7 * weeks):
            if day in turns:
                apply_programme(world, scenario, 0, day)
            if day % 7 == 0:
                world.globals[0].settings.today = day
                _give(world, joined, load, good, bad)
                begin_week(world, day)
                found.look(joined)
        return found

    return live


def _give(world: World, joined: np.ndarray, load: float, good: int, bad: int) -> None:
    """A week's load for every team, and its dealings for those that are joined."""
    world.teams.load = load
    world.teams.demand = load * np.asarray(world.teams.minutes)
    interfaces = np.asarray(world.target_interfaces.degree) > 0
    world.interfaces.good_week = np.where(interfaces, good, 0)
    world.interfaces.bad_week = np.where(interfaces, bad, 0)
    world.teams.good_week = np.where(joined, good, 0)
    world.teams.bad_week = np.where(joined, bad, 0)
