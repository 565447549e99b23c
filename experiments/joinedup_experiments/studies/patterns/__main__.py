"""``python -m joinedup_experiments.studies.patterns``: run all questions, keep the answers.

``python -m joinedup_experiments.studies.patterns --leaning FOLDER`` works out what they lean on,
from a finished sweep of ``studies/designs/scenario_discovery.yaml``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from joinedup_experiments.report.key_drivers import write_leaning
from joinedup_experiments.studies.patterns.asking import HOME
from joinedup_experiments.studies.patterns.effects import Again, chosen, write_all
from joinedup_experiments.studies.patterns.leaning import leaning_of


def main() -> None:
    """Run everything, or work out what the answers lean on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leaning", type=Path, metavar="FOLDER", help="a finished sweep's folder")
    parser.add_argument("--replications", type=int, help="fewer, for a quick try")
    parser.add_argument("--residents", type=int, help="a smaller place, for a quick try")
    asked = parser.parse_args()
    questions = chosen([])
    if asked.leaning:
        from joinedup_experiments.sweep.sweep_folder import open_sweep

        write_leaning(leaning_of(open_sweep(asked.leaning), questions))
        print(f"Written: {HOME / 'leaning.json'}")
        return
    how = Again(asked.replications, None, asked.residents, ("svg",))
    write_all(questions, HOME, how)
    print(f"Written: {HOME}")


if __name__ == "__main__":
    main()
