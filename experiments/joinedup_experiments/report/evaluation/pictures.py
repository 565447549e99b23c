"""Pictures of an evaluation: designs beside truth, and power by how many and how long."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np

from joinedup_experiments.display import charts
from joinedup_experiments.display.charts import COLOURS, GREY
from joinedup_experiments.evaluator.designs.catalogue import DESIGNS, Of
from joinedup_experiments.evaluator.evaluation.conclusions import Conclusions
from joinedup_experiments.evaluator.evaluation.performance import Performance
from joinedup_experiments.evaluator.evaluation.power import WANTED, Power
from joinedup_experiments.report.evaluation.words import LABELS, begun, months, unit_of

Pictures = dict[str, tuple[str, Callable[[], Any]]]
"""By a picture's name: its title, and what draws it."""
WIDE, LETTERS = 7.2, 16
OF_WHOM: dict[Of, str] = {
    "enrolled": "people enrolled",
    "area": "everybody in the area",
    "neighbourhoods": "neighbourhoods in turn",
}


def drawn(it: Conclusions) -> Pictures:
    """Every picture by its name: one of each outcome and of whom, and one of each power."""
    pictures: Pictures = {}
    for outcome in it.setting.outcomes:
        for of in OF_WHOM:
            if mine := it.chosen(outcome, of=of):
                picture = partial(beside_truth, it, outcome, of, mine)
                pictures[f"{outcome}-{of}"] = title_of(outcome, of), picture
        for power in [one for one in it.powers[outcome] if one.windows]:
            name = f"power-{outcome}-{power.of.replace(' ', '-')}"
            pictures[name] = power_title(power), partial(power_curves, power)
    return pictures


def write_pictures(folder: Path, pictures: Pictures) -> Pictures:
    """Write every picture as SVG and PNG; those that there are.

    One that cannot be drawn is left out, and a note says why.
    """
    forms = ["svg", "png"]
    return {
        name: (title, draw)
        for name, (title, draw) in pictures.items()
        if charts.save_if_drawn(draw, folder / name, forms, dpi=110)
    }


def title_of(outcome: str, of: Of) -> str:
    """What a picture of designs beside truth shows."""
    return f"{begun(LABELS[outcome])} of {OF_WHOM[of]}: what designs find, and the truth"


@charts.styled()
def beside_truth(it: Conclusions, outcome: str, of: Of, each: list[Performance]) -> Any:
    """By design and window, the mean estimate, where nine in ten lie, and the truth."""
    designs = list(dict.fromkeys(one.cell.design for one in each))
    windows = sorted({one.cell.window for one in each})
    high = 1.2 + len(designs) * (0.3 + 0.2 * len(windows))
    figure = charts.blank(WIDE, high)
    axes = figure.subplots()
    places = np.linspace(-0.3, 0.3, len(windows)) if len(windows) > 1 else np.zeros(1)
    for number, window in enumerate(windows):
        mine = [one for one in each if one.cell.window == window]
        rows = np.array([designs.index(one.cell.design) for one in mine]) + places[number]
        mean = np.array([one.estimate.mean for one in mine])
        ends = np.array([one.central for one in mine]).T
        colour = COLOURS[1 + number % 6]
        half = np.array([one.estimate.half_width for one in mine])
        charts.dots(axes, mean, rows, half, colour, central=ends, label=months(window))
        truth = np.array([one.truth.mean for one in mine])
        label = "the truth" if number == 0 else None
        axes.plot(truth, rows, "D", color="black", markersize=4.5, fillstyle="none", label=label)
    labels = [fill(DESIGNS[design].label, LETTERS) for design in designs]
    charts.shaded_rows(axes, labels)
    charts.zero_line(axes)
    charts.name_the_lines(axes)
    axes.set_xlabel(f"change, {unit_of(outcome)}")
    axes.locator_params(axis="x", nbins=6)
    charts.plain_numbers(axes.xaxis, np.array(axes.get_xlim()))
    simulated = it.setting.programme.place.residents
    many, plausible = min(one.worlds for one in each), it.setting.worlds is not None
    charts.heading(figure, title_of(outcome, of), simulated, many, plausible)
    charts.legend(figure, axes, 4)
    return figure


@charts.styled()
def power_curves(power: Power) -> Any:
    """The power by how many, a line for each window."""
    figure = charts.blank(WIDE, 3.6)
    axes = figure.subplots()
    for number, window in enumerate(power.windows):
        colour, style = charts.look(number + 1)
        axes.plot(power.units, power.power[number], color=colour, linestyle=style, marker="o",
                  markersize=3.0, label=months(window))  # fmt: skip
    axes.axhline(WANTED, color=GREY, linewidth=0.8)
    axes.set_xscale("log")
    axes.set_xticks(power.units, [f"{many:,}" for many in power.units])
    axes.minorticks_off()
    axes.set_ylim(0.0, 1.02)
    charts.as_percent(axes.yaxis)
    axes.set_ylabel("evaluations that see it")
    areas = power.of == "areas"
    axes.set_xlabel("areas with the programme, and as many without" if areas else power.of)
    figure.suptitle(power_title(power), x=0.01, ha="left", fontsize=11)
    charts.legend(figure, axes, 3)
    return figure


def power_title(power: Power) -> str:
    """What a picture of power shows."""
    return (
        f"To see a fall of {power.effect:.0%} in {LABELS[power.outcome]} in four of five "
        "evaluations"
    )
