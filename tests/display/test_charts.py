"""Drawing leaves a reader's backend and settings alone, and takes nothing from them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from joinedup_experiments.display import charts
from joinedup_experiments.display.settled import settle

DRAW = """
import sys, tempfile
from pathlib import Path
import matplotlib as mpl
import numpy as np
from joinedup.codes import EPISODE_STATUSES, NEEDS
before = dict(mpl.rcParams)
assert before["text.usetex"]
from joinedup.outcomes.measures import MEASURES
from joinedup_experiments.compare.pictures import draw_pictures
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.report.map.interfaces import sides
from joinedup_experiments.report.map.picture import drawn
from joinedup_experiments.scenario_io.load import load_scenario
scenario = load_scenario("siloed_borough")
result = Comparison(
    ("a", "b"), (scenario, scenario), (1, 2), np.ones((2, 2, len(MEASURES), 12)),
    np.ones((2, 2, 2, NEEDS, EPISODE_STATUSES)), np.ones((2, 2, 12, 3)), (), 0.0,
    (0, 0), scenario.place.residents,
)
with tempfile.TemporaryDirectory() as folder:
    names = draw_pictures(Path(folder), result)
    assert len(list(Path(folder).iterdir())) == 2 * len(names)
assert drawn(*sides(load_scenario("case_management")), stacked=True)
assert dict(mpl.rcParams) == before
assert "matplotlib.pyplot" not in sys.modules
print(mpl.get_backend(auto_select=False) if "backend" not in before else before["backend"])
"""


@pytest.mark.slow
def test_a_notebooks_backend_and_settings_are_left_alone_and_not_used(tmp_path: Path) -> None:
    """A backend that is not installed here, and a setting that would need LaTeX."""
    (tmp_path / "matplotlibrc").write_text("text.usetex: True\n", encoding="utf-8")
    backend = "module://backend_of_a_notebook_elsewhere"
    asked = os.environ | {"MPLBACKEND": backend, "MPLCONFIGDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", DRAW], env=asked, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == backend


def test_the_same_picture_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        with charts.styled():
            figure = charts.blank()
            mean = np.arange(4.0)
            charts.series(figure.subplots(), mean, mean, np.full(4, 0.1), 1)
            charts.save(figure, tmp_path / name)
    for form in ("pdf", "png", "svg"):
        files = [tmp_path / f"{name}.{form}" for name in ("one", "other")]
        assert files[0].read_bytes() == files[1].read_bytes()


def test_a_picture_is_drawn_once_for_each_form(tmp_path: Path) -> None:
    with charts.styled():
        figure, drawn = charts.blank(), []
        axes = figure.subplots()
        axes.draw = lambda renderer, draw=axes.draw: drawn.append(draw(renderer))
        charts.save(figure, tmp_path / "picture", ["png", "svg"])
    assert len(drawn) == 2


def test_ticks_are_found_before_a_picture_is_drawn_and_are_the_same() -> None:
    searches: list[np.ndarray] = []

    def drawn(layout: str | None) -> bytes:
        figure = charts.blank(layout=layout)
        axes = figure.subplots()
        axes.plot([0.0, 0.7, 2.0], [1e-7, 3e-7, 5.5e-7])
        finder = axes.yaxis.get_major_locator()
        found = finder.tick_values
        finder.tick_values = lambda *ends: searches.append(found(*ends)) or searches[-1]
        settle(figure)
        searches.clear()
        axes.set_position((0.125, 0.11, 0.775, 0.77))
        return charts.as_png(figure, 100)

    with charts.styled():
        found_when_drawn = drawn(layout=None)  # nothing is settled of a figure not laid out
        assert searches
        assert drawn(layout="constrained") == found_when_drawn
        assert not searches


@pytest.mark.parametrize("dpi", [72, 100, 110, 150, 200])
def test_a_long_name_fits_whatever_the_resolution(dpi: int) -> None:
    with charts.styled():
        figure = charts.blank()
        axes = figure.subplots()
        charts.shaded_rows(axes, ["matching by risk", "trial by lot"])
        settle(figure)
        figure.set_dpi(dpi)
        renderer = figure._get_renderer()
        assert min(name.get_window_extent(renderer).x0 for name in axes.get_yticklabels()) > 0.0


@pytest.mark.parametrize("half", [None, np.full(3, np.nan)])
def test_without_an_interval_there_is_no_whisker(half) -> None:
    axes = charts.blank().subplots()
    charts.dots(axes, np.arange(3.0), np.arange(3.0), half, charts.COLOURS[1])
    assert axes.containers[0].has_xerr is False


def test_a_dot_is_hollow_where_an_interval_spans_zero() -> None:
    axes = charts.blank().subplots()
    for filled in (True, False):
        charts.dots(axes, 1.0, 0.0, 2.0, charts.COLOURS[1], filled=filled)
    colours = [line.get_markerfacecolor() for line in axes.get_lines() if line.get_marker() == "o"]
    assert colours == [charts.COLOURS[1], "white"]


def test_arms_differ_by_line_style_as_well_as_colour() -> None:
    assert len({charts.look(arm) for arm in range(28)}) == 28
    assert len({charts.look(arm)[1] for arm in range(4)}) == 4


def test_a_heading_is_whole_in_a_narrow_picture() -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.7, 3.0))
    charts.heading(figure, "Extra cost to public services and QALYs gained", 3000, 24, True)
    [title] = figure.texts
    assert title.get_window_extent().x1 < figure.bbox.width
