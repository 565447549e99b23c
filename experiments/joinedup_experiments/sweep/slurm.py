"""What to ask Slurm for, for each share of a sweep: ``docs/slurm_sweep.sh`` reads its two lines.

python -m joinedup_experiments.sweep.slurm DESIGN SHARES CPUS
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

from joinedup_experiments.display.errors import refusing
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.reading import read_design
from joinedup_experiments.sweep.sweeping import Share
from joinedup_experiments.sweep.worker_pools import need_of_plan

SPARE, LEAST = 3.0, 30  # of the time estimated; minutes, in which a model can be compiled


def options(plan: Plan, shares: int, cpus: int) -> list[str]:
    """``--mem`` in megabytes and ``--time`` in minutes of the first share, which is the largest."""
    need = need_of_plan(plan, Share(1, shares).of(plan.tasks))
    megabytes = math.ceil(need.bytes(cpus) / 1e6)
    minutes = max(LEAST, math.ceil(SPARE * need.seconds(cpus) / 60.0))
    return [f"--mem={megabytes}M", f"--time={minutes}"]


if __name__ == "__main__":
    with refusing(keeps=True):
        design, shares, cpus = sys.argv[1:]
        print("\n".join(options(read_design(Path(design)), int(shares), int(cpus))))
