"""A width of nothing, or one that is none, loses no output: it is the terminal's own, or 80."""

from __future__ import annotations

import os
import shutil
import sys

import pytest

from joinedup_experiments.cli import program
from joinedup_experiments.display.document import Table
from joinedup_experiments.display.terminal import print_parts, screen

NONE = ["0", "1", "19", "-5", "many", "", "\N{SUPERSCRIPT TWO}", "9" * 30]
HEAD = ("what", "posts", "difference", "change")
ROWS = [("district nurses", "5,925", "+267 (+256 to +277)", "higher"), ("mental health",)]
WIDE = tuple(f"{n}0,000,000 of them" for n in range(1, 6))
TABLES = [
    Table("Posts", HEAD, ROWS, numbers=True),
    Table("More", ("what", *map(str, range(5)), "change"), [("nurses", *WIDE, "higher")], True),
]


@pytest.fixture
def terminal(monkeypatch) -> None:
    """A standard output that is a terminal of no size of its own."""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("COLUMNS", "80")  # so that it is put back
    monkeypatch.setattr(program.signal, "signal", lambda *_: None)


@pytest.mark.parametrize("width", NONE)
def test_a_width_of_nothing_loses_no_output(width, terminal, monkeypatch, capsys) -> None:
    monkeypatch.setattr(program, "app", lambda: print_parts(screen(), TABLES))
    program.main()
    usual = capsys.readouterr().out
    assert "district nurses" in usual and "50,000,000 of them" in usual
    monkeypatch.setenv("COLUMNS", width)
    program.main()
    assert capsys.readouterr().out == usual


def test_help_and_refusals_are_whole(terminal, monkeypatch, capsys) -> None:
    for words, shown in ((["--help"], "Options"), (["--nosuch"], "No such option")):
        monkeypatch.setattr(sys, "argv", ["joinedup", "run", *words])
        monkeypatch.setenv("COLUMNS", "0")
        with pytest.raises(SystemExit):
            program.main()
        assert shown in "".join(capsys.readouterr())


def test_a_width_that_is_none_is_not_taken_from_typers_variable(terminal, monkeypatch) -> None:
    monkeypatch.setattr(program, "app", lambda: None)
    monkeypatch.setenv("TERMINAL_WIDTH", "many")
    program.main()
    assert "TERMINAL_WIDTH" not in os.environ


@pytest.mark.parametrize(("own", "heeded"), [(0, 80), (1, 80), (20, 20), (120, 120)])
def test_the_terminals_own_width_holds_where_it_can_be_read(
    own, heeded, terminal, monkeypatch
) -> None:
    size = os.terminal_size((own, 24))
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: size)
    monkeypatch.setenv("COLUMNS", "0")
    monkeypatch.setattr(program, "app", lambda: None)
    program.main()
    assert shutil.get_terminal_size().columns == heeded == screen().width
