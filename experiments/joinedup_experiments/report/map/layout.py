"""Where the boxes of the map stand, and where the lines between them begin and end."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Set
from typing import NamedTuple

from joinedup_experiments.report.map.interfaces import Side
from joinedup_experiments.report.map.page import SHORT, in_box

WIDTH = 3.7  # inches, as all here
BOX_WIDE, BOX_HIGH, ROW = 1.42, 0.76, 0.9
PUBLIC, SPOA_AT = 0.42, 1.22  # the middle of the public's row, and of the single point of access
TOP = 1.98  # the middle of the first row of teams, where there is no hub
ASIDE = 0.2  # how far from the middle a box's lines begin, so that they are distinguished
NAME_LINE = 0.118  # from one line of a box's names or remarks to the next


class Spot(NamedTuple):
    """The middle of a team's box from the top left, its height, and whether it has no side."""

    x: float
    y: float
    high: float = BOX_HIGH
    central: bool = False

    @property
    def inner(self) -> float:
        """Where the box ends towards the middle."""
        return self.x + (BOX_WIDE / 2 if self.x < WIDTH / 2 else -BOX_WIDE / 2)

    def towards(self, other: Spot) -> tuple[float, float]:
        """Where the line to another team begins: above or below where the box has no side."""
        if not self.central:
            return self.inner, self.y
        end = self.high / 2 if other.y > self.y else -self.high / 2
        return self.x + (ASIDE if other.x > self.x else -ASIDE), self.y + end

    @property
    def door(self) -> tuple[float, float]:
        """Where a way in ends."""
        return (self.x, self.y - self.high / 2) if self.central else (self.inner, self.y - 0.17)


def joined_teams(side: Side) -> set[str]:
    """The teams that are joined with another or in one, or stand behind a hub or single point."""
    joined = [pair for pair, interface in side.interfaces.items() if interface.joined]
    teams = {team for some in (side.behind, *side.hubs.values(), *joined) for team in some}
    return {name for team in teams for name in side.members[team]}.union(*side.merged)


def names_in(side: Side, team: str) -> list[tuple[str, list[str]]]:
    """Of each team that is merged in a box: who employs it, and its label in lines."""
    members = [side.scenario.all_teams[name] for name in side.members[team]]
    return [(one.organisation, textwrap.wrap(one.label, 20)) for one in members]


def spots(side: Side, first: Set[str] = frozenset()) -> dict[str, Spot]:
    """Where each team stands: general practice at the public's side, hubs between it and others.

    Teams in ``first`` stand in the upper rows, so that the lines between them are short and cross
    no other team's; within these and the rest, teams are in the order of their organisations.
    """
    teams, hubs = side.scenario.all_teams, [*side.hubs]
    practices = [name for name in side.members if teams[name].role == "general_practice"]
    found = {name: Spot(WIDTH / 2, PUBLIC, central=True) for name in practices}
    top = (SPOA_AT + 0.2 if side.behind else PUBLIC + BOX_HIGH / 2) + 0.22 + BOX_HIGH / 2
    for number, hub in enumerate(hubs):
        aside = 0.0 if hub == hubs[-1] and number % 2 == 0 else 0.8 * (2 * (number % 2) - 1)
        found[hub] = Spot(WIDTH / 2 + aside, top + number // 2 * ROW, central=True)
    top = max([TOP, *(found[hub].y + BOX_HIGH + 0.27 for hub in hubs)])
    rows = {name: _rows(side, name) for name in side.members if name not in found}
    last, employers = {name: first.isdisjoint(side.members[name]) for name in rows}, [*SHORT]
    order = [(last[n], -rows[n], employers.index(teams[n].organisation), n) for n in rows]
    filled = [0, 0]
    for _, fewer, _, name in sorted(order):
        right = filled[1] < filled[0]
        x, more = BOX_WIDE / 2 + 0.03, -fewer - 1
        y = top + (filled[right] + more / 2) * ROW
        found[name] = Spot(WIDTH - x if right else x, y, BOX_HIGH + more * ROW)
        filled[right] -= fewer
    return found


def height(where: Mapping[str, Spot]) -> float:
    """From the top to below the last team."""
    return max(spot.y + spot.high / 2 for spot in where.values()) + 0.17


def _rows(side: Side, team: str) -> int:
    """How many rows a box takes: one, or what the names in it need."""
    if len(side.members[team]) == 1:
        return 1
    lines = sum(len(label) for _, label in names_in(side, team)) + len(in_box(side, team))
    return math.ceil((0.35 + NAME_LINE * lines - BOX_HIGH) / ROW) + 1
