"""How bad input is refused: one clear error, exit code 2, nothing kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

BAD_INPUT = 2


class InputError(Exception):
    """Input that cannot be used; the text says what is wrong and what was probably meant."""


@contextmanager
def refusing(*also: type[Exception]) -> Iterator[None]:
    """Say in a line or two why nothing can be, or was, kept.

    Parameters
    ----------
    also : exception types
        Faults of what was asked that are no `InputError`.

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
        print(_not_kept(error), file=sys.stderr)
        raise SystemExit(BAD_INPUT) from None
    except KeyboardInterrupt:
        print("Stopped; nothing was kept.", file=sys.stderr)
        raise


def _not_kept(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return (
        f"{where}the results could not be written, so nothing was kept: {error.strerror or error}"
    )
