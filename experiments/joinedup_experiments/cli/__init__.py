"""The command line: ``program`` holds the program, the other files its commands by what they do."""

from joinedup_experiments.cli import (  # noqa: F401, I001  (in the order of the help)
    own_place,
    running,
    reporting,
    looking,
    words,
    sweeping,
    asking,
)
from joinedup_experiments.cli.program import app, main

__all__ = ["app", "main"]
