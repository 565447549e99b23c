"""`joinedup explain KEY`: what a key, a measure or a word means, and where it comes from."""

from experiments.explaining.entry import Entry, laid_out
from experiments.explaining.explaining import UnknownKeyError, explained

__all__ = ["Entry", "UnknownKeyError", "explained", "laid_out"]
