"""What two big sweeps found, from the tables that ``studies/designs`` keeps, for a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from joinedup_experiments.display import charts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_FACTORS = 3


class Summary(NamedTuple):
    """One table and one figure, which the caller saves."""

    heads: tuple[str, ...]  # the table's columns
    rows: list[tuple[str, ...]]  # in words, ready to be shown
    note: str  # how to read both
    figure: Figure


def sensitivity_summary(folder: Path) -> Summary:
    """Each outcome's greatest total Sobol indices, and a map of all of them."""
    import pandas as pd

    table = pd.read_csv(folder / "indices.csv")
    total = table[table["index"] == "ST"]
    rows: list[tuple[str, ...]] = []
    for label, mine in total.groupby("label", sort=False):
        greatest = []
        for one in mine.nlargest(MOST_FACTORS, "value").itertuples():
            interval = (
                f" ({one.low_95:.2f} to {one.high_95:.2f})" if np.isfinite(one.low_95) else ""
            )
            greatest.append(f"{one.factor} {one.value:.2f}{interval}")
        rows.append((str(label), *greatest))
    wide = total.pivot(index="factor", columns="label", values="value")
    wide = wide.loc[wide.mean(axis=1).sort_values(ascending=False).index, [row[0] for row in rows]]
    note = (
        "A total index is the share of an outcome's variance over the design that would remain if "
        "everything but this factor were known (95% interval). Indices of one outcome add up to "
        "more than 1 where factors interact. Ranges of assumptions are themselves mostly assumed."
    )
    heads = ("outcome", "greatest total index", "second", "third")
    return Summary(heads, rows, note, _heat_map(wide))


def discovery_summary(folder: Path) -> Summary:
    """For each question the base rate, the first rule and its share out of sample."""
    import pandas as pd

    questions = pd.read_csv(folder / "questions.csv").drop_duplicates("question")
    rules = pd.read_csv(folder / "rules.csv")
    rules = rules[rules["rule_is_about_it"] & (rules["rule"] == 1)].set_index("question")
    rows: list[tuple[str, ...]] = []
    for one in questions.itertuples():
        rule: tuple[str, str] = ("no rule", "-")
        if one.question in rules.index:
            first = rules.loc[one.question]
            rule = first["where"], f"{first['answer']} at {first['density_out_of_sample']:.0%}"
        rows.append((one.label, f"{one.answer} at {one.base_rate:.0%} of the points", *rule))
    note = (
        "A rule is a region of the design in which an answer is more frequent than everywhere. "
        "The share inside is that of points the rule was not found from. Points are spread over "
        "ranges of assumptions, so no share is a probability in the real world."
    )
    heads = ("question", "everywhere", "first rule", "inside, out of sample")
    return Summary(heads, rows, note, _shares_figure(questions, rules))


def _heat_map(wide: Any) -> Figure:
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


def _shares_figure(questions: Any, rules: Any) -> Figure:
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
