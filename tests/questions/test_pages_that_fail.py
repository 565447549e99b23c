"""Pages of studies that cannot be made are refused before an hour of runs, or cost none of them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from PIL import Image

import joinedup as ju
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.studies import evaluations, finished, readiness_sites, widths
from joinedup_experiments.studies.small_pictures import keep_small
from joinedup_experiments.worlds.conclusions import Conclusions


def never(*_, **__) -> None:
    pytest.fail("something was run")


def test_runs_of_a_comparison_stay_until_its_page_is_whole(tmp_path, monkeypatch) -> None:
    ran: list[int] = []

    def compared(arms, over, workers, progress, kept) -> int:
        if kept.read("replication-0001") is None:
            ran.append(len(arms.scenarios))
            kept.keep("replication-0001", {"x": np.zeros(1)})
        return 1

    monkeypatch.setattr(finished, "compared", compared)
    arms = [ju.load("siloed_borough"), ju.load("local_care_network")]
    asked = (tmp_path / "page.md", arms, ["siloed", "joined"], OverWorlds(), 2, 1)
    with pytest.raises(KeyError), finished.comparing(*asked):
        raise KeyError("of the page")
    assert ran == [2] and list(tmp_path.glob(".unfinished-page.md*"))
    with finished.comparing(*asked) as found:
        assert found == 1
    assert ran == [2] and not list(tmp_path.iterdir())


def test_a_calibration_that_left_no_world_is_refused_before_anything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("waves", "conflicts"):
        text = (widths.DOCS / widths.TABLES / f"{name}.csv").read_bytes()
        (tmp_path / f"{name}.csv").write_bytes(text)
    monkeypatch.setattr(widths, "comparing", never)
    monkeypatch.setattr(widths, "keep", never)
    with pytest.raises(InputError, match=r"no beside_published\.csv.*found plausible worlds"):
        widths.write(tmp_path, tmp_path, 2, 2, None)


def test_a_page_that_has_no_place_for_a_block_is_refused_before_anything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / readiness_sites.PAGE).write_text("<!-- sites -->\n<!-- end -->\n", "utf-8")
    for name in ("draw", "comparing"):
        monkeypatch.setattr(readiness_sites, name, never)
    with pytest.raises(InputError, match="there is no line `<!-- moves -->`"):
        readiness_sites.make(tmp_path, 2, 1)


def test_what_moves_fails_and_the_sites_runs_stay(tmp_path, monkeypatch) -> None:
    kept: list[str] = []

    def comparing(*_):
        with finished.keeping(tmp_path / "page.md", {}) as runs:
            runs.keep("one", {"x": np.zeros(1)})
            yield SimpleNamespace(comparison=None)
            kept.append("gone")

    def fails(_) -> None:
        raise KeyError("of the page")

    (tmp_path / readiness_sites.PAGE).write_bytes(Path("docs/readiness.md").read_bytes())
    monkeypatch.setattr(readiness_sites, "comparing", finished.contextmanager(comparing))
    for name, value in (("draw", lambda *_: None), ("run_section", lambda _: []),
                        ("moves_section", fails)):  # fmt: skip
        monkeypatch.setattr(readiness_sites, name, value)
    with pytest.raises(KeyError):
        readiness_sites.make(tmp_path, 2, 1)
    assert not kept and list(tmp_path.glob(".unfinished-page.md*"))


def test_a_picture_that_was_not_drawn_is_not_on_the_page(tmp_path, monkeypatch) -> None:
    """Of power there is none where no design could be had in enough worlds."""
    copied: list[str] = []
    monkeypatch.setattr(evaluations, "keep_small", lambda picture, _: copied.append(picture.name))
    for scenario in evaluations.SCENARIOS:
        inside = tmp_path / f"evaluation_{scenario}"
        inside.mkdir()
        pd.DataFrame({"estimate": [1.0]}).to_parquet(inside / "performance.parquet")
    drawn = "emergency_admissions-enrolled"
    (tmp_path / "evaluation_case_management" / f"{drawn}.png").touch()
    shown = evaluations.keep(tmp_path, tmp_path)
    assert shown == {"case_management": [drawn], "local_care_network_well": []}
    assert copied == [f"{drawn}.png"]


def test_a_calibration_of_one_wave_has_a_head_for_its_diagnostics() -> None:
    """A first wave has no emulator that foretold its runs."""
    wave = SimpleNamespace(number=1, diagnostics=())
    it = SimpleNamespace(
        waves=[wave], problem=SimpleNamespace(matched=[SimpleNamespace(label="x")])
    )
    table = Conclusions.diagnostics_table(it)
    assert table.columns[0] == "wave" and not len(table)


def test_a_picture_is_kept_where_there_were_none(tmp_path: Path) -> None:
    Image.new("RGB", (4, 4)).save(tmp_path / "drawn.png")
    keep_small(tmp_path / "drawn.png", tmp_path / "pictures" / "kept.png")
    assert (tmp_path / "pictures" / "kept.png").is_file()
