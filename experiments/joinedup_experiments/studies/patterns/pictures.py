"""One picture for each question: small panels, one for each measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np

from joinedup_experiments.compare.statistics import mean_and_half
from joinedup_experiments.display import charts
from joinedup_experiments.display.charts import look, plain_numbers
from joinedup_experiments.studies.patterns.asking import Asked
from joinedup_experiments.studies.patterns.judging import SHARES, mean_of_years
from joinedup_experiments.studies.patterns.running import Figures

WIDE = 7.4
PANEL_HIGH = 2.7
LABEL = 26
TITLE = 42
Values = tuple[np.ndarray, np.ndarray]


def draw_answer(asked: Asked, figures: Figures, folder: Path, forms: Sequence[str]) -> list[str]:
    """Draw a question's picture as ``answer.svg`` and whatever other forms are wanted.

    Parameters
    ----------
    forms : sequence of str
        Endings: ``svg``, ``pdf``, ``png``.
    """
    spec = asked.question.picture
    kinds: dict[str, Callable[[Any, Asked, Figures, str], None]] = {
        "years": _years,
        "settings": _settings,
        "levels": partial(_dots, changes=False),
        "changes": partial(_dots, changes=True),
    }
    with charts.styled({"axes.titlesize": 9.5}):
        columns = min(2, len(spec.measures))
        rows = -(-len(spec.measures) // columns)
        by_arm = spec.kind in ("levels", "changes")
        alike = not by_arm or len({asked.measures[k].unit for k in spec.measures}) == 1
        figure = charts.blank(WIDE, 0.9 + PANEL_HIGH * rows)
        panels = figure.subplots(rows, columns, squeeze=False, sharex=alike, sharey=by_arm)
        for panel, key in zip(panels.flat, spec.measures, strict=False):
            measure = asked.measures[key]
            panel.set_title(fill(measure.label, TITLE))
            kinds[spec.kind](panel, asked, figures, key)
        if alike:
            for panel in panels[:-1].flat:
                panel.set_xlabel("")
        for panel in panels.flat[len(spec.measures) :]:
            panel.set_axis_off()
        handles, labels = panels.flat[0].get_legend_handles_labels()
        if labels and not by_arm:
            figure.legend(handles, labels, loc="outside lower left", ncols=2)
        figure.suptitle(
            f"{len(figures.seeds)} replications; bars and bands are 95% intervals",
            x=0.01, ha="left", fontsize=8.5,
        )  # fmt: skip
        charts.save(figure, folder / "answer", forms, dpi=150)
    return [f"answer.{form}" for form in forms]


def _shown(asked: Asked) -> list[str]:
    return asked.question.picture.arms or list(asked.arms)[1:]


def _scaled(asked: Asked, key: str, change: np.ndarray, base: np.ndarray) -> tuple[np.ndarray, str]:
    """Changes as percent of the base's mean, or in points, or as they are; and how to say it."""
    unit = asked.measures[key].unit
    if unit.startswith("share"):
        return 100.0 * change, "points"
    level = float(np.nanmean(base))
    if unit.startswith(SHARES) or level <= 0.0:
        return change, unit.split(",")[0]
    return 100.0 * change / abs(level), "% of siloed" if asked.base == "siloed_borough" else "%"


def _years(panel: Any, asked: Asked, figures: Figures, key: str) -> None:
    """The change against the base in each year."""
    setting = next(iter(asked.settings))
    base = figures.yearly(setting, asked.base, key)
    years = np.arange(1, base.shape[1] + 1)
    said = ""
    for number, arm in enumerate(_shown(asked)):
        change, said = _scaled(asked, key, figures.yearly(setting, arm, key) - base, base)
        mean, half = mean_and_half(change)
        charts.series(panel, years, mean, half, number + 1, asked.arms[arm].label)
    charts.zero_line(panel, "up")
    panel.set_xticks(years)
    panel.set_xlabel("year after the day of change")
    panel.set_ylabel(f"change, {said}")


def _settings(panel: Any, asked: Asked, figures: Figures, key: str) -> None:
    """The change against the base, or the level, in each setting, in the measure's unit."""
    spec = asked.question.picture
    places = np.arange(len(asked.settings))
    arms = list(asked.arms) if spec.levels else _shown(asked)
    said = (
        f"{asked.measures[key].unit} a year"
        if asked.measures[key].combine == "sum"
        else asked.measures[key].unit
    )
    for number, arm in enumerate(arms):
        means, halves = [], []
        for setting in asked.settings:
            mine = mean_of_years(figures.yearly(setting, arm, key), spec.years)
            if not spec.levels:
                mine = mine - mean_of_years(figures.yearly(setting, asked.base, key), spec.years)
            mean, half = mean_and_half(mine)
            means.append(float(mean))
            halves.append(float(half))
        colour, style = look(number + (0 if spec.levels else 1))
        shift = 0.06 * (number - (len(arms) - 1) / 2.0)
        charts.dots(
            panel, means, places + shift, np.array(halves), colour, way="up", line=style,
            label=asked.arms[arm].label,
        )  # fmt: skip
        plain_numbers(panel.yaxis, np.array(means))
    if not spec.levels:
        charts.zero_line(panel, "up")
    names = [fill(s.label, 10) for s in asked.settings.values()]
    panel.set_xticks(places, names, fontsize=7.5)
    panel.set_ylabel(said if spec.levels else f"change, {said}")


def _dots(panel: Any, asked: Asked, figures: Figures, key: str, changes: bool) -> None:
    """Each arm's own value, or its paired change against the base."""
    setting = next(iter(asked.settings))
    spec, unit = asked.question.picture, asked.measures[key].unit
    base = mean_of_years(figures.yearly(setting, asked.base, key), spec.years)
    arms = _shown(asked) if changes else list(asked.arms)
    places = np.arange(len(arms))[::-1]
    for number, (arm, place) in enumerate(zip(arms, places, strict=True)):
        values = mean_of_years(figures.yearly(setting, arm, key), spec.years)
        if changes:
            values, unit = _scaled(asked, key, values - base, base)
        mean, half = mean_and_half(values)
        colour, _ = look(number + changes)
        charts.dots(panel, float(mean), place, half, colour)
        plain_numbers(panel.xaxis, np.array([float(mean)]))
    if changes:
        charts.zero_line(panel)
    panel.set_yticks(places, [fill(asked.arms[arm].label, LABEL) for arm in arms], fontsize=8)
    panel.set_ylim(-0.6, len(arms) - 0.4)
    panel.locator_params(axis="x", nbins=4)
    panel.set_xlabel(f"change, {unit}" if changes else unit)
