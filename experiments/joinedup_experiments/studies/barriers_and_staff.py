"""Barriers by staff by how the place is joined: what is asked for, unmet need and admissions.

The picture that the model is for. A place is compared with itself as it is, in the same world and
with the same random numbers: with its barriers lower or higher, its staff fewer or more, siloed, or
as a network that is brought in poorly or well.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.intervals import Interval, interval_of, known_of
from joinedup_experiments.compare.statistics import MOST
from joinedup_experiments.display import charts
from joinedup_experiments.display.document import Points, Section, Table, Words
from joinedup_experiments.display.markdown import PICTURES
from joinedup_experiments.display.numbers import percent, percent_with_interval
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.studies.asking import ALL, barriers_at
from joinedup_experiments.studies.running import Outcomes, base_of
from joinedup_experiments.studies.study import Arm, Question, Setting, read_pattern

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawn

BARRIERS, STAFF = (0.5, 1.0, 1.25), (0.8, 1.0, 1.25)
ARMS = {
    "siloed_borough": "siloed",
    "local_care_network_poorly": "joined, poorly brought in",
    "local_care_network_well": "joined, well brought in",
}
LOOKED_AT = ("needs_presented", "false_positive_presentations", "identified_unmet_need",
             "unmet_severe", "emergency_admissions", "cost_total")  # fmt: skip
AS_IT_IS = "1 1"
PICTURE = "barriers-and-staff"
TITLE = "Barriers, staff and how well it is brought in"
HOW = (
    "All five barriers of [the study by degrees](results.md) half as high, as now, and five "
    "quarters as high, with a fifth fewer staff in every team, as now, and a quarter more: the "
    "siloed borough, and the Local Care Network brought in poorly and well. Each cell is the "
    "change in the average year of five from the siloed borough as it is, 6,000 residents of it, "
    "in the same plausible world: the mean over {worlds} worlds, and the share of worlds with its "
    "sign. Orange is more and purple less, each outcome on a scale of its own; without a colour "
    "where fewer than four in five worlds have the sign. In brackets: 95% intervals of the mean. "
    "In every world barriers as they are have the model's own height."
)
READ = {  # cells that are put into words: arm, barriers, staff
    "Siloed, with barriers half as high": ("siloed_borough", 0.5, 1.0),
    "Siloed, with a fifth fewer staff": ("siloed_borough", 1.0, 0.8),
    "Siloed, with a quarter more staff": ("siloed_borough", 1.0, 1.25),
    "Joined and well brought in": ("local_care_network_well", 1.0, 1.0),
    "Well brought in, with barriers half as high": ("local_care_network_well", 0.5, 1.0),
    "Well brought in, with both and a quarter more staff": ("local_care_network_well", 0.5, 1.25),
}
LUMINANCE, DARK = (0.299, 0.587, 0.114), 0.5  # of red, green and blue; below it ink is white
ARM, HEIGHT, STAFFED, MEASURE = "arm", "barriers", "staff", "measure"


def question() -> Question:
    """Every arm with every height of barriers and every number of staff."""
    settings = {}
    for height, staff in product(BARRIERS, STAFF):
        lower, key = barriers_at(ALL, height), _key(height, staff)
        scales = lower.scales | {"teams.*.staff.*": staff}
        settings[key] = Setting(label=key, scales=scales, assumptions=lower.assumptions)
    arms = {name: Arm(scenario=name, label=load_scenario(name).name) for name in ARMS}
    return replace(read_pattern("barrier_height"), key=__name__, arms=arms, settings=settings)


def _key(height: float, staff: float) -> str:
    return f"{height:g} {staff:g}"


def summary(outcomes: Outcomes) -> pd.DataFrame:
    """A row for each cell and measure: change from the siloed place as it is, as a share of it.

    ``mean``, ``low`` and ``high`` are the mean over worlds with its 95% interval, ``share`` is
    that of ``worlds`` with its sign.
    """
    rows = []
    for key in LOOKED_AT:
        usual = outcomes.mean(AS_IT_IS, next(iter(ARMS)), key, None)
        for arm, height, staff in product(ARMS, BARRIERS, STAFF):
            apart = outcomes.mean(_key(height, staff), arm, key, None) - usual
            change = known_of(apart / base_of(apart, usual))
            mean = interval_of(change)
            share = float(np.mean(np.sign(change) == np.sign(mean.mean))) if len(change) else np.nan
            cell = {ARM: arm, HEIGHT: height, STAFFED: staff, MEASURE: key}
            ends = {"mean": mean.mean, "low": mean.low, "high": mean.high, "share": share}
            rows.append(cell | ends | {"worlds": len(change)})
    return pd.DataFrame(rows)


def section(found: pd.DataFrame) -> Section:
    """The picture, and a table of every cell."""
    rows = []
    for (arm, height, staff), mine in found.groupby([ARM, HEIGHT, STAFFED], sort=False):
        by_key = mine.set_index(MEASURE)
        worlds = int(mine["worlds"].iloc[0])
        cells = [
            percent_with_interval(Interval(mean, low, high, worlds))
            for mean, low, high in by_key.loc[list(LOOKED_AT), ["mean", "low", "high"]].to_numpy()
        ]
        rows.append((f"{ARMS[str(arm)]}, barriers {height:g}, staff {staff:g}", *cells))
    table = Table("", ("", *(measure(key).label for key in LOOKED_AT)), rows)
    words = Words(HOW.format(worlds=int(found["worlds"].iloc[0])))
    picture = f"![{TITLE}: maps of changes]({PICTURES}/{PICTURE}.png)"
    return Section("barriers", TITLE, [words, Words(picture), Points(_read(found)), table])


def _read(found: pd.DataFrame) -> list[str]:
    """What the chief cells say, a line each."""
    lines = []
    for name, (arm, height, staff) in READ.items():
        mine = found[(found[ARM] == arm) & (found[HEIGHT] == height) & (found[STAFFED] == staff)]
        by_key = mine.set_index(MEASURE)
        changes = [
            f"{measure(key).label[0].lower()}{measure(key).label[1:]} "
            f"{percent(by_key['mean'][key])} ({by_key['share'][key]:.0%} of worlds)"
            for key in LOOKED_AT
        ]
        lines.append(f"{name}: {'; '.join(changes)}.")
    return lines


def draw(found: pd.DataFrame) -> Drawn:
    """A row for each outcome, a column for each arm, a cell for each height and staffing."""
    figure = charts.blank(9.0, 12.6)
    panels = figure.subplots(len(LOOKED_AT), len(ARMS), sharex=True, sharey=True)
    for row, key in zip(panels, LOOKED_AT, strict=True):
        mine = found[found[MEASURE] == key]
        most = float(mine["mean"].abs().max()) or 1.0
        for axes, arm in zip(row, ARMS, strict=True):
            _panel(axes, mine[mine[ARM] == arm], most)
            axes.set_title(ARMS[arm] if key == LOOKED_AT[0] else "", fontsize=9)
        row[0].set_ylabel(fill(measure(key).label, 22), fontsize=8)
    figure.supxlabel("height of barriers, times as now")
    figure.supylabel("staff of every team, times as now")
    return figure


def _panel(axes: Any, found: pd.DataFrame, most: float) -> None:
    """One arm's cells of one outcome; every panel of the outcome has one scale of colours."""
    mean, share = (
        found.pivot(index=STAFFED, columns=HEIGHT, values=name).to_numpy()
        for name in ("mean", "share")
    )
    shown = np.ma.masked_where(share < MOST, mean)
    cells = axes.pcolormesh(shown, cmap="PuOr_r", vmin=-most, vmax=most)
    for (y, x), value in np.ndenumerate(mean):
        text = f"{percent(value)}\n{share[y, x]:.0%}" if value else "as it is"
        dark = np.dot(cells.to_rgba(value)[:3], LUMINANCE) < DARK
        ink = "#666666" if share[y, x] < MOST else "white" if dark else "black"
        axes.text(x + 0.5, y + 0.5, text, ha="center", va="center", fontsize=7, color=ink)
    axes.grid(False)
    axes.set_xticks(np.arange(3) + 0.5, [f"{x:g}" for x in BARRIERS])
    axes.set_yticks(np.arange(3) + 0.5, [f"{y:g}" for y in STAFF])
