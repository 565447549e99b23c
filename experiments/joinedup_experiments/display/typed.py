"""The program as it can be typed where the reader is."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

PROGRAM = "joinedup"


def typed(words: Sequence[str | Path]) -> str:
    """A command of joinedup to be typed in this folder, from the words after its name.

    Where the program is not on the path, as in an environment that is not activated, it is named
    as it was started.

    >>> typed(["open", Path("results/a b"), "--all"]).split(maxsplit=1)[1]
    "open 'results/a b' --all"
    """
    return shlex.join([_program(), *map(str, words)])


def _program() -> str:
    started = Path(sys.argv[0])
    if shutil.which(PROGRAM) or started.stem != PROGRAM:
        return PROGRAM
    if started.is_absolute() and started.is_relative_to(Path.cwd()):
        started = started.relative_to(Path.cwd())
    return str(started)
