"""Finished runs of a study are kept beside its page until that is whole.

A page that fails costs no runs: the same command, given again, takes them and makes the page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from joinedup.engine.sources import sources_digest
from joinedup.run import Progress
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.api import compared, workers_for_arms
from joinedup_experiments.compare.arms import arms_of
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.compare.results.kept_runs import KeptRuns
from joinedup_experiments.compare.results.replications import design_of
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.scenario_io.plausible_worlds import worlds_sha256
from joinedup_experiments.studies import in_years, person_measures


@contextmanager
def keeping(page: Path, design: Mapping[str, Any]) -> Iterator[KeptRuns]:
    """Keep runs for a page, and take those that are kept; they go when this ends in no error.

    ``design`` is as in `KeptRuns`, which refuses to mix runs of two.
    """
    kept, whole = KeptRuns(page, design), False
    try:
        yield kept
        whole = True
    finally:
        if kept.many and not whole:
            are = "is" if kept.many == 1 else "are"
            safe = f"{counted(kept.many, 'finished run')} {are} kept in {kept.folder}"
            print(f"{safe}; the same command goes on with them", file=sys.stderr, flush=True)
        kept.close(whole)


def studies_of(over: OverWorlds) -> dict[str, Any]:
    """What all runs of studies depend on, and how they are read; the rest is in their names."""
    worlds = worlds_sha256(over.table) if over.worlds != "one" else ""
    readers = b"".join(Path(str(one.__file__)).read_bytes() for one in (in_years, person_measures))
    return {
        "the model's own code": sources_digest(),
        "what is read from runs": sha256(readers).hexdigest(),
        "worlds": [over.worlds, worlds],
    }


def name_of(seed: int, *depends_on: Sequence[str]) -> str:
    """The name of a run that depends on a seed and these texts, and on nothing else."""
    return f"{sha256(repr(depends_on).encode()).hexdigest()[:32]}-{seed:04d}"


@contextmanager
def comparing(
    page: Path,
    scenarios: Sequence[Scenario],
    names: Sequence[str],
    over: OverWorlds,
    replications: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Results]:
    """A comparison, as `joinedup.compare` makes it, whose runs are kept as `keeping` does."""
    arms = arms_of(scenarios, over.replications(replications), 1, names)
    with keeping(page, design_of(arms, over)) as kept:
        yield compared(arms, over, workers_for_arms(arms, over, workers), progress, kept)
