"""The report's charts: small enough for a phone, labels beside what they name, no fixed numbers.

Text stays text, so that it can be selected and is sharp on paper. Whiskers are 95% intervals over
replications; over plausible worlds they are thick, and thin lines hold nine worlds in ten. A row is
a label and an effect for each arm.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import numpy as np

from joinedup_experiments.compare.intervals import Spread
from joinedup_experiments.compare.statistics import Effect, Verdict
from joinedup_experiments.display import charts
from joinedup_experiments.display.numbers import change
from joinedup_experiments.report.claims import nine_in_ten

WIDTH = 4.7  # inches
NEAR = 0.1  # of an axis: lines that are nearer to one another are told apart by differences
SHADE = "#f3f5f7"
FONTS = "'DejaVu Sans', Verdana, Arial, "  # where the first is not there, one of like width
TENTHS, OF_MEAN = "nine worlds in ten", "intervals of the mean"
Rows = Sequence[tuple[str, Sequence[Effect]]]


@charts.styled()
def years_chart(
    axis: str,
    arms: Sequence[str],
    effects: Sequence[Sequence[Effect]],
    money_ends: float | None = None,
) -> Any:
    """By year, a line for each arm, named at its end: ``effects`` are [arms][years].

    Levels in the unit ``axis``, from where the lines are and not from zero, which is said; where
    these would lie upon one another, what arms have beside the base, whose line is zero.
    """
    figure = charts.blank(WIDTH, 2.9)
    axes, years, beside = figure.subplots(), len(effects[0]), upon_one_another(effects)
    ends = [0.0] if beside else []
    for arm in range(len(ends), len(arms)):
        at = np.arange(1, years + 1) + 0.06 * (arm - (len(arms) - 1) / 2)
        ends.append(_line_by_year(axes, at, arm, effects[arm], beside))
    unit = f"{axis} beside {clipped(arms[0], 20)}" if beside else axis
    axes.set(
        xticks=range(1, years + 1), xlim=(0.6, years + 0.4), xlabel="year after the change",
        ylabel="\n".join(textwrap.wrap(unit, 30)),
    )  # fmt: skip
    axes.margins(y=0.12)
    charts.plain_numbers(axes.yaxis, axes.get_ylim())
    if beside:
        charts.zero_line(axes, "up")
    elif axes.get_ylim()[0] > 0.0:
        axes.set_title("the axis does not begin at zero", fontsize=8, color=charts.GREY)
    _name_lines(axes, arms, ends)
    mark_end_of_money(axes, money_ends)
    if _central(effects[-1], [one.levels for one in effects[-1]]):
        charts.name_the_lines(axes)
        charts.legend(figure, axes, 2)
    return figure


def _line_by_year(
    axes: Any, at: np.ndarray, arm: int, mine: Sequence[Effect], beside: bool
) -> float:
    """An arm's levels, or its differences from the base, by year; the last of them."""
    means = [(one.difference if beside else one.level).times(_by(one)) for one in mine]
    colour, style = charts.look(arm)
    charts.dots(
        axes, [one.mean for one in means], at,
        np.transpose([(one.mean - one.low, one.high - one.mean) for one in means]),
        colour, way="up", line=style,
        central=_central(mine, [one.spread if beside else one.levels for one in mine]),
    )  # fmt: skip
    return means[-1].mean


def upon_one_another(effects: Sequence[Sequence[Effect]]) -> bool:
    """Whether lines of levels [arms][years] would differ by less than a tenth of their axis."""
    every = [one for mine in effects for one in mine]
    ends = [nine_in_ten(one, one.levels) or one.level for one in every]
    apart = max((abs(one.difference.mean) for mine in effects[1:] for one in mine), default=np.inf)
    return apart < NEAR * (max(one.high for one in ends) - min(one.low for one in ends))


def _name_lines(axes: Any, arms: Sequence[str], ends: Sequence[float]) -> None:
    """Name each line at its end, none upon another; in the order of the ends."""
    low, high = axes.get_ylim()
    lines = [textwrap.wrap(clipped(name, 42), 15) for name in arms]
    places, top = dict[int, float](), -1.0
    for arm in sorted(range(len(arms)), key=lambda n: ends[n]):
        deep = 0.075 * len(lines[arm])
        wanted = (ends[arm] - low) / (high - low) - deep / 2
        places[arm] = top = max(wanted, top, 0.0)
        top += deep
    over = max(0.0, top - 1.05)
    for arm, at in places.items():
        axes.annotate(
            "\n".join(lines[arm]), (1.0, at - over), (4, 0), xycoords="axes fraction",
            textcoords="offset points", va="bottom", fontsize=8.2, color=charts.look(arm)[0],
            linespacing=1.0, annotation_clip=False,
        )  # fmt: skip


def mark_end_of_money(axes: Any, money_ends: float | None) -> None:
    """A line where the money ends, in years after the change, on an axis of years from 1."""
    if money_ends is None:
        return
    axes.axvline(money_ends + 0.5, color=charts.GREY, linestyle=":", linewidth=1.2)
    behind = {"boxstyle": "square,pad=0.1", "facecolor": "white", "alpha": 0.8, "linewidth": 0}
    axes.annotate("money ends", (money_ends + 0.5, 1.0), (3, -2), va="top", fontsize=8.5,
                  xycoords=("data", "axes fraction"), textcoords="offset points",
                  bbox=behind)  # fmt: skip


@charts.styled()
def difference_chart(years: Sequence[Effect], first: str, money_ends: float | None = None) -> Any:
    """Differences by year with a `band`, nothing but the last and the zero line named.

    A dot is filled where its year is a change by itself. The ``first`` year has a name, as a run of
    less than one is none. ``money_ends`` is when, in years after the change; None: it goes on.
    """
    figure = charts.blank(WIDTH, 2.3)
    axes, last = figure.subplots(), len(years)
    colour, at = charts.look(1)[0], np.arange(1, last + 1)
    tenths = _central(years, [f.spread for f in years])
    low, high = tenths or np.transpose([
        (f.difference.low * _by(f), f.difference.high * _by(f)) for f in years
    ])  # fmt: skip
    axes.fill_between(at, low, high, color=colour, alpha=0.16, linewidth=0)
    means = [f.difference.mean * _by(f) for f in years]
    axes.plot(at, means, color=colour, linewidth=2.0)
    for n, f in enumerate(years):
        filled = colour if f.changed else "white"
        axes.plot(at[n], means[n], "o", color=colour, markerfacecolor=filled, markersize=6)
    charts.zero_line(axes, "up")
    axes.grid(visible=False)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    _number_beside(axes, years[-1], (last, means[-1]), colour)
    axes.annotate(
        "no difference", (0.8, 0.0), (0, 3), textcoords="offset points", ha="right", fontsize=11
    )
    mark_end_of_money(axes, money_ends)
    axes.set_yticks([])
    axes.set_xlim(0.8 - 0.28 * last, last + 0.25 * last)
    named = {1: first} | ({last: "last year"} if last > 1 else {})
    axes.set_xticks(list(named), list(named.values()), fontsize=11)
    axes.tick_params(length=0)
    return figure


def _number_beside(axes: Any, f: Effect, dot: tuple[float, float], colour: str) -> None:
    """A change beside its dot with its unit, less what is counted, which a title names."""
    unit = "points" if f.form == "share" else f.unit.removeprefix(f"{f.measure.unit} ")
    unit = textwrap.fill(unit, 12)
    lift = 10 * (unit.count("\n") + 1) * (dot[1] < 0.0)  # above the names of years
    axes.annotate(
        change(f.difference.mean, f.form), dot, (9, lift), textcoords="offset points",
        va="center", color=colour, fontsize=11, fontweight="bold",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
    )  # fmt: skip
    axes.annotate(
        unit, dot, (9, lift - 8), textcoords="offset points", va="top", color=colour,
        fontsize=8.5, linespacing=1.0,
    )  # fmt: skip


def band(years: Sequence[Effect]) -> str:
    """What the band by year holds; empty where none is seen, as of a single year."""
    if len(years) < 2 or not any(f.difference.high > f.difference.low for f in years):
        return ""
    tenths = _central(years, [f.spread for f in years])
    return TENTHS if tenths else OF_MEAN


@charts.styled()
def changes_chart(axis: str, arms: Sequence[str], rows: Rows, share: bool) -> Any:
    """Changes of all arms but the base with their intervals; with ``share`` in per cent of it."""

    def dot(axes: Any, f: Effect, y: float, arm: int, label: str | None) -> None:
        """Filled where the interval excludes zero, hollow where it does not."""
        of_base = share and not f.from_none
        shown = of_base is share and f.verdict is not Verdict.NO_VALUE
        change = f.of_base.times(100.0) if of_base else f.difference.times(_by(f))
        lie = _central([f], [f.shares], 100.0) if of_base else _central([f], [f.spread])
        charts.dots(
            axes, change.mean if shown else np.nan, y, change.half_width if shown else None,
            charts.look(arm + 1)[0], mark="os^Dv"[arm % 5], filled=f.changed, label=label,
            central=lie if shown else None,
        )  # fmt: skip
        if not shown:
            axes.text(0.0, y, " none in the base", va="center", fontsize=8, color="#555555")

    figure, axes = _grouped(axis, arms, rows, 0.2 + 0.12 * len(arms), dot)
    charts.zero_line(axes)
    axes.spines["left"].set_visible(False)
    axes.margins(x=0.06)
    charts.plain_numbers(axes.xaxis, axes.get_xlim())
    return figure


@charts.styled()
def bars_chart(axis: str, arms: Sequence[str], rows: Rows) -> Any:
    """Levels as bars, a group for each row, a bar for each arm with the base first."""

    def bar(axes: Any, f: Effect, y: float, arm: int, label: str | None) -> None:
        central = _central([f], [f.levels], 1.0)
        charts.bars(axes, f.other.mean, y, f.other.half_width, 0.75, arm, label, central)

    figure, axes = _grouped(axis, arms, rows, 0.19 + 0.09 * len(arms), bar)
    axes.set_xlim(left=0.0)
    axes.locator_params(axis="x", nbins=5)  # a million has nine signs
    charts.plain_numbers(axes.xaxis, axes.get_xlim())
    return figure


def svg(name: str, title: str, alt: str, figure: Any) -> str:
    """One ``svg`` element without a size: named, described, its ids beginning with ``name``."""
    whole = re.sub(r"<metadata>.*?</metadata>", "", charts.as_svg(figure), flags=re.DOTALL)
    opening, _, inside = whole[whole.index("<svg") :].partition(">")
    text = inside.strip().replace("'DejaVu Sans', ", FONTS)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r'(xlink:href="#|url\(#)([^")]+)', rf"\1{name}-\2", text)
    box = re.findall(r'viewBox="[^"]+"', opening)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{" ".join(box)} role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(alt)}</desc>{text}'
    )


def clipped(words: str, most: int = 48) -> str:
    """Words that fit."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def _grouped(
    axis: str, arms: Sequence[str], rows: Rows, high: float, draw: Callable[..., None]
) -> tuple[Any, Any]:
    """A figure and axes with a heading above each group of rows, ``high`` inches each."""
    figure = charts.blank(WIDTH, 1.1 + high * len(rows) + 0.19 * len(arms))
    axes, deep = figure.subplots(), 1.0 + len(arms)
    for row, (label, effects) in enumerate(rows):
        shade, top = "white" if row % 2 else SHADE, row * deep
        axes.axhspan(top - 0.45, top + deep - 0.45, color=shade, linewidth=0, zorder=0)
        axes.text(
            0.0, top + 0.1, clipped(label, 60), transform=axes.get_yaxis_transform(),
            va="center", fontsize=8.8, zorder=5,
            bbox={"facecolor": shade, "edgecolor": "none", "pad": 0.8},
        )  # fmt: skip
        for arm, one in enumerate(effects):
            draw(axes, one, top + 1.0 + arm * 0.85, arm, None if row else clipped(arms[arm]))
    axes.set_ylim(len(rows) * deep - 0.4, -0.5)
    axes.set_yticks([])
    if any(nine_in_ten(one, one.spread) for _, effects in rows for one in effects):
        charts.name_the_lines(axes)
    axes.set_xlabel("\n".join(textwrap.wrap(axis, 64)))
    charts.legend(figure, axes, 1)
    return figure, axes


def _central(
    effects: Sequence[Effect], spreads: Sequence[Spread], by: float | None = None
) -> list[list[float]] | None:
    """The ends [2, effects] between which nine worlds in ten lie; None where any has none."""
    ends = [nine_in_ten(f, one) for f, one in zip(effects, spreads, strict=True)]
    known = [one.times(by or _by(f)) for f, one in zip(effects, ends, strict=True) if one]
    if len(known) < len(effects):
        return None
    return [[one.low for one in known], [one.high for one in known]]


def _by(f: Effect) -> float:
    """What a value is multiplied by for an axis: shares in per cent, pounds in thousands."""
    return {"share": 100.0, "pounds": 1e-3}.get(f.form, 1.0)
