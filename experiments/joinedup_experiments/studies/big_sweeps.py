"""What two big sweeps found, from the tables that `designs/` keeps, as sections of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from joinedup_experiments.display import charts
from joinedup_experiments.display.document import Figure, Figures, Section, Table, Words
from joinedup_experiments.studies.study import HERE

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawn

DESIGNS = HERE / "designs"
EDITION = "From the first edition's model: this sweep was not run again. "
INDICES = (
    f"{EDITION}"
    "A total index is the share of an outcome's variance over the design that would remain if "
    "everything but this factor were known (95% interval). Indices of one outcome add up to "
    "more than 1 where factors interact. Ranges of assumptions are themselves mostly assumed."
)
RULES = (
    f"{EDITION}"
    "A rule is a region of the design in which an answer is more frequent than everywhere. "
    "The share inside is that of points the rule was not found from. Points are spread over "
    "ranges of assumptions, so no share is a probability in the real world."
)


def sensitivity_section() -> Section:
    """Each outcome's two greatest total Sobol indices, and a map of all of them."""
    indices = pd.read_csv(DESIGNS / "sensitivity" / "indices.csv")
    total = indices[indices["index"] == "ST"]
    rows = []
    for label, mine in total.groupby("label", sort=False):
        greatest = mine.nlargest(2, "value").itertuples()
        rows.append((label, *(f"{one.factor} {one.value:.2f}{_interval(one)}" for one in greatest)))
    wide = total.pivot(index="factor", columns="label", values="value")
    wide = wide.loc[wide.mean(axis=1).sort_values(ascending=False).index, [row[0] for row in rows]]
    table = Table("", ("outcome", "greatest total index", "second"), rows)
    return _section("sensitivity", "What the effects depend on", INDICES, table, heat_map(wide))


def discovery_section() -> Section:
    """For each question the base rate, the first rule and its share out of sample."""
    kept = DESIGNS / "scenario_discovery"
    questions = pd.read_csv(kept / "questions.csv").drop_duplicates("question")
    rules = pd.read_csv(kept / "rules.csv")
    rules = rules[rules["rule_is_about_it"] & (rules["rule"] == 1)].set_index("question")
    rows = []
    for one in questions.itertuples():
        rule: tuple[str, str] = ("no rule", "-")
        if one.question in rules.index:
            first = rules.loc[one.question]
            rule = first["where"], f"{first['answer']} at {first['density_out_of_sample']:.0%}"
        rows.append((one.label, f"{one.answer} at {one.base_rate:.0%} of the points", *rule))
    table = Table("", ("question", "everywhere", "first rule", "inside, out of sample"), rows)
    drawn = shares_figure(questions, rules)
    return _section("scenario_discovery", "Where joining up helps", RULES, table, drawn)


def _section(name: str, heading: str, note: str, table: Table, drawn: Drawn) -> Section:
    figure = Figure(name, heading, f"{heading}: the table's figures and more", charts.as_svg(drawn))
    return Section(name, heading, [Words(note), table, Figures([figure])])


def _interval(one: Any) -> str:
    return f" ({one.low_95:.2f} to {one.high_95:.2f})" if np.isfinite(one.low_95) else ""


def heat_map(wide: Any) -> Drawn:
    """Factors by outcomes, each cell shaded and with its number."""
    figure = charts.blank(9.0, 7.6)
    axes = figure.subplots()
    values = wide.to_numpy()
    axes.imshow(values.clip(0.0, 1.0), cmap="cividis_r", vmin=0.0, vmax=1.0, aspect="auto")
    for (i, j), value in np.ndenumerate(values):
        ink = "white" if value > 0.55 else "black"
        axes.text(j, i, f"{value:.2f}", ha="center", va="center", fontsize=6.5, color=ink)
    axes.grid(False)
    axes.set_yticks(range(len(wide.index)), wide.index, fontsize=8)
    axes.set_xticks(range(len(wide.columns)), wide.columns, rotation=45, ha="right", fontsize=8)
    return figure


def shares_figure(questions: Any, rules: Any) -> Drawn:
    """The share of points with the hoped-for answer, everywhere and inside the first rule."""
    figure = charts.blank(7.5, 0.9 + 0.5 * len(questions))
    axes = figure.subplots()
    about_it = questions.set_index("question")["answer"].reindex(rules.index) == rules["answer"]
    inside = rules[about_it].reindex(questions["question"])
    for table, name, shift, mark, label in (
        (questions, "base_rate", 0.0, "o", "everywhere"),
        (inside, "density_out_of_sample", 0.2, "^", "inside the first rule, out of sample"),
    ):
        mean, low, high = (table[f"{name}{end}"].to_numpy() for end in ("", "_low_95", "_high_95"))
        places, colour = np.arange(len(table)) + shift, charts.COLOURS[int(shift > 0.0)]
        charts.dots(axes, mean, places, [mean - low, high - mean], colour, mark=mark, label=label)
    axes.set_yticks(range(len(questions)), questions["label"], fontsize=8)
    axes.set(xlim=(0.0, 1.0), xlabel="share of the design's points that are helped (95% interval)")
    axes.invert_yaxis()
    figure.legend(loc="outside lower left", ncols=2)
    return figure
