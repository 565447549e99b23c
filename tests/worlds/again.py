"""``python -m tests.worlds.again``: run the first shipped worlds anew, and keep what they give.

For a change that moves matched figures by little beside what is allowed them: where one moves by
more than `MOST` of its standard error, nothing is written, and worlds are to be found anew
(``joinedup calibrate --ship``).
"""

from __future__ import annotations

import sys
from copy import deepcopy
from math import hypot, log

from joinedup.run import simulate
from joinedup_experiments.compare.results.folder import write_whole
from joinedup_experiments.display.as_json import as_json
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.plausible_worlds import SHIPPED, in_world, plausible_worlds
from joinedup_experiments.worlds.published import figures_of
from joinedup_experiments.worlds.waves import PLACE, YEARS

MOST = 0.5  # chance alone moves a figure by 0.1 to 3 of them from seed to seed


def main() -> int:
    """Run, say how far the figures moved, and write them unless that is too far."""
    about = deepcopy(plausible_worlds().about)  # that is kept for all who ask
    place = load_scenario(PLACE).with_({"residents": about["residents"], "years": YEARS})
    allowed = {one["key"]: hypot(one["error"], one["discrepancy"]) for one in about["targets"]}
    worst = 0.0
    for world, kept in about["again"]["figures"].items():
        seed = about["again"]["first_seed"] + int(world) - 1
        found = figures_of(simulate(in_world(place, int(world)), seed))
        for key, value in kept.items():
            if key in allowed:
                worst = max(worst, abs(log(found[key] / value)) / allowed[key])
            kept[key] = found[key]
    print(f"no matched figure moved by more than {worst:.2f} of its standard error")
    if worst > MOST:
        print("that is too far: joinedup calibrate --ship")
        return 1
    write_whole(SHIPPED.with_suffix(".json"), as_json(about))
    return 0


if __name__ == "__main__":
    sys.exit(main())
