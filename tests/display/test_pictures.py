"""A picture that cannot be drawn takes nothing with it, and a name is drawn as it is written."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from joinedup.codes import EPISODE_STATUSES, NEEDS
from joinedup.outcomes.measures import MEASURES
from joinedup_experiments.compare import pictures
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.display import charts
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.scenario_io.load import load_scenario

DOLLARS = r"Costs $\frac{1$ and 5% or $x$"


@pytest.fixture
def result() -> Comparison:
    """Two arms whose name has dollar signs, of which all is one."""
    scenario = load_scenario("siloed_borough").with_({"name": DOLLARS})
    return Comparison(
        (DOLLARS, "b"), (scenario, scenario), (1, 2), np.ones((2, 2, len(MEASURES), 12)),
        np.ones((2, 2, 2, NEEDS, EPISODE_STATUSES)), np.ones((2, 2, 12, 3)), (), 0.0,
        (0, 0), scenario.place.residents,
    )  # fmt: skip


def test_dollar_signs_in_a_name_are_drawn(result: Comparison, tmp_path: Path, capsys) -> None:
    shown = pictures.draw_pictures(tmp_path, result, ["differences", "barrier_ledger"])
    assert list(shown) == ["differences", "barrier_ledger"]
    assert capsys.readouterr().err == ""
    assert DOLLARS in (tmp_path / "differences.svg").read_text(encoding="utf-8")


def test_a_picture_that_fails_is_left_out_and_named(
    result: Comparison, tmp_path: Path, monkeypatch, capsys
) -> None:
    monkeypatch.setattr(pictures, "draw_ledger", lambda *_: 1 / 0)
    shown = pictures.draw_pictures(tmp_path, result, ["barrier_ledger", "differences"])
    assert list(shown) == ["differences"]
    assert {file.name for file in tmp_path.iterdir()} == {"differences.png", "differences.svg"}
    fault = "barrier_ledger could not be drawn and is left out: ZeroDivisionError"
    assert fault in capsys.readouterr().err


def test_a_full_disk_is_not_taken_for_a_picture_that_fails(
    result: Comparison, tmp_path: Path
) -> None:
    with pytest.raises(OSError):
        pictures.draw_pictures(tmp_path / "nowhere", result, ["differences"])


def test_a_font_that_is_missing_takes_a_picture_and_no_tables(
    result: Comparison, tmp_path: Path, monkeypatch, capsys
) -> None:
    lost = FileNotFoundError(errno.ENOENT, "No such file or directory", "DejaVuSans.ttf")
    monkeypatch.setattr(Figure, "savefig", raises(lost))
    assert pictures.draw_pictures(tmp_path, result, ["differences"]) == {}
    assert not list(tmp_path.iterdir())
    note = "Note: differences could not be drawn and is left out: FileNotFoundError: "
    assert capsys.readouterr().err.startswith(note)


def test_where_matplotlib_does_not_load_every_picture_is_left_out(
    result: Comparison, tmp_path: Path, monkeypatch, capsys
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert pictures.draw_pictures(tmp_path, result, pictures.FIRST, ["png"]) == {}
    notes = capsys.readouterr().err.splitlines()
    assert [note.split()[1] for note in notes] == [*pictures.FIRST]
    assert all("left out: ModuleNotFoundError: " in note for note in notes)


def test_a_full_disk_while_a_picture_is_written_is_an_error(
    result: Comparison, tmp_path: Path, monkeypatch
) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(Path, "write_bytes", raises(full))
    with pytest.raises(OSError, match="No space left"):
        pictures.draw_pictures(tmp_path, result, ["differences"], ["png"])


@pytest.mark.parametrize("fault", ["savefig", "load"])
def test_what_is_only_a_picture_is_refused_in_one_line(
    result: Comparison, monkeypatch, fault: str
) -> None:
    figure = charts.blank()
    figure.subplots()
    if fault == "load":
        monkeypatch.setitem(sys.modules, "matplotlib", None)
    else:
        monkeypatch.setattr(Figure, "savefig", raises(RuntimeError("In FT2Font:\n no size")))
    for draw in (charts.as_svg, charts.as_png):
        with pytest.raises(InputError, match=r"^a picture cannot be drawn: \w+Error: [^\n]+$"):
            draw(figure)


def raises(error: Exception) -> Callable[..., None]:
    """What raises it, whatever it is given."""

    def fails(*given: object, **options: object) -> None:
        raise error

    return fails
