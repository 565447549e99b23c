"""The baseline as a picture: each figure of the model over the published one, on a log axis."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.compare.results.folder import refuse_existing, take_name, write_whole
from joinedup_experiments.display import charts
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.local_place.checking import FAR, Checked

LEAST, MOST = 0.1, 10.0  # of the axis; what lies beyond stands at its edge
TICKS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
ROW, WIDTH = 0.185, 9.6  # inches
FITTED, NEAR, OUTSIDE = charts.COLOURS[0], charts.COLOURS[1], charts.COLOURS[2]
FORMS = ("png", "svg", "pdf")


def refuse_picture(file: Path) -> None:
    """`InputError` for another ending, no folder, what is there already, or no matplotlib."""
    if _form(file) not in FORMS:
        raise InputError(f"{file} cannot be drawn; its name should end in .png, .svg or .pdf")
    if not file.parent.is_dir():
        raise InputError(f"{file}: there is no folder {file.parent} to draw it in")
    refuse_existing(file, "--picture ")
    with charts.styled():  # it loads
        pass


def draw(file: Path, title: str, checked: Sequence[Checked]) -> None:
    """Write the picture, whole or not at all and over nothing, in the form of its ending."""
    with charts.styled(), io.BytesIO() as drawn:
        charts.save(figure_of(title, checked), drawn, [_form(file)], dpi=130)
        write_whole(file, drawn.getvalue(), take_name)


def _form(file: Path) -> str:
    return file.suffix[1:].lower()


def figure_of(title: str, checked: Sequence[Checked]) -> Any:
    """A row for each figure that the model knows, under the heading of its group."""
    known = [c for c in checked if np.isfinite(c.ratio)]
    rows: list[Checked | str] = []
    for number, c in enumerate(known):
        if number == 0 or c.group != known[number - 1].group:
            rows.append(c.group)
        rows.append(c)
    figure = charts.blank(WIDTH, 1.5 + ROW * len(rows))
    axes = figure.subplots()
    _rows(axes, rows)
    axes.set_xscale("log")
    axes.set_xlim(LEAST * 0.9, MOST * 1.1)
    axes.set_xticks(TICKS, [f"{tick:g}" for tick in TICKS])
    axes.minorticks_off()
    axes.axvline(1.0, color="black", linewidth=0.8)
    axes.set_xlabel("model ÷ published (1 is equal; 0.5 is half as much, 2 twice as much)")
    figure.suptitle(f"{title}\nwith 95% intervals over replications", x=0.01, ha="left")
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=2)
    return figure


def _rows(axes: Any, rows: Sequence[Checked | str]) -> None:
    names = [row if isinstance(row, str) else _name(row) for row in rows]
    axes.grid(axis="y", visible=False)
    axes.set_yticks(range(len(rows)), names, fontsize=7.2)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    band = "published, within 20%"
    axes.axvspan(1.0 - FAR, 1.0 + FAR, color="#e4e4e4", linewidth=0, zorder=0, label=band)
    for place, (row, text) in enumerate(zip(rows, axes.get_yticklabels(), strict=True)):
        if isinstance(row, str):
            text.set_fontweight("bold")
            axes.axhline(place - 0.5, color="#999999", linewidth=0.5)
    shown = [(place, row) for place, row in enumerate(rows) if not isinstance(row, str)]
    _published_ranges(axes, shown)
    for colour, mark, label, fitted, outside in (
        (FITTED, "s", "fitted (proves nothing), near or in range", True, False),
        (FITTED, "s", "fitted, outside", True, True),
        (NEAR, "o", "not fitted, near or in range", False, False),
        (OUTSIDE, "D", "not fitted, outside", False, True),
    ):
        some = [(p, c) for p, c in shown if (c.is_fitted, c.is_outside) == (fitted, outside)]
        if some:
            _dots(axes, some, colour, mark, not outside, label)


def _published_ranges(axes: Any, shown: Sequence[tuple[int, Checked]]) -> None:
    """The published range of each figure that has one, as a pale bar."""
    label: str | None = "published range"
    for place, c in shown:
        if c.published_range:
            ends = np.clip(np.array(c.published_range) / c.one.value, LEAST, MOST)
            axes.plot(ends, [place, place], color=charts.COLOURS[6], linewidth=4.5, alpha=0.6,
                      solid_capstyle="butt", zorder=1, label=label)  # fmt: skip
            label = None


def _dots(
    axes: Any,
    some: Sequence[tuple[int, Checked]],
    colour: str,
    mark: str,
    filled: bool,
    label: str,
) -> None:
    places = np.array([place for place, _ in some], float)
    ratio = np.array([np.clip(c.ratio, LEAST, MOST) for _, c in some])
    ends = np.array([[c.shown.low, c.shown.high] for _, c in some])
    ends = np.clip(ends / np.array([[c.one.value] for _, c in some]), LEAST, MOST)
    half = np.abs(ends.T - ratio)
    charts.dots(axes, ratio, places, half, colour, mark=mark, filled=filled, label=label)
    for place, c in some:
        if not LEAST <= c.ratio <= MOST:
            at = LEAST if c.ratio < LEAST else MOST
            side = {"ha": "left" if at == LEAST else "right", "va": "bottom", "fontsize": 7}
            axes.annotate(f"  {c.ratio:.2g}  ", (at, place), **side)


def _name(checked: Checked) -> str:
    core = " (core)" if checked.one.core else ""
    return textwrap.shorten(checked.one.label, 62 - len(core), placeholder=" …") + core
