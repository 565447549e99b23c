"""How wide a screen is: what the environment says, where text can be read at that."""

from __future__ import annotations

import os
import shutil

LEAST, MOST, USUAL = 20, 100_000, 80  # columns
SAID_IN = ("COLUMNS", "TERMINAL_WIDTH")  # the second is Typer's, for its help


def heed_usable_widths() -> None:
    """Leave no width in the environment at which text is lost.

    Then the terminal's own holds, or `USUAL` where that is as narrow. All who ask for a width
    ask after this: rich, Typer and `shutil`.
    """
    for name in SAID_IN:
        if name in os.environ and not _usable(os.environ[name]):
            del os.environ[name]
    if shutil.get_terminal_size().columns < LEAST:
        os.environ["COLUMNS"] = str(USUAL)


def _usable(text: str) -> bool:
    """Whether it is a whole number of columns that a screen can have.

    >>> [_usable(text) for text in ("20", "0", "19", "", "abc", "²", "9" * 5_000)]
    [True, False, False, False, False, False, False]
    """
    return text.isdecimal() and len(text) <= len(str(MOST)) and LEAST <= int(text) <= MOST
