"""The command line: ``program`` holds the program, each other file a group of commands."""

from joinedup_experiments.cli import (  # noqa: F401, I001  (in the order of the help)
    own_place,
    run,
    results,
    scenarios,
    studies,
)
from joinedup_experiments.cli.program import app, main

__all__ = ["app", "main"]
