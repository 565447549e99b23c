"""Which team is the bottleneck: where people wait, counted from their first request.

From the event log of the first replication alone, so it describes one run and is no effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import pandas as pd

from joinedup.codes import Activity
from joinedup.rules.expectations import ExpectationActivity
from joinedup.rules.life_course import LEAVINGS
from joinedup.scenario.in_force import days_of_change
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.results.event_log import DAY_0, activity_names
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.compare.results.tables import UnknownNameError
from joinedup_experiments.display import charts
from joinedup_experiments.display.document import Figure, Figures, Part, Section, Table, Words
from joinedup_experiments.display.numbers import number
from joinedup_experiments.report.charts import WIDTH, clipped
from joinedup_experiments.report.team_names import label_at
from joinedup_experiments.report.view import pictured

HEADING = "Which team is the bottleneck"
MOST = 8
DAY, NO_TIME = pd.Timedelta(days=1), pd.Timedelta(0)
ABOUT = (
    "Waiting is counted from the first request: at the door until a team accepts, then in that "
    "team's queue until care begins, or until the request ends without care or the run is over. "
    "Who is refused, bounced or lost waits at the door until they are accepted or give up; who is "
    "handed on to another team, or asks again, waits anew. Turned away or lost counts refusals, "
    "people bounced, and people lost on the way, by the team they came to. Nobody waits who is not "
    "eligible, whose practice holds the referral back, or who has died or moved away. A team is "
    "called as it was at the time. Requests from before the index date are left out. It is of the "
    "first replication alone, and of the residents simulated: a description of one run, not an "
    "effect."
)
EPISODE = ["case_id", "kind", "true_need", "episode"]  # the log numbers episodes by kind and truth
AT_THE_DOOR = (Activity.PRESENTED, Activity.REFERRED)
OVER = (
    Activity.CARE_STARTED, Activity.GAVE_UP, Activity.RESOLVED, Activity.FOUND_FALSE,
    Activity.NOT_ELIGIBLE, Activity.PAYS_OWN_CARE, Activity.CARE_HOME_MOVE, Activity.ONSET,
    Activity.RELAPSED, ExpectationActivity.HELD,
)  # fmt: skip
TURNED_AWAY = (Activity.REFUSED, Activity.BOUNCED, Activity.LOST)


@dataclass(frozen=True)
class Waits:
    """Waiting in one arm, in person-days of those simulated: at the door, and by team's queue.

    ``days`` is the mean from first request to start of care, of the ``begun`` whose care began; NaN
    where none did. ``turned_away`` counts refusals, bounces and people lost, by the team they came
    to.
    """

    door: float
    queues: dict[str, float]
    turned_away: dict[str, int]
    accepted: dict[str, int]
    days: float
    begun: int

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
    found = [waits(events[events["arm"] == key], one, result.index_day) for key, one in each]
    names = [scenario.name for scenario in result.scenarios]
    parts: list[Part] = [Figures([figure(names, found)]), Words(ABOUT)]
    return Section("bottleneck", HEADING, parts)


def waits(events: pd.DataFrame, scenario: Scenario, index_day: float) -> Waits:
    """Waiting in the events of one arm, whose teams are called as the scenario does.

    ``events`` are as `Results.events` gives them. Requests from before the index date are left out.
    """
    about = events[events["episode"].notna()]
    team = _teams(about, scenario, index_day)
    spells = waiting_spells(events)
    spells = spells.assign(team=team.reindex(spells.index))
    queues = spells[_is(spells, Activity.ACCEPTED)]
    asked, begun = (
        about[_is(about, what)].groupby(EPISODE, observed=True)["timestamp"].first()
        for what in (Activity.PRESENTED, Activity.CARE_STARTED)
    )
    whole = (begun - asked).dropna()
    whole = whole[whole >= NO_TIME]
    return Waits(
        float(_days(spells[_is(spells, *AT_THE_DOOR)]["span"]).sum()),
        {str(name): float(days) for name, days in
         _days(queues["span"]).groupby(queues["team"]).sum().items() if days > 0.0},
        _counts(team[_is(about, *TURNED_AWAY) & _asked(about)]),
        _counts(queues["team"]),
        float(_days(whole).mean()),
        len(whole),
    )  # fmt: skip


def waiting_spells(events: pd.DataFrame) -> pd.DataFrame:
    """What leads to waiting, or ends it, and the time from there to the next of the same need.

    Of a person's needs of one kind one is under way at a time; nobody waits who has left.
    """
    steps = events[_is(events, *AT_THE_DOOR, Activity.ACCEPTED, *OVER)]
    steps = steps[steps["episode"].notna()]
    steps = steps[_asked(steps) | _is(steps, *OVER)]
    until = steps.groupby(["case_id", "kind"], observed=True)["timestamp"].shift(-1)
    leave = events[_is(events, *LEAVINGS)].groupby("case_id", observed=True)["timestamp"].first()
    left = leave.reindex(steps["case_id"]).fillna(events["timestamp"].max()).set_axis(steps.index)
    until = until.where(until < left, left)
    return steps.assign(span=until - steps["timestamp"])


def _asked(rows: pd.DataFrame) -> pd.Series[bool]:
    """Whether the request that each row is about was made among these rows, by then."""
    requests = _is(rows, Activity.PRESENTED).groupby([rows[x] for x in EPISODE], observed=True)
    return requests.cummax()


def _is(events: pd.DataFrame, *activities: IntEnum) -> pd.Series[bool]:
    names = activity_names()
    return events["activity"].isin({names[one] for one in activities})


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
    """Person-days of waiting at the door and in the longest queues, a bar for each arm.

    Its table has every team that has a queue, accepts anybody or turns anybody away.
    """
    teams = {t for one in found for t in (*one.queues, *one.accepted, *one.turned_away)}
    longest = sorted(teams, key=lambda t: (-max(one.queues.get(t, 0.0) for one in found), t))
    rows = [("At the door", [one.door for one in found])]
    rows += [(team, [one.queues.get(team, 0.0) for one in found]) for team in longest]
    drawn = [row for row in rows[: MOST + 1] if row[0] == rows[0][0] or any(row[1])]
    head = ["Where"]
    for name in names:
        head += [f"{name}: person-days", f"{name}: accepted", f"{name}: turned away or lost"]
    cells: list[Sequence[str]] = []
    for team, days in rows:
        counts = ((one.accepted.get(team, 0), one.turned_away.get(team, 0)) for one in found)
        mine = zip(days, counts, strict=True)
        each = ((number(d), *(f"{many:,}" for many in both)) for d, both in mine)
        cells.append((team, *(text for three in each for text in three)))
    means = (text for one in found for text in (f"{number(one.days)} (of {one.begun:,})", "", ""))
    cells.append(("Mean days from first request to care, where care began", *means))
    caption = "Waiting from the first request, first replication, residents simulated"
    alt = "Bars: person-days of waiting, at the door and by team"
    return pictured("bottleneck", message(names, found), alt, _drawn(names, drawn),
                    Table(caption, head, cells))  # fmt: skip


def _teams(rows: pd.DataFrame, scenario: Scenario, index_day: float) -> pd.Series[Any]:
    """What the team of each row is called at the time; those of all neighbourhoods together."""
    changes = np.array(days_of_change(scenario), float)
    day = (rows["timestamp"] - DAY_0) / DAY - index_day
    since = changes[np.maximum(np.searchsorted(changes, day, side="right") - 1, 0)]
    both = pd.DataFrame({"name": rows["resource"].astype(str), "since": since}, index=rows.index)
    labels = {
        (name, at): label_at(scenario, index_day, name, index_day + at)[0]
        for name, at in both.drop_duplicates().itertuples(index=False)
    }
    return pd.Series([labels[one] for one in both.itertuples(index=False, name=None)], both.index)


def _counts(teams: pd.Series[Any]) -> dict[str, int]:
    return {str(team): int(many) for team, many in teams.value_counts().items() if many}


def _days(spans: pd.Series[Any]) -> pd.Series[Any]:
    return spans.clip(lower=NO_TIME) / DAY


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
