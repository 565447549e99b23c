"""``python -m joinedup_experiments.studies``: run all studies, write ``docs/results.md``."""

from __future__ import annotations

import argparse

from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.studies.effects import PAGE, run_again
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
    run_again([], asked.out, asked.replications, residents=asked.residents, over=over)
    print(f"Written: {asked.out / PAGE}")
