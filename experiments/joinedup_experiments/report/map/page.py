"""The map as a page for a browser: the pictures, and every team and interface in numbers.

The page is whole by itself: it holds both pictures and shows the one that suits the screen.
"""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from joinedup_experiments.display.document import Table
from joinedup_experiments.report.map.interfaces import BARRIERS, Side
from joinedup_experiments.report.map.words import SHORT, below, in_words, shared_by, title_of, whose
from joinedup_experiments.scenario_io.diff.phrases import number
from joinedup_experiments.scenario_io.diff.phrases import words as spelt

TEAM_HEADS = (
    "Team",
    "Who employs",
    "Posts before",
    "Posts after",
    "Behind the single point of access",
    "Shares",
    "Stays outside",
)
Row = tuple[str, ...]


def page(before: Side, after: Side, wide: bytes, narrow: bytes) -> str:
    """The map as HTML.

    Parameters
    ----------
    before, after
        The two sides of the map.
    wide, narrow
        The pictures as SVG: side by side, and one above the other.
    """
    from jinja2 import Environment, StrictUndefined

    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    text = Path(__file__).with_name("page.html.j2").read_text(encoding="utf-8")
    return template.from_string(text).render(
        title=title_of(after),
        about=" ".join(after.scenario.about.split()),
        in_words=in_words(after),
        wide=b64encode(wide).decode(),
        narrow=b64encode(narrow).decode(),
        tables=(_teams(before, after), _interfaces(before, after)),
        notes=below(after, 10_000)[:-1],
    )


def _teams(before: Side, after: Side) -> Table:
    a = after.scenario.arrangement
    behind = a.single_point_of_access.in_front_of if a.single_point_of_access else ()
    rows: list[Row] = [
        (
            after.scenario.teams[name].label,
            SHORT[whose(after, name)],
            number(round(before.staff[name], 2)),
            number(round(after.staff[name], 2)),
            "yes" if name in behind else "no",
            " + ".join(shared_by(after, name)) or "nothing",
            "yes" if name in a.stays_outside else "no",
        )
        for name in after.scenario.team_names
    ]
    return Table("Teams; posts are whole-time equivalents for every 30,000 residents",
                 TEAM_HEADS, rows)  # fmt: skip


def _interfaces(before: Side, after: Side) -> Table:
    heads = ("Between", "Joined", "Left of the barriers")
    pairs = sorted(after.interfaces, key=lambda pair: (after.interfaces[pair].left, pair))
    return Table(
        "Interfaces, those with the fewest barriers left first; two numbers are before → after",
        (*heads, *(f"{what.capitalize()} ({unit})" for what, unit in BARRIERS.values())),
        [_interface(before, after, pair) for pair in pairs],
    )


def _interface(before: Side, after: Side, pair: tuple[str, str]) -> Row:
    teams, interface = after.scenario.teams, after.interfaces[pair]
    numbers = [
        first if first == second else f"{first} → {second}"
        for first, second in (
            (f"{b:.3g}", f"{a:.3g}")
            for b, a in zip(before.interfaces[pair].barriers, interface.barriers, strict=True)
        )
    ]
    joined = (
        "set by hand"
        if interface.degree == "none" and interface.by_hand
        else spelt(interface.degree)
    )
    between = f"{teams[pair[0]].label} and {teams[pair[1]].label}"
    return (between, joined, f"{interface.left:.0%}", *numbers)
