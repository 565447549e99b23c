"""The command line: ``program`` holds the program, each other file a group of commands."""

# In the order of the help.
from joinedup_experiments.cli import demo, own_place, run, results, evaluator  # noqa: F401, I001
from joinedup_experiments.cli import page, readiness, scenarios, studies, compiled  # noqa: F401
from joinedup_experiments.cli.program import app, main

__all__ = ["app", "main"]
