"""The report's charts: small enough for a phone, labels beside what they name, no fixed numbers.

Text stays text, so that it can be selected and is sharp on paper. Whiskers are 95% intervals over
replications.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import numpy as np

from joinedup_experiments.compare.statistics import Effect, Verdict
from joinedup_experiments.display import charts

WIDTH = 4.7  # inches
SHADE = "#f3f5f7"
FONTS = "'DejaVu Sans', Verdana, Arial, "  # where the first is not there, one of like width
Rows = Sequence[tuple[str, Sequence[Effect]]]
Draw = Callable[[Any], None]
_ID = re.compile(r'\bid="([^"]+)"')
_REFERENCE = re.compile(r'(xlink:href="#|url\(#)([^")]+)')
_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.S)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.S)


def years_chart(axis: str, arms: Sequence[str], effects: Sequence[Sequence[Effect]]) -> Draw:
    """Levels by year, a line for each arm.

    Parameters
    ----------
    axis : str
        The unit of the values.
    effects : [arms][years] of Effect
    """

    def draw(figure: Any) -> None:
        figure.set_size_inches(WIDTH, 2.75 + 0.19 * len(arms))
        axes = figure.subplots()
        for arm, mine in enumerate(effects):
            by, shift = _by(mine[0]), 0.06 * (arm - (len(arms) - 1) / 2)
            levels = [one.other.times(by) for one in mine]
            colour, style = charts.look(arm)
            charts.dots(
                axes, [one.mean for one in levels], [n + 1 + shift for n in range(len(mine))],
                np.array([one.half_width for one in levels]), colour, way="up", line=style,
                label=clipped(arms[arm], 52),
            )  # fmt: skip
        years = len(effects[0])
        axes.set(
            xticks=range(1, years + 1), xlim=(0.6, years + 0.4), xlabel="year after the change",
            ylabel="\n".join(textwrap.wrap(axis, 30)),
        )  # fmt: skip
        axes.set_ylim(bottom=0.0)
        charts.plain_numbers(axes.yaxis, axes.get_ylim())
        _legend(figure)

    return draw


def changes_chart(axis: str, arms: Sequence[str], rows: Rows, share: bool) -> Draw:
    """Changes from the base with their intervals, a group for each figure.

    Parameters
    ----------
    axis : str
        What the horizontal axis says.
    arms : sequence of str
        All but the base.
    rows : sequence of (label, effects)
        An effect for each of the arms.
    share : bool
        Whether changes are drawn as a share of the base, in per cent.
    """

    def draw(figure: Any) -> None:
        axes, deep = _grouped(figure, rows, len(arms), each=0.2 + 0.12 * len(arms), edge=1.15)
        for row, (_, effects) in enumerate(rows):
            for arm, one in enumerate(effects):
                label = None if row else clipped(arms[arm], 52)
                _dot(axes, one, row * deep + 0.9 + arm * 0.8, arm + 1, share, label)
            if row % 2 == 0:
                low, high = row * deep - 0.45, (row + 1) * deep - 0.45
                axes.axhspan(low, high, color=SHADE, linewidth=0, zorder=0)
        charts.zero_line(axes)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("\n".join(textwrap.wrap(axis, 64)))
        axes.margins(x=0.06)
        charts.plain_numbers(axes.xaxis, axes.get_xlim())
        _legend(figure)

    return draw


def bars_chart(axis: str, arms: Sequence[str], rows: Rows) -> Draw:
    """Levels as bars, a group for each row, a bar for each arm with the base first."""

    def draw(figure: Any) -> None:
        axes, deep = _grouped(figure, rows, len(arms), each=0.19 + 0.09 * len(arms), edge=1.0)
        for row, (_, effects) in enumerate(rows):
            for arm, one in enumerate(effects):
                charts.bars(
                    axes, one.other.mean, row * deep + 1.0 + arm * 0.85, one.other.half_width,
                    0.75, arm, None if row else clipped(arms[arm], 52),
                )  # fmt: skip
        axes.set_xlim(left=0.0)
        axes.set_xlabel(axis)
        charts.plain_numbers(axes.xaxis, axes.get_xlim())
        _legend(figure)

    return draw


def svg(name: str, title: str, alt: str, draw: Draw) -> str:
    """One ``svg`` element without a size: named, described, its ids beginning with ``name``."""
    with charts.styled():
        figure = charts.blank()
        draw(figure)
    drawn = charts.as_svg(figure)
    text = _METADATA.sub("", _PROLOGUE.sub("", drawn)).replace("'DejaVu Sans', ", FONTS)
    text = _REFERENCE.sub(rf"\1{name}-\2", _ID.sub(rf'id="{name}-\1"', text))
    end = text.index(">") + 1
    box = re.search(r'viewBox="[^"]+"', text[:end])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{box.group(0) if box else ""} role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(alt)}</desc>{text[end:].strip()}'
    )


def clipped(words: str, most: int) -> str:
    """Words that fit, without anything that a chart would read as mathematics."""
    plain = words.replace("$", r"\$")
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def _grouped(figure: Any, rows: Rows, arms: int, each: float, edge: float) -> tuple[Any, float]:
    """Axes with a heading above each group of rows, and how deep a group is."""
    figure.set_size_inches(WIDTH, edge + each * len(rows) + 0.19 * arms)
    axes, deep = figure.subplots(), 1.0 + arms
    for row, (label, _) in enumerate(rows):
        axes.text(
            0.0, row * deep + 0.1, clipped(label, 60), transform=axes.get_yaxis_transform(),
            va="center", fontsize=8.8, zorder=5,
            bbox={"facecolor": "white" if row % 2 else SHADE, "edgecolor": "none", "pad": 0.8},
        )  # fmt: skip
    axes.set_ylim(len(rows) * deep - 0.4, -0.5)
    axes.set_yticks([])
    return axes, deep


def _dot(axes: Any, f: Effect, y: float, arm: int, share: bool, label: str | None) -> None:
    """One change: filled where the interval excludes zero, hollow where it does not."""
    colour, _ = charts.look(arm)
    by = 100.0 / abs(f.base.mean) if share and not f.from_none else _by(f)
    shown = not (share and f.from_none) and f.verdict is not Verdict.NOT_COUNTED
    change = f.difference.times(by)
    charts.dots(
        axes, change.mean if shown else np.nan, y, change.half_width if shown else None, colour,
        mark="os^Dv"[arm % 5 - 1], filled=f.changed, label=label,
    )  # fmt: skip
    if not shown:
        axes.text(0.0, y, " none in the base", va="center", fontsize=8, color="#555555")


def _by(f: Effect) -> float:
    """What a value is multiplied by for an axis: shares in per cent, pounds in thousands."""
    return {"share": 100.0, "pounds": 1e-3}.get(f.form, 1.0)


def _legend(figure: Any) -> None:
    figure.legend(loc="outside lower left", ncols=1, fontsize=8.5, handlelength=3)
