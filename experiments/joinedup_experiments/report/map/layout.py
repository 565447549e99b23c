"""Where everything stands on a map: teams in rows of two, those that are joined first."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.report.map.interfaces import Side

WIDTH = 3.7
BOX_WIDE, BOX_HIGH, ROW = 1.42, 0.76, 0.9
TOP = 1.98  # inches for the public, the practices and the single point of access
APART = 0.2  # how far from the middle the practices' lines begin, so that they are distinguished
ORDER = ("nhs", "council", "voluntary")


class Spot(NamedTuple):
    """The middle of a team's box in inches from the top left, and where its lines begin."""

    x: float
    y: float
    line_x: float
    line_y: float

    def towards(self, other: Spot) -> tuple[float, float]:
        """Where the line to another team begins: at the practices, on that team's side."""
        if self.y >= TOP - BOX_HIGH:
            return self.line_x, self.line_y
        return self.line_x + (APART if other.x > self.x else -APART), self.line_y


def joined_teams(side: Side) -> set[str]:
    """The teams that are joined with another, or stand behind the single point of access."""
    spoa = side.scenario.arrangement.single_point_of_access
    behind = set(spoa.in_front_of) if spoa else set()
    return behind.union(*(pair for pair, interface in side.interfaces.items() if interface.joined))


def spots(scenario: Scenario, first: Collection[str] = ()) -> dict[str, Spot]:
    """Where each team stands: general practice above the others, at the public's side.

    Teams in ``first`` stand in the upper rows, so that the lines between them are short and cross
    no other team's; within these and the rest, teams are in the order of their organisations.
    """
    teams = scenario.teams
    practice = [name for name, team in teams.items() if team.role == "general_practice"]
    others = sorted(
        teams.keys() - practice,
        key=lambda name: (name not in first, ORDER.index(teams[name].organisation), name),
    )
    found = {name: Spot(WIDTH / 2, 0.42, WIDTH / 2, 0.42 + BOX_HIGH / 2) for name in practice}
    for number, name in enumerate(others):
        row, right = divmod(number, 2)
        x, y = BOX_WIDE / 2 + 0.03, TOP + row * ROW
        inner = x + BOX_WIDE / 2
        found[name] = Spot(WIDTH - x, y, WIDTH - inner, y) if right else Spot(x, y, inner, y)
    return found


def height(scenario: Scenario) -> float:
    """Inches that the teams take, from the top to below the last."""
    return TOP + (len(scenario.teams) // 2) * ROW - ROW / 2 + 0.1
