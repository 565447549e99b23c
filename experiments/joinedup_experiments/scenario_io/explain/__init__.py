"""`joinedup explain KEY`: what a key, a measure or a word means, and where it comes from."""

from joinedup_experiments.scenario_io.explain.entry import Entry, laid_out
from joinedup_experiments.scenario_io.explain.explaining import UnknownKeyError, explained

__all__ = ["Entry", "UnknownKeyError", "explained", "laid_out"]
