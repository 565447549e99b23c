"""Run every shipped scenario anew and keep what it gives; say what moved.

``python -m tests.baselines.update`` is the only thing that changes the files in this folder;
with ``--check`` it changes nothing, and ends with code 1 when something moved.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from joinedup_experiments.scenario_io.load import shipped_scenarios
from tests.baselines.recording import FOLDER, described, file_of, moves, read, recorded, write


def main(arguments: Sequence[str] | None = None) -> int:
    """Update, or only check, every record, and drop those of scenarios that are gone.

    Returns
    -------
    int
        The exit code: 1 when it only checked and something moved, else 0.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say what moved")
    check = parser.parse_args(arguments).check
    moved = [_update(name, check) for name in shipped_scenarios()]
    for stale in sorted({*FOLDER.glob("*.csv")} - {file_of(name) for name in shipped_scenarios()}):
        print(f"{stale.stem}: no longer shipped")
        moved.append(True)
        if not check:
            stale.unlink()
    if any(moved):
        print("Add a line to CHANGELOG.md that ends by saying whether, and why, results changed.")
    return int(check and any(moved))


def _update(scenario: str, check: bool) -> bool:
    """Whether the scenario moved; kept and said, unless it is only to be said."""
    before, now = read(scenario), recorded(scenario)
    moved = moves(before, now)
    print(described(scenario, moved, len(before)), flush=True)
    if moved and not check:
        write(scenario, now)
    return bool(moved)


if __name__ == "__main__":
    sys.exit(main())
