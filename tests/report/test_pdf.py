"""``--pdf`` with stand-ins for a browser: one that prints, and several that do not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.compare.results import folder
from joinedup_experiments.report import reporting

PRINTS = """
import sys, pathlib
out = next(a.split("=", 1)[1] for a in sys.argv if a.startswith("--print-to-pdf="))
assert sys.argv[-1].startswith("file:"), sys.argv
pathlib.Path(out).write_bytes(b"%PDF-1.7 made up")
"""
WRITES_NONSENSE = PRINTS.replace("%PDF-1.7 made up", "<html>")
FAILS = "import sys; print('no display', file=sys.stderr); sys.exit(3)"


@pytest.fixture
def browser(tmp_path, monkeypatch):
    """Puts a script in a browser's place."""

    def put(code: str) -> None:
        program = tmp_path / "browser"
        program.write_text(f"#!{sys.executable}\n{code}", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv(reporting.BROWSER_VARIABLE, str(program))

    return put


@pytest.fixture(autouse=True)
def opened(monkeypatch, results):
    """Results that are there, and a page of little work."""
    reading = "joinedup_experiments.compare.results.reading.open_results"
    monkeypatch.setattr(reading, lambda folder: results(months=6))
    monkeypatch.setattr("joinedup_experiments.report.page.page", lambda opened: "<!DOCTYPE html>")


def report(out: Path, *options: str):
    """What ``joinedup report`` does, and says."""
    return CliRunner().invoke(app, ["report", "run", "--out", str(out), *options])


def test_page_and_pdf_stand_beside_each_other(browser, tmp_path) -> None:
    browser(PRINTS)
    out = tmp_path / "made" / "board.html"
    shown = report(out, "--pdf")
    assert shown.exit_code == 0
    assert sorted(one.name for one in out.parent.iterdir()) == ["board.html", "board.pdf"]
    assert "board.pdf" in shown.stdout


def test_without_the_option_no_browser_is_asked(browser, tmp_path) -> None:
    browser(FAILS)
    assert report(tmp_path / "board.html").exit_code == 0
    assert not (tmp_path / "board.pdf").exists()


@pytest.mark.parametrize(
    ("code", "shown"),
    [(FAILS, "wrote no PDF (exit code 3): no display"), (WRITES_NONSENSE, "wrote no PDF")],
)
def test_a_browser_that_prints_nothing_is_one_line_and_nothing_is_left(
    browser, tmp_path, code, shown
) -> None:
    browser(code)
    out = tmp_path / "made" / "board.html"
    done = report(out, "--pdf")
    assert done.exit_code == 2
    lines = done.stderr.splitlines()
    assert [shown in line for line in lines if not line.startswith("Note: ")] == [True]
    assert not out.parent.exists()


def test_no_browser_is_one_line_that_says_what_to_do(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv(reporting.BROWSER_VARIABLE, raising=False)
    monkeypatch.setattr(reporting.shutil, "which", lambda name: None)
    shown = report(tmp_path / "board.html", "--pdf")
    assert shown.exit_code == 2
    (error,) = [line for line in shown.stderr.splitlines() if not line.startswith("Note: ")]
    assert "Chrome, Chromium or Edge" in error and "make the page alone" in error
    assert list(tmp_path.iterdir()) == []


def test_a_browser_named_and_not_there_is_said(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv(reporting.BROWSER_VARIABLE, "netscape")
    shown = report(tmp_path / "board.html", "--pdf")
    assert shown.exit_code == 2
    assert "JOINEDUP_BROWSER: netscape is not a program" in shown.stderr


def test_a_pdf_that_is_there_is_not_written_over(browser, tmp_path) -> None:
    browser(PRINTS)
    (tmp_path / "board.pdf").write_text("mine")
    shown = report(tmp_path / "board.html", "--pdf")
    assert shown.exit_code == 2
    assert (tmp_path / "board.pdf").read_text() == "mine"
    assert not (tmp_path / "board.html").exists()
    assert "never written over" in shown.stderr


def test_page_and_pdf_have_one_stem(browser, tmp_path) -> None:
    """Also where one name is taken while they are made, or before, and where that is proposed."""
    taken = tmp_path / "board.pdf"
    browser(f"open({str(taken)!r}, 'x').write('mine')\n{PRINTS}")
    shown = report(tmp_path / "board.html", "--pdf")
    assert shown.exit_code == 0
    made = {one.name for one in tmp_path.glob("board*")}
    assert made == {"board.pdf", "board-2.html", "board-2.pdf"}
    (tmp_path / "board-3.pdf").touch()
    again = report(tmp_path / "board.html", "--pdf").stderr
    assert "board.pdf is there already" in again
    assert again.rstrip().endswith(f"try --out {tmp_path / 'board-4.html'}")


def test_nothing_is_named_where_another_is_quicker(tmp_path, monkeypatch) -> None:
    """It takes the second name after the first is given: both go to the next that are free."""
    wanted, made = ([tmp_path / f"{name}{end}" for end in (".html", ".pdf")] for name in "ab")
    for file in made:
        file.write_text(file.suffix)
    given = folder.name_file

    def naming(one, final):
        if final == wanted[1]:
            final.touch()
        given(one, final)

    monkeypatch.setattr(folder, "name_file", naming)
    assert [one.name for one in folder.take_names(made, wanted)] == ["a-2.html", "a-2.pdf"]
    there = {one.name: one.read_text() for one in tmp_path.iterdir()}
    assert there == {"a.pdf": "", "a-2.html": ".html", "a-2.pdf": ".pdf"}


def test_out_names_the_page_and_not_the_pdf(tmp_path) -> None:
    shown = report(tmp_path / "board.pdf")
    assert shown.exit_code == 2
    assert "board.html --pdf" in shown.stderr
