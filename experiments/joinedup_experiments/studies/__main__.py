"""``python -m joinedup_experiments.studies``: run all studies, write ``docs/results.md``.

``--key-drivers FOLDER`` works out what the patterns lean on instead, from a finished sweep of
``studies/designs/scenario_discovery.yaml``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from joinedup_experiments.report.key_drivers import write_key_drivers
from joinedup_experiments.studies.effects import DOCS, PAGE, chosen, run_again
from joinedup_experiments.studies.key_drivers import key_drivers_of
from joinedup_experiments.sweep.sweep_folder import open_sweep

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--key-drivers", type=Path, metavar="FOLDER", help="a finished sweep")
    parser.add_argument("--replications", type=int, help="fewer, for a quick try")
    parser.add_argument("--residents", type=int, help="a smaller place, for a quick try")
    parser.add_argument("--out", type=Path, default=DOCS, help="another folder that is there")
    asked = parser.parse_args()
    if asked.key_drivers:
        write_key_drivers(key_drivers_of(open_sweep(asked.key_drivers), chosen([])))
    else:
        run_again([], asked.out, asked.replications, residents=asked.residents)
        print(f"Written: {asked.out / PAGE}")
