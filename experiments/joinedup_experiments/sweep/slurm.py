"""What to ask Slurm for, for each share of a sweep: ``docs/slurm_sweep.sh`` reads its two lines.

python -m joinedup_experiments.sweep.slurm DESIGN FOLDER SHARES CPUS

A folder that holds anything but the design's own sweep is refused.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

from joinedup_experiments.compare.results.folder import refuse_existing
from joinedup_experiments.display.errors import InputError, refusing
from joinedup_experiments.sweep.manifest import MANIFEST
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.reading import read_design
from joinedup_experiments.sweep.sweep_folder import open_same
from joinedup_experiments.sweep.sweeping import Share
from joinedup_experiments.sweep.worker_pools import need_of_plan

SPARE, LEAST = 3.0, 30  # of the time estimated; minutes, in which a model can be compiled


def options(plan: Plan, shares: int, cpus: int) -> list[str]:
    """``--mem`` in megabytes and ``--time`` in minutes of the first share, which is the largest."""
    need = need_of_plan(plan, Share(1, shares).of(plan.tasks))
    megabytes = math.ceil(need.bytes(cpus) / 1e6)
    minutes = max(LEAST, math.ceil(SPARE * need.seconds(cpus) / 60.0))
    return [f"--mem={megabytes}M", f"--time={minutes}"]


def asked_for(design: Path, folder: Path, shares: int, cpus: int) -> list[str]:
    """The same of a design's sweep in a folder; `FolderError` where that holds anything else."""
    plan = read_design(design)
    if (folder / MANIFEST).exists():
        open_same(folder, plan)
    else:
        refuse_existing(folder, "")
    return options(plan, shares, cpus)


def count(name: str, text: str) -> int:
    """How many there are of what a variable of the script counts; `InputError` where of none."""
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise InputError(f"{name}={text}: write a whole number from 1, such as {name}=8")
    return int(text)


if __name__ == "__main__":
    with refusing(keeps=True):
        design, folder, shares, cpus = sys.argv[1:]
        many = count("SHARES", shares), count("CPUS", cpus)
        print("\n".join(asked_for(Path(design), Path(folder), *many)))
