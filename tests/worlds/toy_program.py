"""The program ``joinedup``, whose calibrations are of the made-up problem and in threads."""

from __future__ import annotations

from joinedup_experiments.cli.program import main
from joinedup_experiments.sweep import worker_pools
from joinedup_experiments.worlds import running
from tests.worlds.conftest import pools_of_threads, toy

if __name__ == "__main__":
    running.england = lambda residents: toy()
    worker_pools.local_pools = pools_of_threads
    import joinedup_experiments.cli  # noqa: F401  # its commands

    main()
