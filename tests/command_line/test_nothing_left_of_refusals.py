"""A command that is refused leaves no folder behind, of whichever option names one."""

from __future__ import annotations

from pathlib import Path

import pytest

from joinedup_experiments.compare.results.burn_ins import BurnIns
from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.new_file import write_new
from joinedup_experiments.report import reporting
from joinedup_experiments.worlds.calibrating import CalibrationOptions, calibrated
from tests.report.conftest import made_up
from tests.worlds.conftest import toy

PAIR, KEPT = ["siloed_borough", "local_care_network"], ["--burn-ins", "new/kept"]
SMALL = ["--residents", "900", "--years", "1"]
REFUSED = {
    "results are there": ["compare", *PAIR, *SMALL, *KEPT, "--out", "there"],
    "a journey is there": ["journey", *PAIR, *SMALL, "--person", "7", *KEPT, "--out", "there"],
    "no such assumption": ["run", PAIR[0], *SMALL, "--assume", "no.such=1", *KEPT],
    "no such design": ["sweep", "no_such.yaml", "--out", "new/out"],
    "nothing to evaluate": ["evaluate", "siloed_borough", "--out", "new/out"],
}  # fmt: skip


@pytest.mark.parametrize("command", REFUSED)
def test_of_a_command_that_is_refused(command, joinedup, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (there := tmp_path / "there").mkdir()
    shown = joinedup(*REFUSED[command])
    assert shown.exit_code == 2, shown.output
    assert [*tmp_path.rglob("*")] == [there]


def test_burn_ins_are_tried_for_and_made_with_the_first(tmp_path: Path) -> None:
    BurnIns(tmp_path / "new" / "kept")
    assert not [*tmp_path.iterdir()]
    (tmp_path / "mine").mkdir()
    BurnIns(tmp_path / "mine")
    assert (tmp_path / "mine").is_dir(), "it was there before"
    with pytest.raises(FolderError, match="kept there"):
        BurnIns(tmp_path / "new" / ("n" * 300))
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]


def test_of_a_file_whose_name_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it could not be written"):
        write_new(tmp_path / "new" / ("n" * 300), "text")
    assert not [*tmp_path.iterdir()]


def test_of_a_report_that_no_browser_prints(tmp_path: Path, monkeypatch) -> None:
    def fails(*_: object) -> None:
        raise InputError("the browser made no PDF")

    monkeypatch.setattr(reporting, "find_browser", lambda: "none")
    monkeypatch.setattr(reporting, "report_bytes", lambda *_: b"page")
    monkeypatch.setattr(reporting, "print_to_pdf", fails)
    with pytest.raises(InputError, match="made no PDF"):
        reporting.write_report(made_up(), tmp_path / "new" / "report.html", pdf=True)
    assert not [*tmp_path.iterdir()]


def test_of_a_calibration_that_cannot_begin_with_a_table(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("world,x0\n1,high\n")
    options = CalibrationOptions(tmp_path / "new", 1, 10, 10, 1, workers=1, begin_with=table)
    with pytest.raises((InputError, ValueError)):
        calibrated(toy(), options)
    assert [*tmp_path.iterdir()] == [table]
