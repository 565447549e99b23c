"""No part is more than its whole, and nothing below nought, but where it can be."""

from __future__ import annotations

import numpy as np

from joinedup.outcomes.measures import MEASURES
from joinedup.run import Run
from joinedup_experiments.compare.statistics import BELOW_NOUGHT, MORE_THAN_THE_WHOLE
from tests.conservation.test_conservation import conserved


def shares(run: Run) -> None:
    """No value ends elsewhere but those whose intervals are not cut there."""
    for one in MEASURES:
        known = run.months[one.key][~np.isnan(run.months[one.key])]
        if one.form in ("share", "scale") and one.key not in MORE_THAN_THE_WHOLE:
            assert (known <= 1.0 + 1e-9).all(), one.key
        if not one.minus and one.key not in BELOW_NOUGHT:
            assert (known >= 0.0).all(), one.key


test_no_part_is_more_than_the_whole = conserved(shares)
