"""What is written to a file is the same text, whatever terminal the program is begun from."""

from __future__ import annotations

from io import StringIO

import pytest

from joinedup_experiments.display.document import Heading, Words
from joinedup_experiments.display.terminal import in_file, print_parts

PARTS = [Heading("A life"), Words("seen by the district nurse, " * 12)]


def written() -> str:
    file = StringIO()
    print_parts(in_file(file, 132), PARTS)
    return file.getvalue()


@pytest.mark.parametrize("terminal", ["dumb", "xterm-256color"])
def test_a_file_has_no_colours_and_its_own_width(terminal: str, monkeypatch) -> None:
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    usual = written()
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", terminal)
    assert written() == usual
    assert "\x1b" not in usual
    assert max(map(len, usual.splitlines())) > 100
