"""The report's pictures: small enough for a phone, labels beside what they name, no fixed numbers.

Text stays text, so that it can be selected and is sharp on paper. Bands, whiskers and bars are
95% intervals over replications.
"""

from __future__ import annotations

import io
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
_ID = re.compile(r'\bid="([^"]+)"')
_REFERENCE = re.compile(r'(xlink:href="#|url\(#)([^")]+)')
_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.S)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.S)


def years_svg(
    name: str,
    title: str,
    alt: str,
    axis: str,
    arms: Sequence[str],
    years: Sequence[Sequence[Effect]],
) -> str:
    """Levels by year, a line for each arm.

    Parameters
    ----------
    axis : str
        The unit of the values.
    years : [arms][years] of Effect
        The first arm's ``other`` is the base.
    """

    def draw(figure: Any) -> None:
        figure.set_size_inches(WIDTH, 2.75 + 0.19 * len(arms))
        axes = figure.subplots()
        shift = 0.06
        for arm, effects in enumerate(years):
            by = _by(effects[0])
            x = [n + 1 + shift * (arm - (len(arms) - 1) / 2) for n in range(len(effects))]
            levels = [f.other for f in effects]
            colour, style = charts.look(arm)
            charts.dots(
                axes, [by * v.mean for v in levels], x,
                np.array([by * v.half_width for v in levels]), colour, way="up", line=style,
                label=clipped(arms[arm], 52),
            )  # fmt: skip
        axes.set_ylim(bottom=0.0)
        axes.set_xticks(range(1, len(years[0]) + 1))
        axes.set_xlim(0.6, len(years[0]) + 0.4)
        axes.set_xlabel("year after the change")
        axes.set_ylabel("\n".join(textwrap.wrap(axis, 30)))
        charts.plain_numbers(axes.yaxis, axes.get_ylim())
        figure.legend(loc="outside lower left", ncols=1, fontsize=8.5, handlelength=3)

    return drawn(name, title, alt, draw)


def changes_svg(
    name: str,
    title: str,
    alt: str,
    axis: str,
    arms: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Effect]]],
    share: bool,
) -> str:
    """Changes from the base with their intervals, a row for each figure.

    Parameters
    ----------
    axis : str
        What the horizontal axis says.
    arms : sequence of str
        All but the base.
    rows : sequence of (label, effects)
        A finding for each of the arms.
    share : bool
        Whether changes are drawn as a share of the base, in per cent.
    """

    def draw(figure: Any) -> None:
        each = 0.2 + 0.12 * len(arms)
        figure.set_size_inches(WIDTH, 1.15 + each * len(rows) + 0.19 * len(arms))
        axes = figure.subplots()
        deep = 1.0 + len(arms)
        for row, (label, effects) in enumerate(rows):
            top = row * deep
            axes.text(
                0.0, top + 0.1, clipped(label, 62), transform=axes.get_yaxis_transform(),
                va="center", fontsize=8.8, zorder=5,
                bbox={"facecolor": "white" if row % 2 else SHADE, "edgecolor": "none", "pad": 0.8},
            )  # fmt: skip
            for arm, f in enumerate(effects):
                _dot(
                    axes, f, top + 0.9 + arm * 0.8, arm + 1, share, arms[arm] if row == 0 else None
                )
            if row % 2 == 0:
                axes.axhspan(top - 0.45, top + deep - 0.45, color=SHADE, linewidth=0, zorder=0)
        charts.zero_line(axes)
        axes.set_ylim(len(rows) * deep - 0.45, -0.5)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("\n".join(textwrap.wrap(axis, 64)))
        axes.margins(x=0.06)
        charts.plain_numbers(axes.xaxis, axes.get_xlim())
        figure.legend(loc="outside lower left", ncols=1, fontsize=8.5)

    return drawn(name, title, alt, draw)


def bars_svg(
    name: str,
    title: str,
    alt: str,
    axis: str,
    arms: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Effect]]],
) -> str:
    """Levels as bars, a group for each row, a bar for each arm with the base first."""

    def draw(figure: Any) -> None:
        each = 0.19 + 0.09 * len(arms)
        figure.set_size_inches(WIDTH, 1.0 + each * len(rows) + 0.19 * len(arms))
        axes = figure.subplots()
        deep = 1.0 + len(arms)
        for row, (label, effects) in enumerate(rows):
            top = row * deep
            axes.text(
                0.0, top + 0.15, clipped(label, 60), transform=axes.get_yaxis_transform(),
                va="center", fontsize=8.8,
            )  # fmt: skip
            for arm, f in enumerate(effects):
                charts.bars(
                    axes, f.other.mean, top + 1.0 + arm * 0.85, f.other.half_width, 0.75, arm,
                    clipped(arms[arm], 52) if row == 0 else None,
                )  # fmt: skip
        axes.set_ylim(len(rows) * deep - 0.3, -0.5)
        axes.set_xlim(left=0.0)
        axes.set_yticks([])
        axes.set_xlabel(axis)
        charts.plain_numbers(axes.xaxis, axes.get_xlim())
        figure.legend(loc="outside lower left", ncols=1, fontsize=8.5)

    return drawn(name, title, alt, draw)


def drawn(name: str, title: str, alt: str, draw: Callable[[Any], None]) -> str:
    """One ``svg`` element: named and described, with ids of its own, without a size.

    Parameters
    ----------
    name : str
        What every id within it begins with.
    """
    with charts.styled():
        figure = charts.blank()
        draw(figure)
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None}, transparent=True)
    return accessible(file.getvalue(), name, title, alt)


def accessible(svg: str, name: str, title: str, alt: str) -> str:
    """An svg file as an element of a page: a title, a description, and ids nobody else has."""
    svg = _METADATA.sub("", _PROLOGUE.sub("", svg)).replace("'DejaVu Sans', ", FONTS)
    svg = _ID.sub(rf'id="{name}-\1"', svg)
    svg = _REFERENCE.sub(rf"\1{name}-\2", svg)
    start, end = svg.index("<svg"), svg.index(">") + 1
    box = re.search(r'viewBox="[^"]+"', svg[start:end])
    opened = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{box.group(0) if box else ""} role="img" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(alt)}</desc>'
    )
    return opened + svg[end:].strip()


def clipped(words: str, most: int) -> str:
    """Words that fit, without anything that a picture would read as mathematics."""
    plain = words.replace("$", r"\$")
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def _dot(axes: Any, f: Effect, y: float, arm: int, share: bool, label: str | None) -> None:
    """One change: filled where the interval excludes zero, hollow where it does not."""
    by = 100.0 / abs(f.base.mean) if share and not f.from_none else _by(f)
    shown = not (share and f.from_none) and f.verdict is not Verdict.NOT_COUNTED
    charts.dots(
        axes, by * f.difference.mean if shown else float("nan"), y,
        by * f.difference.half_width if shown else None, charts.look(arm)[0],
        mark="os^Dv"[arm % 5 - 1], filled=f.changed,
        label=None if label is None else clipped(label, 52),
    )  # fmt: skip
    if not shown:
        axes.text(0.0, y, " none in the base", va="center", fontsize=8, color="#555555")


def _by(f: Effect) -> float:
    """What a value is multiplied by for an axis: shares in per cent, pounds in thousands."""
    return {"share": 100.0, "pounds": 1e-3}.get(f.form, 1.0)
