"""Pictures of a calibration: what remains of ten quantities in pairs, and figures by world."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from joinedup_experiments.display import charts

if TYPE_CHECKING:
    from joinedup_experiments.worlds.conclusions import Conclusions

SHOWN = 10  # quantities in the pairs
BINS = 12
POINT, RANGE, TARGET = charts.COLOURS[1], charts.COLOURS[1], charts.COLOURS[2]


def draw_pictures(folder: Path, it: Conclusions) -> None:
    """Write ``pairs`` and ``figures`` as PNG."""
    with charts.styled():
        charts.save(pairs(it), folder / "pairs", ["png"], dpi=75)
        charts.save(figures(it), folder / "figures", ["png"], dpi=90)


def pairs(it: Conclusions) -> Any:
    """The ten most narrowed quantities, each beside each, a point a world, over whole ranges."""
    keys = list(it.narrowed_table()["key"][:SHOWN])
    columns = [it.problem.uncertain.keys.index(key) for key in keys]
    at = it.runs.coordinates[it.worlds][:, columns]
    figure = charts.blank(12.5, 12.5)
    grid = figure.subplots(SHOWN, SHOWN)
    for (down, across), axes in np.ndenumerate(grid):
        axes.set(xticks=[], yticks=[], xlim=(0, 1))
        if down == across:
            axes.hist(at[:, down], BINS, range=(0, 1), color=RANGE)
        elif down > across:
            axes.set_ylim(0, 1)
            axes.plot(at[:, across], at[:, down], ".", color=POINT, markersize=1.8, alpha=0.6)
        else:
            axes.axis("off")
            together = np.corrcoef(at[:, across], at[:, down])[0, 1]
            axes.text(0.5, 0.5, f"{together:+.2f}", ha="center", va="center",
                      fontsize=8 + 8 * abs(together), transform=axes.transAxes)  # fmt: skip
        if across == 0:
            axes.set_ylabel(_name(keys[down]), rotation=0, ha="right", va="center", fontsize=7.5)
        if down == SHOWN - 1:
            axes.set_xlabel(_name(keys[across]), fontsize=7.5)
    figure.suptitle(
        f"{len(it.worlds):,} plausible worlds: the ten quantities that the figures narrow most\n"
        "each axis is the whole declared range; above the diagonal: correlations",
        x=0.01, ha="left",
    )  # fmt: skip
    return figure


def _name(key: str) -> str:
    """A parameter's key on a few short lines."""
    return textwrap.fill(key.replace(".", ". ").replace("_", " "), 18, break_long_words=False)


def figures(it: Conclusions) -> Any:
    """For each matched figure, every world over what is published, and how far off it may be."""
    rows = it.problem.matched
    figure = charts.blank(8.6, 1.6 + 0.36 * len(rows))
    axes = figure.subplots()
    logs = it.judged.logs[it.worlds]
    rng = np.random.default_rng(0)
    for number, one in enumerate(rows):
        allowed = 3.0 * np.sqrt(one.variance + it.judged.chance[number])
        label = "what may be: three standard errors" if number == 0 else None
        axes.plot(np.exp([-allowed, allowed]), [number, number], color=TARGET, linewidth=7,
                  alpha=0.3, solid_capstyle="butt", label=label)  # fmt: skip
        beside = number + rng.uniform(-0.22, 0.22, len(logs))
        label = "a plausible world" if number == 0 else None
        axes.plot(np.exp(logs[:, number]), beside, ".", color=POINT, markersize=2.2, label=label)
    names = [textwrap.fill(f"{one.label}, {one.unit}", 38) for one in rows]
    axes.set_yticks(range(len(rows)), names, fontsize=7.5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xscale("log")
    ticks = (0.5, 0.7, 1.0, 1.4, 2.0)
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    axes.axvline(1.0, color="black", linewidth=0.8)
    axes.set_xlabel("model ÷ published (1 is equal)")
    figure.suptitle("Figures that worlds are matched to", x=0.01, ha="left")
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=2)
    return figure
