"""The pictures of a comparison: effects side by side, months one by one, and where needs ended.

Bands and whiskers are 95% intervals over replications. Levels are drawn from zero; below them
stands the paired difference from the base, on a scale of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.codes import EpisodeStatus
from joinedup.outcomes.measures import MEASURES, Measure
from joinedup_experiments.compare.charts_over_time import draw_over_time
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.statistics import mean_and_half
from joinedup_experiments.display import charts

COMPARED = tuple(m for m in MEASURES if m.core and m.form in ("count", "pounds"))
TRUTHS = ((1, "True need"), (0, "False-positive need"))


@dataclass(frozen=True)
class Picture:
    """One picture.

    Attributes
    ----------
    name : str
        Of the file, without an ending.
    what : str
        What it shows.
    draw : callable
        Draws a comparison into an empty figure.
    """

    name: str
    what: str
    draw: Callable[[Any, Comparison], None]


def draw_pictures(folder: Path, result: Comparison) -> dict[str, str]:
    """Draw every picture as PNG and SVG.

    Returns
    -------
    dict
        What each picture shows, by its file's name without ending.
    """
    pictures = [p for p in PICTURES if p.name != "differences" or len(result.names) > 1]
    with charts.styled():
        for picture in pictures:
            figure = charts.blank()
            picture.draw(figure, result)
            charts.save(figure, folder / picture.name, ("png", "svg"), dpi=130)
    return {p.name: p.what for p in pictures}


def draw_differences(figure: Any, result: Comparison) -> None:
    """The core effects over the whole run, as a share of the base, with their intervals."""
    arms = range(1, len(result.names))
    figure.set_size_inches(9.0, 1.8 + len(COMPARED) * (0.16 + 0.13 * len(arms)))
    axes = figure.subplots()
    for row, one in enumerate(COMPARED):
        effects = [result.effect(arm, one) for arm in arms]
        if effects[0].from_none:
            axes.text(0.0, row, " none in the base", va="center", fontsize=8, color="#555555")
            continue
        for e in effects:
            share = e.of_base.times(100.0)
            charts.dots(
                axes, share.mean, row + (e.arm - len(result.names) / 2) * 0.8 / len(arms),
                share.half_width, charts.look(e.arm)[0], filled=e.changed,
                label=result.scenarios[e.arm].name if row == 0 else None,
            )  # fmt: skip
    charts.zero_line(axes)
    charts.shaded_rows(axes, [m.label for m in COMPARED])
    axes.set_xlabel(
        "difference from the base, % of the base's value\n"
        "(filled: the 95% interval excludes zero; hollow: it spans zero)"
    )
    _heading(figure, f"Differences from: {result.scenarios[0].name}", result)
    charts.legend(figure, axes, len(arms))


def draw_ledger(figure: Any, result: Comparison) -> None:
    """Where episodes ended or stand, for true and for false-positive need."""
    arms = len(result.names)
    counts = result.ledgers.sum(axis=3).astype(float)
    statuses = [p for p in EpisodeStatus if counts[..., p].any()]
    figure.set_size_inches(10.5, 1.6 + len(statuses) * (0.22 + 0.16 * arms))
    both = figure.subplots(1, 2, sharey=True)
    thick = 0.8 / arms
    for axes, (truth, what) in zip(both, TRUTHS, strict=True):
        for arm in range(arms):
            mean, half = mean_and_half(counts[arm, :, truth][:, statuses])
            places = np.arange(len(statuses)) + (arm - (arms - 1) / 2) * thick
            charts.bars(axes, mean, places, half, 0.92 * thick, arm, result.scenarios[arm].name)
        axes.set_title(what)
        axes.set_xlabel("episodes of need over the run")
        axes.set_xlim(left=0)
        charts.plain_numbers(axes.xaxis, counts)
        axes.grid(axis="y", visible=False)
    both[0].set_yticks(range(len(statuses)), [p.label for p in statuses])
    both[0].set_ylim(len(statuses) - 0.45, -0.55)
    _heading(figure, "The barrier ledger: where every episode ended, or stands", result)
    charts.legend(figure, both[0], arms)


def _heading(figure: Any, what: str, result: Comparison) -> None:
    charts.heading(figure, what, result.scenarios[0].place.residents, len(result.seeds))


def _monthly(name: str, what: str, shown: Callable[[Measure], bool]) -> Picture:
    """A picture of the months of some measures."""
    chosen = tuple(m for m in MEASURES if shown(m))

    def draw(figure: Any, result: Comparison) -> None:
        draw_over_time(figure, result, chosen)
        _heading(figure, what, result)

    return Picture(name, f"{what}, month by month", draw)


def _headlines(*sections: str) -> Callable[[Measure], bool]:
    return lambda m: m.headline and m.section in sections


PICTURES = (
    Picture("differences", "every core difference, as a share of the base", draw_differences),
    _monthly("unmet_need", "Unmet need", _headlines("unmet need")),
    _monthly("referrals", "Referrals", lambda m: m.headline and m.unit == "referrals"),
    _monthly("waiting", "Waiting for care", _headlines("waiting")),
    _monthly(
        "admissions",
        "Emergency admissions by cause",
        lambda m: m.headline and m.unit == "admissions",
    ),
    _monthly("costs", "Cost by payer", _headlines("money")),
    _monthly("staff", "Staff", _headlines("staff")),
    _monthly("culture", "Adoption, trust and implementation fidelity", _headlines("culture")),
    Picture("barrier_ledger", "episodes by where they ended or stand", draw_ledger),
)
