"""Where everything stands on a map: teams down two columns, by who employs them."""

from __future__ import annotations

from dataclasses import dataclass

from sim.scenario import Scenario

WIDTH = 3.7
BOX_WIDE, BOX_HIGH, ROW = 1.31, 0.66, 0.8
TOP = 1.9  # inches for the public, the practices and the door
ORDER = ("nhs", "council", "voluntary")


@dataclass(frozen=True)
class Spot:
    """The middle of a team's box in inches from the top left, and where its lines begin."""

    x: float
    y: float
    line_x: float
    line_y: float


def spots(scenario: Scenario) -> dict[str, Spot]:
    """Where each team stands: general practice above the others, at the public's side.

    Teams are in the order of their organisations, the first half down the left and the rest up
    the right, so that those of one organisation are beside each other.
    """
    practice = [name for name, team in scenario.teams.items() if team.role == "general_practice"]
    others = sorted(
        (name for name in scenario.teams if name not in practice),
        key=lambda name: (ORDER.index(scenario.teams[name].organisation), name),
    )
    half = (len(others) + 1) // 2
    found = {name: Spot(WIDTH / 2, 0.42, WIDTH / 2, 0.42 + BOX_HIGH / 2) for name in practice}
    for row, name in enumerate(others[:half]):
        x, y = BOX_WIDE / 2 + 0.03, TOP + row * ROW
        found[name] = Spot(x, y, x + BOX_WIDE / 2, y)
    for row, name in enumerate(others[half:]):
        x, y = WIDTH - BOX_WIDE / 2 - 0.03, TOP + row * ROW
        found[name] = Spot(x, y, x - BOX_WIDE / 2, y)
    return found


def height(scenario: Scenario) -> float:
    """Inches that the teams take, from the top to below the last."""
    return TOP + ((len(scenario.teams) - 1 + 1) // 2) * ROW - ROW / 2 + 0.1
