"""``python -m joinedup_experiments.studies``: run all studies, write ``docs/results.md``.

Given again after it was stopped, or the page has failed, it takes the replications that were run.
"""

from __future__ import annotations

import argparse

from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.display.errors import refusing
from joinedup_experiments.studies.effects import PAGE, run_again
from joinedup_experiments.studies.finished import keeping, studies_of
from joinedup_experiments.studies.page_options import add_out

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, help="fewer, for a quick try")
    parser.add_argument("--residents", type=int, help="a smaller place, for a quick try")
    words = "a plausible world for each seed, or the model's own values"
    parser.add_argument("--worlds", choices=["plausible", "one"], default="plausible", help=words)
    add_out(parser)
    asked = parser.parse_args()
    over = OverWorlds(asked.worlds)
    sizes = {"replications": asked.replications, "residents": asked.residents}
    with refusing(keeps=True), keeping(asked.out / PAGE, studies_of(over) | sizes) as kept:
        run_again([], asked.out, asked.replications, None, asked.residents, over, kept)
    print(f"Written: {asked.out / PAGE}")
