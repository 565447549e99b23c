"""What two big sweeps found, as plain data for a page: a table's rows and a figure.

``studies/designs/sensitivity/`` and ``studies/designs/scenario_discovery/`` keep the tables that
``joinedup sensitivity`` and ``joinedup discover`` wrote for the designs of the same names; each
function here reads such a folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from joinedup_experiments.display import charts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_FACTORS = 3


@dataclass(frozen=True)
class Summary:
    """One table and one figure.

    Attributes
    ----------
    heads : tuple of str
        The table's columns.
    rows : list of tuple of str
        In words, ready to be shown.
    note : str
        How to read both.
    figure : Figure
        Not registered with pyplot; the caller saves it.
    """

    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]
    note: str
    figure: Figure


def sensitivity_summary(folder: Path) -> Summary:
    """Each outcome's greatest total Sobol indices, and a map of all of them.

    Parameters
    ----------
    folder
        With ``indices.csv``: label, factor, index, value, low_95, high_95.
    """
    import pandas as pd

    table = pd.read_csv(folder / "indices.csv")
    total = table[table["index"] == "ST"]
    rows: list[tuple[str, ...]] = []
    for label, mine in total.groupby("label", sort=False):
        first = mine.nlargest(MOST_FACTORS, "value")[["factor", "value", "low_95", "high_95"]]
        greatest = [f"{f} {_interval(*numbers)}" for f, *numbers in first.itertuples(index=False)]
        rows.append((str(label), *greatest))
    wide = total.pivot(index="factor", columns="label", values="value")
    wide = wide.loc[wide.mean(axis=1).sort_values(ascending=False).index, [row[0] for row in rows]]
    ordinals = ("greatest total index", "second", "third")
    note = (
        "A total index is the share of an outcome's variance over the design that would remain if "
        "everything but this factor were known (95% interval). Indices of one outcome add up to "
        "more than 1 where factors interact. Ranges of assumptions are themselves mostly assumed."
    )
    return Summary(("outcome", *ordinals), rows, note, _heat_map(wide))


def discovery_summary(folder: Path) -> Summary:
    """For each question the base rate, the first rule and its share out of sample.

    Parameters
    ----------
    folder
        With ``questions.csv`` and ``rules.csv``, as ``joinedup discover`` writes them where there
        are rules.
    """
    import pandas as pd

    questions = pd.read_csv(folder / "questions.csv")
    rules = pd.read_csv(folder / "rules.csv")
    rules = rules[rules["rule_is_about_it"] & (rules["rule"] == 1)].set_index("question")
    first = questions.drop_duplicates("question")
    rows: list[tuple[str, ...]] = []
    for one in first.itertuples():
        base = f"{one.answer} at {_per_cent(one.base_rate)} of the points"
        if one.question in rules.index:
            rule = rules.loc[one.question]
            inside = _per_cent(rule["density_out_of_sample"])
            rows.append((one.label, base, rule["where"], f"{rule['answer']} at {inside}"))
        else:
            rows.append((one.label, base, "no rule", "-"))
    note = (
        "A rule is a region of the design in which an answer is more frequent than everywhere. "
        "The share inside is that of points the rule was not found from. Points are spread over "
        "ranges of assumptions, so no share is a probability in the real world."
    )
    heads = ("question", "everywhere", "first rule", "inside, out of sample")
    return Summary(heads, rows, note, _shares_figure(first, rules))


def _heat_map(wide: Any) -> Figure:
    """Factors by outcomes, each cell shaded and with its number."""
    figure = charts.blank(9.0, 7.6)
    axes = figure.subplots()
    values = wide.to_numpy()
    axes.imshow(values.clip(0.0, 1.0), cmap="cividis_r", vmin=0.0, vmax=1.0, aspect="auto")
    for i, row in enumerate(values):
        for j, value in enumerate(row):
            ink = "white" if value > 0.55 else "black"
            axes.text(j, i, f"{value:.2f}", ha="center", va="center", fontsize=6.5, color=ink)
    axes.grid(False)
    axes.set_yticks(range(len(wide.index)), wide.index, fontsize=8)
    axes.set_xticks(range(len(wide.columns)), wide.columns, rotation=45, ha="right", fontsize=8)
    return figure


def _shares_figure(first: Any, rules: Any) -> Figure:
    """The share of points with the hoped-for answer, everywhere and inside the first rule."""
    figure = charts.blank(7.5, 0.9 + 0.5 * len(first))
    axes = figure.subplots()
    for place, one in enumerate(first.itertuples()):
        rule = rules.loc[one.question] if one.question in rules.index else None
        _share(axes, place, first.iloc[place], "base_rate", ("o", charts.COLOURS[0], "everywhere"))
        if rule is not None and rule["answer"] == one.answer:
            look = ("^", charts.COLOURS[1], "inside the first rule, out of sample")
            _share(axes, place + 0.2, rule, "density_out_of_sample", look)
    axes.set_yticks(range(len(first)), first["label"], fontsize=8)
    axes.set(xlim=(0.0, 1.0), xlabel="share of the design's points that are helped (95% interval)")
    axes.invert_yaxis()
    figure.legend(loc="outside lower left", ncols=2)
    return figure


def _share(axes: Any, place: float, row: Any, name: str, look: tuple[str, str, str]) -> None:
    """One share with its interval; a label is given to the first row alone."""
    value, (mark, colour, label) = row[name], look
    ends = [[value - row[f"{name}_low_95"]], [row[f"{name}_high_95"] - value]]
    axes.errorbar(value, place, xerr=ends, fmt=mark, color=colour, label=label if place < 1 else "")


def _interval(value: float, low: float, high: float) -> str:
    return f"{value:.2f}" if low != low else f"{value:.2f} ({low:.2f} to {high:.2f})"


def _per_cent(value: float) -> str:
    return f"{value:.0%}"
