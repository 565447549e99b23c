"""Campaigns against the program: kills, damage, odd places, hostile inputs, random scenarios.

``make torture MINUTES=600``, or ``python -m tests.torture --minutes 600 --seed 1``. The time is
shared evenly. Each case has a number that stands for it: what is not good is printed in a line,
and kept in ``.torture/`` with the command that repeats it. Exit code 1 if there was any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.torture.cases import BAD, HEAD, MEANING, run_campaign
from tests.torture.damage import damage
from tests.torture.kills import kills
from tests.torture.odd_places import places
from tests.torture.scenarios import scenarios
from tests.torture.spoilt_text import inputs

# Those that fork first: what runs in this process may start threads, which do not survive it.
CAMPAIGNS = {
    "kills": kills, "places": places, "damage": damage, "inputs": inputs, "scenarios": scenarios,
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Run the campaigns that are asked for; 1 if any case was not good."""
    parser = argparse.ArgumentParser("python -m tests.torture", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--campaign", action="append", choices=CAMPAIGNS)
    parser.add_argument("--case", type=int, help="only this one, of one campaign")
    parser.add_argument("--keep", type=Path, default=Path(".torture"))
    asked = parser.parse_args(arguments)
    names = asked.campaign or list(CAMPAIGNS)
    each = 0.0 if asked.case is not None else asked.minutes / len(names)
    bad = 0
    print(HEAD, flush=True)
    for name in names:
        with tempfile.TemporaryDirectory(prefix="torture-") as work:
            counts = run_campaign(
                name, CAMPAIGNS[name], Path(work), asked.keep, asked.seed, asked.case or 0, each
            )
        bad += counts.bad
        print(counts.row(), flush=True)
    print("\n".join(f"{kind}: {what}" for kind, what in MEANING.items()))
    print(f"Not good ({', '.join(BAD)}): {bad:,}" + (f"; kept in {asked.keep}" if bad else ""))
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
