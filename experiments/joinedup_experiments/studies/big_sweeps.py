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
TOTAL_INDEX = "ST"
MOST = 20  # factors on the map
INDICES = (
    "A total index is the share of an outcome's variance over the design that would remain if "
    "everything but this factor were known (95% interval). Indices of one outcome add up to "
    "more than 1 where factors interact. "
)
HELD_OUT = (
    "Over the plausible worlds: the share of an outcome's variance that is lost to a prediction of "
    "worlds left out when this factor's values are shuffled (95% interval). Factors that go "
    "together in the worlds share what is theirs. "
)
RANGES = "Ranges of assumptions are themselves mostly assumed."
CENTRAL = (
    "Each assumption varies over the central nine tenths of its values in the plausible worlds."
)
RULES = (
    "A rule is a region of the design in which an answer is more frequent than everywhere. "
    "The share inside is that of points the rule was not found from. "
)
SPREAD = (
    "Points are spread over ranges of assumptions, so no share is a probability in the real world."
)
WORLDS = (
    "Every point is a plausible world, in which the siloed place looks like England: a share is of "
    "plausible worlds, over the ranges of the levers."
)


def sensitivity_section() -> Section:
    """Each outcome's two greatest indices, total or of the worlds, and a map of the foremost."""
    return sensitivity_of(pd.read_csv(DESIGNS / "sensitivity" / "indices.csv"))


def sensitivity_of(indices: pd.DataFrame) -> Section:
    """The section of a sweep's table of indices; levers are told apart since worlds are swept."""
    main = indices["index"].iloc[0]
    total = indices[indices["index"] == main]
    rows = []
    for label, mine in total.groupby("label", sort=False):
        greatest = mine.nlargest(2, "value").itertuples()
        rows.append((label, *(f"{one.factor} {one.value:.2f}{_interval(one)}" for one in greatest)))
    wide = total.pivot(index="factor", columns="label", values="value")
    foremost = wide.mean(axis=1).sort_values(ascending=False).index[:MOST]
    wide = wide.loc[foremost, [row[0] for row in rows]]
    name = "total index" if main == TOTAL_INDEX else "share"
    table = Table("", ("outcome", f"greatest {name}", "second"), rows)
    if "is_lever" not in indices:
        note = f"{EDITION}{INDICES}{RANGES}"
    else:
        note = f"{INDICES}{CENTRAL}" if main == TOTAL_INDEX else HELD_OUT.strip()
    return _section("sensitivity", "What the effects depend on", note, table, heat_map(wide))


def discovery_section() -> Section:
    """For each question the base rate, the first rule and its share out of sample."""
    kept = DESIGNS / "scenario_discovery"
    return discovery_of(pd.read_csv(kept / "questions.csv"), pd.read_csv(kept / "rules.csv"))


def discovery_of(questions: pd.DataFrame, rules: pd.DataFrame) -> Section:
    """The section of a sweep's tables of questions and rules; the first edition's have points."""
    questions = questions.drop_duplicates("question")
    is_first = "points_are" not in questions
    points_are = "points" if is_first else questions["points_are"].iloc[0]
    rules = rules[rules["rule_is_about_it"] & (rules["rule"] == 1)].set_index("question")
    rows = []
    for one in questions.itertuples():
        rule: tuple[str, str] = ("no rule", "-")
        if one.question in rules.index:
            first = rules.loc[one.question]
            rule = first["where"], f"{first['answer']} at {first['density_out_of_sample']:.0%}"
        rows.append((one.label, f"{one.answer} at {one.base_rate:.0%} of the {points_are}", *rule))
    table = Table("", ("question", "everywhere", "first rule", "inside, out of sample"), rows)
    drawn = shares_figure(questions, rules, points_are)
    note = RULES + (SPREAD if points_are == "points" else WORLDS)
    note = EDITION + note if is_first else note
    return _section("scenario_discovery", "Where joining up helps", note, table, drawn)


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


def shares_figure(questions: Any, rules: Any, points_are: str) -> Drawn:
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
    whose = "the design's points" if points_are == "points" else points_are
    axes.set(xlim=(0.0, 1.0), xlabel=f"share of {whose} that are helped (95% interval)")
    axes.invert_yaxis()
    figure.legend(loc="outside lower left", ncols=2)
    return figure
