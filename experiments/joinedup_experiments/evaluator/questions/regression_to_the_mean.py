"""``python -m joinedup_experiments.evaluator.questions.regression_to_the_mean``.

Do people who are picked for their emergency admissions get better by themselves, and as much as in
cohort studies? The siloed borough runs with no programme, one run in each plausible world. A table
and a picture beside published figures are written; about ten minutes of two cores.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.executors import Tell, gather, warm_up
from joinedup_experiments.compare.intervals import CENTRAL
from joinedup_experiments.compare.over_worlds import WORLDS, OverWorlds
from joinedup_experiments.compare.sizing import sized
from joinedup_experiments.display import charts
from joinedup_experiments.display.progress import progress
from joinedup_experiments.evaluator.quality import Quality
from joinedup_experiments.evaluator.questions.follow_up import (
    FOLLOWED,
    MEASURES,
    OLDER,
    TWELVE,
    FollowedUp,
    Rule,
    followed_up,
)
from joinedup_experiments.evaluator.recording import Recording, record
from joinedup_experiments.evaluator.writing import tables_of
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.plausible_worlds import in_world

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawn

PLACE = "siloed_borough"
NAME = "regression-to-the-mean"
RULES = {
    "two in a calendar year": Rule(),
    "at the second within twelve months": Rule(calendar=False),
    "at any": Rule(least=1, calendar=False),
    "at any, from 85 on": Rule(least=1, calendar=False, bands=OLDER[-1:]),
}
COHORT = next(iter(RULES))
# What is changed, each by itself, to see what the answer comes of; the model stays as it is
CHANGES: dict[str, dict[str, Any]] = {
    "as it is": {},
    "nobody more prone than their record": {"illness.proneness": 0.0},
    "frailty and conditions add a quarter as much": {
        "illness.by_conditions": 1.175, "illness.by_frailty_grade": 1.075},
    "spells kill twice as often": {"people.mortality_unwell": 20.0},
}  # fmt: skip
# Roland et al. 2005, BMJ 330:289-92, abstract: 38%, fewer than 10%, just over 3%
PUBLISHED = {0: 0.38, 1: 0.10, 5: 0.03}
WRITTEN: Any = {"index": False, "float_format": "%.4g", "lineterminator": "\n"}
Found = dict[str, FollowedUp]


def followed(recording: Recording) -> Found:
    """Those whom each of `RULES` picks in the records of a run, complete.

    The records must begin twelve months before the index date and have six years after it.
    """
    people = tables_of(recording, Quality())["person_months"]
    columns = ["person", "month", "age_band", "days", "emergency_admissions", "died", "moved_out"]
    frame = people.select(columns).to_pandas()
    return {name: followed_up(frame, rule) for name, rule in RULES.items()}


def scenarios(worlds: int, residents: int | None, changes: Mapping[str, Any]) -> list[Scenario]:
    """The place without a programme, in each of so many plausible worlds; s has seed s."""
    over = OverWorlds(simulate=residents)
    place = load_scenario(PLACE).with_({"years": FOLLOWED + 1.0, "replications": worlds})
    here = sized(place, over.residents(place))
    each = [in_world(here, number, over.table) for number in over.numbers(place)]
    changed = [one.with_({"assumptions": {**one.assumptions, **changes}}) for one in each]
    first = place.run.seed
    return [one.with_({"seed": first + nth}) for nth, one in enumerate(changed)]


def over_worlds(
    runs: Sequence[Scenario], workers: int | None = None, tell: Tell | None = None
) -> list[Found]:
    """Run each, and follow those picked in it; ``tell`` is told the share done."""
    warm_up(runs[0])

    def one(run: Scenario, tell: Tell) -> Found:
        return followed(record(run, run.run.seed, TWELVE, tell))

    return gather([partial(one, run) for run in runs], workers, tell)


def summary(found: Sequence[Found]) -> pd.DataFrame:
    """A row for each rule, measure and year: the median over worlds, and the central 90%."""
    rows = []
    for rule in RULES:
        people = [[one[rule].people] for one in found]
        for name in ("people", *MEASURES):
            values = people if name == "people" else [getattr(one[rule], name) for one in found]
            low, median, high = np.percentile(values, [CENTRAL[0], 50.0, CENTRAL[1]], axis=0)
            rows += [
                {"picked": rule, "measure": name, "year": year, "median": median[year],
                 "low_90": low[year], "high_90": high[year], "worlds": len(found)}
                for year in range(len(median))
            ]  # fmt: skip
    return pd.DataFrame(rows)


def draw(found: pd.DataFrame) -> Drawn:
    """The cohort's share of admissions and its rate by year, beside what is published."""
    figure = charts.blank(8.4, 3.9)
    shares, rates = figure.subplots(1, 2)
    mine = found[found["picked"] == COHORT].set_index(["measure", "year"])
    _line(shares, mine.loc["share"], 1, "model: median of worlds, and nine worlds in ten")
    shares.plot(
        [*PUBLISHED], [*PUBLISHED.values()], color=charts.COLOURS[2], marker="D", linestyle="none",
        label="England 1997-8 to 2002-3 (Roland et al. 2005);\nyear 1: fewer than 10%"
    )  # fmt: skip
    charts.as_percent(shares.yaxis)
    shares.set_title("Their share of all emergency admissions\nof people aged 65 and over")
    shares.set_ylabel("share of admissions")
    _line(rates, mine.loc["rate"], 1, "those picked, a year alive and resident")
    _line(rates, mine.loc["everybody"], 3, "everybody aged 65 and over")
    rates.set_title("Their emergency admissions\na person and year")
    rates.set_ylabel("emergency admissions a year")
    for axes in (shares, rates):
        axes.set_ylim(0.0)
        axes.set_xlabel("years after that in which they were picked")
        axes.legend(loc="upper right", fontsize=8)
    return figure


def _line(axes: Any, values: pd.DataFrame, look: int, label: str) -> None:
    colour, style = charts.look(look)
    axes.fill_between(values.index, values["low_90"], values["high_90"], color=colour,
                      alpha=0.18, linewidth=0)  # fmt: skip
    axes.plot(values.index, values["median"], color=colour, linestyle=style, marker="o",
              markersize=4.0, label=label)  # fmt: skip


if __name__ == "__main__":
    pass
