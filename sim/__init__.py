"""The model: people with mixed needs, the teams that serve them, and the barriers between."""

from sim.compiled import keep_compiled_apart

keep_compiled_apart()
