"""Making the compiled model ready before any work is shared out."""

from __future__ import annotations

import os
import sys

from joinedup.scenario.scenario import Scenario

COMPILING = (
    "Compiling the model: once after an installation or a change of the model, about a minute"
)


def warm_up(scenario: Scenario) -> None:
    """Compile the model, or fetch what was compiled before, by running a very small place.

    In the main thread, so that Ctrl-C stops it at once.
    """
    from joinedup.engine.jit import cache_folder
    from joinedup.run import simulate

    compiles = os.environ.get("NUMBA_DISABLE_JIT") != "1"
    if compiles and not any(cache_folder().rglob("day.run_days-*.nbc")):
        print(f"{COMPILING} ...", file=sys.stderr, flush=True)
    simulate(very_small(scenario), 1)


def very_small(scenario: Scenario) -> Scenario:
    """The scenario in one small neighbourhood for a few weeks; what it says of each is left out."""
    return scenario.with_(
        {
            "residents": 200,
            "neighbourhoods": 1,
            "years": 0.1,
            "burn_in_years": 0.1,
            "go_live_by_neighbourhood": None,
        }
    )
