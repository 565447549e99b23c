"""The console on which tables are printed."""

from __future__ import annotations

from rich.console import Console

PLAIN_WIDTH = 132


def screen(stderr: bool = False) -> Console:
    """A console as wide as the terminal, or wide enough for the tables when there is none."""
    console = Console(stderr=stderr, highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console = Console(stderr=stderr, highlight=False, width=PLAIN_WIDTH)
    return console
