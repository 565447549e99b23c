"""What every test and doctest needs before anything is imported."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# The first example pays for the compiler, so no deadline; the same examples on every machine.
settings.register_profile(
    "joinedup",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("joinedup")
