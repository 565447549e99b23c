"""One resident's two lives as a picture: a row for each need, coloured by the state it is in."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from joinedup.codes import MONTH_DAYS, Activity, Need, State, title
from joinedup.rules.collected import ACTIVITIES
from joinedup.rules.life_course import LEAVINGS
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.journey import Journey
from joinedup_experiments.compare.need_states import Seen, Spell, spells
from joinedup_experiments.display import charts
from joinedup_experiments.report.lives import PLAIN

YEAR = 365.25
NARROW = 6.0  # inches
HOSPITAL = -1  # the row of stays in hospital
# Of each state: what it is called, its colour, and a pattern for who sees no colours
SHADES: dict[State, tuple[str, str, str]] = {
    State.HIDDEN: ("hidden", "#dddddd", ""),
    State.ON_FILE: ("on file, nobody acts", "#999999", "xxx"),
    State.PRESENTED: ("asking, or sent on", "#F0E442", ""),
    State.WAITING_FOR_ASSESSMENT: ("waiting", "#E69F00", "///"),
    State.IN_CARE: ("in care", "#56B4E9", ""),
}
SAME_SHADE = {State.REFERRED: State.PRESENTED,
              State.WAITING_FOR_CARE: State.WAITING_FOR_ASSESSMENT}  # fmt: skip
IN_HOSPITAL = ("in hospital", "#D55E00", "...")
MARKS: dict[IntEnum, tuple[str, str]] = {
    Activity.REFUSED: ("refused", "X"),
    Activity.BOUNCED: ("bounced", "<"),
    Activity.LOST: ("lost on the way", "D"),
    Activity.GAVE_UP: ("gives up", "v"),
    Activity.CRISIS: ("crisis", "*"),
}


def draw_lives(found: Journey) -> Any:
    """Both lives, one above the other, on one axis of years after the index date."""
    run, past = found.runs[0], found.runs[0].history.events
    before = life_seen(past[past["who"] == found.who])  # says in what state needs were on the day
    lives = [life_seen(life) for life in found.lives]
    end = last_day(run.scenario, run.index_day)
    return draw_seen(found.names, lives, before, run.index_day, end)


def last_day(scenario: Scenario, index_day: float) -> float:
    """The day on which the last month of a run ends, which is run whole."""
    return index_day + scenario.run.months * MONTH_DAYS


@charts.styled()
def draw_seen(
    names: Sequence[str],
    seen: list[list[Seen]],
    before: list[Seen],
    start: float,
    end: float,
    wide: float = 8.6,
) -> Any:
    """Two lives from one day to another, of what was seen of each, and before both."""
    drawn = [spells([*before, *each], start, end) for each in seen]
    rows = _rows(drawn, seen)
    figure = charts.blank(wide, 1.9 + 0.42 * 2 * len(rows))
    panels = figure.subplots(2, 1, sharex=True, sharey=True)
    for axes, name, events, mine in zip(panels, names, seen, drawn, strict=True):
        _draw_one(axes, rows, mine, [*_stays(events, end)], start)
        _mark(axes, rows, events, start)
        axes.set_title(name)
        axes.set_xlim(0.0, (end - start) / YEAR)
    panels[1].set_xlabel("years after the index date")
    _legend(figure, 6 if wide > NARROW else 3)
    return figure


def life_seen(life: Any) -> list[Seen]:
    """What happened to one resident, of rows of a run's own log."""
    columns = ("time", "activity", "kind", "genuine")
    rows = ([row[name] for name in columns] for row in life)
    return [Seen(float(t), ACTIVITIES[what], int(k), bool(true)) for t, what, k, true in rows]


def _rows(drawn: list[list[Spell]], seen: list[list[Seen]]) -> dict[int, int]:
    """The place of each need that is in a spell, and of the hospital if there is a stay."""
    kinds = sorted({spell.kind for each in drawn for spell in each})
    admitted = any(e.activity == Activity.EMERGENCY_ADMISSION for each in seen for e in each)
    return {kind: place for place, kind in enumerate([*kinds, *([HOSPITAL] if admitted else [])])}


def _stays(events: list[Seen], end: float) -> list[tuple[float, float]]:
    """Emergency stays, from admission to discharge, in days."""
    found, since = [], None
    for event in events:
        if event.activity == Activity.EMERGENCY_ADMISSION and since is None:
            since = event.time
        elif since is not None and event.activity in (Activity.DISCHARGE, *LEAVINGS):
            found.append((since, event.time))
            since = None
    return found if since is None else [*found, (since, end)]


def _draw_one(
    axes: Any,
    rows: dict[int, int],
    drawn: list[Spell],
    stays: list[tuple[float, float]],
    start: float,
) -> None:
    names = [PLAIN[title(Need(kind))] if kind != HOSPITAL else "hospital" for kind in rows]
    charts.shaded_rows(axes, names)
    for spell in drawn:
        _, colour, pattern = SHADES[SAME_SHADE.get(spell.state, spell.state)]
        axes.barh(
            rows[spell.kind], (spell.ends - spell.begins) / YEAR, 0.55,
            left=(spell.begins - start) / YEAR, color=colour, hatch=pattern, edgecolor="#666666",
            linewidth=0.3,
        )  # fmt: skip
    _, colour, _ = IN_HOSPITAL
    for begins, ends in stays:  # a stay of days would not be seen on an axis of years
        wide = max((ends - begins) / YEAR, 0.012)
        axes.barh(rows[HOSPITAL], wide, 0.55, left=(begins - start) / YEAR, color=colour)


def _mark(axes: Any, rows: dict[int, int], events: list[Seen], start: float) -> None:
    for event in events:
        if event.activity in MARKS and event.kind in rows:
            _, mark = MARKS[event.activity]
            axes.plot(
                (event.time - start) / YEAR, rows[event.kind], mark, color="black", markersize=8,
                markeredgecolor="white", markeredgewidth=0.8, clip_on=False, zorder=4,
            )  # fmt: skip


def _legend(figure: Any, columns: int) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    shades = [
        Patch(facecolor=colour, hatch=pattern, edgecolor="#666666", label=name)
        for name, colour, pattern in (*SHADES.values(), IN_HOSPITAL)
    ]
    marks = [
        Line2D([], [], color="black", marker=mark, linestyle="none", markersize=8, label=name)
        for name, mark in MARKS.values()
    ]
    figure.legend(handles=[*shades, *marks], loc="outside lower left", ncols=columns, fontsize=8.5)
