"""The forms of a report: asked for by a file's ending, refused in one line, nothing left behind."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.display.document import Section, Words, figures_of
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.report import page
from joinedup_experiments.report.exports import pictures, word
from joinedup_experiments.report.page import sections
from joinedup_experiments.report.reporting import FORMS, write_report
from tests.conftest import leave_undrawn
from tests.report.conftest import made_up

BEGINS = {".html": b"<!DOCTYPE html>", ".docx": b"PK", ".xlsx": b"PK"}
INSIDE = "import sys, joinedup_experiments.cli.program, joinedup_experiments.cli.results, "
INSIDE += "joinedup_experiments.report.reporting; print(*sys.modules)"


@pytest.fixture(autouse=True)
def opened(monkeypatch):
    """Results that are there, and a report of one sentence."""
    reading = "joinedup_experiments.compare.results.reading.open_results"
    monkeypatch.setattr(reading, lambda folder: made_up(months=12))
    short = [Section("answer", "The answer", [Words("A sentence.")])]
    for user in (page, word):  # imported above: what they import must not see the short one
        monkeypatch.setattr(user, "sections", lambda results: short)


def report(*options: str | Path):
    """What ``joinedup report`` does, and the lines that it says."""
    done = CliRunner().invoke(app, ["report", "run", *map(str, options)])
    lines = [line for line in done.stderr.splitlines() if not line.startswith("Note: ")]
    return done, lines


@pytest.mark.parametrize("ending", [*FORMS, ".htm", ".XLSX"])
def test_the_ending_says_the_form(tmp_path, ending) -> None:
    pytest.importorskip("docx")
    done, lines = report("--out", tmp_path / f"board{ending}")
    assert (done.exit_code, lines) == (0, [])
    (made,) = tmp_path.iterdir()
    form = {".htm": ".html"}.get(ending, ending.lower())
    assert made.read_bytes().startswith(BEGINS[form])
    assert f"Report: {made}" in done.stdout


@pytest.mark.parametrize(
    ("name", "meant"),
    [("a.doc", "--out a.docx"), ("a.pptx", "--out a.docx"), ("a.xls", "--out a.xlsx"),
     ("a.csv", "--out a.xlsx"), ("a.txt", "--out a.html"), ("a", "--out a.html"),
     ("a.png", "--pictures a"), ("a.pdf", "--out a.html --pdf"),
     ("a b.txt", "--out 'a b.html'"), ("a b.png", "--pictures 'a b'"),
     ("a b.pdf", "--out 'a b.html' --pdf")],
)  # fmt: skip
def test_another_ending_is_one_line_with_what_was_probably_meant(
    tmp_path, monkeypatch, name, meant
) -> None:
    monkeypatch.chdir(tmp_path)
    done, lines = report("--out", name)
    assert done.exit_code == 2
    (line,) = lines
    assert line.endswith(f"try {meant}")
    assert name.endswith(".pdf") or all(ending in line for ending in FORMS)
    assert list(tmp_path.iterdir()) == []


def test_only_the_page_is_printed(tmp_path) -> None:
    done, (line,) = report("--out", tmp_path / "a.docx", "--pdf")
    assert done.exit_code == 2 and line.endswith("a.html --pdf")


@pytest.mark.parametrize(("ending", "package"), [(".docx", "docx"), (".xlsx", "xlsxwriter")])
def test_what_is_not_installed_is_one_line_that_says_what_to_install(
    tmp_path, monkeypatch, ending, package
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    done, (line,) = report("--out", tmp_path / f"a{ending}")
    assert done.exit_code == 2 and "pip install 'joinedup[office]'" in line
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_imported_before_it_is_needed() -> None:
    done = subprocess.run([sys.executable, "-c", INSIDE], capture_output=True, check=True)
    loaded = set(done.stdout.decode().split())
    assert not loaded & {"docx", "lxml", "xlsxwriter", "matplotlib", "pandas"}


def test_a_file_that_is_there_is_not_written_over(tmp_path) -> None:
    for ending in FORMS:
        file = tmp_path / f"a{ending}"
        file.write_text("mine")
        with pytest.raises(InputError, match="never written over"):
            write_report(made_up(months=12), file)
        assert file.read_text() == "mine"


def test_every_picture_is_there_as_png_and_as_svg_and_is_described(tmp_path, monkeypatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(
        "joinedup_experiments.compare.results.reading.open_results", lambda f: made_up(months=24)
    )
    monkeypatch.setattr(pictures, "as_png", partial(pictures.as_png, dpi=40))  # as sound, and soon
    folder = tmp_path / "pictures"
    done, lines = report("--pictures", folder)
    assert (done.exit_code, lines, list(tmp_path.iterdir())) == (0, [], [folder])
    svg, png = ({f.stem for f in folder.glob(f"*{end}")} for end in (".svg", ".png"))
    leave_undrawn(monkeypatch)
    drawn = {f"report-{figure.name}" for figure in figures_of(sections(made_up(months=24)))}
    assert svg == png and drawn < svg and "differences" in svg
    for name in svg:
        assert (folder / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert "<svg" in (folder / f"{name}.svg").read_text(encoding="utf-8")
    about = (folder / "README.txt").read_text(encoding="utf-8")
    assert all(f"\n{name}: " in about for name in svg)


def test_a_folder_of_pictures_that_is_there_is_refused_before_anything_is_written(tmp_path) -> None:
    (tmp_path / "pictures").mkdir()
    done, (line,) = report("--out", tmp_path / "a.html", "--pictures", tmp_path / "pictures")
    assert done.exit_code == 2 and "try --pictures" in line
    assert [one.name for one in tmp_path.iterdir()] == ["pictures"]


def test_pictures_are_said_to_be_where_they_are(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "pictures"
    monkeypatch.setattr(pictures, "sections", lambda results: [])
    monkeypatch.setattr(pictures, "draw_pictures", lambda *_: folder.mkdir() or {})
    done = CliRunner().invoke(app, ["report", "run", "--pictures", str(folder)])
    assert done.exit_code == 0 and f"Pictures: {folder}-2\n" in done.stdout
    assert (tmp_path / "pictures-2" / "README.txt").is_file() and not list(folder.iterdir())
