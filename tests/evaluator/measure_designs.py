"""How often each design is wrong on made-up records, more exactly than tests have time for.

``python -m tests.evaluator.measure_designs 250`` takes about a quarter of an hour.
"""

from __future__ import annotations

import sys

import numpy as np

from tests.evaluator.made_up import over, wrong
from tests.evaluator.test_designs import RIGHT, Made, enrolled, matched, mixture, series

WRONG: dict[str, tuple[Made, int, float, float]] = {
    "enrolled before and after, at their worst": (enrolled("record"), 0, 0.6, 600.0),
    "matched, exact, by clinicians": (matched("exact", "clinicians"), 0, 0.6, 600.0),
    **{f"synthetic control, {many} comparators, 1 apart": (mixture(many, 1.0), 0, -10.0, -10.0)
       for many in (5, 12)},
    **{f"series, {errors}, season {season}": (series(errors, season), 0, -10.0, -10.0)
       for errors in ("newey-west", "autoregressive") for season in (False, True)},
}  # fmt: skip


def main(times: int) -> None:
    """Print the share of wrong intervals and the bias of each, without and with an effect."""
    for name, (design, _, effect, truth) in (RIGHT | WRONG).items():
        for given, true in ((0.0, 0.0), (effect, truth)):
            found = over(times, lambda rng, design=design, given=given: design(rng, given))
            bias = found["estimate"].mean() - true
            error = found["estimate"].std() / np.sqrt(times)
            share = wrong(found, true) / times
            print(f"{name:45} {true:6.0f}: {share:6.1%} wrong, bias {bias:+.1f} (se {error:.1f})")


if __name__ == "__main__":
    main(int(sys.argv[1]))
