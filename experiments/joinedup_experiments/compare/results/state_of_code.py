"""Which state of the code a process has, and what is said where another made earlier runs."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from pathlib import Path

import joinedup_experiments
from joinedup.engine.sources import sources_digest
from joinedup_experiments.display.errors import InputError


class OtherCodeError(InputError):
    """A worker has another state of the code than its driver; nothing of it may be kept."""

    def __init__(self, machine: str) -> None:
        super().__init__(machine)
        self.machine = machine

    def __str__(self) -> str:
        return (
            f"a worker on {self.machine} has other code than this driver: another version of "
            "joinedup, or sources edited meanwhile; its results are not kept. Give all the same"
        )


@cache
def state_of_code() -> str:
    """SHA-256 of every source file of the model, and of all that changes scenarios and runs it."""
    digest = hashlib.sha256(sources_digest().encode())
    package = Path(joinedup_experiments.__path__[0])
    for source in sorted(package.rglob("*.py")):
        digest.update(source.relative_to(package).as_posix().encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()


def say_if_changed(what: object, before: str | None) -> None:
    """Say on standard error that ``what`` was begun with other code, where that is known.

    That the model is the same is checked elsewhere, and refused if it is not.
    """
    if before and before != state_of_code():
        print(
            f"Note: {what}: begun with other code of joinedup, though of the same model; where "
            "that code makes or counts runs otherwise, begin anew",
            file=sys.stderr,
            flush=True,
        )
