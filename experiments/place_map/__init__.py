"""`joinedup map SCENARIO`: teams and the interfaces between them, before and after."""

from experiments.place_map.interfaces import Side, sides
from experiments.place_map.page import page
from experiments.place_map.picture import drawn

__all__ = ["Side", "drawn", "page", "sides"]
