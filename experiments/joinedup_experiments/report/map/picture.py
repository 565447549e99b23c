"""The map as a picture: before and after, side by side for a page, one above the other for a phone.

Who employs a team is shown by its colour and in words; how far two teams are joined by colour, line
style and width, which grows with what is taken away of the barriers. The colours of lines are
none of those of boxes. Letters are as large as a phone needs, where the map takes the whole width.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from typing import Any

from joinedup.codes import PER
from joinedup_experiments.display import charts
from joinedup_experiments.display.charts import COLOURS
from joinedup_experiments.report.map.interfaces import Interface, Side
from joinedup_experiments.report.map.layout import (
    BOX_HIGH,
    BOX_WIDE,
    NAME_LINE,
    PUBLIC,
    SPOA_AT,
    WIDTH,
    Spot,
    height,
    joined_teams,
    names_in,
    spots,
)
from joinedup_experiments.report.map.page import SHORT, below, in_box, left_of, title_of
from joinedup_experiments.scenario_io.diff.phrases import number

MERGED = COLOURS[0]
DEGREES: dict[str, tuple[str, Any]] = {
    "closer_working": ("#b8458f", (0, (5, 1.5))),
    "coordinated": ("#8e3fa3", (0, (6, 1.5, 1.2, 1.5))),
    "co_located": ("#5b2a86", (0, (1.2, 1.2))),
    "by_hand": ("#6b4a2b", (0, (2, 2))),
}
APART = "#b4b4b4"
DOTTED: Any = (0, (1, 2))
ORGANISATIONS = {"nhs": COLOURS[1], "council": COLOURS[2], "voluntary": COLOURS[3]}
SPOA = "#b87800"
LARGE, SMALL, SMALLER = 8.4, 7.6, 7.2  # points: a team's name, the legend, a team's remarks
LINE = 0.17  # inches from one line of the legend to the next
HEAD = 0.4  # inches for the heading


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
    highs, places = [], []
    for side, notes in panels:
        lines = len(side.by_degree) + bool(side.behind) + len(side.hubs) + 2 + len(notes)
        places.append(spots(side, joined_teams(after)))
        highs.append(height(places[-1]) + LINE * lines + 0.1)
    highs = [highs[0] + 0.2, highs[1]] if stacked else [max(highs)] * 2
    rows, columns, margin = (highs, 1, 0.03) if stacked else (highs[:1], 2, 0.12)
    ratios = [high + HEAD for high in rows]
    figure = charts.blank(columns * (WIDTH + 2.0 * margin), sum(ratios), layout=None)
    figure.subplots_adjust(0.0, 0.0, 1.0, 1.0, 0.0, 0.0)
    every_axes = figure.subplots(len(rows), columns, height_ratios=ratios)
    for (side, notes), where, high, axes in zip(panels, places, highs, every_axes, strict=True):
        axes.set(xlim=(-margin, WIDTH + margin), ylim=(high, -HEAD))
        axes.axis("off")
        _panel(axes, side, where, notes)
    return figure


def _panel(axes: Any, side: Side, where: dict[str, Spot], notes: list[str]) -> None:
    head = f"After: {side.scenario.name}, in full" if notes else "Before: siloed"
    axes.text(0.03, -0.36, textwrap.fill(head, 44), fontsize=9.5, fontweight="bold", va="top")
    most_left_first = sorted(side.interfaces.items(), key=lambda f: (f[1].joined, -f[1].left))
    for pair, interface in most_left_first:
        _line(axes, side, where[pair[0]], where[pair[1]], interface)
    for x, text in ((0.55, "Residents"), (WIDTH - 0.55, "Hospital\nand A&E")):
        axes.text(
            x, PUBLIC, text, ha="center", va="center", fontsize=LARGE, style="italic",
            bbox={"boxstyle": "round4,pad=0.35", "facecolor": "#eeeeee", "edgecolor": "#777777"},
        )  # fmt: skip
    _spoa(axes, side, where)
    _hubs(axes, side, where)
    for name, spot in where.items():
        _team(axes, side, name, spot)
    _legend(axes, side, notes, height(where) + 0.1)


def _line(axes: Any, side: Side, one: Spot, other: Spot, interface: Interface) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    start, end = one.towards(other), other.towards(one)
    bend = 0.55 if one.x == other.x else 0.25
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

    merged = len(side.members[name]) > 1
    outside = name in side.scenario.arrangement.stays_outside
    corner = (spot.x - BOX_WIDE / 2, spot.y - spot.high / 2)
    axes.add_patch(
        FancyBboxPatch(
            corner, BOX_WIDE, spot.high, boxstyle="round,pad=0,rounding_size=0.07",
            linewidth=2.4 if merged else 1.5, facecolor="#f3f3f3" if outside else "white",
            edgecolor=MERGED if merged else ORGANISATIONS[side.organisations(name)[0]],
            linestyle=(0, (3, 2)) if outside else "-",
        )
    )  # fmt: skip
    small = in_box(side, name)
    label = "\n".join(textwrap.wrap(side.scenario.all_teams[name].label, 18)[:3])
    axes.text(
        spot.x, corner[1] + 0.12 if merged else spot.y - 0.055 * (0.4 + len(small)),
        "One merged team" if merged else label,
        ha="center", va="center", fontsize=LARGE, linespacing=1.0,
    )  # fmt: skip
    at = corner[1] + 0.3
    for organisation, lines in names_in(side, name) if merged else ():
        x, colour = corner[0] + 0.09, ORGANISATIONS[organisation]
        axes.plot([x, x], [at - 0.05, at + 0.05], color=colour, linewidth=3)
        for line in lines:
            axes.text(x + 0.05, at, line, va="center", fontsize=SMALLER)
            at += NAME_LINE
    axes.text(
        spot.x, spot.y + spot.high / 2 - 0.04, "\n".join(small),
        ha="center", va="bottom", fontsize=SMALLER, color="#333333", linespacing=1.0,
    )  # fmt: skip


def _spoa(axes: Any, side: Side, where: dict[str, Spot]) -> None:
    """The single point of access, and the way from it to each of the teams behind it."""
    from matplotlib.patches import Rectangle

    front = side.scenario.arrangement.single_point_of_access
    if front is None:
        return
    x, y = WIDTH / 2, SPOA_AT
    for start, end in ((0.55, x - 0.5), (x, x), (WIDTH - 0.55, x + 0.5)):
        low = PUBLIC + (BOX_HIGH / 2 if start == x else 0.22)
        axes.plot([start, end], [low, y - 0.2], color=SPOA, linewidth=1.6, zorder=1.5)
    _ways_in(axes, (x, y + 0.16), [where[name] for name in side.behind])
    box = Rectangle((x - 0.74, y - 0.2), 1.48, 0.4, facecolor="#fdf3dc", edgecolor=SPOA)
    axes.add_patch(box).set(linewidth=1.8, zorder=3)
    staff = sum(front.staff.values()) * side.scenario.place.residents / PER
    posts = f"{number(round(staff, 1))} posts" if staff else "the teams' own staff"
    axes.text(
        x, y, f"Single point of\naccess: {posts}", ha="center", va="center",
        fontsize=SMALLER, zorder=4,
    )  # fmt: skip


def _hubs(axes: Any, side: Side, where: dict[str, Spot]) -> None:
    """The ways of residents and practices to each hub, and on to the teams at whose door it is."""
    for hub, behind in side.hubs.items():
        x, high = where[hub].door
        if side.scenario.all_teams[hub].direct_access:
            axes.plot([0.55, x - 0.4], [PUBLIC + 0.22, high], color=SPOA, linewidth=1.6)
        axes.plot([WIDTH / 2, x], [PUBLIC + BOX_HIGH / 2, high], color=SPOA, linewidth=1.6)
        middle = min(max(x, WIDTH / 2 - 0.3), WIDTH / 2 + 0.3)  # so that no box is crossed
        _ways_in(axes, (middle, high + BOX_HIGH), [where[name] for name in behind])


def _ways_in(axes: Any, start: tuple[float, float], to: Sequence[Spot]) -> None:
    arrow = {"arrowstyle": "-|>", "color": SPOA, "linewidth": 1.3, "shrinkA": 0, "shrinkB": 0}
    for spot in to:
        axes.annotate("", spot.door, start, zorder=1.4, arrowprops=arrow)


def _legend(axes: Any, side: Side, notes: list[str], at: float) -> None:
    """Which line is which, and what is left of the barriers there; then what else there is."""
    rows: list[tuple[Any, Any, float, str]] = []
    for degree, some in side.by_degree.items():
        what = "barriers set by hand" if degree == "by_hand" else degree.replace("_", " ")
        text = f"{what} ({len(some)}): {left_of(some)}"
        rows.append((*DEGREES[degree], _width(side, some[0]), text))
    if side.spoa_left is not None:
        rows.append((SPOA, "-", 1.6, f"by the single point of access: {side.spoa_left:.0%} left"))
    for hub in side.hubs:
        name = textwrap.shorten(side.label(hub), 22, placeholder="…")
        most = side.scenario.arrangement.at_the_door[hub].up_to_severity
        rows.append((SPOA, "-", 1.6, f"at the door: {name}, to severity {most:g}"))
    # Where nothing was agreed a shared record may lower barriers all the same.
    if apart := [interface for interface in side.interfaces.values() if not interface.joined]:
        rows.append((APART, DOTTED, 1.0, f"not joined ({len(apart)}): {left_of(apart)}"))
    for colour, style, width, text in rows:
        axes.plot([0.05, 0.45], [at, at], color=colour, linestyle=style, linewidth=width)
        axes.text(0.52, at, text, va="center", fontsize=SMALL)
        at += LINE
    x, at = 0.05, at + 0.02
    there = {organisation for team in side.members for organisation in side.organisations(team)}
    for organisation, words in SHORT.items():
        if organisation in there:
            axes.plot([x, x + 0.13], [at, at], color=ORGANISATIONS[organisation], linewidth=3)
            axes.text(x + 0.18, at, words, va="center", fontsize=SMALL)
            x += 0.32 + 0.066 * len(words)
    for line, note in enumerate(notes, 1):
        axes.text(0.05, at + LINE * line + 0.02, note, va="center", fontsize=SMALLER)
