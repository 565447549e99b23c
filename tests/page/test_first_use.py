"""The page on a computer on which Streamlit was never used: it is served, and asks nothing."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.page.serving import serving

pytest.importorskip("streamlit")
pty = pytest.importorskip("pty")


@pytest.fixture
def empty(tmp_path):
    """Surroundings with an empty home and no browser."""
    home = tmp_path / "home"
    home.mkdir()
    return os.environ | {"HOME": str(home), "BROWSER": "true"}


def is_quiet(printed: bytes, home: str) -> None:
    assert b"The page is at" in printed
    for word in (b"mail", b"statistics", b"Welcome", b"streamlit.io"):
        assert word not in printed
    assert not os.listdir(home)


def test_it_is_served_without_a_terminal(empty, tmp_path) -> None:
    file = tmp_path / "printed.txt"
    with (
        file.open("wb") as out,
        serving(browser=True, env=empty, stdin=subprocess.DEVNULL, stdout=out, stderr=out),
    ):
        pass
    is_quiet(file.read_bytes(), empty["HOME"])


def test_it_is_served_at_a_terminal(empty) -> None:
    ours, theirs = pty.openpty()
    with serving(browser=True, env=empty, stdin=theirs, stdout=theirs, stderr=theirs):
        os.close(theirs)
    printed = b""
    try:
        while part := os.read(ours, 65_536):
            printed += part
    except OSError:  # so Linux says that the other end is closed
        pass
    finally:
        os.close(ours)
    is_quiet(printed, empty["HOME"])
