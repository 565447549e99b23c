"""How bad input is refused: one clear error, exit code 2, nothing kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

BAD_INPUT = 2


class InputError(ValueError):
    """Input that cannot be used; the text says what is wrong and what was probably meant."""


@contextmanager
def refusing(*also: type[Exception], keeps: bool = False) -> Iterator[None]:
    """Say in a line or two why nothing can be, or was, kept.

    Parameters
    ----------
    also : exception types
        Faults of what was asked that are no `InputError`.
    keeps
        What was done so far stays, so that nobody need be warned of losing it.

    Raises
    ------
    SystemExit
        With code 2 for bad input; so too when the disk is full.
    KeyboardInterrupt
        Handed on, once it has been said that nothing was kept.
    """
    faults: tuple[type[Exception], ...] = (InputError, *also)
    try:
        yield
    except faults as error:
        print(error, file=sys.stderr)
        raise SystemExit(BAD_INPUT) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        what = "" if keeps else "the results could not be written, so nothing was kept: "
        print(f"{where}{what}{error.strerror or error}", file=sys.stderr)
        raise SystemExit(BAD_INPUT) from None
    except KeyboardInterrupt:
        if not keeps:
            print("Stopped; nothing was kept.", file=sys.stderr)
        raise
