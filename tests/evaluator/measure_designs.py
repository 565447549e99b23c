"""How often each design is wrong on made-up records, more exactly than tests have time for.

``python -m tests.evaluator.measure_designs 250`` takes about half an hour.
"""

from __future__ import annotations

import sys

import numpy as np

from joinedup_experiments.evaluator.designs.comparator_areas import areas_against_comparators
from joinedup_experiments.evaluator.designs.estimate import Estimate
from tests.evaluator.made_up import OUTCOME, RESIDENTS, mixed, over, wrong
from tests.evaluator.test_designs import RIGHT, Made, enrolled, matched, mixture, series

LARGE = 100_000


def in_its_place(residents: int) -> Made:
    """The same areas as of a synthetic control, compared by difference in differences."""

    def compared(rng: np.random.Generator, effect: float) -> Estimate:
        ours, others = mixed(rng, effect, 8, residents=residents)
        return areas_against_comparators([ours], others, OUTCOME, 12)

    return compared


WRONG: dict[str, tuple[Made, int, float, float]] = {
    "enrolled before and after, at their worst": (enrolled("record"), 0, 0.6, 600.0),
    "matched, exact, by clinicians": (matched("exact", "clinicians"), 0, 0.6, 600.0),
    **{f"synthetic control, {many} comparators, 1 apart": (mixture(many, 1.0), 0, -10.0, -10.0)
       for many in (5, 12)},
    "synthetic control, 8 comparators, of 100,000": (mixture(8, 1.0, LARGE), 0, -10.0, -10.0),
    **{f"differences of the same, 8, of {residents}": (in_its_place(residents), 0, -10.0, -10.0)
       for residents in (RESIDENTS, LARGE)},
    **{f"series, {errors}, season {season}": (series(errors, season), 0, -10.0, -10.0)
       for errors in ("newey-west", "autoregressive") for season in (False, True)},
}  # fmt: skip


def main(times: int) -> None:
    """Print the share of wrong intervals, bias and width of each, without and with an effect."""
    for name, (design, _, effect, truth) in (RIGHT | WRONG).items():
        for given, true in ((0.0, 0.0), (effect, truth)):
            found = over(times, lambda rng, design=design, given=given: design(rng, given))
            bias = found["estimate"].mean() - true
            error = found["estimate"].std() / np.sqrt(times)
            share = wrong(found, true) / times
            half = (found["high"] - found["low"]).median() / 2.0
            print(f"{name:45} {true:6.0f}: {share:6.1%} wrong, bias {bias:+.1f} (se {error:.1f}), "
                  f"half of the interval {half:.0f}")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]))
