"""The pictures of value for money: the cost-effectiveness plane and the acceptability curve."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np

from joinedup_experiments.compare.comparison import Comparison, how_long
from joinedup_experiments.compare.intervals import interval_of
from joinedup_experiments.compare.value import THRESHOLDS, Value, value_of
from joinedup_experiments.display import charts

MARKS = "os^Dv"
GREY, STYLES = "#555555", ("--", ":")
DEAREST, STEP = 60_000.0, 250.0  # pounds for a QALY: where the curve ends, and its grid
GRID = np.arange(0.0, DEAREST + STEP, STEP)
IN_THOUSANDS = 1e-3
VALUE = {
    "cost_effectiveness_plane": "Extra cost to public services and QALYs gained",
    "acceptability_curve": "Good value, by what a QALY may cost",
}


def draw_value(figure: Any, result: Comparison, name: str) -> None:
    """One picture of ``VALUE``, of all arms beside the base."""
    arms = [scenario.name for scenario in result.scenarios[1:]]
    values = [value_of(result, arm) for arm in range(1, len(result.names))]
    if name == "acceptability_curve":
        draw_curve(figure, arms, values)
    else:
        draw_plane(figure, arms, values, how_long(result))


def draw_plane(figure: Any, arms: Sequence[str], values: Sequence[Value], years: str) -> None:
    """Each replication as a small mark, each arm's mean with its intervals; ``years`` in words."""
    figure.set_size_inches(4.7, 4.3 + 0.19 * len(arms))
    axes = figure.subplots()
    for arm, (name, one) in enumerate(zip(arms, values, strict=True), 1):
        colour, mark = charts.look(arm)[0], MARKS[(arm - 1) % len(MARKS)]
        axes.plot(
            one.qalys, one.cost * IN_THOUSANDS, mark, color=colour, markerfacecolor="none",
            markersize=3.5, alpha=0.65,
        )  # fmt: skip
        qalys, cost = interval_of(one.qalys), interval_of(one.cost * IN_THOUSANDS)
        charts.dots(axes, qalys.mean, cost.mean, qalys.half_width, colour, mark=mark, label=name)
        charts.dots(axes, cost.mean, qalys.mean, cost.half_width, colour, mark=mark, way="up")
    axes.plot(0.0, 0.0, "P", color="black", markersize=7, label="the base")
    axes.margins(0.12)
    ends = axes.get_xlim(), axes.get_ylim()
    for threshold, style in zip(THRESHOLDS, STYLES, strict=True):
        axes.axline(
            (0.0, 0.0), slope=threshold * IN_THOUSANDS, color=GREY, linestyle=style, linewidth=1.3,
            label=f"£{threshold:,.0f} for a QALY (good value is below the line)",
        )  # fmt: skip
    axes.set(xlim=ends[0], ylim=ends[1])
    charts.zero_line(axes)
    charts.zero_line(axes, "up")
    axes.set(
        xlabel=f"QALYs gained over {years}",
        ylabel=f"extra cost to public services\nover {years}, thousand pounds",
    )
    charts.plain_numbers(axes.xaxis, ends[0])
    charts.plain_numbers(axes.yaxis, ends[1])
    charts.legend(figure, axes, 1)


def draw_curve(figure: Any, arms: Sequence[str], values: Sequence[Value]) -> None:
    """A panel for each arm: the share of replications that are good value, by the price."""
    figure.set_size_inches(4.7, 0.9 + 1.75 * len(arms))
    panels = figure.subplots(len(arms), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
    for arm, (axes, name, one) in enumerate(zip(panels, arms, values, strict=True), 1):
        share, low, high = one.acceptability(GRID)
        colour, price = charts.look(arm)[0], GRID * IN_THOUSANDS
        axes.fill_between(price, low, high, step="post", color=colour, alpha=0.16, linewidth=0)
        axes.step(price, share, where="post", color=colour, linewidth=1.8)
        axes.axvspan(
            *(x * IN_THOUSANDS for x in THRESHOLDS), color="#e4e4e4", linewidth=0, zorder=0
        )
        axes.set_title("\n".join(textwrap.wrap(name, 48)), fontsize=9.5)
        axes.set(xlim=(0.0, DEAREST * IN_THOUSANDS), ylim=(-0.03, 1.03))
        charts.as_percent(axes.yaxis)
    panels[-1].set_xlabel("a QALY may cost, thousand pounds (grey: NICE's range)")
    runs = "plausible worlds" if values[0].plausible else "replications"
    figure.supylabel(f"{runs} that are good value", fontsize=9.5)
