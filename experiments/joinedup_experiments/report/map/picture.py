"""The map as a picture: before and after, side by side for a page, one above the other for a phone.

Who employs a team is shown by its colour and in words; how far two teams are joined by colour, line
style and width, which grows with what is taken away of the barriers. The colours of lines are
none of those of boxes. Letters are as large as a phone needs, where the map takes the whole width.
"""

from __future__ import annotations

import io
import textwrap
from typing import Any

from joinedup_experiments.display import charts
from joinedup_experiments.display.charts import COLOURS
from joinedup_experiments.report.map.interfaces import Interface, Side
from joinedup_experiments.report.map.layout import (
    BOX_HIGH,
    BOX_WIDE,
    WIDTH,
    Spot,
    height,
    joined_teams,
    spots,
)
from joinedup_experiments.report.map.words import (
    below,
    degree_left,
    in_box,
    legend_of_organisations,
    level,
    title_of,
)

DEGREES = {
    "closer_working": ("#b8458f", (0, (5, 1.5))),
    "coordinated": ("#8e3fa3", (0, (6, 1.5, 1.2, 1.5))),
    "co_located": ("#5b2a86", (0, (1.2, 1.2))),
    "merged": (COLOURS[0], "-"),
    "none": ("#6b4a2b", (0, (2, 2))),  # a barrier set by hand
}
APART = "#b4b4b4"
ORGANISATIONS = {"nhs": COLOURS[1], "council": COLOURS[2], "voluntary": COLOURS[3]}
SPOA, LEAF = "#b87800", "#7a5200"
LARGE, SMALL, SMALLER = 8.4, 7.6, 7.2  # points: a team's name, the legend, a team's remarks
LINE = 0.17  # inches from one line of the legend to the next
HEAD = 0.4  # inches for the heading


def drawn(before: Side, after: Side, stacked: bool) -> dict[str, bytes]:
    """The picture as SVG and PNG, by form.

    Parameters
    ----------
    before, after
        The two sides of the map.
    stacked
        One above the other, for a narrow screen; else side by side.
    """
    files = {}
    with charts.styled():
        figure = figure_of(before, after, stacked)
        for form in ("svg", "png"):
            data = io.BytesIO()
            charts.save(figure, data, [form], dpi=150, title=title_of(after))
            files[form] = data.getvalue()
    return files


def figure_of(before: Side, after: Side, stacked: bool) -> Any:
    """The picture before it is written."""
    notes = below(after, 62)
    first = joined_teams(after)
    highs = [_high(side, notes if side is after else []) for side in (before, after)]
    highs = [highs[0] + 0.2, highs[1]] if stacked else [max(highs)] * 2
    tall = sum(highs) + 2 * HEAD if stacked else highs[0] + HEAD
    columns, margin = (1, 0.03) if stacked else (2, 0.12)
    with charts.styled():
        figure = charts.blank(columns * (WIDTH + 2.0 * margin), tall, layout=None)
        top = 1.0
        for number, side in enumerate((before, after)):
            share = (highs[number] + HEAD) / tall
            across = 0.0 if stacked else number / columns
            axes = figure.add_axes((across, top - share, 1 / columns, share))
            top -= share if stacked else 0.0
            axes.set_xlim(-margin, WIDTH + margin)
            _panel(axes, side, spots(side.scenario, first), highs[number],
                   notes if side is after else [])  # fmt: skip
    return figure


def _high(side: Side, notes: list[str]) -> float:
    """Inches from a panel's first team to the end of what stands below the teams."""
    keys = len(degree_left(side)) + (side.spoa_left is not None) + 2
    return height(side.scenario) + LINE * (keys + len(notes)) + 0.1


def _panel(axes: Any, side: Side, where: dict[str, Spot], high: float, notes: list[str]) -> None:
    axes.set(ylim=(high, -HEAD))
    axes.axis("off")
    siloed = not notes
    head = "Before: siloed" if not notes else f"After: {side.scenario.name}, in full"
    axes.text(0.03, -0.36, textwrap.fill(head, 44), fontsize=9.5, fontweight="bold", va="top")
    thick = _thickness(side)
    most_left_first = sorted(side.interfaces.items(), key=lambda f: (f[1].joined, -f[1].left))
    for pair, interface in most_left_first:
        _line(axes, where[pair[0]], where[pair[1]], interface, thick)
    _public(axes)
    if side.spoa_left is not None:
        _spoa(axes, side, where)
    for name, spot in where.items():
        _team(axes, side, name, spot)
    _legend(axes, side, height(side.scenario), notes, siloed)


def _line(axes: Any, one: Spot, other: Spot, interface: Interface, thick: dict[str, float]) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    start, end = one.towards(other), other.towards(one)
    bend = 0.55 if one.line_x == other.line_x else 0.25
    control = (
        (start[0] + end[0]) / 2 * (1 - bend) + WIDTH / 2 * bend,
        (start[1] + end[1]) / 2,
    )
    path = Path(
        [start, control, end],
        [Path.MOVETO, Path.CURVE3, Path.CURVE3],
    )
    if interface.joined:
        colour, style = DEGREES[interface.degree]
        width = thick[interface.degree] * _width(interface)
    else:
        colour, style, width = APART, (0, (1, 2)), 0.55
    axes.add_patch(PathPatch(path, fill=False, edgecolor=colour, linestyle=style, linewidth=width))


def _width(interface: Interface) -> float:
    return 0.9 + 3.0 * max(0.0, 1.0 - interface.left)


def _thickness(side: Side) -> dict[str, float]:
    """Thinner lines for a degree that has very many, so that those of the others are seen."""
    return {
        degree: min(1.0, max(0.6, 12.0 / many)) for degree, (many, _) in degree_left(side).items()
    }


def _team(axes: Any, side: Side, name: str, spot: Spot) -> None:
    from matplotlib.patches import FancyBboxPatch

    team = side.scenario.teams[name]
    outside = name in side.scenario.arrangement.stays_outside
    axes.add_patch(
        FancyBboxPatch(
            (spot.x - BOX_WIDE / 2, spot.y - BOX_HIGH / 2),
            BOX_WIDE,
            BOX_HIGH,
            boxstyle="round,pad=0,rounding_size=0.07",
            facecolor="#f3f3f3" if outside else "white",
            edgecolor=ORGANISATIONS[team.organisation],
            linewidth=1.5,
            linestyle=(0, (3, 2)) if outside else "-",
        )
    )
    label, small = in_box(side, name)
    lines = textwrap.wrap(label, 18)[:3]
    axes.text(
        spot.x, spot.y - 0.055 * (0.4 + len(small)), "\n".join(lines),
        ha="center", va="center", fontsize=LARGE, linespacing=1.0,
    )  # fmt: skip
    axes.text(
        spot.x, spot.y + BOX_HIGH / 2 - 0.04, "\n".join(small),
        ha="center", va="bottom", fontsize=SMALLER, color="#333333", linespacing=1.0,
    )  # fmt: skip


def _public(axes: Any) -> None:
    """Residents, and the hospital, outside the teams."""
    for x, text in ((0.55, "Residents"), (WIDTH - 0.55, "Hospital\nand A&E")):
        axes.text(
            x, 0.42, text, ha="center", va="center", fontsize=LARGE, style="italic",
            bbox={"boxstyle": "round4,pad=0.35", "facecolor": "#eeeeee", "edgecolor": "#777777"},
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
    for name in front.in_front_of:
        spot = where[name]
        axes.annotate(
            "", (spot.line_x, spot.line_y - 0.17), (x, y + 0.16), zorder=1.4,
            arrowprops={"arrowstyle": "-|>", "color": SPOA, "linewidth": 1.3, "shrinkA": 0,
                        "shrinkB": 0, "connectionstyle": "arc3,rad=0.0"},
        )  # fmt: skip
    staff = sum(front.staff.values())
    posts = f"{staff:g} posts" if staff else "the teams' own staff"
    axes.add_patch(
        Rectangle((x - 0.74, y - 0.2), 1.48, 0.4, facecolor="#fdf3dc", edgecolor=SPOA,
                  linewidth=1.8, zorder=3)
    )  # fmt: skip
    axes.add_patch(Rectangle((x - 0.69, y - 0.17), 0.17, 0.34, facecolor=LEAF, zorder=4))
    axes.plot(x - 0.555, y, ".", color="white", markersize=3, zorder=5)
    axes.text(
        x + 0.11, y, f"Single point of\ncontact: {posts}", ha="center", va="center",
        fontsize=SMALLER, zorder=4,
    )  # fmt: skip


def _legend(axes: Any, side: Side, y: float, notes: list[str], siloed: bool) -> None:
    """Which line is which, and what is left of the barriers there; then what else there is."""
    rows: list[tuple[Any, Any, float, str]] = []
    for degree, (many, left) in degree_left(side).items():
        colour, style = DEGREES[degree]
        interface = next(f for f in side.interfaces.values() if f.joined and f.degree == degree)
        what = "barriers set by hand" if degree == "none" else degree.replace("_", " ")
        width = _thickness(side)[degree] * _width(interface)
        rows.append((colour, style, width, f"{what} ({many}): {left}"))
    if side.spoa_left is not None:
        rows.append((SPOA, "-", 1.6, f"by the single point of access: {side.spoa_left:.0%} left"))
    apart = sum(not interface.joined for interface in side.interfaces.values())
    if apart:
        stands = "every barrier stands" if siloed else level(side)
        rows.append((APART, (0, (1, 2)), 1.0, f"not joined ({apart}): {stands}"))
    for number, (colour, style, width, text) in enumerate(rows):
        at = y + 0.1 + LINE * number
        axes.plot([0.05, 0.45], [at, at], color=colour, linestyle=style, linewidth=width)
        axes.text(0.52, at, text, va="center", fontsize=SMALL)
    at = y + 0.1 + LINE * len(rows) + 0.02
    x = 0.05
    for organisation, words in legend_of_organisations(side):
        axes.plot([x, x + 0.13], [at, at], color=ORGANISATIONS[organisation], linewidth=3)
        axes.text(x + 0.18, at, words, va="center", fontsize=SMALL)
        x += 0.32 + 0.066 * len(words)
    for number, note in enumerate(notes):
        axes.text(0.05, at + LINE * (1 + number) + 0.02, note, va="center", fontsize=SMALLER)
