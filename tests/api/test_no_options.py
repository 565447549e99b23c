"""What Python is refused names Python's own arguments, and no option of a command."""

from __future__ import annotations

from pathlib import Path

import pytest

import joinedup as ju
from joinedup_experiments.compare import room
from joinedup_experiments.compare.room import TooLargeError
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.report.reporting import write_report

SMALL = {"place.residents": 300, "run.years": 0.5, "run.burn_in_years": 0.1}


@pytest.fixture(scope="module")
def results() -> ju.Results:
    place = ju.load("siloed_borough").with_(SMALL)
    return ju.compare(place, replications=2, worlds="one", workers=1)


@pytest.mark.parametrize(
    ("file", "pdf", "words"),
    [
        ("there.html", False, "never written over; try there-2.html"),
        ("page.pdf", False, "try page.html with pdf=True"),
        ("page.docx", True, "try page.html with pdf=True"),
        ("page.png", False, "; try page.html"),
        (".", False, "as in report.html"),
    ],
)
def test_a_report_that_is_refused(
    results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, pdf: bool, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there.html").touch()
    with pytest.raises(InputError) as refused:
        results.report(file, pdf)
    assert str(refused.value).endswith(words) and "--" not in str(refused.value)
    with pytest.raises(InputError, match="--out "):  # typed as a command
        write_report(results, Path(file if file != "page.png" else "page.txt"), pdf, command=True)


def test_a_folder_that_is_refused(results, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for write in (results.save, results.write):
        with pytest.raises(InputError, match=r"; try [^ ]*-2$") as refused:
            write(tmp_path)
        assert "--" not in str(refused.value)


def test_a_journey_that_nobody_makes() -> None:
    place = ju.load("siloed_borough").with_(SMALL)
    with pytest.raises(InputError, match=r"or name a person$") as refused:
        ju.journey(place, place)
    assert "--" not in str(refused.value)


def test_a_comparison_that_has_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "free_bytes", lambda: 1e9)
    place = ju.load("siloed_borough", residents=5_000_000)
    with pytest.raises(TooLargeError, match=r"residents would fit: `simulate=[0-9]+`"):
        ju.compare(place, replications=2, worlds="one", workers=1)
