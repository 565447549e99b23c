"""The pictures of a comparison: effects side by side, months one by one, and where needs ended.

Bands and whiskers are 95% intervals over replications. Levels are drawn from zero; below them
stands the paired difference from the base, on a scale of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from joinedup.codes import EpisodeStatus
from joinedup.outcomes.measures import MEASURES, Measure
from joinedup_experiments.compare.charts_over_time import draw_over_time
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.intervals import mean_and_half
from joinedup_experiments.display import charts

COMPARED = tuple(m for m in MEASURES if m.core and m.form in ("count", "pounds"))
TRUTHS = ((1, "True need"), (0, "False-positive need"))


def _headlines(section: str = "", unit: str = "") -> tuple[Measure, ...]:
    """The headline measures of a section, or in a unit."""
    return tuple(m for m in MEASURES if m.headline and (m.section == section or m.unit == unit))


MONTHLY = {
    "unmet_need": ("Unmet need", _headlines("unmet need")),
    "referrals": ("Referrals", _headlines(unit="referrals")),
    "waiting": ("Waiting for care", _headlines("waiting")),
    "admissions": ("Emergency admissions by cause", _headlines(unit="admissions")),
    "costs": ("Cost by payer", _headlines("money")),
    "staff": ("Staff", _headlines("staff")),
    "culture": ("Adoption, trust and implementation fidelity", _headlines("culture")),
}


def draw_pictures(folder: Path, result: Comparison) -> dict[str, str]:
    """Draw every picture as PNG and SVG; what each shows, by its file's name without ending."""
    shows = {"differences": "every core difference, as a share of the base"}
    shows |= {name: f"{what}, month by month" for name, (what, _) in MONTHLY.items()}
    shows["barrier_ledger"] = "episodes by where they ended or stand"
    if len(result.names) == 1:
        del shows["differences"]
    with charts.styled():
        for name in shows:
            figure = charts.blank()
            if name == "differences":
                draw_differences(figure, result)
            elif name == "barrier_ledger":
                draw_ledger(figure, result)
            else:
                what, measures = MONTHLY[name]
                draw_over_time(figure, result, measures)
                _heading(figure, what, result)
            charts.save(figure, folder / name, ("png", "svg"), dpi=130)
    return shows


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
