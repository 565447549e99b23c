"""The fan over time: how far the differences from the base spread over the design's points."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np

from joinedup_experiments.display.charts import COLOURS, blank, plain_numbers
from joinedup_experiments.sweep.discovery.by_year import OverTime
from joinedup_experiments.sweep.discovery.questions import good_direction

WIDE = 78


def fan_picture(time: OverTime) -> Any:
    """Draw one outcome: the median point, half of the points, and nine tenths of them."""
    from matplotlib.ticker import MaxNLocator

    many, periods = time.differences.shape
    figure = blank(6.2, 4.2)
    axes = figure.subplots()
    what = textwrap.fill(time.outcome.label, WIDE)
    figure.suptitle(what, x=0.01, ha="left", fontsize=10.5)
    low, quarter, middle, three, high = np.quantile(
        time.differences, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0
    )
    x = np.arange(1, periods + 1)
    axes.fill_between(x, low, high, color=COLOURS[6], alpha=0.35, linewidth=0,
                      label="nine tenths of the points")  # fmt: skip
    axes.fill_between(x, quarter, three, color=COLOURS[1], alpha=0.45, linewidth=0,
                      label="half of the points")  # fmt: skip
    axes.plot(x, middle, color="black", marker="o", markersize=4, label="median point")
    axes.axhline(0.0, color="black", linewidth=0.8, linestyle=":")
    period = "year" if time.months > 1 else "month"
    axes.set_xlabel(
        f"{period} after the change\n"
        f"Bands: spread over the design's {many:,} points, that is over its\n"
        "assumptions and levers; they are not confidence intervals"
    )
    better = "below" if good_direction(time.outcome) < 0 else "above"
    unit = time.outcome.unit + (" a year" if time.outcome.combine == "sum" else "")
    axes.set_ylabel(f"difference from the base,\n{unit} ({better} 0 is better)")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    plain_numbers(axes.yaxis, np.stack([low, high]))
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=3)
    return figure
