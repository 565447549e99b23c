"""`joinedup map SCENARIO`: teams and the interfaces between them, before and after."""

from joinedup_experiments.report.map.interfaces import Side, sides
from joinedup_experiments.report.map.page import page, stem_of
from joinedup_experiments.report.map.picture import drawn

__all__ = ["Side", "drawn", "page", "sides", "stem_of"]
