"""The map as a picture: before and after, side by side for a page, one above the other for a phone.

Who employs a team is shown by its colour and in words; how far two teams are joined by colour, line
style and width, which grows with what is taken away of the barriers. The colours of lines are
none of those of boxes. Letters are as large as a phone needs, where the map takes the whole width.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Collection
from typing import Any, NamedTuple

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display import charts
from joinedup_experiments.display.charts import COLOURS
from joinedup_experiments.report.map.interfaces import Interface, Side
from joinedup_experiments.report.map.page import SHORT, below, in_box, left_of, title_of

DEGREES: dict[str, tuple[str, Any]] = {
    "closer_working": ("#b8458f", (0, (5, 1.5))),
    "coordinated": ("#8e3fa3", (0, (6, 1.5, 1.2, 1.5))),
    "co_located": ("#5b2a86", (0, (1.2, 1.2))),
    "merged": (COLOURS[0], "-"),
    "by_hand": ("#6b4a2b", (0, (2, 2))),
}
APART = "#b4b4b4"
DOTTED: Any = (0, (1, 2))
ORGANISATIONS = {"nhs": COLOURS[1], "council": COLOURS[2], "voluntary": COLOURS[3]}
SPOA = "#b87800"
LARGE, SMALL, SMALLER = 8.4, 7.6, 7.2  # points: a team's name, the legend, a team's remarks
LINE = 0.17  # inches from one line of the legend to the next
HEAD = 0.4  # inches for the heading
WIDTH = 3.7
BOX_WIDE, BOX_HIGH, ROW = 1.42, 0.76, 0.9
TOP = 1.98  # inches for the public, the practices and the single point of access
ASIDE = 0.2  # how far from the middle the practices' lines begin, so that they are distinguished


def drawn(before: Side, after: Side, stacked: bool) -> dict[str, bytes]:
    """The picture as SVG and PNG, by form; ``stacked`` one above the other, for a narrow screen."""
    files = {form: io.BytesIO() for form in ("svg", "png")}
    with charts.styled():
        figure = figure_of(before, after, stacked)
        for form, file in files.items():
            charts.save(figure, file, [form], dpi=150, title=title_of(after))
    return {form: file.getvalue() for form, file in files.items()}


@charts.styled()
def figure_of(before: Side, after: Side, stacked: bool) -> Any:
    """The picture before it is written."""
    panels: list[tuple[Side, list[str]]] = [(before, []), (after, below(after, 62))]
    highs = []
    for side, notes in panels:
        lines = len(side.by_degree) + bool(side.behind) + 2 + len(notes)  # below the teams
        highs.append(height(side.scenario) + LINE * lines + 0.1)
    highs = [highs[0] + 0.2, highs[1]] if stacked else [max(highs)] * 2
    rows, columns, margin = (highs, 1, 0.03) if stacked else (highs[:1], 2, 0.12)
    ratios = [high + HEAD for high in rows]
    figure = charts.blank(columns * (WIDTH + 2.0 * margin), sum(ratios), layout=None)
    figure.subplots_adjust(0.0, 0.0, 1.0, 1.0, 0.0, 0.0)
    every_axes = figure.subplots(len(rows), columns, height_ratios=ratios)
    for (side, notes), high, axes in zip(panels, highs, every_axes, strict=True):
        axes.set(xlim=(-margin, WIDTH + margin), ylim=(high, -HEAD))
        axes.axis("off")
        _panel(axes, side, spots(side.scenario, joined_teams(after)), notes)
    return figure


def _panel(axes: Any, side: Side, where: dict[str, Spot], notes: list[str]) -> None:
    head = f"After: {side.scenario.name}, in full" if notes else "Before: siloed"
    axes.text(0.03, -0.36, textwrap.fill(head, 44), fontsize=9.5, fontweight="bold", va="top")
    most_left_first = sorted(side.interfaces.items(), key=lambda f: (f[1].joined, -f[1].left))
    for pair, interface in most_left_first:
        _line(axes, side, where[pair[0]], where[pair[1]], interface)
    for x, text in ((0.55, "Residents"), (WIDTH - 0.55, "Hospital\nand A&E")):
        axes.text(
            x, 0.42, text, ha="center", va="center", fontsize=LARGE, style="italic",
            bbox={"boxstyle": "round4,pad=0.35", "facecolor": "#eeeeee", "edgecolor": "#777777"},
        )  # fmt: skip
    _spoa(axes, side, where)
    for name, spot in where.items():
        _team(axes, side, name, spot)
    _legend(axes, side, notes)


def _line(axes: Any, side: Side, one: Spot, other: Spot, interface: Interface) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    start, end = one.towards(other), other.towards(one)
    bend = 0.55 if one.line_x == other.line_x else 0.25
    middle = (start[0] + end[0]) / 2 * (1 - bend) + WIDTH / 2 * bend, (start[1] + end[1]) / 2
    path = Path([start, middle, end], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    (colour, style), width = (APART, DOTTED), 0.55
    if interface.joined:
        (colour, style), width = DEGREES[interface.degree], _width(side, interface)
    axes.add_patch(PathPatch(path, fill=False, edgecolor=colour, linestyle=style, linewidth=width))


def _width(side: Side, interface: Interface) -> float:
    """Thinner for a degree that has very many, so that lines of the others are seen."""
    many = len(side.by_degree[interface.degree])
    return min(1.0, max(0.6, 12.0 / many)) * (0.9 + 3.0 * max(0.0, 1.0 - interface.left))


def _team(axes: Any, side: Side, name: str, spot: Spot) -> None:
    from matplotlib.patches import FancyBboxPatch

    team = side.scenario.all_teams[name]
    outside = name in side.scenario.arrangement.stays_outside
    corner = (spot.x - BOX_WIDE / 2, spot.y - BOX_HIGH / 2)
    axes.add_patch(
        FancyBboxPatch(
            corner, BOX_WIDE, BOX_HIGH, boxstyle="round,pad=0,rounding_size=0.07", linewidth=1.5,
            facecolor="#f3f3f3" if outside else "white",
            edgecolor=ORGANISATIONS[team.organisation],
            linestyle=(0, (3, 2)) if outside else "-",
        )
    )  # fmt: skip
    small = in_box(side, name)
    axes.text(
        spot.x, spot.y - 0.055 * (0.4 + len(small)), "\n".join(textwrap.wrap(team.label, 18)[:3]),
        ha="center", va="center", fontsize=LARGE, linespacing=1.0,
    )  # fmt: skip
    axes.text(
        spot.x, spot.y + BOX_HIGH / 2 - 0.04, "\n".join(small),
        ha="center", va="bottom", fontsize=SMALLER, color="#333333", linespacing=1.0,
    )  # fmt: skip


def _spoa(axes: Any, side: Side, where: dict[str, Spot]) -> None:
    """The single point of access, and the way from it to each of the teams behind it."""
    from matplotlib.patches import Rectangle

    front = side.scenario.arrangement.single_point_of_access
    if front is None:
        return
    x, y = WIDTH / 2, 1.22
    for start, end in ((0.55, x - 0.5), (x, x), (WIDTH - 0.55, x + 0.5)):
        low = 0.42 + (BOX_HIGH / 2 if start == x else 0.22)
        axes.plot([start, end], [low, y - 0.2], color=SPOA, linewidth=1.6, zorder=1.5)
    arrow = {"arrowstyle": "-|>", "color": SPOA, "linewidth": 1.3, "shrinkA": 0, "shrinkB": 0}
    for spot in (where[name] for name in side.behind):
        axes.annotate(
            "", (spot.line_x, spot.line_y - 0.17), (x, y + 0.16), zorder=1.4, arrowprops=arrow
        )
    box = Rectangle((x - 0.74, y - 0.2), 1.48, 0.4, facecolor="#fdf3dc", edgecolor=SPOA)
    axes.add_patch(box).set(linewidth=1.8, zorder=3)
    staff = sum(front.staff.values())
    posts = f"{staff:g} posts" if staff else "the teams' own staff"
    axes.text(
        x, y, f"Single point of\naccess: {posts}", ha="center", va="center",
        fontsize=SMALLER, zorder=4,
    )  # fmt: skip


def _legend(axes: Any, side: Side, notes: list[str]) -> None:
    """Which line is which, and what is left of the barriers there; then what else there is."""
    rows: list[tuple[Any, Any, float, str]] = []
    for degree, some in side.by_degree.items():
        what = "barriers set by hand" if degree == "by_hand" else degree.replace("_", " ")
        text = f"{what} ({len(some)}): {left_of(some)}"
        rows.append((*DEGREES[degree], _width(side, some[0]), text))
    if side.spoa_left is not None:
        rows.append((SPOA, "-", 1.6, f"by the single point of access: {side.spoa_left:.0%} left"))
    # Where nothing was agreed a shared record may lower barriers all the same.
    if apart := [interface for interface in side.interfaces.values() if not interface.joined]:
        rows.append((APART, DOTTED, 1.0, f"not joined ({len(apart)}): {left_of(apart)}"))
    at = height(side.scenario) + 0.1
    for colour, style, width, text in rows:
        axes.plot([0.05, 0.45], [at, at], color=colour, linestyle=style, linewidth=width)
        axes.text(0.52, at, text, va="center", fontsize=SMALL)
        at += LINE
    x, at = 0.05, at + 0.02
    there = {team.organisation for team in side.scenario.all_teams.values()}
    for organisation, words in SHORT.items():
        if organisation in there:
            axes.plot([x, x + 0.13], [at, at], color=ORGANISATIONS[organisation], linewidth=3)
            axes.text(x + 0.18, at, words, va="center", fontsize=SMALL)
            x += 0.32 + 0.066 * len(words)
    for number, note in enumerate(notes, 1):
        axes.text(0.05, at + LINE * number + 0.02, note, va="center", fontsize=SMALLER)


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
        return self.line_x + (ASIDE if other.x > self.x else -ASIDE), self.line_y


def joined_teams(side: Side) -> set[str]:
    """The teams that are joined with another, or stand behind the single point of access."""
    joined = (pair for pair, interface in side.interfaces.items() if interface.joined)
    return set(side.behind).union(*joined)


def spots(scenario: Scenario, first: Collection[str] = ()) -> dict[str, Spot]:
    """Where each team stands: general practice above the others, at the public's side.

    Teams in ``first`` stand in the upper rows, so that the lines between them are short and cross
    no other team's; within these and the rest, teams are in the order of their organisations.
    """
    teams = scenario.all_teams
    practice = [name for name, team in teams.items() if team.role == "general_practice"]
    order = {name: (list(ORGANISATIONS).index(teams[name].organisation), name) for name in teams}
    others = sorted(teams.keys() - practice, key=lambda name: (name not in first, order[name]))
    found = {name: Spot(WIDTH / 2, 0.42, WIDTH / 2, 0.42 + BOX_HIGH / 2) for name in practice}
    for number, name in enumerate(others):
        row, right = divmod(number, 2)
        x, y = BOX_WIDE / 2 + 0.03, TOP + row * ROW
        inner = x + BOX_WIDE / 2
        found[name] = Spot(WIDTH - x, y, WIDTH - inner, y) if right else Spot(x, y, inner, y)
    return found


def height(scenario: Scenario) -> float:
    """Inches that the teams take, from the top to below the last."""
    return TOP + (len(scenario.all_teams) // 2) * ROW - ROW / 2 + 0.1
