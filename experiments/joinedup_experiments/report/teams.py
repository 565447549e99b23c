"""Which team is the bottleneck: where people wait, counted from their first request.

From the event log of the first replication alone, so it describes one run and is no effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from joinedup.codes import Activity
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.results.event_log import activity_names
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.compare.results.tables import UnknownNameError
from joinedup_experiments.display import charts
from joinedup_experiments.display.document import Figure, Figures, Part, Section, Table, Words
from joinedup_experiments.display.numbers import number
from joinedup_experiments.report.charts import WIDTH, clipped
from joinedup_experiments.report.team_names import label_of, merged_teams
from joinedup_experiments.report.view import pictured

if TYPE_CHECKING:
    import pandas as pd

HEADING = "Which team is the bottleneck"
MOST = 8
DAY = 86_400.0
ABOUT = (
    "Waiting is counted from the first request: at the door until a team accepts, then in that "
    "team's queue until care begins, or until the request ends without care or the run is over. "
    "Who is refused or lost and never accepted stops waiting there. It is of the first "
    "replication alone, and of the residents simulated: a description of one run, not an effect."
)
TURNED_AWAY = (Activity.REFUSED, Activity.BOUNCED, Activity.LOST)


@dataclass(frozen=True)
class Waits:
    """Waiting in one arm, in person-days of those simulated: at the door, and by team's queue.

    ``days`` is the mean from first request to start of care, of those whose care began; NaN where
    none did. ``turned_away`` counts refusals, bounces and people lost, by the team they came to.
    """

    door: float
    queues: dict[str, float]
    turned_away: dict[str, int]
    accepted: dict[str, int]
    days: float

    @property
    def foremost(self) -> str:
        """The team with the longest queue; empty where the door is longer, or nobody waits."""
        team = max(self.queues, key=lambda name: self.queues[name], default="")
        return team if team and self.queues[team] > self.door else ""


def section(results: Results) -> Section | None:
    """Where people wait in each arm; None where there is no event log."""
    try:
        events = results.events()
    except UnknownNameError:
        return None
    result = results.comparison
    each = zip(result.names, result.scenarios, strict=True)
    found = [waits(events[events["arm"] == key], one) for key, one in each]
    names = [scenario.name for scenario in result.scenarios]
    parts: list[Part] = [Figures([figure(names, found)]), Words(ABOUT)]
    return Section("bottleneck", HEADING, parts)


def waits(events: pd.DataFrame, scenario: Scenario) -> Waits:
    """Waiting in the events of one arm, whose teams are called as the scenario does.

    ``events`` are as `Results.events` gives them. Requests from before the index date are left out.
    """
    about = events[events["episode"].notna()]
    last, by = events["timestamp"].max(), ["case_id", "episode"]
    about = about.assign(team=_teams(about, scenario))[[*by, "activity", "timestamp", "team"]]

    def first(*activities: Activity) -> pd.DataFrame:
        names = {activity_names()[one] for one in activities}
        return about[about["activity"].isin(names)].groupby(by, observed=True).first()

    asked, accepted, begun = (first(one) for one in (
        Activity.PRESENTED, Activity.ACCEPTED, Activity.CARE_STARTED))  # fmt: skip
    ended = first(Activity.GAVE_UP, Activity.RESOLVED, Activity.FOUND_FALSE)
    gone = first(Activity.REFUSED, Activity.LOST, Activity.DIVERTED)
    each = asked[["timestamp"]].join(accepted["team"])
    for name, rows in (
        ("accepted", accepted), ("begun", begun), ("ended", ended), ("gone", gone)
    ):  # fmt: skip
        each = each.join(rows["timestamp"].rename(name))
    nobody = each["accepted"].isna() & each["begun"].isna()
    each["ended"] = each["ended"].fillna(each["gone"].where(nobody))
    until = each[["begun", "ended"]].min(axis=1).fillna(last)
    inside = each["accepted"].where(each["accepted"] <= until, until)
    door = _days(inside - each["timestamp"])
    queue = _days(until - inside)
    queues = queue.groupby(each["team"]).sum()
    whole = _days(each["begun"] - each["timestamp"])[each["begun"] >= each["timestamp"]]
    turned = about[about["activity"].isin({activity_names()[one] for one in TURNED_AWAY})]
    return Waits(
        float(door.sum()),
        {str(team): float(days) for team, days in queues.items() if days > 0.0},
        _counts(turned["team"]),
        _counts(each["team"]),
        float(whole.mean()),
    )


def message(names: Sequence[str], found: Sequence[Waits]) -> str:
    """Where most people wait in each arm, and whether that is at the door."""
    places = [f"at {one.foremost}" if one.foremost else "at the door" for one in found]
    if not any(one.door or one.queues for one in found):
        return "Nobody waits"
    if len(set(places)) == 1:
        return f"Most waiting is {places[0]}{' in every arm' if len(places) > 1 else ''}"
    each = (f"{place} in {name}" for place, name in zip(places, names, strict=True))
    return f"Most waiting is {', '.join(each)}"


def figure(names: Sequence[str], found: Sequence[Waits]) -> Figure:
    """Person-days of waiting at the door and in the longest queues, a bar for each arm."""
    teams = {team for one in found for team in one.queues}
    longest = sorted(teams, key=lambda t: -max(one.queues.get(t, 0.0) for one in found))[:MOST]
    rows = [("At the door", [one.door for one in found])]
    rows += [(team, [one.queues.get(team, 0.0) for one in found]) for team in longest]
    head = ["Where"]
    for name in names:
        head += [f"{name}: person-days", f"{name}: accepted", f"{name}: turned away"]
    cells: list[Sequence[str]] = []
    for team, days in rows:
        counts = ((one.accepted.get(team, 0), one.turned_away.get(team, 0)) for one in found)
        mine = zip(days, counts, strict=True)
        cells.append((team, *(text for d, both in mine for text in map(number, (d, *both)))))
    means = (text for one in found for text in (number(one.days), "", ""))
    cells.append(("Mean days from first request to care", *means))
    caption = "Waiting from the first request, first replication, residents simulated"
    alt = "Bars: person-days of waiting, at the door and by team"
    return pictured("bottleneck", message(names, found), alt, _drawn(names, rows),
                    Table(caption, head, cells))  # fmt: skip


def _teams(rows: pd.DataFrame, scenario: Scenario) -> Any:
    """What the team of each row is called; those of all neighbourhoods together."""
    merged, labels = merged_teams(scenario), {}
    for name in rows["resource"].unique():
        key = name if name in scenario.all_teams else name.rpartition(" ")[0]
        label = scenario.all_teams[key].label if key in scenario.all_teams else name
        labels[name] = label_of(scenario, merged[key]) if key in merged else label
    return rows["resource"].map(labels)


def _counts(teams: pd.Series[Any]) -> dict[str, int]:
    return {str(team): int(many) for team, many in teams.value_counts().items() if many}


def _days(spans: pd.Series[Any]) -> pd.Series[Any]:
    return spans.dt.total_seconds().clip(lower=0.0) / DAY


@charts.styled()
def _drawn(names: Sequence[str], rows: Sequence[tuple[str, Sequence[float]]]) -> Any:
    figure = charts.blank(WIDTH, 0.9 + (0.24 + 0.2 * len(names)) * len(rows))
    axes, deep = figure.subplots(), len(names) + 1.2
    for row, (label, days) in enumerate(rows):
        axes.annotate(clipped(label, 60), (0.0, row * deep - 0.85), (3, 0), va="center",
                      textcoords="offset points", fontsize=8.8)  # fmt: skip
        for arm, value in enumerate(days):
            name = clipped(names[arm]) if not row else None
            charts.bars(axes, value, row * deep + arm, float("nan"), 0.85, arm, name)
    axes.set_ylim(len(rows) * deep - 1.0, -1.6)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("person-days of waiting")
    charts.plain_numbers(axes.xaxis, axes.get_xlim())
    charts.legend(figure, axes, 1)
    return figure
