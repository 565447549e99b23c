"""The program ``joinedup``, whose calibrations are of the made-up problem and in threads."""

from __future__ import annotations

import os
import sys
import time

from joinedup_experiments.cli.program import main
from joinedup_experiments.sweep import worker_pools
from joinedup_experiments.worlds import calibrating, running
from tests.worlds.conftest import pools_of_threads, toy

WAITS_BETWEEN_WAVES = "JOINEDUP_TEST_WAITS_BETWEEN_WAVES"


def waits(*_: object) -> None:
    """Stands in for what is done between two waves: a stop that comes now comes between them."""
    print("between waves", file=sys.stderr, flush=True)
    time.sleep(60.0)


if __name__ == "__main__":
    if WAITS_BETWEEN_WAVES in os.environ:
        calibrating.emulators_of = waits
    running.england = lambda residents: toy()
    worker_pools.local_pools = pools_of_threads
    import joinedup_experiments.cli  # noqa: F401  # its commands

    main()
