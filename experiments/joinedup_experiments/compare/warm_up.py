"""Making the compiled model ready before any work is shared out."""

from __future__ import annotations

import os
import sys

from joinedup.scenario.scenario import Scenario


def warm_up(scenario: Scenario) -> None:
    """Compile the model, or fetch what was compiled before, by running a very small place.

    It is done once, before work is shared out, so that workers do not each compile; and in
    the main thread, so that Ctrl-C stops it at once.
    """
    from joinedup.run import simulate

    if not compiled_before():
        print(
            "Compiling the model: once after an installation or a change of the model, about a "
            "minute ...",
            file=sys.stderr,
            flush=True,
        )
    simulate(very_small(scenario), 1)


def very_small(scenario: Scenario) -> Scenario:
    """The scenario in a single small neighbourhood for a few weeks, sound in itself.

    What it says for each neighbourhood in turn is left out.
    """
    return scenario.with_(
        {
            "residents": 200,
            "neighbourhoods": 1,
            "years": 0.1,
            "burn_in_years": 0.1,
            "go_live_by_neighbourhood": None,
        }
    )


def compiled_before() -> bool:
    """Whether a compiled day loop for this state of the model's sources is kept on disk."""
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":
        return True
    from joinedup.engine.jit import cache_folder

    return any(cache_folder().rglob("day.run_days-*.nbc"))
