"""``python -m joinedup_experiments.evaluator.questions.regression_to_the_mean``.

Do people who are picked for their emergency admissions get better by themselves, and as much as in
cohort studies? The siloed borough runs with no programme, one run in each plausible world. Then
some assumptions are changed, to see what the answer comes of. A table is written, and a picture
beside published figures; about half an hour of two cores.
"""

from __future__ import annotations

import argparse
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
from joinedup_experiments.display.document import Table
from joinedup_experiments.display.markdown import PICTURES, markdown_table
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
from joinedup_experiments.evaluator.writing import Recorded
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.plausible_worlds import in_world

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawn

PLACE, PICTURE = "siloed_borough", "regression-to-the-mean"
DOCS = Path(__file__).parents[4] / "docs"
TABLE = "evaluator_tables/regression_to_the_mean.csv"  # beside the page
RULES = {
    "two in a calendar year": Rule(),
    "at the second in twelve months": Rule(calendar=False),
    "three in a calendar year": Rule(least=3),
    "at any": Rule(least=1, calendar=False),
    "at any, from 85 on": Rule(least=1, calendar=False, bands=OLDER[-1:]),
}
COHORT = next(iter(RULES))
AS_IT_IS = "as it is"
# What is changed to see what the answer comes of, to ends of declared ranges; the model stays as it
# is. By a change's name: what is set, in every world
LESS_PRONE = {"illness.proneness": 0.4}
LESS_CARRIED = {"illness.by_conditions": 1.5, "illness.by_frailty_grade": 1.15}
FEWER_VISITS = {"illness.visits_a_spell": 0.8}
MORE_DEATHS = {"people.mortality_unwell": 20.0}
CHANGES: dict[str, dict[str, float]] = {
    AS_IT_IS: {},
    "people differ less in proneness": LESS_PRONE,
    "conditions and frailty add less": LESS_CARRIED,
    "fewer visits in a spell": FEWER_VISITS,
    "more deaths in a spell": MORE_DEATHS,
    "all four": LESS_PRONE | LESS_CARRIED | FEWER_VISITS | MORE_DEATHS,
}
# Roland et al. 2005, BMJ 330:289-92, abstract: 38% in the identifying year, just over 3% five years
# later; of the year in between no more is said than that it was fewer than 10%
PUBLISHED, AT_MOST = {0: 0.38, 5: 0.03}, {1: 0.10}
PER_CENT, NUMBER = "{:.0f}% ({:.0f} to {:.0f})", "{:.2f} ({:.2f} to {:.2f})"
SHOWN = {  # measure: what a row of the page's table says, its form, and times what
    "share": ("share of all emergency admissions at 65 and over", PER_CENT, 100.0),
    "rate": ("emergency admissions, a year alive and resident", NUMBER, 1.0),
    "everybody": ("the same of everybody aged 65 and over", NUMBER, 1.0),
    "each": ("emergency admissions a year, of each who did not move, the dead too", NUMBER, 1.0),
    "again": ("have as many again", PER_CENT, 100.0),
    "died": ("dead by the end of the year", PER_CENT, 100.0),
    "moved": ("moved away by then", PER_CENT, 100.0),
}
WRITTEN: Any = {"index": False, "float_format": "%.4g", "lineterminator": "\n"}
Cohorts = dict[str, FollowedUp]


def followed(recording: Recording) -> Cohorts:
    """Those whom each of `RULES` picks in the records of a run, complete.

    The records must begin twelve months before the index date and have six years after it.
    """
    people = Recorded(recording).people(Quality())
    columns = ["person", "month", "age_band", "days", "emergency_admissions", "died", "moved_out"]
    frame = people.select(columns).to_pandas()
    return {name: followed_up(frame, rule) for name, rule in RULES.items()}


def scenarios(
    worlds: int, residents: int | None = None, changes: Mapping[str, float] | None = None
) -> list[Scenario]:
    """The place without a programme in so many plausible worlds, the run of seed s in world s.

    At most 10,000 residents are simulated unless ``residents`` says otherwise; ``changes`` are
    assumptions that hold in every world.
    """
    over = OverWorlds(simulate=residents)
    asked = {"years": FOLLOWED + 1.0, "replications": worlds, "assumptions": dict(changes or {})}
    place = load_scenario(PLACE).with_(asked)
    here = sized(place, over.residents(place))
    numbers = enumerate(over.numbers(place), place.run.seed)
    return [in_world(here, world, over.table).with_({"seed": seed}) for seed, world in numbers]


def over_worlds(
    runs: Sequence[Scenario], workers: int | None = None, tell: Tell | None = None
) -> list[Cohorts]:
    """Run each, and follow those picked in it; ``tell`` is told the share done."""
    warm_up(runs[0])

    def one(run: Scenario, tell: Tell) -> Cohorts:
        return followed(record(run, run.run.seed, TWELVE, tell))

    return gather([partial(one, run) for run in runs], workers, tell)


def summary(found: Sequence[Cohorts], changed: str = AS_IT_IS) -> pd.DataFrame:
    """A row for each rule, measure and year: the median over worlds, and the central 90%.

    Of what is changed there is the cohort alone.
    """
    rows = []
    for rule in RULES if changed == AS_IT_IS else (COHORT,):
        for name in ("people", *MEASURES):
            values = np.array([np.atleast_1d(getattr(one[rule], name)) for one in found])
            ends = np.percentile(values, [50.0, *CENTRAL], axis=0).T
            rows += [(changed, rule, name, year, *each) for year, each in enumerate(ends)]
    names = ("changed", "picked", "measure", "year", "median", "low_90", "high_90")
    return pd.DataFrame(rows, columns=names).assign(worlds=len(found))


def page_table(found: pd.DataFrame, rule: str = COHORT) -> Table:
    """Those whom a rule picks, a row for each measure: median over worlds (central 90%)."""
    mine = found[(found["changed"] == AS_IT_IS) & (found["picked"] == rule)]
    rows = []
    for name, (label, form, times) in SHOWN.items():
        years = mine[mine["measure"] == name].sort_values("year")
        ends = times * years[["median", "low_90", "high_90"]].to_numpy()
        cells = [form.format(median, low, high) for median, low, high in ends]
        rows.append((label, *cells))
    head = ("", "picked", *(f"year {year}" for year in range(1, FOLLOWED + 1)))
    return Table("", head, rows)


def draw(found: pd.DataFrame) -> Drawn:
    """The cohort's share of admissions and its rate by year, beside what is published."""
    figure = charts.blank(8.6, 4.2)
    shares, rates = figure.subplots(1, 2)
    mine = found[(found["changed"] == AS_IT_IS) & (found["picked"] == COHORT)]
    mine = mine.set_index(["measure", "year"])
    _line(shares, mine.loc["share"], 1, "model")
    for published, mark, what in ((PUBLISHED, "D", "published"), (AT_MOST, "v", "fewer than")):
        shares.plot([*published], [*published.values()], color=charts.COLOURS[2], marker=mark,
                    linestyle="none", label=f"England from 1997-8 on, {what}")  # fmt: skip
    charts.as_percent(shares.yaxis)
    shares.set_title("Their share of all emergency admissions\nof people aged 65 and over")
    shares.set_ylabel("share of admissions")
    _line(rates, mine.loc["rate"], 1, "model: those picked")
    _line(rates, mine.loc["everybody"], 3, "model: everybody aged 65 and over")
    rates.set_title("Their emergency admissions,\na year alive and resident")
    rates.set_ylabel("admissions per person-year")
    for axes in (shares, rates):
        axes.set_ylim(0.0)
        axes.set_xlabel("years after the one in which they were picked")
        axes.legend(loc="upper right", fontsize=8.5)
    worlds = int(mine["worlds"].iloc[0])
    figure.suptitle(
        "People aged 65 and over with two or more emergency admissions in a year, no programme\n"
        f"Lines: median of {worlds} plausible worlds; bands: nine worlds in ten; "
        "published: Roland et al. 2005", x=0.01, ha="left", fontsize=9.5,
    )  # fmt: skip
    return figure


def _line(axes: Any, values: pd.DataFrame, arm: int, label: str) -> None:
    colour, style = charts.look(arm)
    ends = values["low_90"], values["high_90"]
    axes.fill_between(values.index, *ends, color=colour, alpha=0.18, linewidth=0)
    axes.plot(values.index, values["median"], color=colour, linestyle=style, marker="o",
              markersize=4.0, label=label)  # fmt: skip


def write(found: pd.DataFrame, docs: Path) -> list[Path]:
    """Write the table and the picture into a folder that is there; returns both files."""
    table, picture = docs / TABLE, docs / PICTURES / f"{PICTURE}.png"
    for file in (table, picture):
        file.parent.mkdir(parents=True, exist_ok=True)
    found.to_csv(table, **WRITTEN)
    with charts.styled():
        charts.save(draw(found), picture.with_suffix(""), ["png"], dpi=110)
    return [table, picture]


def main() -> None:
    """Run every change in every world, and write what comes of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=WORLDS)
    parser.add_argument("--residents", type=int, help="another number, for a quick try")
    parser.add_argument("--workers", type=int, help="runs at once; a core each unless given")
    parser.add_argument("--out", type=Path, default=DOCS, help="another folder that is there")
    asked = parser.parse_args()
    tables = []
    for name, changes in CHANGES.items():
        runs = scenarios(asked.worlds, asked.residents, changes)
        with progress(f"Following people, {name}") as tell:
            tables.append(summary(over_worlds(runs, asked.workers, tell), name))
    found = pd.concat(tables)
    print(markdown_table(page_table(found)))
    for file in write(found, asked.out):
        print(f"Written: {file}")


if __name__ == "__main__":
    main()
