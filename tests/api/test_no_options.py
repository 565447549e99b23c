"""What Python is refused names Python's own arguments, and no option of a command."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import joinedup as ju
from joinedup_experiments.compare import room
from joinedup_experiments.compare.room import TooLargeError
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.quality import Quality
from joinedup_experiments.readiness import read_answers
from joinedup_experiments.report.reporting import find_browser, write_report
from joinedup_experiments.scenario_io.plausible_worlds import read_worlds
from joinedup_experiments.sweep.api import PlannedSweep
from joinedup_experiments.sweep.sweep_folder import make_sweep

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


@pytest.fixture(scope="module")
def planned() -> PlannedSweep:
    place = ju.load("siloed_borough").with_(SMALL)
    return ju.sweep(place, vary=["crisis.rate"], method="latin_hypercube", size=20)


def test_a_sweep_that_is_refused(planned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match=r"; try [^ ]*-2$"):
        planned.run(tmp_path)
    begun = tmp_path / "begun"
    make_sweep(begun, planned.plan, [], False)
    other = replace(planned.plan, design=planned.plan.design.model_copy(update={"seed": 5}))
    with pytest.raises(InputError, match=r"`seed` 5, not 1. Name another folder$"):
        PlannedSweep(other).run(begun)
    with pytest.raises(InputError, match=r"^margin must be .*; did you mean `0.05`\?$"):
        ju.open_sweep(begun).discover(5)
    monkeypatch.setattr(room, "free_bytes", lambda: 1.2e9)
    large = ju.load("siloed_borough", residents=5_000_000)
    with pytest.raises(TooLargeError, match=r"would fit: an arm with `residents=[0-9]+`$"):
        ju.sweep(large, vary=["crisis.rate"], method="latin_hypercube", size=20).run(begun)


def without_sites(file: Path) -> Path:
    file.write_text("questionnaire: aqua\n")
    return file


@pytest.mark.parametrize(
    ("refuse", "says"),
    [
        (lambda path: Quality(linkage=7), r"^linkage 7: .*; did you mean `0.07`\?$"),
        (lambda path: Quality(sample=0), "^sample 0: it must be above 0"),
        (lambda path: Quality(attrition=1), "^attrition 1: it must be below 1"),
        (
            lambda path: ju.records(ju.load("siloed_borough").with_(SMALL)),
            "^months_before 24: .* months of the burn-in, which could be longer$",
        ),
        (
            lambda path: read_answers(without_sites(path)),
            "`sites` is missing; a blank form has it",
        ),
        (
            lambda path: ju.compare(ju.load("siloed_borough"), replications=9_999),
            "at the most; more seeds per world give each more",
        ),
        (lambda path: read_worlds(path), "it is no table .*`one` in place of plausible worlds"),
        (lambda path: find_browser(), "or make the page alone and print it from any browser$"),
    ],
)
def test_what_python_refuses_in_its_own_words(
    refuse, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    (tmp_path / "file.csv").touch()
    with pytest.raises(InputError, match=says) as refused:
        refuse(tmp_path / "file.csv")
    assert "--" not in str(refused.value)


def test_a_comparison_that_has_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "free_bytes", lambda: 1e9)
    place = ju.load("siloed_borough", residents=5_000_000)
    with pytest.raises(TooLargeError, match=r"residents would fit: `simulate=[0-9]+`"):
        ju.compare(place, replications=2, worlds="one", workers=1)
