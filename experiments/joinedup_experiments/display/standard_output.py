"""Standard output, which may be full, or closed by its reader."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from joinedup_experiments.display.numbers import DASH, MINUS, NARROW

PLAIN = {MINUS: "-", DASH: "-", NARROW: " "}


class UnsaidError(Exception):
    """Standard output takes no more; the text says why, and where the results are."""


@contextmanager
def saying(kept: str = "") -> Iterator[None]:
    """What is printed within is written out at the end, so that a fault is noticed here.

    ``kept`` says what is safe whatever becomes of the printing, such as where the results are.
    `BrokenPipeError` is raised when the reader has stopped, as ``head`` does, and `UnsaidError`
    when standard output cannot be written to.
    """
    try:
        try:
            yield
        except SystemExit:  # how every command ends
            sys.stdout.flush()
            raise
        sys.stdout.flush()
    except OSError as error:
        # What the system says of standard output has a number and no name.
        if isinstance(error, BrokenPipeError) or error.filename or error.errno is None:
            raise
        fault = f"standard output cannot be written to: {error.strerror or error}"
        raise UnsaidError(f"{fault}; {kept}" if kept else fault) from error


def open_what_is_closed() -> None:
    """Point at nothing the standard streams that were closed: a file would take their number."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def replace_what_cannot_be_written() -> None:
    """Let a standard stream whose encoding lacks a character write a plain one instead."""
    codecs.register_error("plain", _plainly)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plain")


def _plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(PLAIN.get(character, "?") for character in lacking), error.end


def let_go() -> None:
    """Throw away what standard output has not taken, so that leaving does not try again."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
