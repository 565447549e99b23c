"""The sections of ``docs/sensitivity.md``, from the tables that ``designs/`` keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from joinedup.outcomes.measures import measure
from joinedup_experiments.display import charts
from joinedup_experiments.display.document import (
    Figure,
    Figures,
    Heading,
    Part,
    Section,
    Table,
    Words,
)
from joinedup_experiments.display.numbers import MINUS, counted, number
from joinedup_experiments.report.key_drivers import KeyDriver, KeyDrivers
from joinedup_experiments.sweep.information.analysis import ASSUMPTION, EVERYTHING, NOTHING

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawn

TOTAL_INDEX = "ST"
MOST = 18  # factors on the map
INDEX = ["outcome", "label", "factor", "index", "value", "low_95", "high_95"]  # columns kept
WORTH = ["benefit", "kind", "key", "value", "low_95", "high_95", "chance_reaches", "unit"]
BENEFITS = {
    "net_benefit_20000": "net monetary benefit, £20,000 a QALY",
    "net_benefit_30000": "net monetary benefit, £30,000 a QALY",
}
OPENING = (
    "What effects lean on, from two sweeps and a study. In `{worlds}` every point is a plausible "
    "world, in which the siloed place looks like England, with 10,000 residents and six years, "
    "beside three levers: the staff of every team, the beds of the hospital and the fit of the "
    "programme with the place. A share is of plausible worlds, over the ranges of the levers, and "
    "no probability in the real world; where the levers stand as they are it may be another. Each "
    "world is run once, so that chance is in every figure. In `{ranges}` each assumption varies "
    "over the central nine tenths of its values in the plausible worlds, those of a group "
    "together, whatever the others are. The designs and the tables that this page is from lie in "
    "`experiments/joinedup_experiments/studies/designs`."
)
DRIVERS = (
    "Rank correlations of the pattern's outcome with each assumption over plausible worlds: the "
    "three greatest, and how well each is known. The 95% intervals hold for all assumptions at "
    "once, since the greatest of some 380 are looked at: one that holds 0 may be chance."
)
HELD_OUT = (
    "The share of an outcome's variance that is lost to a prediction of worlds left out when this "
    "factor's values are shuffled (95% interval); one that holds 0 may be chance. Factors that go "
    "together in the worlds share what is theirs. Trees predict little of a single run: most of "
    "what differs between worlds is chance, and many assumptions with a little each."
)
INDICES = (
    "A total index is the share of an outcome's variance over the design that would remain if "
    "everything but this group were known (95% interval). Indices of one outcome add up to more "
    "than 1 where groups interact; chance is in every one of them. All points have the same random "
    "seed, so that an interval holds for this one seed: with another a group may do more or less."
)
RULES = (
    "*Helped*: the outcome is better than in the siloed borough, by however little. A rule is a "
    "region of the design in which an answer is more frequent than everywhere; the share inside "
    "is that of worlds the rule was not found from. In brackets: 95% intervals."
)
NO_RULE = (
    "For no question was a rule found that foretells the answer, in worlds it was not found from, "
    "clearly better than the share everywhere.{not_tried} What this means is: no few assumptions "
    "or levers, within the ranges varied, mark out where joining up helps and where it does not. "
    "The share everywhere is all that this sweep tells of a place. It does not mean that "
    "assumptions do not matter: many may matter a little each, and chance hides much of a single "
    "run."
)
NOT_TRIED = (
    " Of {many}, none could be looked for, since too few worlds have another answer than most."
)
NONE_VARIES = "No outcome differs between the points of this sweep: there is nothing to divide up."
INFORMATION = (
    "The expected value of perfect information, for a place of 10,000 residents over six years, "
    "discounted: what could be gained at most if everything were known, levers and chance among "
    "it, before one of the arrangements is chosen (95% interval). Then how many single "
    "assumptions are worth more than the greatest of as many that do nothing. An assumption is "
    "worth something only where knowing it would change the choice."
)
MOVING = (
    "Where no single assumption is shown to change the choice, those that are assumed and move it "
    "most are the first to measure: rank correlations over plausible worlds of each arrangement's "
    "net benefit beside the siloed borough, with intervals as above. One that holds 0 may be "
    "chance."
)


def main_indices(indices: pd.DataFrame) -> pd.DataFrame:
    """A sweep's main indices, of every factor."""
    return indices.loc[indices["index"].isin(indices["index"].head(1)), INDEX]


def foremost_indices(indices: pd.DataFrame) -> pd.DataFrame:
    """A sweep's main indices, of the factors that are among the foremost of some outcome."""
    main = main_indices(indices)
    rank = main.groupby("label")["value"].rank(ascending=False)
    foremost = main.loc[rank <= MOST, "factor"].unique()
    return main[main["factor"].isin(foremost)]


def sensitivity_section(name: str, heading: str, indices: pd.DataFrame) -> Section:
    """Each outcome's two greatest indices, total or of the worlds, and a map of the foremost."""
    if not len(indices):
        return Section(name, heading, [Words(NONE_VARIES)])
    main = indices["index"].iloc[0]
    total = indices[indices["index"] == main]
    rows = []
    for label, mine in total.groupby("label", sort=False):
        greatest = mine.nlargest(2, "value").itertuples()
        cells = (f"{one.factor} {one.value:.2f}{_interval(one)}" for one in greatest)
        rows.append((str(label).replace("_", " "), *cells))
    wide = total.pivot(index="factor", columns="label", values="value")
    foremost = wide.mean(axis=1).sort_values(ascending=False).index[:MOST]
    wide = wide.loc[foremost, total["label"].unique()].rename(columns=lambda x: x.replace("_", " "))
    kind = "total index" if main == TOTAL_INDEX else "share"
    table = Table("", ("outcome", f"greatest {kind}", "second"), rows)
    note = INDICES if main == TOTAL_INDEX else HELD_OUT
    return _section(name, heading, note, table, heat_map(wide))


def discovery_section(questions: pd.DataFrame, rules: pd.DataFrame) -> Section:
    """For each question the base rate, the first rule and its share out of sample.

    Where no question has a rule, that is put into words first.
    """
    questions = questions.drop_duplicates("question")
    rules = rules[rules["rule_is_about_it"].astype(bool) & (rules["rule"] == 1)]
    rules = rules.set_index("question")
    rows = []
    for one in questions.itertuples():
        rule: tuple[str, str] = ("no rule", "-")
        if one.question in rules.index:
            first = rules.loc[one.question]
            inside = _share_with_interval(first, "density_out_of_sample")
            rule = first["where"], f"{first['answer']} at {inside}"
        label = str(one.label).replace("_", " ")
        everywhere = _share_with_interval(one._asdict(), "base_rate")
        rows.append((label, f"{one.answer} at {everywhere} of the worlds", *rule))
    table = Table("", ("question", "everywhere", "first rule", "inside, out of sample"), rows)
    drawn = shares_figure(questions, rules)
    note = RULES if len(rules) else f"{_no_rule(questions)} {RULES}"
    return _section("scenario_discovery", "Where joining up helps", note, table, drawn)


def _no_rule(questions: pd.DataFrame) -> str:
    many = int(questions["out_of_sample_skill"].isna().sum())
    not_tried = NOT_TRIED.format(many=counted(many, "question")) if many else ""
    return NO_RULE.format(not_tried=not_tried)


def _share_with_interval(row: Any, name: str) -> str:
    low, high = (100.0 * row[f"{name}{end}"] for end in ("_low_95", "_high_95"))
    return f"{row[name]:.0%} ({low:.0f} to {high:.0f}%)"


def drivers_section(titles: Mapping[str, str], drivers: Mapping[str, KeyDrivers]) -> Section:
    """The assumptions that each pattern leans on most, each with its coefficient and evidence."""
    rows = [
        (titles[key], one.outcome, "; ".join(map(_driver, one.factors)))
        for key, one in drivers.items()
    ]
    table = Table("", ("pattern", "outcome", "leans on most"), rows, numbers=False)
    return Section("patterns", "What each pattern leans on", [Words(DRIVERS), table])


def _driver(one: KeyDriver) -> str:
    text = f"{one.value:+.2f} ({one.low:+.2f} to {one.high:+.2f})".replace("-", MINUS)
    return f"{one.factor} {text}, {one.evidence}"


def information_section(found: pd.DataFrame, moving: Mapping[str, KeyDrivers]) -> Section:
    """What it is worth to know everything and one thing, and what moves each arm's net benefit."""
    rows = []
    for benefit, mine in found.groupby("benefit", sort=False):
        everything = mine[mine["kind"] == EVERYTHING].iloc[0]
        each = mine[mine["kind"] == ASSUMPTION]
        above = each["value"] > each["chance_reaches"].clip(lower=NOTHING * everything["value"])
        name = BENEFITS.get(str(benefit)) or f"{measure(str(benefit)).label}, {everything['unit']}"
        pounds = "£" if everything["unit"] == "GBP" else ""
        greatest = "0"
        if above.any():
            first = each.loc[each["value"].idxmax()]
            greatest = f"{pounds}{number(first['value'])}: {first['key']}"
        ends = (number(everything[end]) for end in ("low_95", "high_95"))
        worth = f"{pounds}{number(everything['value'])} ({' to '.join(ends)})"
        rows.append((name, worth, str(above.sum()), greatest))
    head = ("choosing by", "everything is worth up to", "assumptions above chance", "greatest")
    arms = [(one.outcome, "; ".join(map(_driver, one.factors))) for one in moving.values()]
    parts: list[Part] = [
        Words(INFORMATION),
        Table("", head, rows, numbers=False),
        Heading("What moves the choice"),
        Words(MOVING),
        Table("", ("net benefit at £20,000 a QALY", "moved most by"), arms, numbers=False),
    ]
    return Section("information", "Which assumption to measure", parts)


def _section(name: str, heading: str, note: str, table: Table, drawn: Drawn) -> Section:
    figure = Figure(name, heading, f"{heading}: the table's figures and more", charts.as_svg(drawn))
    return Section(name, heading, [Words(note), table, Figures([figure])])


def _interval(one: Any) -> str:
    text = f" ({one.low_95:.2f} to {one.high_95:.2f})" if np.isfinite(one.low_95) else ""
    return text.replace("-", MINUS)


def heat_map(wide: Any) -> Drawn:
    """Factors by outcomes, each cell shaded and with its number."""
    figure = charts.blank(9.0, 7.6)
    axes = figure.subplots()
    values = wide.to_numpy()
    most = max(float(values.max()), 1e-9)
    axes.imshow(values.clip(0.0), cmap="cividis_r", vmin=0.0, vmax=most, aspect="auto")
    for (i, j), value in np.ndenumerate(values):
        ink = "white" if value > 0.55 * most else "black"
        axes.text(j, i, f"{max(value, 0.0):.2f}", ha="center", va="center", fontsize=6.5, color=ink)
    axes.grid(False)
    axes.set_yticks(range(len(wide.index)), wide.index, fontsize=8)
    axes.set_xticks(range(len(wide.columns)), wide.columns, rotation=45, ha="right", fontsize=8)
    return figure


def shares_figure(questions: Any, rules: Any) -> Drawn:
    """The share of worlds with the hoped-for answer: everywhere, and inside first rules, if any."""
    figure = charts.blank(7.5, 0.9 + 0.5 * len(questions))
    axes = figure.subplots()
    about_it = questions.set_index("question")["answer"].reindex(rules.index) == rules["answer"]
    inside = rules[about_it].reindex(questions["question"])
    shown: list[Any] = [(questions, "base_rate", 0.0, "o", "everywhere")]
    if about_it.any():
        label = "inside the first rule, out of sample"
        shown.append((inside, "density_out_of_sample", 0.2, "^", label))
    for table, name, shift, mark, label in shown:
        mean, low, high = (table[f"{name}{end}"].to_numpy() for end in ("", "_low_95", "_high_95"))
        places, colour = np.arange(len(table)) + shift, charts.COLOURS[int(shift > 0.0)]
        charts.dots(axes, mean, places, [mean - low, high - mean], colour, mark=mark, label=label)
    labels = questions["label"].str.replace("_", " ")
    axes.set_yticks(range(len(questions)), labels, fontsize=8)
    axes.set(xlim=(0.0, 1.0), xlabel="share of worlds with the answer in the table (95% interval)")
    axes.invert_yaxis()
    figure.legend(loc="outside lower left", ncols=2)
    return figure
