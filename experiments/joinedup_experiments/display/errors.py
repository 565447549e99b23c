"""How bad input is refused: one clear error, exit code 2, nothing kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:
    from pydantic import ValidationError

BAD_INPUT = 2
_UNSEEN = {"Cc", "Cf", "Zl", "Zp"}  # Unicode's controls, marks of direction, and ends of lines


def commands(text: str) -> bool:
    r"""Whether there is something in it that a terminal may take for a command to itself.

    Such are control characters but for usual ends of lines and tabs, and what is not seen itself
    and turns the direction of what follows or ends a line.

    >>> commands("two\nlines"), commands("\x1b[31m"), commands("\u202e")
    (False, True, True)
    """
    return any(_is_command(character) for character in text)


def harmless(text: str) -> str:
    """The text with what a terminal may take for commands spelled out."""
    return "".join(ascii(c)[1:-1] if _is_command(c) else c for c in text)


def _is_command(c: str) -> bool:
    return category(c) in _UNSEEN and c not in "\n\t"


class InputError(ValueError):
    """Input that cannot be used; the text says what is wrong and what was probably meant."""


def first_fault(error: ValidationError) -> str:
    """Where a schema's first complaint lies, and what it is: `seeds`: field required."""
    first = error.errors()[0]
    return f"`{'.'.join(map(str, first['loc']))}`: {first['msg'].lower()}"


@contextmanager
def reading(file: Path, kind: type[InputError] = InputError) -> Iterator[None]:
    """Refuse a table that is damaged, by an error of this kind, where reading it fails.

    Within it only libraries read: of a damaged file they raise errors of any kind.
    """
    try:
        yield
    except Exception as error:
        raise kind(f"{file}: it cannot be read: {error}") from None


@contextmanager
def refusing(keeps: bool = False) -> Iterator[None]:
    """End the program, with code 2, where input is bad or a file cannot be written; say why.

    If it ``keeps`` what was done so far, it is not said that nothing was kept, as else it is,
    after Ctrl-C too.
    """
    try:
        yield
    except ValueError as error:
        from joinedup.scenario.refusals import RefusedError  # seldom, and it takes long

        if not isinstance(error, (InputError, RefusedError)):
            raise
        print(harmless(str(error)), file=sys.stderr)
        raise SystemExit(BAD_INPUT) from None
    except BrokenPipeError:  # of standard output, and of no file
        raise
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        what = "" if keeps else "the results could not be written, so nothing was kept: "
        print(harmless(f"{where}{what}{error.strerror or error}"), file=sys.stderr)
        raise SystemExit(BAD_INPUT) from None
    except KeyboardInterrupt:
        if not keeps:
            print("Stopped; nothing was kept.", file=sys.stderr)
        raise
