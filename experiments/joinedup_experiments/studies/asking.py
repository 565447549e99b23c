"""What people ask for, by the height of barriers and by the wait: two sections of the page.

Every place is compared with itself as it would be had its barriers, or one team's staff, always
been otherwise: the same people, the same random numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from joinedup.codes import MONTH_DAYS, Activity, Need
from joinedup.outcomes.measures import measure
from joinedup.run import simulate
from joinedup.scenario.scenario import Scenario
from joinedup.state.months import TeamTally
from joinedup_experiments.compare.executors import gather
from joinedup_experiments.compare.intervals import Interval, interval_of
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.compare.statistics import paired
from joinedup_experiments.display import charts
from joinedup_experiments.display.document import Figure, Figures, Section, Table, Words
from joinedup_experiments.display.numbers import percent_with_interval
from joinedup_experiments.local_place.second_order import teams_of
from joinedup_experiments.local_place.usual_cost import asked_and_idle
from joinedup_experiments.scenario_io.assumed import declared
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.overrides import Overrides, changed
from joinedup_experiments.studies.running import Outcomes, there
from joinedup_experiments.studies.study import Question, Setting, read_pattern
from joinedup_experiments.sweep.factors import Factor, with_levers

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawn

HEIGHTS = (0.5, 0.7, 0.85, 1.0, 1.25)  # times as now; the highest that thresholds allow
BARRIERS = {
    "eligibility": ("teams.*.threshold",),
    "wrong doors": ("handover.wrong_door", "handover.misdirected"),
    "paperwork and retelling": (
        "handover.paperwork_minutes", "handover.paperwork_days", "handover.retelling",
    ),
    "loss": ("handover.loss",),
    "persistence spent": ("handover.obstacle", "seeking.no_appointment"),
}  # fmt: skip
ALL = "all five"
LOOKED_AT = ("requests_for_help", "false_requests_for_help", "undetected_need", "on_file_need",
             "people_waiting", "waiting_days", "staff_burnout", "emergency_admissions")  # fmt: skip
TEAMS = ("talking_therapies", "community_nursing", "memory_service")
STAFFING = (0.6, 0.8, 1.0, 1.3, 1.7)
PLACE = Overrides(residents=6_000, burn_in=6.0, years=6.0)
PUBLISHED = "-0.25 to -0.10"
HOW = (
    "Each barrier, and all five, from half to five quarters as high as now. Differences from the "
    "place with barriers as they are, in the average year, paired within replications. In every "
    "world, barriers as they are have the model's own height."
)
HOW_ELASTIC = (
    "One team's staff from six tenths to 1.7 times as now, before anybody learns of its wait. The "
    "slope of the logarithm of what is asked on that of the mean wait from acceptance to care, "
    f"with its 95% interval over replications. Published, for planned surgery: {PUBLISHED} per "
    "cent for each per cent of wait (Martin and Smith 1999; Siciliani et al. 2017). What is asked "
    "for each need that nobody acts on is set to it; what is asked in all falls less, since people "
    "who were not helped ask again."
)


def by_degrees() -> Question:
    """The question on the height of barriers, by degrees, of each barrier by itself, in silos."""
    question = read_pattern("barrier_height")
    settings = {_key(name, x): barriers_at(name, x) for name in (ALL, *BARRIERS) for x in HEIGHTS}
    alone = {question.base: question.arms[question.base]}
    return replace(question, key="barriers_by_degrees", arms=alone, settings=settings)


def _key(name: str, height: float) -> str:
    return "usual" if height == 1.0 else f"{name} {height:g}"


def barriers_at(name: str, height: float) -> Setting:
    """The place with one barrier, or `ALL`, so many times as high as the model's own."""
    keys = [key for one in BARRIERS if name in (one, ALL) for key in BARRIERS[one]]
    every = [key for one in BARRIERS.values() for key in one if key in declared()]
    assumptions = {
        key: (height if key in keys else 1.0) * float(declared()[key].default) for key in every
    }
    scales = {key: height for key in keys if key not in declared()}
    return Setting(label=_key(name, height), scales=scales, assumptions=assumptions)


def degrees_section(question: Question, outcomes: Outcomes) -> Section:
    """A picture of everything looked at against the height of barriers, and a table of the ends."""
    base = question.base

    def change(name: str, height: float, key: str) -> Interval:
        usual, now = (
            outcomes.mean(setting, base, key, None) for setting in ("usual", _key(name, height))
        )
        return paired(measure(key), usual, now).of_base

    found = {
        (name, key): [change(name, x, key) for x in HEIGHTS]
        for name in (ALL, *BARRIERS)
        for key in LOOKED_AT
    }
    rows = [
        (f"{name}, {HEIGHTS[end]:g} times", *(percent_with_interval(found[name, key][end])
         for key in LOOKED_AT))
        for name in (ALL, *BARRIERS) for end in (0, -1)
    ]  # fmt: skip
    table = Table("", ("", *(measure(key).label for key in LOOKED_AT)), rows)
    title = "What is asked for, and what comes of it, by the height of barriers"
    figure = Figure("barriers", title, f"{title}: lines over heights", charts.as_svg(draw(found)))
    return Section("barriers", title, [Words(HOW), Figures([figure]), table])


def draw(found: dict[tuple[str, str], list[Interval]]) -> Drawn:
    """A panel for each outcome, a line with its band for all barriers and one for each."""
    figure = charts.blank(9.0, 9.6)
    panels = figure.subplots(4, 2, sharex=True).flat
    for axes, key in zip(panels, LOOKED_AT, strict=True):
        for arm, name in enumerate((ALL, *BARRIERS)):
            mean, half = np.transpose([(i.mean, i.half_width) for i in found[name, key]])
            charts.series(axes, np.array(HEIGHTS), mean, half, arm, name)
        charts.zero_line(axes, "up")
        charts.as_percent(axes.yaxis)
        axes.set_title(measure(key).label, fontsize=9)
        axes.set_xlabel("height of barriers, times as now" if key in LOOKED_AT[-2:] else "")
    figure.supylabel("difference from the place with barriers as they are")
    charts.legend(figure, axes, 3)
    return figure


def elasticity_section(
    replications: int, progress: Callable[[float], None], residents: int | None, over: OverWorlds
) -> Section:
    """How what is asked of one team follows its wait, beside what is published."""
    place = replace(PLACE, residents=min(residents or 6_000, 6_000))
    siloed = changed(load_scenario("siloed_borough"), place)
    calls: list[Any] = [
        partial(_asked_of, there(_staffed(siloed, team, times), 1 + nth, over), team, 1 + nth)
        for team in TEAMS for nth in range(replications) for times in STAFFING
    ]  # fmt: skip
    shape = (len(TEAMS), replications, len(STAFFING), 4)
    found = np.log(np.reshape(gather(calls, None, progress), shape))
    rows = []
    for team, runs in zip(TEAMS, found, strict=True):
        slopes = np.array([[np.polyfit(run[:, 0], run[:, i], 1)[0] for i in (1, 2, 3)]
                           for run in runs])  # fmt: skip
        waits = np.exp(runs[:, :, 0].mean(axis=0))
        cells = (interval_of(one) for one in slopes.T)
        label = siloed.teams[team].label
        rows.append((label, f"{waits.max():.0f} to {waits.min():.0f} days",
                     *(f"{i.mean:.2f} ({i.low:.2f} to {i.high:.2f})" for i in cells)))  # fmt: skip
    head = ("", "mean wait", "requests for each need that nobody acts on",
            "referrals for each such need", "all referrals")  # fmt: skip
    return Section("elasticity", "How what is asked of one team follows its wait",
                   [Words(HOW_ELASTIC), Table("", head, rows)])  # fmt: skip


def _staffed(scenario: Scenario, team: str, times: float) -> Scenario:
    path = f"teams.{team}.staff.*"
    return with_levers(scenario, [(Factor(path, "lever", 0.0, 0.0, scales=(path,)), times)])


def _asked_of(scenario: Scenario, team: str, seed: int, progress: Any) -> tuple[float, ...]:
    """Mean wait; requests and referrals for each idle person-day; referrals in all."""
    run = simulate(scenario, seed, progress=progress)
    mine = teams_of(run, team)
    kinds = [int(Need[kind.upper()]) for kind in scenario.teams[team].accepts]
    since, events = int(run.index_day / MONTH_DAYS), run.events
    sums = run.world.team_tallies[since:, mine].sum(axis=(0, 1))
    wait = sums[TeamTally.WAITED_DAYS_THOUSANDTHS] / 1000.0 / max(1, sums[TeamTally.STARTED])
    requests, idle = (each[kinds].sum() for each in asked_and_idle(run))
    sent = (events["activity"] == Activity.REFERRED) & np.isin(events["team"], mine)
    found = (wait, requests / idle, sent.sum() / idle, sent.sum())
    return tuple(max(1e-9, float(x)) for x in found)
