"""Pictures of a calibration: what remains of ten quantities in pairs, and figures by world."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from joinedup_experiments.display import charts
from joinedup_experiments.display.numbers import of_worlds
from joinedup_experiments.local_place.fit.world_search import CUTOFF
from joinedup_experiments.worlds.uncertain import Uncertain

SHOWN = 10  # quantities in the pairs
BINS = 12
SPAN = (0.25, 4.0)  # of the model over what is published
POINT, RANGE, TARGET = charts.COLOURS[1], charts.COLOURS[1], charts.COLOURS[2]


def draw_pictures(folder: Path, tables: Path, uncertain: Uncertain, worlds: pd.DataFrame) -> None:
    """Write ``pairs`` and ``figures`` as PNG, of worlds and the tables that a calibration left.

    One that cannot be drawn is left out, and a note says why.

    Parameters
    ----------
    folder, tables : Path
        Where the pictures go, and where the tables are.
    uncertain : Uncertain
        What the worlds are sets of values for.
    worlds : pandas.DataFrame
        A row for each world, a column for each quantity.
    """
    at = pd.DataFrame(uncertain.coordinates(worlds[uncertain.keys].to_numpy()))
    at.columns = pd.Index(uncertain.keys)
    keys = list(pd.read_csv(tables / "narrowed.csv")["key"][:SHOWN])
    charts.save_if_drawn(lambda: pairs(at[keys]), folder / "pairs", ["png"], dpi=75)
    charts.save_if_drawn(lambda: figures(tables), folder / "figures", ["png"], dpi=90)


def pairs(worlds: pd.DataFrame) -> Any:
    """Ten quantities, each beside each, a point a world, 0 to 1 being the whole of a range."""
    keys, at = list(worlds.columns), worlds.to_numpy()
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
        f"{of_worlds(len(worlds))}: the ten quantities that the figures narrow most\n"
        "each axis is the whole declared range; above the diagonal: correlations",
        x=0.01, ha="left",
    )  # fmt: skip
    return figure


def _name(key: str) -> str:
    """A parameter's key on a few short lines."""
    return textwrap.fill(key.replace(".", ". ").replace("_", " "), 18, break_long_words=False)


def figures(tables: Path) -> Any:
    """For each matched figure, every world over what is published, and how far off it may be."""
    every = pd.read_csv(tables / "beside_published.csv")
    by_world = pd.read_csv(tables / "figures.csv", index_col="world")
    rows = every[every.matched].reset_index()
    conflicts = pd.read_csv(tables / "conflicts.csv").set_index("figure").loc[rows.figure]
    allowed = np.exp(CUTOFF * np.hypot(conflicts.allowed, conflicts.chance).to_numpy())
    figure = charts.blank(8.6, 1.6 + 0.36 * len(rows))
    axes = figure.subplots()
    rng = np.random.default_rng(0)
    for number, one in rows.iterrows():
        label = "what may be: three standard errors" if number == 0 else None
        may_be = np.clip([1.0 / allowed[number], allowed[number]], *SPAN)
        axes.plot(may_be, [number, number], color=TARGET, linewidth=7, alpha=0.3,
                  solid_capstyle="butt", label=label)  # fmt: skip
        given = np.clip(by_world.iloc[:, one["index"]] / one.published, *SPAN)
        beside = number + rng.uniform(-0.22, 0.22, len(given))
        label = "a plausible world" if number == 0 else None
        axes.plot(given, beside, ".", color=POINT, markersize=2.2, label=label)
    names = [textwrap.fill(f"{one.figure}, {one.unit}", 38) for one in rows.itertuples()]
    axes.set_yticks(range(len(rows)), names, fontsize=7.5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xscale("log")
    ticks = (SPAN[0], 0.5, 0.7, 1.0, 1.4, 2.0, SPAN[1])
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    axes.axvline(1.0, color="black", linewidth=0.8)
    axes.set_xlabel("model ÷ published (1 is equal; what lies beyond is drawn at the edge)")
    figure.suptitle("Figures that worlds are matched to", x=0.01, ha="left")
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=2)
    return figure
